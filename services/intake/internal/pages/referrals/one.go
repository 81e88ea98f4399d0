package referrals

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/referrals"
)

// oneView is one referral.
type oneView struct {
	referrals.Shown
	ID       string // of the person
	Ref      string // of the referral
	Self     bool
	Today    civil.Date
	Author   string
	Lacks    ui.Errors // what is missing to send a draft
	Would    *referral.Told
	Errors   ui.Errors
	Conflict bool
	// What was typed into the answer.
	Act, Refusal, Note string
}

func (v oneView) at() string { return "/intake/people/" + v.ID + "/referrals/" + v.Ref }

func (v oneView) may(a referral.Act) bool {
	return v.MayAct && v.May(a, referral.CeLav)
}

func (p *Pages) load(c echo.Context) (oneView, error) {
	ctx := c.Request().Context()
	v := oneView{ID: c.Param("id"), Ref: c.Param("referral"), Today: p.Desk.Today()}
	who, _ := identity.From(ctx)
	v.Self = who.Person == v.ID
	var err error
	if v.Shown, err = p.Desk.One(ctx, v.ID, v.Ref); err != nil {
		return v, err
	}
	if !v.Self {
		names, err := p.Members.Names(ctx)
		if err != nil {
			return v, err
		}
		if v.Author = names[v.Shown.Author]; v.Author == "" {
			v.Author = v.Shown.Author
		}
	}
	if v.may(referral.Send) {
		v.Lacks = formErrors(ctx, v.Ready())
		v.Would, err = p.Desk.Preview(ctx, v.ID, v.Ref)
	}
	return v, err
}

func (p *Pages) one(c echo.Context) error {
	v, err := p.load(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, onePage(v))
}

func (p *Pages) letter(c echo.Context) error {
	v, err := p.load(c)
	if err != nil {
		return err
	}
	if v.Hidden || v.Direction != referral.Out {
		return fault.New(fault.NotFound, "There is no such letter.")
	}
	return web.Render(c, http.StatusOK, letterPage(v))
}

func (p *Pages) act(c echo.Context) error {
	r := c.Request()
	act := referral.Act(r.PostFormValue("act"))
	given := referral.Given{Refusal: referral.Refusal(r.PostFormValue("refusal")), Note: typed(r, "note")}
	var err error
	if act == "" {
		var bad fault.Violations
		bad.Add("/act", "required", "Say what the answer is.")
		err = bad.Err()
	} else {
		_, err = p.Desk.Act(r.Context(), c.Param("id"), c.Param("referral"), version(r), act, given)
	}
	return p.after(c, err)
}

func (p *Pages) withdrawConsent(c echo.Context) error {
	r := c.Request()
	_, err := p.Desk.WithdrawConsent(r.Context(), c.Param("id"), c.Param("referral"), version(r))
	return p.after(c, err)
}

// after goes back to the referral when all went well, and shows it as it stands with what is wrong when not.
func (p *Pages) after(c echo.Context, err error) error {
	r := c.Request()
	if err == nil {
		return web.See(c, "/intake/people/"+c.Param("id")+"/referrals/"+c.Param("referral"))
	}
	errs := formErrors(r.Context(), err)
	if !errs.Any() && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Precondition) {
		return err
	}
	v, err := p.load(c)
	if err != nil {
		return err
	}
	v.Errors, v.Conflict = errs, !errs.Any()
	v.Act, v.Refusal, v.Note = r.PostFormValue("act"), r.PostFormValue("refusal"), typed(r, "note")
	return web.Render(c, status(v.Conflict), onePage(v))
}

