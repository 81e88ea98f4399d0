package shortlists

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
)

// actForm is one act that the viewer may do, as a form. Its fields are named after the act, so that several stand on one
// page.
type actForm struct {
	Entry  shortlist.Entry
	Act    shortlist.Act
	By     shortlist.Party
	Back   string // the page that the form stands on
	Typed  url.Values
	Errors ui.Errors
}

// tried is a form that came back.
type tried struct {
	Entry    string
	Act      shortlist.Act
	Typed    url.Values
	Errors   ui.Errors
	Conflict bool
}

// forms are the acts that are offered. Outcomes once recorded are not offered again.
func forms(e shortlist.Entry, by shortlist.Party, back string, t tried) []actForm {
	var list []actForm
	for _, a := range shortlist.Acts(e.State, by) {
		if a == shortlist.Propose || a == shortlist.Hold || a == shortlist.Pass {
			continue
		}
		f := actForm{Entry: e, Act: a, By: by, Back: back}
		if t.Entry == e.ID && t.Act == a {
			f.Typed, f.Errors = t.Typed, t.Errors
		}
		list = append(list, f)
	}
	return list
}

func (f actForm) path() string             { return "/matching/shortlist/" + f.Entry.ID + "/acts" }
func (f actForm) name(field string) string { return prefix(f.Act, f.Entry.ID) + field }
func (f actForm) value(field string) string {
	return f.Typed.Get(f.name(field))
}

func (f actForm) title(ctx context.Context) string {
	id := "matching.shortlist.act." + string(f.Act)
	if f.By == shortlist.Person && ui.Has(ctx, id+".own") {
		id += ".own"
	}
	return ui.T(ctx, id)
}

func (f actForm) hint(ctx context.Context) string {
	id := "matching.shortlist.act." + string(f.Act) + ".hint"
	if f.By == shortlist.Person && ui.Has(ctx, id+".own") {
		id += ".own"
	}
	if !ui.Has(ctx, id) {
		return ""
	}
	return ui.T(ctx, id)
}

// asks reports whether the act has a field.
func (f actForm) asks(field string) bool {
	switch f.Act {
	case shortlist.Consent:
		return field == "contact" || field == "how" && f.By == shortlist.Desk
	case shortlist.Withdraw:
		return field == "reason" || field == "note"
	case shortlist.Decline:
		return field == "reason" || field == "nextStep" || field == "note"
	case shortlist.ReportNoShow:
		return field == "nextStep"
	case shortlist.ProposeTimes:
		return field == "times"
	case shortlist.AcceptTime:
		return field == "time"
	default:
		return false
	}
}

func (f actForm) look() ui.Look {
	switch f.Act {
	case shortlist.Withdraw, shortlist.WithdrawConsent, shortlist.Refuse, shortlist.Decline, shortlist.ReportNoShow:
		return ui.Plain
	default:
		return ui.Primary
	}
}

func (f actForm) reasons(ctx context.Context) []ui.Option {
	if f.Act == shortlist.Decline {
		return options(ctx, "matching.shortlist.reason.", shortlist.NoReasons())
	}
	return options(ctx, "matching.shortlist.reason.", shortlist.PassReasons())
}

func (f actForm) ways(ctx context.Context) []ui.Option {
	return options(ctx, "matching.shortlist.how.", shortlist.Ways()[1:])
}

func (f actForm) timeOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, t := range f.Entry.Facts.Times {
		list = append(list, ui.Option{Value: t.Format(time.RFC3339), Label: ui.Instant(ctx, t)})
	}
	return list
}

// prefix keeps the fields of several forms on one page apart.
func prefix(act shortlist.Act, id string) string {
	return string(act) + "." + id[max(0, len(id)-8):] + "."
}

// act does what a form says and goes back to the page that it stands on.
func (p *Pages) act(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	ctx, form := c.Request().Context(), c.Request().PostForm
	act := shortlist.Act(form.Get("act"))
	get := func(field string) string {
		return strings.ReplaceAll(form.Get(prefix(act, c.Param("entry"))+field), "\r\n", "\n")
	}
	version, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil {
		version = -1
	}
	in := shortlisting.Act{
		Entry: c.Param("entry"), Version: version, Act: act, Reason: get("reason"), NextStep: get("nextStep"), Note: get("note"),
		How: get("how"), Contact: get("contact"),
	}
	var wrong fault.Violations
	for n := range shortlist.MostTimes {
		typed := get("times." + strconv.Itoa(n))
		if typed == "" {
			continue
		}
		at, err := p.Match.LocalTime(typed)
		if err != nil {
			wrong.Add("/times/"+strconv.Itoa(n), "format", "Write a day and an hour.")
			continue
		}
		in.Times = append(in.Times, at)
	}
	if typed := get("time"); typed != "" {
		if at, err := time.Parse(time.RFC3339, typed); err == nil {
			in.Time = &at
		}
	}
	var e shortlist.Entry
	if err = wrong.Err(); err == nil {
		e, err = p.Desk.Act(ctx, in)
	}
	back := tried{Entry: in.Entry, Act: act, Typed: form}
	for _, x := range ui.FormErrors(ctx, err) {
		back.Errors.Add(prefix(act, in.Entry)+x.Field, x.Text)
	}
	switch {
	case err == nil:
		return web.See(c, p.after(ctx, e))
	case back.Errors.Any():
		return p.again(c, http.StatusUnprocessableEntity, back)
	case fault.Is(err, fault.Conflict), fault.Is(err, fault.Precondition):
		back.Conflict = true
		return p.again(c, http.StatusConflict, back)
	default:
		return err
	}
}

// after is the page that a party comes back to.
func (p *Pages) after(ctx context.Context, e shortlist.Entry) string {
	if p.Desk.Party(ctx, e) == shortlist.Person {
		return "/matching/people/" + e.Person + "/proposals"
	}
	return "/matching/shortlist/" + e.ID
}

// again shows the page with the form as it was typed.
func (p *Pages) again(c echo.Context, status int, t tried) error {
	ctx := c.Request().Context()
	if person := callerPerson(ctx); person != "" {
		return p.drawProposals(c, status, person, t)
	}
	return p.drawEntry(c, status, t.Entry, t)
}

func (p *Pages) contest(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	ctx, form, entry := c.Request().Context(), c.Request().PostForm, c.Param("entry")
	_, err := p.Desk.Contest(ctx, entry, form.Get("key"), form.Get(prefix("contest", entry)+"text"))
	back := tried{Entry: entry, Act: "contest", Typed: form}
	for _, x := range ui.FormErrors(ctx, err) {
		back.Errors.Add(prefix("contest", entry)+x.Field, x.Text)
	}
	switch {
	case back.Errors.Any():
		return p.again(c, http.StatusUnprocessableEntity, back)
	case err != nil:
		return err
	}
	if person := callerPerson(ctx); person != "" {
		return web.See(c, "/matching/people/"+person+"/proposals")
	}
	return web.See(c, "/matching/shortlist/"+entry)
}

// key makes a form's posts one.
func key() string { return uuid.NewString() }
