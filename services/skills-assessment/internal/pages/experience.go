package pages

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// experienceView is a person's work, and the form that adds or changes one stretch of it.
type experienceView struct {
	frame
	picker
	Typed profile.Experience
	// Settings to choose from; one alone is what an interview asks about.
	Settings []profile.Setting
	Action   string
	Hidden   []ui.Option // Value is the name, Label the value
}

func (p *Pages) experience(c echo.Context) error {
	f, err := p.load(c, "experience")
	if err != nil {
		return err
	}
	v, err := p.experienceForm(c, f)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, experiencePage(v))
}

// experienceForm starts from the one that is being changed, else from nothing.
func (p *Pages) experienceForm(c echo.Context, f frame) (experienceView, error) {
	v := experienceView{frame: f, Settings: profile.Settings(), Action: base(f.Person) + "/experience"}
	r := c.Request()
	at := slices.IndexFunc(f.Profile.Experience, func(e profile.Experience) bool { return e.ID == r.FormValue("key") })
	if at >= 0 {
		v.Typed = f.Profile.Experience[at]
		if r.FormValue("q") == "" && r.FormValue("concept") == "" {
			r.Form.Set("concept", v.Typed.Occupation)
		}
	} else {
		key, err := uuid.NewRandom()
		if err != nil {
			return v, err //nolint:wrapcheck // there is no more to say
		}
		v.Typed = profile.Experience{ID: key.String(), Country: "IT", Language: ui.Lang(r.Context())}
	}
	var err error
	v.picker, err = p.pick(r, true)
	return v, err
}

func (p *Pages) saveExperience(c echo.Context) error {
	r, err := form(c)
	if err != nil {
		return err
	}
	typed := typedExperience(r, p.Desk.Today())
	err = p.writeExperience(r.Context(), c.Param("id"), typed)
	return answer(c, err, base(c.Param("id"))+"/experience", func(errs ui.Errors) error {
		f, err := p.load(c, "experience")
		if err != nil {
			return err
		}
		f.Errors = errs
		v := experienceView{frame: f, Typed: typed, Settings: profile.Settings(), Action: base(f.Person) + "/experience"}
		if v.picker, err = p.pick(r, true); err != nil {
			return err
		}
		return web.Render(c, http.StatusUnprocessableEntity, experiencePage(v))
	})
}

func (p *Pages) writeExperience(ctx context.Context, person string, e profile.Experience) error {
	_, err := p.Desk.Edit(ctx, person, func(now profile.Content) (profile.Content, error) {
		// What cannot be read is not counted with: the check tells it.
		if (profile.Content{Experience: []profile.Experience{e}}).Check(e.ConfirmedOn) != nil {
			now.Experience = append(slices.Clone(now.Experience), e)
			return now, nil
		}
		return now.WithExperience(e, e.ConfirmedOn), nil
	})
	return err
}

func typedExperience(r *http.Request, today civil.Date) profile.Experience {
	text := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	return profile.Experience{
		ID: text("key"), Occupation: text("concept"), Setting: profile.Setting(text("setting")), Employer: text("employer"), Country: text("country"),
		From: typedMonth(text("from")), To: typedMonth(text("to")), Tasks: strings.ReplaceAll(text("tasks"), "\r\n", "\n"), Language: text("language"), ConfirmedOn: today,
	}
}

// typedMonth also takes 3/2019, where a browser has no field for months.
func typedMonth(text string) profile.Month {
	month, year, found := strings.Cut(strings.ReplaceAll(text, " ", ""), "/")
	if !found {
		return profile.Month(text)
	}
	if len(month) == 1 {
		month = "0" + month
	}
	return profile.Month(year + "-" + month)
}

func (p *Pages) removeExperience(c echo.Context) error {
	return p.remove(c, "experience", func(now profile.Content, key string) profile.Content {
		return now.WithoutExperience(key, p.Desk.Today())
	})
}

// sortedExperience puts the latest first.
func (f frame) sortedExperience() []profile.Experience {
	return slices.SortedStableFunc(slices.Values(f.Profile.Experience), func(a, b profile.Experience) int {
		return cmp.Or(cmp.Compare(cmp.Or(b.To, "9999"), cmp.Or(a.To, "9999")), cmp.Compare(b.From, a.From))
	})
}

func (f frame) experienceFacts(ctx context.Context, change bool) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "assessment.tab.experience"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "assessment.occupation")},
		{Text: ui.T(ctx, "assessment.experience.setting")},
		{Text: ui.T(ctx, "assessment.experience.when")},
		{Text: ui.T(ctx, "assessment.experience.employer")},
		{Text: ui.T(ctx, "assessment.experience.tasks")},
	}}
	if change {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "assessment.actions"), Hidden: true})
	}
	for _, e := range f.sortedExperience() {
		where := e.Employer
		if e.Country != "" {
			where = strings.TrimPrefix(where+ui.T(ctx, "assessment.comma")+ui.Country(ctx, e.Country), ui.T(ctx, "assessment.comma"))
		}
		row := []ui.Cell{
			{Text: f.label(e.Occupation) + fromMerge(ctx, f, e, takenExperience), Href: conceptPath(e.Occupation)},
			{Text: settingText(ctx, e.Setting)},
			{Text: f.period(ctx, e)},
			{Text: where},
			{Text: e.Tasks, Lang: e.Language},
		}
		if change {
			row = append(row, ui.Cell{Body: keyActions(f.Person, "experience", "key", "experience", e.ID, f.label(e.Occupation))})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (f frame) period(ctx context.Context, e profile.Experience) string {
	to := ui.T(ctx, "assessment.experience.now")
	if e.To != "" {
		to = shownMonth(e.To)
	}
	return shownMonth(e.From) + " – " + to + " (" + ui.T(ctx, "assessment.months", e.Months(f.Today)) + ")"
}

func shownMonth(m profile.Month) string {
	year, month, _ := strings.Cut(string(m), "-")
	return month + "/" + year
}

func settingText(ctx context.Context, s profile.Setting) string {
	return ui.T(ctx, "assessment.setting."+string(s))
}

func (v experienceView) settingOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, s := range v.Settings {
		id := "assessment.setting." + string(s)
		list = append(list, ui.Option{Value: string(s), Label: ui.T(ctx, id), Beside: ui.Second(ctx, id)})
	}
	return list
}

func tongueOptions(ctx context.Context) []ui.Option {
	return languagesView{}.options(ctx)
}
