package referrals

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/store"
)

const directoryPath = "/intake/city-services"

// directoryView is a page of the city directory.
type directoryView struct {
	List           []referral.Service
	Kind, Language string
	Withdrawn      bool // those that are not offered any more
	Next           string
	First          bool
	MayWrite       bool
}

func (v directoryView) query(after string) string {
	q := url.Values{}
	for name, value := range map[string]string{"kind": v.Kind, "language": v.Language, "after": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if v.Withdrawn {
		q.Set("withdrawn", "true")
	}
	if len(q) == 0 {
		return directoryPath
	}
	return directoryPath + "?" + q.Encode()
}

func (p *Pages) directory(c echo.Context) error {
	ctx, q := c.Request().Context(), c.Request().URL.Query()
	v := directoryView{Kind: q.Get("kind"), Language: q.Get("language"), Withdrawn: q.Get("withdrawn") == "true", First: q.Get("after") == "", MayWrite: mayWrite(ctx)}
	list, next, err := p.Desk.Services(ctx, store.CityServices{
		Kind: referral.Kind(v.Kind), Language: v.Language, Withdrawn: &v.Withdrawn, After: q.Get("after"), Limit: pageSize,
	})
	if err != nil {
		return err
	}
	if v.List = list; next != "" {
		v.Next = v.query(next)
	}
	return web.Render(c, http.StatusOK, directoryPage(v))
}

func mayWrite(ctx context.Context) bool {
	who, _ := identity.From(ctx)
	return identity.May(who, identity.CityServiceWrite) == nil
}

func (v directoryView) pager() ui.Pager {
	p := ui.Pager{Next: v.Next, Shown: len(v.List)}
	if !v.First {
		p.First = v.query("")
	}
	return p
}

func (v directoryView) table(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "intake.referrals.directory"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "intake.referrals.service")},
		{Text: ui.T(ctx, "intake.referrals.kind")},
		{Text: ui.T(ctx, "intake.referrals.languages")},
		{Text: ui.T(ctx, "intake.referrals.answer-days")},
	}}
	for _, s := range v.List {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: s.Name(ui.Lang(ctx)), Href: directoryPath + "/" + s.ID},
			{Text: ui.T(ctx, "intake.referrals.kind."+string(s.Kind))},
			{Text: languageNames(ctx, s.Languages)},
			{Text: ui.T(ctx, "intake.referrals.days", s.AnswerDays)},
		})
	}
	return t
}

func languageOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, tag := range person.Languages() {
		list = append(list, ui.Option{Value: tag, Label: languageName(ctx, tag)})
	}
	return list
}

// serviceView is one entry of the directory, shown or in its form.
type serviceView struct {
	referral.Service
	Days     string // as it was typed
	Key      string
	MayWrite bool
	Errors   ui.Errors
	Conflict bool
	Now      *referral.Service
}

func (v serviceView) at() string {
	if v.ID == "" {
		return directoryPath + "/new"
	}
	return directoryPath + "/" + v.ID
}

func (p *Pages) service(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := p.Desk.Service(ctx, c.Param("service"))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, servicePage(serviceView{Service: s, MayWrite: mayWrite(ctx)}))
}

func serviceFacts(ctx context.Context, s referral.Service) []ui.Definition {
	reserved := ui.T(ctx, "ui.no")
	if s.Reserved {
		reserved = ui.T(ctx, "ui.yes")
	}
	return []ui.Definition{
		{Term: ui.T(ctx, "intake.referrals.kind"), Value: ui.T(ctx, "intake.referrals.kind."+string(s.Kind))},
		{Term: ui.T(ctx, "intake.referrals.about"), Value: s.About},
		{Term: ui.T(ctx, "intake.referrals.languages"), Value: languageNames(ctx, s.Languages)},
		{Term: ui.T(ctx, "intake.referrals.address"), Value: s.Address},
		{Term: ui.T(ctx, "intake.referrals.hours"), Value: s.Hours},
		{Term: ui.T(ctx, "intake.referrals.phone"), Value: s.Phone},
		{Term: ui.T(ctx, "intake.referrals.email"), Value: s.Email},
		{Term: ui.T(ctx, "intake.referrals.answer-days"), Value: ui.T(ctx, "intake.referrals.days", s.AnswerDays)},
		{Term: ui.T(ctx, "intake.referrals.reserved"), Value: reserved},
	}
}

func (p *Pages) newService(c echo.Context) error {
	return web.Render(c, http.StatusOK, serviceForm(serviceView{Service: referral.Service{AnswerDays: 5, Languages: []string{"it"}}, Days: "5", Key: newKey()}))
}

func (p *Pages) editService(c echo.Context) error {
	s, err := p.Desk.Service(c.Request().Context(), c.Param("service"))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, serviceForm(serviceView{Service: s, Days: strconv.Itoa(s.AnswerDays)}))
}

func readService(c echo.Context) serviceView {
	r := c.Request()
	_ = r.ParseForm() // a body that cannot be read gives empty fields, which are asked for
	v := serviceView{Days: r.PostFormValue("answerDays"), Key: r.PostFormValue("key")}
	days, err := strconv.Atoi(v.Days)
	if err != nil {
		days = 0 // refused as out of range
	}
	names := map[string]string{}
	for _, lang := range referral.NameLanguages() {
		names[lang] = typed(r, "names."+lang)
	}
	v.Service = referral.Service{
		ID: c.Param("service"), Version: version(r), Kind: referral.Kind(r.PostFormValue("kind")), Names: names, About: typed(r, "about"),
		Languages: r.PostForm["languages"], Address: typed(r, "address"), Hours: typed(r, "hours"), Phone: typed(r, "phone"), Email: typed(r, "email"),
		AnswerDays: days, Reserved: r.PostFormValue("reserved") == "true", Withdrawn: r.PostFormValue("withdrawn") == "true",
	}
	return v
}

func (p *Pages) addService(c echo.Context) error {
	ctx := c.Request().Context()
	v := readService(c)
	made, err := p.Desk.AddService(ctx, v.Service, v.Key)
	if err == nil {
		return web.See(c, directoryPath+"/"+made.ID)
	}
	if v.Errors = formErrors(ctx, err); !v.Errors.Any() {
		return err
	}
	return web.Render(c, http.StatusUnprocessableEntity, serviceForm(v))
}

func (p *Pages) saveService(c echo.Context) error {
	ctx := c.Request().Context()
	v := readService(c)
	_, err := p.Desk.SaveService(ctx, v.Service)
	if err == nil {
		return web.See(c, v.at())
	}
	v.Errors = formErrors(ctx, err)
	if !v.Errors.Any() {
		if !fault.Is(err, fault.Conflict) {
			return err
		}
		now, err := p.Desk.Service(ctx, v.ID)
		if err != nil {
			return err
		}
		v.Conflict, v.Now, v.Version = true, &now, now.Version
	}
	return web.Render(c, status(v.Conflict), serviceForm(v))
}

func formPath(v serviceView) string {
	if v.ID == "" {
		return directoryPath + "/new"
	}
	return v.at() + "/edit"
}

func cancelPath(v serviceView) string {
	if v.ID == "" {
		return directoryPath
	}
	return v.at()
}

func serviceTitle(ctx context.Context, v serviceView) string {
	if v.ID == "" {
		return ui.T(ctx, "intake.referrals.directory.add")
	}
	return ui.T(ctx, "intake.referrals.directory.edit")
}
