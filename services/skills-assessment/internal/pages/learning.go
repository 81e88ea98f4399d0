package pages

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// learningView is the list of learning goals and the form that adds one.
type learningView struct {
	frame
	picker
}

func (p *Pages) learning(c echo.Context) error {
	f, err := p.load(c, "learning")
	if err != nil {
		return err
	}
	k, err := p.pick(c.Request(), false)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, learningPage(learningView{frame: f, picker: k}))
}

func (p *Pages) saveLearning(c echo.Context) error {
	r, err := form(c)
	if err != nil {
		return err
	}
	id, concept := c.Param("id"), r.PostFormValue("concept")
	_, err = p.Desk.Edit(r.Context(), id, func(now profile.Content) (profile.Content, error) { return now.WithLearning(concept), nil })
	return answer(c, err, base(id)+"/learning", func(errs ui.Errors) error {
		f, err := p.load(c, "learning")
		if err != nil {
			return err
		}
		k, err := p.pick(r, false)
		if err != nil {
			return err
		}
		for i := range errs {
			errs[i].Field = "concept"
		}
		f.Errors = errs
		return web.Render(c, http.StatusUnprocessableEntity, learningPage(learningView{frame: f, picker: k}))
	})
}

func (p *Pages) removeLearning(c echo.Context) error {
	return p.remove(c, "learning", profile.Content.WithoutLearning)
}

func (v learningView) table(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "assessment.tab.learning"), CaptionHidden: true, Columns: []ui.Column{{Text: ui.T(ctx, "assessment.skill")}}}
	if v.Rights.Write {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "assessment.actions"), Hidden: true})
	}
	for _, id := range v.Profile.Learning {
		row := []ui.Cell{{Text: v.label(id), Href: conceptPath(id)}}
		if v.Rights.Write {
			row = append(row, ui.Cell{Body: remover(v.Person, "learning", id, v.label(id))})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