// facts are what is on record of a referral.
func (v oneView) facts(ctx context.Context) []ui.Definition {
	var list []ui.Definition
	add := func(id, value string) {
		if value != "" {
			list = append(list, ui.Definition{Term: ui.T(ctx, "intake.referrals."+id), Value: value})
		}
	}
	day := func(id string, d civil.Date) {
		if !d.IsZero() {
			add(id, ui.Date(ctx, d))
		}
	}
	add("service", serviceName(ctx, v.Shown))
	if v.Reason != "" {
		add("reason", ui.T(ctx, "intake.referrals.reason."+string(v.Reason)))
	}
	add("note", apart(v.Shown.Note))
	if v.Direction == referral.In {
		day("received-on", v.CreatedOn)
	} else {
		day("created-on", v.CreatedOn)
	}
	day("sent-on", v.SentOn)
	day("seen-on", v.SeenOn)
	day("answered-on", v.AnsweredOn)
	if v.AnsweredBy != "" {
		add("answered-by", ui.T(ctx, "intake.referrals.by."+string(v.Direction)+"."+string(v.AnsweredBy)))
	}
	if v.Shown.Refusal != "" {
		add("refusal", ui.T(ctx, "intake.referrals.refusal."+string(v.Shown.Refusal)))
	}
	add("answer-note", apart(v.AnswerNote))
	day("ended-on", v.EndedOn)
	if c := v.Consent; c != nil {
		add("consent", ui.T(ctx, "intake.referrals.how."+string(c.How))+", "+ui.Date(ctx, c.On))
		day("consent-withdrawn", c.WithdrawnOn)
	} else if !v.Hidden {
		add("consent", ui.T(ctx, "intake.referrals.consent.none"))
	}
	add("author", v.Author)
	return list
}

// toldFacts are what a service is told of a person.
func toldFacts(ctx context.Context, t *referral.Told, chosen []referral.Item) []ui.Definition {
	list := []ui.Definition{{Term: ui.T(ctx, "intake.person.code"), Value: t.Code}}
	add := func(i referral.Item, id, value string) {
		if slices.Contains(chosen, i) {
			list = append(list, ui.Definition{Term: ui.T(ctx, id), Value: value, Own: i == referral.Request})
		}
	}
	add(referral.NameAndContact, "intake.person.name", t.Name)
	add(referral.NameAndContact, "intake.person.contact", t.Contact)
	add(referral.Request, "intake.person.request", t.Request)
	add(referral.Language, "intake.person.language", languageName(ctx, t.Language))
	var needs []string
	for _, code := range t.Needs {
		needs = append(needs, ui.T(ctx, "intake.needs.code."+code))
	}
	add(referral.Needs, "intake.referrals.item.needs", strings.Join(needs, ui.Comma(ctx)))
	var work []string
	for _, s := range t.Work {
		if s.Until.IsZero() {
			work = append(work, ui.T(ctx, "intake.referrals.work.from", "From", ui.Date(ctx, s.From)))
		} else {
			work = append(work, ui.T(ctx, "intake.referrals.work.between", "From", ui.Date(ctx, s.From), "Until", ui.Date(ctx, s.Until)))
		}
	}
	add(referral.WorkDates, "intake.referrals.item.work", strings.Join(work, ui.Semicolon(ctx)))
	if !t.AvailableFrom.IsZero() {
		text := ui.T(ctx, "intake.referrals.work.from", "From", ui.Date(ctx, t.AvailableFrom))
		if t.MaxHoursWeek > 0 {
			text += ui.Semicolon(ctx) + ui.T(ctx, "intake.referrals.hours-week", t.MaxHoursWeek)
		}
		add(referral.Availability, "intake.referrals.item.availability", text)
	}
	return list
}

// answers are the answers that may be noted now.
func answers(ctx context.Context, r referral.Referral, by referral.Party) []ui.Option {
	var list []ui.Option
	for _, a := range []referral.Act{referral.Accept, referral.Finish, referral.Refuse} {
		if r.May(a, by) {
			list = append(list, ui.Option{Value: string(a), Label: ui.T(ctx, "intake.referrals.act."+string(a)+"."+string(r.Direction)+"."+string(by))})
		}
	}
	return list
}

// apart keeps somebody’s own words in their own direction: else an Italian sentence on an Arabic page ends with its full
// stop at the wrong side.
func apart(words string) string {
	if words == "" {
		return ""
	}
	return "\u2068" + words + "\u2069"
}
