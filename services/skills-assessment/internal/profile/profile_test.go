package profile_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

var today = civil.Date{Year: 2026, Month: 11, Day: 23}

func whole() profile.Content {
	hours, yes := 30, true
	return profile.Content{
		Skills: []profile.Skill{
			{Skill: "celav:s/knife-skills", Level: 3, Evidence: profile.Seen, ConfirmedOn: today},
			{Skill: "esco:s/0005c151-5b5a-4a66-8aac-60e734beb1ab", Level: 1, Evidence: profile.Said, ConfirmedOn: today.AddDays(-400)},
		},
		Occupations: []profile.Occupation{{Occupation: "celav:o/cook", Held: true, Wanted: true, Months: 18, Informal: true}, {Occupation: "celav:o/baker", Wanted: true}},
		Languages:   []profile.Language{{Language: "it", Listening: "A2"}, {Language: "tig", Listening: "C2", Production: "C2"}},
		Education:   &profile.Education{EQF: 4}, Licences: []string{"B", "forklift"}, Learning: []string{"celav:s/baking"},
		Preferences: &profile.Preferences{Kinds: []string{"traineeship"}, MaxHoursWeek: &hours, NightShifts: &yes},
	}
}

func TestCheck(t *testing.T) {
	if err := whole().Check(today); err != nil {
		t.Fatalf("a sound profile: %v", err)
	}
	if err := (profile.Content{}).Check(today); err != nil {
		t.Fatalf("an empty profile: %v", err)
	}
	zero := 0
	for name, c := range map[string]struct {
		change func(c *profile.Content)
		want   []string // pointer and code
	}{
		"skill twice":     {func(c *profile.Content) { c.Skills[1].Skill = c.Skills[0].Skill }, []string{"/skills/1/skill duplicate"}},
		"skill form":      {func(c *profile.Content) { c.Skills[0].Skill = "knife skills" }, []string{"/skills/0/skill format"}},
		"level":           {func(c *profile.Content) { c.Skills[0].Level = 5; c.Skills[1].Level = 0 }, []string{"/skills/0/level out-of-range", "/skills/1/level out-of-range"}},
		"evidence":        {func(c *profile.Content) { c.Skills[0].Evidence = "guessed" }, []string{"/skills/0/evidence unknown"}},
		"tomorrow":        {func(c *profile.Content) { c.Skills[0].ConfirmedOn = today.AddDays(1) }, []string{"/skills/0/confirmedOn future"}},
		"no date":         {func(c *profile.Content) { c.Skills[0].ConfirmedOn = civil.Date{} }, []string{"/skills/0/confirmedOn date"}},
		"neither":         {func(c *profile.Content) { c.Occupations[1].Wanted = false }, []string{"/occupations/1/held required"}},
		"months wanted":   {func(c *profile.Content) { c.Occupations[1].Months = 2 }, []string{"/occupations/1/months order"}},
		"informal wanted": {func(c *profile.Content) { c.Occupations[1].Informal = true }, []string{"/occupations/1/informal order"}},
		"months":          {func(c *profile.Content) { c.Occupations[0].Months = 721 }, []string{"/occupations/0/months out-of-range"}},
		"occupation":      {func(c *profile.Content) { c.Occupations[1].Occupation = "celav:o/cook" }, []string{"/occupations/1/occupation duplicate"}},
		"language":        {func(c *profile.Content) { c.Languages[0].Language = "Italian"; c.Languages[1].Writing = "D1" }, []string{"/languages/0/language format", "/languages/1/writing unknown"}},
		"language twice":  {func(c *profile.Content) { c.Languages[1].Language = "it" }, []string{"/languages/1/language duplicate"}},
		"eqf":             {func(c *profile.Content) { c.Education.EQF = 9 }, []string{"/education/eqf out-of-range"}},
		"licence":         {func(c *profile.Content) { c.Licences = []string{"B", "B", "van driver"} }, []string{"/licences/1 duplicate", "/licences/2 format"}},
		"learning":        {func(c *profile.Content) { c.Learning = []string{"celav:s/a", "celav:s/a", ""} }, []string{"/learning/1 duplicate", "/learning/2 format"}},
		"preferences": {func(c *profile.Content) {
			c.Preferences.Kinds = []string{"job", "contract", "contract"}
			c.Preferences.MaxHoursWeek = &zero
		}, []string{"/preferences/kinds/0 unknown", "/preferences/kinds/2 duplicate", "/preferences/maxHoursWeek out-of-range"}},
		"too many": {func(c *profile.Content) { c.Licences = slices.Repeat([]string{"B"}, 41) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			content := whole()
			c.change(&content)
			var f *fault.Error
			if err := content.Check(today); !errors.As(err, &f) || f.Kind != fault.Invalid {
				t.Fatalf("got %v", err)
			}
			if c.want == nil {
				if f.Violations[0].Code != "too-many" {
					t.Errorf("got %v", f.Violations[0])
				}
				return
			}
			var got []string
			for _, v := range f.Violations {
				got = append(got, v.Pointer+" "+v.Code)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCompleteness(t *testing.T) {
	if n, missing := (profile.Content{}).Completeness(); n != 0 || len(missing) != 7 {
		t.Errorf("an empty profile: %d, %v", n, missing)
	}
	content := whole()
	for i := range 6 {
		content.Skills = append(content.Skills, profile.Skill{Skill: "celav:s/" + strings.Repeat("x", i+1), Level: 2, Evidence: profile.Documented, ConfirmedOn: today})
	}
	if n, missing := content.Completeness(); n != 100 || len(missing) != 0 {
		t.Errorf("a whole profile: %d, %v", n, missing)
	}
}

func anyContent(t *rapid.T) profile.Content {
	id := rapid.SampledFrom([]string{"celav:s/a", "celav:s/b", "celav:s/c", "celav:s/d"})
	var c profile.Content
	for _, s := range rapid.SliceOfNDistinct(id, 0, 4, rapid.ID[string]).Draw(t, "skills") {
		c.Skills = append(c.Skills, profile.Skill{Skill: s, Level: profile.Level(rapid.IntRange(1, 4).Draw(t, "level")), Evidence: rapid.SampledFrom(profile.Evidences()).Draw(t, "evidence"), ConfirmedOn: today})
	}
	c.Learning = rapid.SliceOfNDistinct(id, 0, 4, rapid.ID[string]).Draw(t, "learning")
	for _, o := range rapid.SliceOfNDistinct(id, 0, 3, rapid.ID[string]).Draw(t, "occupations") {
		c.Occupations = append(c.Occupations, profile.Occupation{Occupation: o, Wanted: true})
	}
	if rapid.Bool().Draw(t, "education") {
		c.Education = &profile.Education{EQF: 3}
	}
	return c
}

// Adding something never lowers completeness but for a skill's missing evidence; edits keep a sound profile sound,
// are idempotent, undo each other and leave the original alone.
func TestEdits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := anyContent(t)
		copied := before
		copied.Skills = slices.Clone(before.Skills)
		copied.Learning = slices.Clone(before.Learning)
		skill := profile.Skill{Skill: "celav:s/" + rapid.SampledFrom([]string{"a", "e"}).Draw(t, "new"), Level: 3, Evidence: profile.Documented, ConfirmedOn: today}
		after := before.WithSkill(skill)
		if err := after.Check(today); err != nil {
			t.Fatalf("no longer sound: %v", err)
		}
		if !slices.Contains(after.Skills, skill) || slices.Contains(after.Learning, skill.Skill) {
			t.Fatalf("the skill is not there, or still to be learnt: %+v", after)
		}
		if diff := cmp.Diff(after, after.WithSkill(skill)); diff != "" {
			t.Fatalf("not idempotent: %s", diff)
		}
		if !cmp.Equal(before, copied) {
			t.Fatal("the original changed")
		}
		if got := after.WithoutSkill(skill.Skill); len(got.Skills) != len(after.Skills)-1 {
			t.Fatalf("not removed: %+v", got)
		}
		was, _ := before.Completeness()
		now, _ := before.WithLearning("celav:s/z").WithLanguage(profile.Language{Language: "fr", Reading: "B1"}).WithOccupation(profile.Occupation{Occupation: "celav:o/x", Wanted: true}).Completeness()
		if now < was || now > 100 {
			t.Fatalf("completeness fell from %d to %d", was, now)
		}
	})
}

func TestConceptsAreListedOnce(t *testing.T) {
	c := whole()
	c.Learning = append(c.Learning, "celav:s/knife-skills")
	want := []string{"celav:s/knife-skills", "esco:s/0005c151-5b5a-4a66-8aac-60e734beb1ab", "celav:o/cook", "celav:o/baker", "celav:s/baking"}
	if diff := cmp.Diff(want, c.Concepts()); diff != "" {
		t.Error(diff)
	}
}
