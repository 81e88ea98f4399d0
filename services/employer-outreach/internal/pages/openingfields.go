package pages

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

func (f openingForm) title(ctx context.Context) string {
	if f.ID == "" {
		return ui.T(ctx, "outreach.opening.new")
	}
	return ui.T(ctx, "outreach.opening.edit")
}

func (f openingForm) saveText(ctx context.Context) string {
	if f.ID == "" {
		return ui.T(ctx, "outreach.opening.save-draft")
	}
	return ui.T(ctx, "ui.save")
}

// here is the page by GET, where the language switch comes back to.
func (f openingForm) here() string {
	if f.ID == "" {
		return link(f.path(), "company", f.Company.ID)
	}
	return f.path()
}

func (f openingForm) back() string {
	if f.ID == "" {
		return "/outreach/openings"
	}
	return "/outreach/openings/" + f.ID
}

func (f openingForm) required(in ui.Input, longest int) ui.Input {
	in.Required, in.MaxLength = true, longest
	return in
}

func (f openingForm) hinted(ctx context.Context, in ui.Input, id string) ui.Input {
	in.Hint = ui.T(ctx, id)
	return in
}

func (f openingForm) hintedText(in ui.Input, hint string) ui.Input {
	in.Hint = hint
	return in
}

// limits says how many trainees each unit may host, the chosen one's alone when one is chosen.
func (f openingForm) limits(ctx context.Context) string {
	var known []string
	for _, s := range f.Company.Sites {
		limit, ok := f.Limits[s.ID]
		if !ok || (f.Typed.Get("siteId") != "" && f.Typed.Get("siteId") != s.ID) {
			continue
		}
		text := limitText(ctx, limit)
		if len(f.Company.Sites) > 1 {
			text = s.Address + ": " + text
		}
		known = append(known, text)
	}
	if len(known) == 0 {
		return ui.T(ctx, "outreach.limit.unknown")
	}
	return strings.Join(known, " ")
}

func (f openingForm) provider(ctx context.Context, name, label string) ui.Choice {
	c := ui.Choice{Name: name, Label: ui.T(ctx, label), Values: f.Typed[name], Empty: ui.T(ctx, "outreach.choose"), Error: f.Errors.For(name)}
	for _, by := range opening.Providers() {
		c.Options = append(c.Options, ui.Option{Value: string(by), Label: ui.T(ctx, "outreach.provider."+string(by))})
	}
	return c
}

func (f openingForm) description(ctx context.Context) ui.Input {
	in := f.hinted(ctx, f.input(ctx, "description", "description"), "outreach.field.description.hint")
	in.MaxLength, in.Rows = 4000, 6
	return in
}

// rowProblem is the error of a skill as a whole; level and weight show their own.
func (f openingForm) rowProblem(at string, graded bool) string {
	if graded {
		return f.Errors.For(at + "skill")
	}
	return f.Errors.For(at[:len(at)-1])
}

func (f openingForm) weight(at string) []string {
	if w := f.Typed.Get(at + "weight"); w != "" {
		return []string{w}
	}
	return []string{"2"}
}

// languages are those to choose from in a row, with the one that is chosen already.
func (f openingForm) languages(at string) []string {
	tags := askedLanguages()
	if chosen := f.Typed.Get(at + "language"); chosen != "" && !slices.Contains(tags, chosen) {
		tags = append(tags, chosen)
	}
	return tags
}

// fieldText is the part of the message ids that speak of a field.
func fieldText(field string) string {
	switch field {
	case "neededAtStart":
		return "needed"
	case "learnedHere":
		return "learned"
	default:
		return field
	}
}

// under returns the first error of a field or of a part of it.
func under(errs ui.Errors, field string) string {
	for _, e := range errs {
		if e.Field == field || strings.HasPrefix(e.Field, field+".") {
			return e.Text
		}
	}
	return ""
}

// choice is a concept to tick: found for the typed words, or usual for the occupation.
type choice struct {
	hiring.Concept
	Checked bool
}

// candidates are what can be ticked in a group: what its search found, else what is usual.
func (f openingForm) candidates(field string) []choice {
	list := f.Found
	if f.Asked != field {
		list = nil
		if field == "neededAtStart" {
			list = f.Usual
		}
	}
	var taken []string
	for _, group := range skillFields() {
		taken = append(taken, skills(f.Typed, group)...)
	}
	var out []choice
	for _, concept := range list {
		if !slices.Contains(taken, concept.ID) {
			out = append(out, choice{Concept: concept})
		}
	}
	return out
}

// occupations are the candidates for the occupation, the chosen one first.
func (f openingForm) occupations() []choice {
	chosen := f.Typed.Get("occupation")
	var out []choice
	if chosen != "" {
		out = append(out, choice{Concept: hiring.Concept{ID: chosen, Label: f.Labels[chosen]}, Checked: true})
	}
	if f.Asked == "occupation" {
		for i, concept := range f.Found {
			if concept.ID != chosen {
				out = append(out, choice{Concept: concept, Checked: chosen == "" && i == 0})
			}
		}
	}
	return out
}

func (f openingForm) nothingFound(field string) bool {
	return f.Asked == field && !f.Absent && len(f.Found) == 0 && f.Errors.For(field+".q") == ""
}

func (f openingForm) input(ctx context.Context, name, id string) ui.Input {
	return ui.Input{Name: name, Label: ui.T(ctx, "outreach.field."+id), Value: f.Typed.Get(name), Error: f.Errors.For(name)}
}

func (f openingForm) number(ctx context.Context, name, id, low, high string) ui.Input {
	in := f.input(ctx, name, id)
	in.Type, in.Min, in.Max = "number", low, high
	return in
}

func (f openingForm) siteOptions() []ui.Option {
	var list []ui.Option
	for _, s := range f.Company.Sites {
		list = append(list, ui.Option{Value: s.ID, Label: s.Address + ", " + s.Municipality})
	}
	return list
}

// licenceOptions keep what the opening asks for already, also when it came over the API.
func (f openingForm) licenceOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	offered := licences()
	for _, code := range append(offered, f.Typed["licences"]...) {
		if !slices.ContainsFunc(list, func(o ui.Option) bool { return o.Value == code }) {
			list = append(list, ui.Option{Value: code, Label: licenceName(ctx, code)})
		}
	}
	return list
}

// languageFields are the numbers of the language rows: those typed, and at least the form's own.
func (f openingForm) languageFields() []string {
	var rows []string
	for i := 0; i < languageRows || f.Typed.Has(fmt.Sprintf("languages.%d.language", i)); i++ {
		rows = append(rows, fmt.Sprintf("languages.%d.", i))
	}
	return rows
}

func (f openingForm) slots(ctx context.Context) ui.Slots {
	return ui.Slots{
		Name: "slots", Label: ui.T(ctx, "outreach.field.slots"), Hint: ui.T(ctx, "outreach.field.slots.hint"),
		Typed: f.Typed, Error: under(f.Errors, "slots"),
	}
}
