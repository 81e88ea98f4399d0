package pages

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// The steps of a guided interview, in the order in which one asks. Those between work and skills draw out what people
// do not call work.
const (
	stepWork      = "work"
	stepSkills    = "skills"
	stepLanguages = "languages"
	stepEnd       = "end"
)

func interviewSteps() []string {
	return []string{
		stepWork, string(profile.Household), string(profile.Care), string(profile.Farming), string(profile.FamilyShop), string(profile.Volunteering),
		stepSkills, stepLanguages, stepEnd,
	}
}

// interviewView is one question of the interview, in two languages side by side.
type interviewView struct {
	experienceView
	Step     string
	Job      string   // the occupation whose skills are asked about
	Jobs     []string // the occupations held
	Ask      []string // skills to ask about
	Names    map[string]taxonomy.Name
	Second   map[string]taxonomy.Name
	Language profile.Language
}

// bilingual chooses the second language: the one asked for, else the person's, else Italian beside another, English
// beside Italian.
func (p *Pages) bilingual(c echo.Context) error {
	r := c.Request()
	ctx := r.Context()
	tag := r.FormValue("second")
	if tag == "" {
		var err error
		tag, err = p.People.Language(ctx, c.Param("id"))
		if err != nil && !fault.Is(err, fault.Unavailable) {
			return err
		}
		if ui.DirOf(tag) == "auto" || tag == ui.Lang(ctx) { // none of the four, or the page's own
			tag = "it" // the page may be the person's: then the counsellor reads Italian beside it
			if ui.Lang(ctx) == "it" {
				tag = "en"
			}
		}
	}
	c.SetRequest(r.WithContext(ui.WithSecond(ctx, tag)))
	return nil
}

func (p *Pages) interview(c echo.Context) error {
	if err := p.bilingual(c); err != nil {
		return err
	}
	v, err := p.interviewAt(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, interviewPage(v))
}

// interviewAt prepares a step.
func (p *Pages) interviewAt(c echo.Context) (interviewView, error) {
	r := c.Request()
	ctx := r.Context()
	f, err := p.load(c, "interview")
	if err != nil {
		return interviewView{}, err
	}
	v := interviewView{Step: r.FormValue("step")}
	if !slices.Contains(interviewSteps(), v.Step) {
		v.Step = stepWork
	}
	if v.experienceView, err = p.experienceForm(c, f); err != nil {
		return v, err
	}
	v.Action = base(f.Person) + "/interview"
	v.Hidden = []ui.Option{{Value: "step", Label: v.Step}, {Value: "second", Label: ui.SecondLang(ctx)}}
	if v.Step != stepWork {
		v.Settings = []profile.Setting{profile.Setting(v.Step)}
	} else {
		v.Settings = []profile.Setting{profile.Employed, profile.SelfEmployed, profile.NoContract}
	}
	if v.Step == stepLanguages {
		v.Language.Language = r.FormValue("language")
		for _, l := range f.Profile.Languages {
			if l.Language == v.Language.Language {
				v.Language = l
			}
		}
	}
	return v, p.askSkills(ctx, r, &v)
}

// mostAsked is how many skills one screen asks about.
const mostAsked = 10

// askSkills looks up what to ask about: the essential skills of a job held that are not noted yet.
func (p *Pages) askSkills(ctx context.Context, r *http.Request, v *interviewView) error {
	ids := v.Profile.Concepts()
	for _, o := range v.Profile.Occupations {
		if o.Held {
			v.Jobs = append(v.Jobs, o.Occupation)
		}
	}
	if v.Step == stepSkills && len(v.Jobs) > 0 {
		v.Job = r.FormValue("job")
		if !slices.Contains(v.Jobs, v.Job) {
			v.Job = v.Jobs[0]
		}
		job, _, err := p.Records.Concept(ctx, v.Job)
		if err != nil {
			return err
		}
		for _, id := range slices.Concat(job.Essential, job.Optional) {
			if len(v.Ask) < mostAsked && !slices.ContainsFunc(v.Profile.Skills, func(s profile.Skill) bool { return s.Skill == id }) {
				v.Ask = append(v.Ask, id)
			}
		}
		ids = append(ids, v.Ask...)
	}
	var err error
	if v.Names, err = p.Records.Named(ctx, ids, language(ctx)); err != nil {
		return err
	}
	v.Second, err = p.Records.Named(ctx, ids, taxonomy.Language(ui.SecondLang(ctx)))
	return err
}

