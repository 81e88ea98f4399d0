package pages

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// skillsView is the list of a person's skills and the form that adds or changes one.
type skillsView struct {
	frame
	picker
	Level    string
	Evidence string
}

func (p *Pages) skills(c echo.Context) error {
	f, err := p.load(c, "skills")
	if err != nil {
		return err
	}
	k, err := p.pick(c.Request(), false)
	if err != nil {
		return err
	}
	v := skillsView{frame: f, picker: k, Evidence: string(profile.Said)}
	for _, s := range f.Profile.Skills {
		if s.Skill == k.Chosen {
			v.Level, v.Evidence = strconv.Itoa(int(s.Level)), string(s.Evidence)
		}
	}
	return web.Render(c, http.StatusOK, skillsPage(v))
}

func (p *Pages) saveSkill(c echo.Context) error {
	r, err := form(c)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), c.Param("id")
	level, _ := strconv.Atoi(r.PostFormValue("level")) // what is no number is out of range, and told so
	typed := profile.Skill{
		Skill: r.PostFormValue("concept"), Level: profile.Level(level), Evidence: profile.Evidence(r.PostFormValue("evidence")), ConfirmedOn: p.Desk.Today(),
	}
	_, err = p.Desk.Edit(ctx, id, func(now profile.Content) (profile.Content, error) { return now.WithSkill(typed), nil })
	return answer(c, err, base(id)+"/skills", func(errs ui.Errors) error {
		f, err := p.load(c, "skills")
		if err != nil {
			return err
		}
		k, err := p.pick(r, false)
		if err != nil {
			return err
		}
		f.Errors = errs
		return web.Render(c, http.StatusUnprocessableEntity, skillsPage(skillsView{frame: f, picker: k, Level: r.PostFormValue("level"), Evidence: r.PostFormValue("evidence")}))
	})
}

func (p *Pages) removeSkill(c echo.Context) error {
	return p.remove(c, "skills", profile.Content.WithoutSkill)
}

// remove takes one thing out of the profile; taking it out twice is taking it out once.
func (p *Pages) remove(c echo.Context, tab string, without func(c profile.Content, key string) profile.Content) error {
	r, err := form(c)
	if err != nil {
		return err
	}
	id := c.Param("id")
	_, err = p.Desk.Edit(r.Context(), id, func(now profile.Content) (profile.Content, error) {
		return without(now, r.PostFormValue("concept")), nil
	})
	if err != nil {
		return err
	}
	return web.See(c, base(id)+"/"+tab)
}

func levelOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, l := range profile.Levels() {
		list = append(list, ui.Option{Value: strconv.Itoa(int(l)), Label: levelText(ctx, l)})
	}
	return list
}

func (v skillsView) evidenceOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, e := range profile.Evidences() {
		if v.Rights.OwnWord && e != profile.Said {
			continue
		}
		list = append(list, ui.Option{Value: string(e), Label: evidenceText(ctx, e)})
	}
	return list
}

// table is the list with what one can do to each.
func (v skillsView) table(ctx context.Context) ui.Table {
	t := v.skillFacts(ctx)
	if !v.Rights.Write {
		return t
	}
	t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "assessment.actions"), Hidden: true})
	for i, s := range v.sortedSkills() {
		t.Rows[i] = append(t.Rows[i], ui.Cell{Body: rowActions(v.Person, "skills", s.Skill, v.label(s.Skill))})
	}
	return t
}
