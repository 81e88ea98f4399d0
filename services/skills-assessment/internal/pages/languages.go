package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// languagesView is the list of languages and the form that adds or changes one.
type languagesView struct {
	frame
	Typed profile.Language
}

func (p *Pages) languages(c echo.Context) error {
	f, err := p.load(c, "languages")
	if err != nil {
		return err
	}
	v := languagesView{frame: f, Typed: profile.Language{Language: c.QueryParam("concept")}}
	for _, l := range f.Profile.Languages {
		if l.Language == v.Typed.Language {
			v.Typed = l
		}
	}
	return web.Render(c, http.StatusOK, languagesPage(v))
}

func (p *Pages) saveLanguage(c echo.Context) error {
	r, err := form(c)
	if err != nil {
		return err
	}
	id := c.Param("id")
	typed := typedLanguage(r)
	_, err = p.Desk.Edit(r.Context(), id, func(now profile.Content) (profile.Content, error) { return now.WithLanguage(typed), nil })
	return answer(c, err, base(id)+"/languages", func(errs ui.Errors) error {
		f, err := p.load(c, "languages")
		if err != nil {
			return err
		}
		f.Errors = errs
		return web.Render(c, http.StatusUnprocessableEntity, languagesPage(languagesView{frame: f, Typed: typed}))
	})
}

func typedLanguage(r *http.Request) profile.Language {
	return profile.Language{
		Language: r.PostFormValue("language"), Listening: r.PostFormValue("listening"), Reading: r.PostFormValue("reading"),
		Interaction: r.PostFormValue("interaction"), Production: r.PostFormValue("production"), Writing: r.PostFormValue("writing"),
	}
}

func (p *Pages) removeLanguage(c echo.Context) error {
	return p.remove(c, "languages", profile.Content.WithoutLanguage)
}

func (v languagesView) options(ctx context.Context) []ui.Option {
	tags := profile.Tongues()
	if t := v.Typed.Language; t != "" && !slices.Contains(tags, t) {
		tags = append(tags, t)
	}
	list := make([]ui.Option, 0, len(tags))
	for _, tag := range tags {
		list = append(list, ui.Option{Value: tag, Label: tongue(ctx, tag)})
	}
	// The first three are the most asked for; the rest is looked up by name.
	slices.SortFunc(list[3:], func(a, b ui.Option) int { return strings.Compare(a.Label, b.Label) })
	return list
}

func cefrOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, level := range profile.CEFR() {
		list = append(list, ui.Option{Value: level, Label: ui.T(ctx, "assessment.cefr.level."+level)})
	}
	return list
}

func (v languagesView) table(ctx context.Context) ui.Table {
	t := v.languageFacts(ctx)
	if !v.Rights.Write {
		return t
	}
	t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "assessment.actions"), Hidden: true})
	for i, l := range v.Profile.Languages {
		t.Rows[i] = append(t.Rows[i], ui.Cell{Body: rowActions(v.Person, "languages", l.Language, tongue(ctx, l.Language))})
	}
	return t
}
