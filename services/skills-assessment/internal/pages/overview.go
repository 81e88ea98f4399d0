package pages

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

func (p *Pages) overview(c echo.Context) error {
	f, err := p.load(c, "")
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, overviewPage(f))
}

// sortedSkills puts the best known first, then by name.
func (f frame) sortedSkills() []profile.Skill {
	list := slices.Clone(f.Profile.Skills)
	slices.SortFunc(list, func(a, b profile.Skill) int {
		return cmp.Or(cmp.Compare(b.Level, a.Level), strings.Compare(f.label(a.Skill), f.label(b.Skill)))
	})
	return list
}

func (f frame) completeness(ctx context.Context) ui.Gauge {
	percent, _ := f.Profile.Completeness()
	return ui.Gauge{Label: ui.T(ctx, "assessment.completeness"), Value: float64(percent), Max: 100}
}

func (f frame) missing() []string {
	_, missing := f.Profile.Completeness()
	return missing
}

// askAt is the tab where something missing is noted.
func (f frame) askAt(missing string) string {
	switch missing {
	case profile.LacksEvidence:
		return base(f.Person) + "/skills"
	case profile.LacksEducation, profile.LacksPreferences:
		return base(f.Person) + "/more"
	default:
		return base(f.Person) + "/" + missing
	}
}

func levelText(ctx context.Context, l profile.Level) string {
	return ui.T(ctx, "assessment.level."+strconv.Itoa(int(l)))
}

func evidenceText(ctx context.Context, e profile.Evidence) string {
	return ui.T(ctx, "assessment.evidence."+string(e))
}

func (f frame) skillFacts(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "assessment.tab.skills"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "assessment.skill")}, {Text: ui.T(ctx, "assessment.level")}, {Text: ui.T(ctx, "assessment.evidence")}, {Text: ui.T(ctx, "assessment.confirmed")},
	}}
	for _, s := range f.sortedSkills() {
		t.Rows = append(t.Rows, []ui.Cell{
			{Text: f.label(s.Skill) + fromMerge(ctx, f, s, takenSkills), Href: conceptPath(s.Skill)}, {Text: levelText(ctx, s.Level)}, {Text: evidenceText(ctx, s.Evidence)}, {Text: f.confirmed(ctx, s)},
		})
	}
	return t
}

// confirmed says when a skill was last looked at, and by whom.
func (f frame) confirmed(ctx context.Context, s profile.Skill) string {
	who := "staff"
	switch s.ConfirmedBy {
	case "":
		return ui.DateShort(s.ConfirmedOn)
	case profile.ByPerson:
		who = "person"
	case f.Reader:
		who = "you"
	}
	return ui.DateShort(s.ConfirmedOn) + ui.T(ctx, "assessment.comma") + ui.T(ctx, "assessment.confirmed."+who)
}

func (f frame) occupationFacts(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "assessment.tab.occupations"), CaptionHidden: true, Columns: []ui.Column{
		{Text: ui.T(ctx, "assessment.occupation")}, {Text: ui.T(ctx, "assessment.occupation.what")}, {Text: ui.T(ctx, "assessment.occupation.months")},
	}}
	for _, o := range f.Profile.Occupations {
		t.Rows = append(t.Rows, []ui.Cell{{Text: f.label(o.Occupation) + fromMerge(ctx, f, o, takenOccupations), Href: conceptPath(o.Occupation)}, {Text: held(ctx, o)}, {Text: months(ctx, o)}})
	}
	return t
}

func held(ctx context.Context, o profile.Occupation) string {
	var parts []string
	if o.Held {
		parts = append(parts, ui.T(ctx, "assessment.occupation.held"))
	}
	if o.Informal {
		parts = append(parts, ui.T(ctx, "assessment.occupation.informal"))
	}
	if o.Wanted {
		parts = append(parts, ui.T(ctx, "assessment.occupation.wanted"))
	}
	return strings.Join(parts, ui.T(ctx, "assessment.comma"))
}

func months(ctx context.Context, o profile.Occupation) string {
	if o.Months == 0 {
		return ""
	}
	return ui.T(ctx, "assessment.months", o.Months)
}

func (f frame) languageFacts(ctx context.Context) ui.Table {
	t := ui.Table{Caption: ui.T(ctx, "assessment.tab.languages"), CaptionHidden: true, Columns: []ui.Column{{Text: ui.T(ctx, "assessment.language")}}}
	for _, part := range (profile.Language{}).Parts() {
		t.Columns = append(t.Columns, ui.Column{Text: ui.T(ctx, "assessment.cefr."+part.Name)})
	}
	for _, l := range f.Profile.Languages {
		row := []ui.Cell{{Text: tongue(ctx, l.Language) + fromMerge(ctx, f, l, takenLanguages)}}
		for _, part := range l.Parts() {
			row = append(row, ui.Cell{Text: part.Level})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// tongue names a language; one that is not in the list shows its tag.
func tongue(ctx context.Context, tag string) string {
	if id := "assessment.language." + tag; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return tag
}

func licence(ctx context.Context, code string) string {
	if id := "assessment.licence." + code; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return code
}

func (f frame) others(ctx context.Context) []ui.Definition {
	var licences []string
	for _, l := range f.Profile.Licences {
		licences = append(licences, licence(ctx, l))
	}
	rows := []ui.Definition{{Term: ui.T(ctx, "assessment.education")}, {Term: ui.T(ctx, "assessment.licences"), Value: strings.Join(licences, ui.T(ctx, "assessment.comma"))}}
	if e := f.Profile.Education; e != nil {
		rows[0].Value = ui.T(ctx, "assessment.eqf."+strconv.Itoa(e.EQF))
	}
	p := f.Profile.Preferences
	if p == nil {
		return append(rows, ui.Definition{Term: ui.T(ctx, "assessment.preferences")})
	}
	var kinds []string
	for _, k := range p.Kinds {
		kinds = append(kinds, ui.T(ctx, "assessment.kind."+k))
	}
	hours := ""
	if p.MaxHoursWeek != nil {
		hours = ui.T(ctx, "assessment.hours", *p.MaxHoursWeek)
	}
	return append(rows,
		ui.Definition{Term: ui.T(ctx, "assessment.preferences.kinds"), Value: strings.Join(kinds, ui.T(ctx, "assessment.comma"))},
		ui.Definition{Term: ui.T(ctx, "assessment.preferences.hours"), Value: hours},
		ui.Definition{Term: ui.T(ctx, "assessment.preferences.night"), Value: yesNo(ctx, p.NightShifts)},
		ui.Definition{Term: ui.T(ctx, "assessment.preferences.weekend"), Value: yesNo(ctx, p.Weekend)},
	)
}

func yesNo(ctx context.Context, b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return ui.T(ctx, "ui.yes")
	default:
		return ui.T(ctx, "ui.no")
	}
}
