package pages

import (
	"context"
	"slices"

	"github.com/celav/celav/pkg/ui"
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
