package candidates

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
)

// oneView is one person as the employer sees them.
type oneView struct {
	Entry    contract.HostEntry
	Title    string
	Labels   map[string]string
	Typed    url.Values
	Errors   ui.Errors
	Conflict bool
}

func (p *Pages) one(c echo.Context) error {
	return p.draw(c, http.StatusOK, oneView{Typed: url.Values{}})
}

func (p *Pages) draw(c echo.Context, status int, v oneView) error {
	ctx := c.Request().Context()
	var err error
	if v.Entry, err = p.Shortlists.Read(ctx, c.Param("entry")); err != nil {
		return err
	}
	titles, err := p.titles(ctx)
	if err != nil {
		return err
	}
	v.Title = titles[v.Entry.OpeningId]
	var ids []string
	for _, s := range v.Entry.Blind.Skills {
		ids = append(ids, s.Skill)
	}
	if v.Labels, err = p.Labels.Of(ctx, ui.Lang(ctx), ids...); err != nil {
		return err
	}
	return web.Render(c, status, onePage(v))
}

func (p *Pages) act(c echo.Context) error {
	r := c.Request()
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	ctx, form := r.Context(), r.PostForm
	in, wrong := p.read(form)
	err := wrong.Err()
	if err == nil && !in.Act.Valid() {
		err = fault.New(fault.Precondition, "There is no such act.")
	}
	if err == nil {
		err = p.Shortlists.Act(ctx, c.Param("entry"), in)
	}
	v := oneView{Typed: form}
	for _, x := range ui.FormErrors(ctx, err) {
		v.Errors.Add(string(in.Act)+"."+x.Field, x.Text)
	}
	switch {
	case err == nil:
		return web.See(c, listPath+"/"+c.Param("entry"))
	case v.Errors.Any():
		return p.draw(c, http.StatusUnprocessableEntity, v)
	case fault.Is(err, fault.Conflict), fault.Is(err, fault.Precondition):
		v.Conflict = true
		return p.draw(c, http.StatusConflict, v)
	default:
		return err
	}
}

func (v oneView) path() string { return listPath + "/" + v.Entry.Id }

func (v oneView) name() string {
	if v.Entry.Name != nil {
		return *v.Entry.Name
	}
	return v.Entry.Code
}

func (v oneView) title(ctx context.Context) string {
	return ui.T(ctx, "outreach.candidates.one", "Who", v.name(), "Opening", v.Title)
}

func (v oneView) facts(ctx context.Context) []ui.Definition {
	e := v.Entry
	rows := []ui.Definition{
		{Term: ui.T(ctx, "outreach.candidates.state"), Body: ui.Badge(tone(e), ui.T(ctx, "outreach.candidates.state."+string(e.State)))},
		{Term: ui.T(ctx, "outreach.candidates.next"), Value: next(ctx, e)},
		{Term: ui.T(ctx, "outreach.candidates.since"), Value: ui.Instant(ctx, e.Since)},
	}
	if e.Name != nil {
		reach := ui.T(ctx, "outreach.candidates.through")
		if e.Contact != nil {
			reach = *e.Contact
		}
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.candidates.name"), Value: *e.Name}, ui.Definition{Term: ui.T(ctx, "outreach.candidates.reach"), Value: reach})
	}
	if e.Until != nil {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.candidates.until"), Value: ui.Date(ctx, *e.Until)})
	}
	if e.Booked != nil {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.candidates.booked"), Value: ui.Instant(ctx, *e.Booked)})
	}
	if e.Outcome != nil {
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.candidates.outcome"), Value: ui.T(ctx, "outreach.candidates.outcome."+string(e.Outcome.What))})
	}
	return rows
}

// times are those that were proposed and are not booked.
func (v oneView) times(ctx context.Context) []string {
	var list []string
	if v.Entry.Times == nil || v.Entry.Booked != nil {
		return nil
	}
	for _, t := range *v.Entry.Times {
		list = append(list, ui.Instant(ctx, t))
	}
	return list
}

// profile is what is known without identity, as far as it is shown.
func (v oneView) profile(ctx context.Context) []ui.Definition {
	b := v.Entry.Blind
	var rows []ui.Definition
	if v.Entry.Name == nil { // who is known has a section on it
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.candidates.work"), Value: ui.T(ctx, "outreach.candidates.work."+b.Work)})
	}
	add := func(id string, code *string, prefix string) {
		if code != nil {
			rows = append(rows, ui.Definition{Term: ui.T(ctx, id), Value: ui.T(ctx, prefix+*code)})
		}
	}
	if b.From != nil {
		text := *b.From
		if text == "now" || text == "later" {
			text = ui.T(ctx, "outreach.candidates.from."+text)
		} else if len(text) == 7 {
			month := text[5:]
			if month[0] == '0' {
				month = month[1:]
			}
			text = ui.T(ctx, "ui.month."+month) + " " + text[:4]
		}
		rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.candidates.from"), Value: text})
	}
	add("outreach.candidates.hours", b.Hours, "outreach.candidates.hours.")
	add("outreach.candidates.commute", b.Commute, "outreach.candidates.commute.")
	return rows
}

func (v oneView) skills(ctx context.Context, state contract.BlindSkillState) []string {
	var list []string
	for _, s := range v.Entry.Blind.Skills {
		if s.State != state {
			continue
		}
		text := v.Labels[s.Skill]
		if s.Level != nil {
			text += " (" + ui.T(ctx, "outreach.candidates.level."+string(rune('0'+*s.Level))) + ")"
		}
		list = append(list, text)
	}
	return list
}

func (v oneView) languages(ctx context.Context) []string {
	var list []string
	for _, l := range v.Entry.Blind.Languages {
		text := l.Language
		if id := "outreach.candidates.language." + l.Language; ui.Has(ctx, id) {
			text = ui.T(ctx, id)
		}
		if l.Level != nil {
			text += " " + *l.Level
		}
		if l.Enough != nil {
			text += ui.Colon(ctx) + ui.T(ctx, "outreach.candidates.enough."+*l.Enough)
		}
		list = append(list, text)
	}
	return list
}

// acts are those that the employer may do, outcomes last.
func (v oneView) may(act string) bool { return slices.Contains(v.Entry.Acts, act) }

func (v oneView) options(ctx context.Context, prefix string, codes ...string) []ui.Option {
	var list []ui.Option
	for _, c := range codes {
		list = append(list, ui.Option{Value: c, Label: ui.T(ctx, prefix+c)})
	}
	return list
}

func (v oneView) reasons(ctx context.Context) []ui.Option {
	return v.options(ctx, "outreach.candidates.reason.", "skills-not-enough", "language-not-enough", "hours-do-not-fit", "too-far", "seat-taken", "opening-changed", "person-declined", "other")
}

func (v oneView) steps(ctx context.Context) []ui.Option {
	return v.options(ctx, "outreach.candidates.step.", "other-openings", "training", "language-course", "talk-with-counsellor", "try-again-later")
}

func (v oneView) failed(act string) bool {
	return v.Typed.Get("act") == act && v.Errors.Any()
}
