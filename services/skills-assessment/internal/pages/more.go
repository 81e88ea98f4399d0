package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// moreView is the form for education, licences and preferences, as typed.
type moreView struct {
	frame
	Version  int64
	Conflict bool
	EQF      string
	Licences []string
	Kinds    []string
	Hours    string
	Night    string
	Weekend  string
}

func (p *Pages) more(c echo.Context) error {
	f, err := p.load(c, "more")
	if err != nil {
		return err
	}
	v := moreView{frame: f, Version: f.Profile.Version, Licences: f.Profile.Licences}
	if e := f.Profile.Education; e != nil {
		v.EQF = strconv.Itoa(e.EQF)
	}
	if q := f.Profile.Preferences; q != nil {
		v.Kinds, v.Night, v.Weekend = q.Kinds, answerOf(q.NightShifts), answerOf(q.Weekend)
		if q.MaxHoursWeek != nil {
			v.Hours = strconv.Itoa(*q.MaxHoursWeek)
		}
	}
	return web.Render(c, http.StatusOK, morePage(v))
}

func (p *Pages) saveMore(c echo.Context) error {
	r, err := form(c)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), c.Param("id")
	v := moreView{
		EQF: r.PostFormValue("eqf"), Licences: r.PostForm["licences"], Kinds: r.PostForm["kinds"], Hours: strings.TrimSpace(r.PostFormValue("maxHoursWeek")),
		Night: r.PostFormValue("nightShifts"), Weekend: r.PostFormValue("weekend"),
	}
	v.Version, _ = strconv.ParseInt(r.PostFormValue("version"), 10, 64) // what is no number is a version that nobody has
	err = p.writeMore(ctx, id, v)
	if fault.Is(err, fault.Conflict) {
		if v.frame, err = p.load(c, "more"); err != nil {
			return err
		}
		// What was typed is kept, what is in the profile now is shown beside it; saving again is a decision.
		v.Conflict, v.Version = true, v.Profile.Version
		return web.Render(c, http.StatusConflict, morePage(v))
	}
	return answer(c, err, base(id), func(errs ui.Errors) error {
		if v.frame, err = p.load(c, "more"); err != nil {
			return err
		}
		v.Errors = errs
		return web.Render(c, http.StatusUnprocessableEntity, morePage(v))
	})
}

func (p *Pages) writeMore(ctx context.Context, id string, v moreView) error {
	var bad fault.Violations
	eqf := whole(v.EQF, "/education/eqf", &bad)
	hours := whole(v.Hours, "/preferences/maxHoursWeek", &bad)
	if err := bad.Err(); err != nil {
		return err
	}
	_, err := p.Desk.Revise(ctx, id, v.Version, func(now profile.Content) (profile.Content, error) {
		now.Education = nil
		if eqf != nil {
			now.Education = &profile.Education{EQF: *eqf}
		}
		// Licences that came over the API and have no box on the page stay.
		kept := slices.DeleteFunc(slices.Clone(now.Licences), func(l string) bool { return slices.Contains(profile.Licences(), l) })
		now.Licences = append(v.Licences, kept...)
		now.Preferences = &profile.Preferences{Kinds: v.Kinds, MaxHoursWeek: hours, NightShifts: typedAnswer(v.Night), Weekend: typedAnswer(v.Weekend)}
		if len(v.Kinds) == 0 && hours == nil && v.Night == "" && v.Weekend == "" {
			now.Preferences = nil
		}
		return now, nil
	})
	return err
}

func whole(text, pointer string, bad *fault.Violations) *int {
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		bad.Add(pointer, "number", "is not a number")
		return nil
	}
	return &n
}

func answerOf(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "yes"
	default:
		return "no"
	}
}

func typedAnswer(s string) *bool {
	if s != "yes" && s != "no" {
		return nil
	}
	yes := s == "yes"
	return &yes
}

func eqfOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for n := 1; n <= 8; n++ {
		list = append(list, ui.Option{Value: strconv.Itoa(n), Label: ui.T(ctx, "assessment.eqf."+strconv.Itoa(n))})
	}
	return list
}

func licenceOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, l := range profile.Licences() {
		list = append(list, ui.Option{Value: l, Label: licence(ctx, l)})
	}
	return list
}

func kindOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: profile.Traineeship, Label: ui.T(ctx, "assessment.kind."+profile.Traineeship)},
		{Value: profile.Contract, Label: ui.T(ctx, "assessment.kind."+profile.Contract)},
	}
}

func yesNoOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "yes", Label: ui.T(ctx, "ui.yes")}, {Value: "no", Label: ui.T(ctx, "ui.no")}}
}
