package pages

import (
	"context"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// fromMerge is the mark of a statement that came with another file of the same person, "" for the profile's own.
func fromMerge[T comparable](ctx context.Context, f frame, statement T, of func(profile.Taken) []profile.Change[T]) string {
	for _, m := range f.Merges {
		for _, c := range of(m.Taken) {
			if c.After == statement {
				return " " + ui.T(ctx, "assessment.merge.mark")
			}
		}
	}
	return ""
}

func takenSkills(t profile.Taken) []profile.Change[profile.Skill]           { return t.Skills }
func takenOccupations(t profile.Taken) []profile.Change[profile.Occupation] { return t.Occupations }
func takenLanguages(t profile.Taken) []profile.Change[profile.Language]     { return t.Languages }
func takenLearning(t profile.Taken) []profile.Change[string]                { return t.Learning }
func takenExperience(t profile.Taken) []profile.Change[profile.Experience]  { return t.Experience }
func takenTitles(t profile.Taken) []profile.Change[profile.Title]           { return t.Titles }

// mergeTexts says which files the profile took statements over from.
func (f frame) mergeTexts(ctx context.Context) []string {
	var texts []string
	for _, m := range f.Merges {
		if !m.Taken.Empty() {
			texts = append(texts, ui.T(ctx, "assessment.merge.text", "Day", ui.Instant(ctx, m.At)))
		}
	}
	return texts
}
