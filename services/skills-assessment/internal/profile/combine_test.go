package profile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

func drawContent(t *rapid.T, name string) profile.Content {
	concepts := rapid.SampledFrom([]string{"celav:s/a", "celav:s/b", "celav:s/c", "celav:s/d"})
	var c profile.Content
	for _, id := range rapid.SliceOfDistinct(concepts, rapid.ID).Draw(t, name+" skills") {
		c.Skills = append(c.Skills, profile.Skill{Skill: id, Level: profile.Level(rapid.IntRange(1, 4).Draw(t, "level")), Evidence: profile.Said})
	}
	for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"celav:o/a", "celav:o/b"}), rapid.ID).Draw(t, name+" occupations") {
		o := profile.Occupation{Occupation: id, Held: rapid.Bool().Draw(t, "held")}
		o.Wanted = !o.Held || rapid.Bool().Draw(t, "wanted")
		if o.Held {
			o.Months = rapid.IntRange(0, 24).Draw(t, "months")
		}
		c.Occupations = append(c.Occupations, o)
	}
	levels := rapid.SampledFrom([]string{"", "A1", "B2"})
	for _, l := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"it", "fr", "ar"}), rapid.ID).Draw(t, name+" languages") {
		c.Languages = append(c.Languages, profile.Language{Language: l, Listening: levels.Draw(t, "listening"), Writing: levels.Draw(t, "writing")})
	}
	c.Licences = rapid.SliceOfDistinct(rapid.SampledFrom([]string{"B", "C", "haccp"}), rapid.ID).Draw(t, name+" licences")
	c.Learning = rapid.SliceOfDistinct(concepts, rapid.ID).Draw(t, name+" learning")
	for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"1", "2", "3"}), rapid.ID).Draw(t, name+" experience") {
		c.Experience = append(c.Experience, profile.Experience{ID: name + id, Occupation: "celav:o/a", Setting: profile.Employed, From: profile.Month("2020-0" + id)})
		c.Titles = append(c.Titles, profile.Title{ID: name + id, Name: "Titolo " + id})
		c.Certificates = append(c.Certificates, profile.Certificate{ID: name + id, Code: "B" + id})
	}
	if rapid.Bool().Draw(t, name+" education") {
		c.Education = &profile.Education{EQF: rapid.IntRange(1, 8).Draw(t, "eqf")}
	}
	if rapid.Bool().Draw(t, name+" preferences") {
		c.Preferences = &profile.Preferences{}
		if rapid.Bool().Draw(t, "night known") {
			night := rapid.Bool().Draw(t, "night")
			c.Preferences.NightShifts = &night
		}
	}
	return c
}

// Whatever two profiles say: what the kept one says stays, what only the other says is there, nothing twice, and taking
// them apart gives the kept one back.
func TestCombineAndSeparate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kept, other := drawContent(t, "kept"), drawContent(t, "other")
		after, taken := profile.Combine(kept, other)
		for i, s := range kept.Skills {
			if after.Skills[i] != s {
				t.Fatalf("the kept one's statement became %+v", after.Skills[i])
			}
		}
		seen := map[string]bool{}
		for _, s := range after.Skills {
			if seen[s.Skill] {
				t.Fatalf("%s is there twice", s.Skill)
			}
			seen[s.Skill] = true
		}
		for _, s := range other.Skills {
			if !seen[s.Skill] {
				t.Fatalf("%s of the other is lost", s.Skill)
			}
		}
		if again, more := profile.Combine(after, other); !more.Empty() || !cmp.Equal(again, after, cmpopts.EquateEmpty()) {
			t.Fatalf("combining again takes more: %+v", more)
		}
		if diff := cmp.Diff(kept, profile.Separate(after, taken), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

// What somebody changed while the files were one stays.
func TestWhatWasChangedSinceStays(t *testing.T) {
	kept := profile.Content{Skills: []profile.Skill{{Skill: "celav:s/a", Level: 2}}}
	other := profile.Content{Skills: []profile.Skill{{Skill: "celav:s/b", Level: 1}, {Skill: "celav:s/c", Level: 1}}}
	after, taken := profile.Combine(kept, other)
	after.Skills[1].Level = 3
	now := profile.Separate(after, taken)
	if len(now.Skills) != 2 || now.Skills[1] != (profile.Skill{Skill: "celav:s/b", Level: 3}) {
		t.Errorf("%+v", now.Skills)
	}
}
