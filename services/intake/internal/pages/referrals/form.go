package referrals

import (
	"context"
	"net/http"

	"cloud.google.com/go/civil"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/referral"
)

// formView is the form of a referral, new or a draft.
type formView struct {
	ID, Ref   string // of the person, of the referral ("" for a new one)
	Version   int64
	Direction referral.Direction
	Service   string
	Reason    string
	Items     []string
	Note      string
	How       string
	ConsentOn string
	Received  string
	Key       string
	Today     civil.Date
	Services  []referral.Service
	Errors    ui.Errors
	Conflict  bool
	Now       []ui.Definition
}

func (v formView) at() string {
	if v.Ref == "" {
		return "/intake/people/" + v.ID + "/referrals/new"
	}
	return "/intake/people/" + v.ID + "/referrals/" + v.Ref + "/edit"
}

func (v formView) back() string {
	if v.Ref == "" {
		return "/intake/people/" + v.ID + "/referrals"
	}
	return "/intake/people/" + v.ID + "/referrals/" + v.Ref
}

func (v formView) title() string {
	switch {
	case v.Ref != "":
		return "intake.referrals.edit"
	case v.Direction == referral.In:
		return "intake.referrals.new.in"
	default:
		return "intake.referrals.new.out"
	}
}

func (p *Pages) newReferral(c echo.Context) error {
	q := c.Request().URL.Query()
	today := p.Desk.Today()
	v := formView{
		ID: c.Param("id"), Direction: referral.Out, Reason: q.Get("reason"), Key: newKey(), Today: today, Received: today.String(), ConsentOn: today.String(),
		Items: []string{string(referral.NameAndContact), string(referral.Language)},
	}
	if q.Get("direction") == string(referral.In) {
		v.Direction = referral.In
	}
	if _, err := p.Desk.Of(c.Request().Context(), v.ID); err != nil {
		return err
	}
	return p.showForm(c, http.StatusOK, v)
}

func (p *Pages) showForm(c echo.Context, status int, v formView) (err error) {
	if v.Services, err = p.Desk.Offered(c.Request().Context()); err != nil {
		return err
	}
	return web.Render(c, status, formPage(v))
}

// read reads the form; what cannot be read is left empty and then asked for.
func (p *Pages) read(c echo.Context) (formView, referral.Referral) {
	r := c.Request()
	_ = r.ParseForm() // a body that cannot be read gives empty fields, which are asked for
	v := formView{
		ID: c.Param("id"), Ref: c.Param("referral"), Version: version(r), Direction: referral.Direction(r.PostFormValue("direction")), Service: r.PostFormValue("service"),
		Reason: r.PostFormValue("reason"), Items: r.PostForm["items"], Note: typed(r, "note"), How: r.PostFormValue("consent"),
		ConsentOn: r.PostFormValue("consentOn"), Received: r.PostFormValue("receivedOn"), Key: r.PostFormValue("key"), Today: p.Desk.Today(),
	}
	in := referral.Referral{ID: v.Ref, Direction: v.Direction, Service: v.Service, Reason: referral.Reason(v.Reason), Note: v.Note}
	for _, i := range v.Items {
		in.Items = append(in.Items, referral.Item(i))
	}
	if v.How != "" {
		on, _ := civil.ParseDate(v.ConsentOn) // what is no day is refused by the referral
		in.Consent = &referral.Consent{On: on, How: referral.How(v.How)}
	}
	if v.Direction == referral.In {
		in.CreatedOn, _ = civil.ParseDate(v.Received)
	}
	return v, in
}

func (p *Pages) begin(c echo.Context) error {
	ctx := c.Request().Context()
	v, in := p.read(c)
	made, err := p.Desk.Begin(ctx, v.ID, in, v.Key)
	if err == nil {
		return web.See(c, "/intake/people/"+v.ID+"/referrals/"+made.ID)
	}
	if v.Errors = formErrors(ctx, err); !v.Errors.Any() {
		return err
	}
	return p.showForm(c, http.StatusUnprocessableEntity, v)
}

func (p *Pages) edit(c echo.Context) error {
	s, err := p.load(c)
	if err != nil {
		return err
	}
	if !s.may(referral.Amend) {
		return web.See(c, s.at()) // what was sent is not written anew
	}
	v := formView{
		ID: s.ID, Ref: s.Ref, Version: s.Version, Direction: s.Direction, Service: s.Service, Reason: string(s.Reason), Items: texts(s.Items), Note: s.Shown.Note,
		Today: s.Today, ConsentOn: s.Today.String(),
	}
	if s.Consent != nil {
		v.How, v.ConsentOn = string(s.Consent.How), s.Consent.On.String()
	}
	return p.showForm(c, http.StatusOK, v)
}

func (p *Pages) amend(c echo.Context) error {
	ctx := c.Request().Context()
	v, in := p.read(c)
	v.Direction = referral.Out
	_, err := p.Desk.Amend(ctx, v.ID, v.Version, in)
	if err == nil {
		return web.See(c, v.back())
	}
	v.Errors = formErrors(ctx, err)
	if !v.Errors.Any() {
		if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Precondition) {
			return err
		}
		now, err := p.load(c)
		if err != nil {
			return err
		}
		v.Conflict, v.Version, v.Now = true, now.Version, now.facts(ctx)
	}
	return p.showForm(c, status(v.Conflict), v)
}

func (v formView) services(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, kind := range referral.Kinds() {
		for _, s := range v.Services {
			if s.Kind == kind {
				list = append(list, ui.Option{Value: s.ID, Label: ui.T(ctx, "intake.referrals.kind."+string(kind)) + " – " + s.Name(ui.Lang(ctx))})
			}
		}
	}
	return list
}
