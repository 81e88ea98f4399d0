package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// studiesView is titles, licences and certificates, and the forms that add or change one of each.
type studiesView struct {
	frame
	Title   profile.Title
	Year    string // as typed
	EQF     string
	One     profile.Certificate
	Expires string // as typed
}

func (p *Pages) studies(c echo.Context) error {
	f, err := p.load(c, "studies")
	if err != nil {
		return err
	}
	v, err := newStudies(c.Request().Context(), f)
	if err != nil {
		return err
	}
	for _, t := range f.Profile.Titles {
		if t.ID == c.QueryParam("title") {
			v.Title, v.Year, v.EQF = t, numberText(t.Year), numberText(t.EQF)
		}
	}
	for _, one := range f.Profile.Certificates {
		if one.ID == c.QueryParam("certificate") {
			v.One = one
			if one.Expires != nil {
				v.Expires = one.Expires.String()
			}
		}
	}
	return web.Render(c, http.StatusOK, studiesPage(v))
}

// newStudies holds empty forms, each with a key of its own.
func newStudies(ctx context.Context, f frame) (studiesView, error) {
	v := studiesView{frame: f}
	title, err := uuid.NewRandom()
	if err != nil {
		return v, err //nolint:wrapcheck // there is no more to say
	}
	certificate, err := uuid.NewRandom()
	if err != nil {
		return v, err //nolint:wrapcheck // there is no more to say
	}
	v.Title = profile.Title{ID: title.String(), Language: ui.Lang(ctx)}
	v.One = profile.Certificate{ID: certificate.String()}
	return v, nil
}

func numberText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (p *Pages) saveTitle(c echo.Context) error {
	r, err := form(c)
	if err != nil {
		return err
	}
	text := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	typed := profile.Title{
		ID: text("key"), Name: text("name"), Language: text("language"), Country: text("country"), Recognised: profile.Recognition(text("recognised")),
	}
	var bad fault.Violations
	if n := whole(text("year"), "/titles/0/year", &bad); n != nil {
		typed.Year = *n
	}
	if n := whole(text("eqf"), "/titles/0/eqf", &bad); n != nil {
		typed.EQF = *n
	}
	if err = bad.Err(); err == nil {
		_, err = p.Desk.Edit(r.Context(), c.Param("id"), func(now profile.Content) (profile.Content, error) { return now.WithTitle(typed), nil })
	}
	return answer(c, err, base(c.Param("id"))+"/studies", func(errs ui.Errors) error {
		return p.studiesAgain(c, errs, func(v *studiesView) { v.Title, v.Year, v.EQF = typed, text("year"), text("eqf") })
	})
}

func (p *Pages) studiesAgain(c echo.Context, errs ui.Errors, keep func(v *studiesView)) error {
	f, err := p.load(c, "studies")
	if err != nil {
		return err
	}
	f.Errors = errs
	v, err := newStudies(c.Request().Context(), f)
	if err != nil {
		return err
	}
	keep(&v)
	return web.Render(c, http.StatusUnprocessableEntity, studiesPage(v))
}

func (p *Pages) removeTitle(c echo.Context) error {
	return p.remove(c, "studies", profile.Content.WithoutTitle)
}

func (p *Pages) saveCertificate(c echo.Context) error {
	r, err := form(c)
	if err != nil {
		return err
	}
	text := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	typed := profile.Certificate{ID: text("key"), Code: text("code"), Name: text("other")}
	if typed.Code != "" {
		typed.Name = ""
	}
	if expires := text("expires"); expires != "" {
		day, err := civil.ParseDate(expires)
		if err != nil {
			day = civil.Date{} // no date: the check tells it
		}
		typed.Expires = &day
	}
	_, err = p.Desk.Edit(r.Context(), c.Param("id"), func(now profile.Content) (profile.Content, error) {
		return now.WithCertificate(typed, p.Desk.Today()), nil
	})
	return answer(c, err, base(c.Param("id"))+"/studies", func(errs ui.Errors) error {
		for i := range errs {
			if errs[i].Field == "name" {
				errs[i].Field = "other"
			}
		}
		return p.studiesAgain(c, errs, func(v *studiesView) { v.One, v.Expires = typed, text("expires") })
	})
}

func (p *Pages) removeCertificate(c echo.Context) error {
	return p.remove(c, "studies", func(now profile.Content, key string) profile.Content {
		return now.WithoutCertificate(key, p.Desk.Today())
	})
}

func (f frame) titleFacts(ctx context.Context, change bool) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "assessment.titles"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "assessment.title.name")},
		{Text: ui.T(ctx, "assessment.country")},
		{Text: ui.T(ctx, "assessment.title.year")},
		{Text: ui.T(ctx, "assessment.title.eqf")},
		{Text: ui.T(ctx, "assessment.title.recognised")},
	}}
	if change {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "assessment.actions"), Hidden: true})
	}
	for _, one := range f.Profile.Titles {
		row := []ui.Cell{{Text: one.Name + fromMerge(ctx, f, one, takenTitles), Lang: one.Language}, {}, {Text: numberText(one.Year)}, {}, {}}
		if one.Country != "" {
			row[1].Text = ui.Country(ctx, one.Country)
		}
		if one.EQF > 0 {
			row[3].Text = ui.T(ctx, "assessment.eqf."+strconv.Itoa(one.EQF))
		}
		if one.Recognised != "" {
			row[4].Text = ui.T(ctx, "assessment.recognised."+string(one.Recognised))
		}
		if change {
			row = append(row, ui.Cell{Body: keyActions(f.Person, "studies", "title", "titles", one.ID, one.Name)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (f frame) certificateName(ctx context.Context, one profile.Certificate) string {
	if one.Code != "" {
		return licence(ctx, one.Code)
	}
	return one.Name
}

func (f frame) certificateFacts(ctx context.Context, change bool) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "assessment.licences"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "assessment.licences")}, {Text: ui.T(ctx, "assessment.certificate.expires")},
	}}
	if change {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "assessment.actions"), Hidden: true})
	}
	for _, one := range f.Profile.Certificates {
		name := f.certificateName(ctx, one)
		row := []ui.Cell{{Text: name}, {}}
		if one.Expires != nil {
			row[1].Text = ui.DateShort(*one.Expires)
			if one.Expired(f.Today) {
				row[1] = ui.Cell{Body: ui.Badge(ui.Warn, ui.T(ctx, "assessment.certificate.expired", "Date", ui.DateShort(*one.Expires)))}
			}
		}
		if change {
			row = append(row, ui.Cell{Body: keyActions(f.Person, "studies", "certificate", "certificates", one.ID, name)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// bare are licences that were noted without a paper: a date can be added.
func (f frame) bare(ctx context.Context) string {
	var names []string
	for _, code := range f.Profile.Licences {
		if !slices.ContainsFunc(f.Profile.Certificates, func(c profile.Certificate) bool { return c.Code == code }) {
			names = append(names, licence(ctx, code))
		}
	}
	return strings.Join(names, ui.T(ctx, "assessment.comma"))
}

func recognitionOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, r := range profile.Recognitions() {
		list = append(list, ui.Option{Value: string(r), Label: ui.T(ctx, "assessment.recognised."+string(r))})
	}
	return list
}
