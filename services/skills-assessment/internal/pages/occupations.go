package pages

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// occupationsView is the list of occupations and the form that adds or changes one.
type occupationsView struct {
	frame
	picker
	What   []string // "held", "wanted", "informal"
	Months string
}

func (p *Pages) occupations(c echo.Context) error {
	f, err := p.load(c, "occupations")
	if err != nil {
		return err
	}
	k, err := p.pick(c.Request(), true)
	if err != nil {
		return err
	}
	v := occupationsView{frame: f, picker: k}
	for _, o := range f.Profile.Occupations {
		if o.Occupation != k.Chosen {
			continue
		}
		for name, is := range map[string]bool{"held": o.Held, "wanted": o.Wanted, "informal": o.Informal} {
			if is {
				v.What = append(v.What, name)
			}
		}
		if o.Months > 0 {
			v.Months = strconv.Itoa(o.Months)
		}
	}
	return web.Render(c, http.StatusOK, occupationsPage(v))
}

func (p *Pages) saveOccupation(c echo.Context) error {
	r, err := form(c)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), c.Param("id")
	typed, err := typedOccupation(r)
	if err == nil {
		_, err = p.Desk.Edit(ctx, id, func(now profile.Content) (profile.Content, error) { return now.WithOccupation(typed), nil })
	}
	return answer(c, err, base(id)+"/occupations", func(errs ui.Errors) error {
		f, err := p.load(c, "occupations")
		if err != nil {
			return err
		}
		k, err := p.pick(r, true)
		if err != nil {
			return err
		}
		for i := range errs {
			if errs[i].Field == "held" || errs[i].Field == "informal" {
				errs[i].Field = "what"
			}
		}
		f.Errors = errs
		v := occupationsView{frame: f, picker: k, What: r.PostForm["what"], Months: r.PostFormValue("months")}
		return web.Render(c, http.StatusUnprocessableEntity, occupationsPage(v))
	})
}

func typedOccupation(r *http.Request) (profile.Occupation, error) {
	o := profile.Occupation{Occupation: r.PostFormValue("concept")}
	for _, what := range r.PostForm["what"] {
		o.Held = o.Held || what == "held"
		o.Wanted = o.Wanted || what == "wanted"
		o.Informal = o.Informal || what == "informal"
	}
	text := strings.TrimSpace(r.PostFormValue("months"))
	if text == "" {
		return o, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		var v fault.Violations
		v.Add("/months", "number", "is not a number")
		return o, v.Err()
	}
	o.Months = n
	return o, nil
}

func (p *Pages) removeOccupation(c echo.Context) error {
	return p.remove(c, "occupations", profile.Content.WithoutOccupation)
}

func whatOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, name := range []string{"held", "informal", "wanted"} {
		list = append(list, ui.Option{Value: name, Label: ui.T(ctx, "assessment.occupation."+name+".long")})
	}
	return list
}

func (v occupationsView) table(ctx context.Context) ui.Table {
	t := v.occupationFacts(ctx)
	if !v.Rights.Write {
		return t
	}
	t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "assessment.actions"), Hidden: true})
	for i, o := range v.Profile.Occupations {
		t.Rows[i] = append(t.Rows[i], ui.Cell{Body: rowActions(v.Person, "occupations", o.Occupation, v.label(o.Occupation))})
	}
	return t
}
