package pages

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// learningView is the list of learning goals and the form that adds one.
type learningView struct {
	frame
	picker
	Gaps []gap
}

// gap is what a person lacks of a wanted occupation's essential skills.
type gap struct {
	Occupation string
	Skills     []string
}

// gaps compares what the wanted occupations take with what the person can do without help.
func (p *Pages) gaps(ctx context.Context, f *frame) ([]gap, error) {
	var list []gap
	var ids []string
	for _, o := range f.Profile.Occupations {
		if !o.Wanted {
			continue
		}
		one, _, err := p.Records.Concept(ctx, o.Occupation)
		if fault.Is(err, fault.NotFound) {
			continue // retired since
		}
		if err != nil {
			return nil, err
		}
		g := gap{Occupation: o.Occupation}
		for _, id := range one.Essential {
			if !slices.ContainsFunc(f.Profile.Skills, func(s profile.Skill) bool { return s.Skill == id && s.Level >= profile.Independent }) {
				g.Skills = append(g.Skills, id)
			}
		}
		list, ids = append(list, g), append(ids, g.Skills...)
	}
	names, err := p.Records.Named(ctx, ids, f.Language)
	if err != nil {
		return nil, err
	}
	maps.Copy(f.Labels, names)
	return list, nil
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
	gaps, err := p.gaps(c.Request().Context(), &f)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, learningPage(learningView{frame: f, picker: k, Gaps: gaps}))
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
