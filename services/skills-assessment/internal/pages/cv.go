package pages

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/cv"
	"github.com/celav/celav/services/skills-assessment/internal/cv/sheet"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// cvView is the CV as it will come out, with what one can choose.
type cvView struct {
	frame
	Options cv.Options
	CV      cv.CV
	PDF     bool // there is something to print with
}

func (p *Pages) cv(c echo.Context) error {
	f, err := p.load(c, "cv")
	if err != nil {
		return err
	}
	v := cvView{frame: f, Options: cvOptions(c), PDF: p.Printer.Available()}
	if v.CV, err = p.CVs.CV(c.Request().Context(), f.Person, v.Options); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, cvPage(v))
}

// cvOptions reads what was chosen; without a choice the CV is blind and in the page's language, or in Italian.
func cvOptions(c echo.Context) cv.Options {
	o := cv.Options{Language: taxonomy.Language(c.QueryParam("cv")), Name: c.QueryParam("name") == "true", Contacts: c.QueryParam("contacts") == "true"}
	if o.Language == "" {
		o.Language = language(c.Request().Context())
		if o.Language == taxonomy.Arabic {
			o.Language = taxonomy.Italian
		}
	}
	return o
}

func (p *Pages) cvPDF(c echo.Context) error {
	ctx, o := c.Request().Context(), cvOptions(c)
	paper, err := p.CVs.CV(ctx, c.Param("id"), o)
	if err != nil {
		return err
	}
	data, err := sheet.PDF(ctx, p.Printer, paper)
	if err != nil {
		return err
	}
	return download(c, "cv-"+string(o.Language)+".pdf", "application/pdf", data)
}

func (p *Pages) cvEuropass(c echo.Context) error {
	ctx, o := c.Request().Context(), cvOptions(c)
	paper, err := p.CVs.CV(ctx, c.Param("id"), o)
	if err != nil {
		return err
	}
	data, err := sheet.Europass(ctx, paper)
	if err != nil {
		return err
	}
	return download(c, "europass-"+string(o.Language)+".json", "application/json", append(append([]byte(`{"SkillsPassport":`), data...), '}'))
}

// download sends a file, whose name says nothing of whose it is.
func download(c echo.Context, name, kind string, data []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
	if err := c.Blob(http.StatusOK, kind, data); err != nil {
		return fault.New(fault.Unavailable, "the file could not be sent").Because(err)
	}
	return nil
}

// path leads to the same CV in another form.
func (v cvView) path(form string) string {
	q := url.Values{"cv": {string(v.Options.Language)}}
	if v.Options.Name {
		q.Set("name", "true")
	}
	if v.Options.Contacts {
		q.Set("contacts", "true")
	}
	return base(v.Person) + "/cv/" + form + "?" + q.Encode()
}

func cvLanguages(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, l := range cv.Languages() {
		list = append(list, ui.Option{Value: string(l), Label: tongue(ctx, string(l))})
	}
	return list
}