func (p *Pages) answerInterview(c echo.Context) error {
	r, err := form(c)
	if err != nil {
		return err
	}
	if err := p.bilingual(c); err != nil {
		return err
	}
	step, id := r.PostFormValue("step"), c.Param("id")
	r = c.Request()
	to := base(id) + "/interview?" + url.Values{"step": {step}, "second": {r.PostFormValue("second")}, "saved": {"true"}}.Encode()
	switch step {
	case stepSkills:
		err = p.noteSkills(r, id)
	case stepLanguages:
		typed := typedLanguage(r)
		_, err = p.Desk.Edit(r.Context(), id, func(now profile.Content) (profile.Content, error) { return now.WithLanguage(typed), nil })
	default:
		err = p.writeExperience(r.Context(), id, typedExperience(r, p.Desk.Today()))
	}
	return answer(c, err, to, func(errs ui.Errors) error {
		v, err := p.interviewAt(c)
		if err != nil {
			return err
		}
		v.Typed, v.Language, v.Errors = typedExperience(r, p.Desk.Today()), typedLanguage(r), errs
		return web.Render(c, http.StatusUnprocessableEntity, interviewPage(v))
	})
}

// noteSkills takes the answers of one screen: what the person says about each skill.
func (p *Pages) noteSkills(r *http.Request, person string) error {
	today := p.Desk.Today()
	_, err := p.Desk.Edit(r.Context(), person, func(now profile.Content) (profile.Content, error) {
		for name, values := range r.PostForm {
			skill, found := strings.CutPrefix(name, "skill:")
			if !found {
				continue
			}
			level, err := strconv.Atoi(values[0])
			if err != nil {
				continue // not answered
			}
			now = now.WithSkill(profile.Skill{Skill: skill, Level: profile.Level(level), Evidence: profile.Said, ConfirmedOn: today})
		}
		return now, nil
	})
	return err
}

// at is the address of a step, with the second language.
func (v interviewView) at(ctx context.Context, step string) string {
	return base(v.Person) + "/interview?" + url.Values{"step": {step}, "second": {ui.SecondLang(ctx)}}.Encode()
}

// beside is the step before or after, "" at the ends.
func (v interviewView) beside(by int) string {
	steps := interviewSteps()
	at := slices.Index(steps, v.Step) + by
	if at < 0 || at >= len(steps) {
		return ""
	}
	return steps[at]
}

func (v interviewView) progress(ctx context.Context) []ui.Step {
	var list []ui.Step
	at := slices.Index(interviewSteps(), v.Step)
	for i, step := range interviewSteps() {
		list = append(list, ui.Step{Text: ui.T(ctx, "assessment.interview.step."+step), Href: v.at(ctx, step), Done: i < at, Current: i == at})
	}
	return list
}

// isWork is true for the questions that lead to experience.
func (v interviewView) isWork() bool {
	return !slices.Contains([]string{stepSkills, stepLanguages, stepEnd}, v.Step)
}

// told is the experience noted under this question.
func (v interviewView) told() []profile.Experience {
	return slices.DeleteFunc(v.sortedExperience(), func(e profile.Experience) bool { return !slices.Contains(v.Settings, e.Setting) })
}

func (v interviewView) skillOptions(ctx context.Context) []ui.Option {
	list := []ui.Option{{Value: "", Label: ui.T(ctx, "assessment.interview.no"), Beside: ui.Second(ctx, "assessment.interview.no")}}
	for _, l := range profile.Levels() {
		id := "assessment.level." + strconv.Itoa(int(l))
		list = append(list, ui.Option{Value: strconv.Itoa(int(l)), Label: ui.T(ctx, id), Beside: ui.Second(ctx, id)})
	}
	return list
}

func secondLanguages(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, l := range ui.Languages() {
		if l.Tag != ui.Lang(ctx) {
			list = append(list, ui.Option{Value: l.Tag, Label: l.Name})
		}
	}
	return list
}

func tonguesBoth(ctx context.Context) []ui.Option {
	list := tongueOptions(ctx)
	for i := range list {
		list[i].Beside = ui.Second(ctx, "assessment.language."+list[i].Value)
	}
	return list
}

func cefrBoth(ctx context.Context) []ui.Option {
	list := cefrOptions(ctx)
	for i := range list {
		list[i].Beside = ui.Second(ctx, "assessment.cefr.level."+list[i].Value)
	}
	return list
}
