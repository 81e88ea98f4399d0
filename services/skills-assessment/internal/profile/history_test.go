package profile_test

import (
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

func on(y int, m time.Month, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }

func job(id, occupation string, setting profile.Setting, from, to profile.Month) profile.Experience {
	return profile.Experience{ID: id, Occupation: occupation, Setting: setting, From: from, To: to, ConfirmedOn: on(2026, 1, 1)}
}

func TestOccupationsFollowExperience(t *testing.T) {
	today := on(2026, 11, 23)
	cook := "celav:o/cook"
	c := profile.Content{Occupations: []profile.Occupation{{Occupation: cook, Wanted: true}}}
	c = c.WithExperience(job("experience-1", cook, profile.Household, "2020-01", "2020-12"), today)
	if o := c.Occupations[0]; !o.Held || !o.Wanted || !o.Informal || o.Months != 12 {
		t.Errorf("one informal year: %+v", o)
	}
	// Overlapping months count once, and one contract is enough.
	c = c.WithExperience(job("experience-2", cook, profile.Employed, "2020-07", "2021-06"), today)
	if o := c.Occupations[0]; o.Informal || o.Months != 18 {
		t.Errorf("a contract beside it: %+v", o)
	}
	c = c.WithExperience(job("experience-2", "celav:o/waiter", profile.Employed, "2026-10", ""), today)
	if o := c.Occupations[0]; o.Months != 12 || !o.Informal {
		t.Errorf("moved to another occupation: %+v", o)
	}
	if o := c.Occupations[1]; o.Months != 2 || o.Wanted {
		t.Errorf("going on until today: %+v", o)
	}
	if err := c.Check(today); err != nil {
		t.Error(err)
	}
	c = c.WithoutExperience("experience-1", today).WithoutExperience("experience-2", today)
	if len(c.Occupations) != 1 || c.Occupations[0].Held || !c.Occupations[0].Wanted {
		t.Errorf("what is wanted stays: %+v", c.Occupations)
	}
}

func TestEducationAndLicencesFollow(t *testing.T) {
	today := on(2026, 11, 23)
	gone, ahead := on(2026, 11, 22), on(2027, 1, 10)
	c := profile.Content{Education: &profile.Education{EQF: 2}, Licences: []string{"B"}}
	c = c.WithTitle(profile.Title{ID: "title-0001", Name: "Licence"})
	if c.Education.EQF != 2 {
		t.Error("a title without a level changes what is known")
	}
	if c = c.WithTitle(profile.Title{ID: "title-0002", Name: "Baccalauréat", EQF: 4}); c.Education.EQF != 4 {
		t.Error("the highest level is not taken over")
	}
	c = c.WithCertificate(profile.Certificate{ID: "certificate-1", Code: "forklift", Expires: &ahead}, today)
	if !slices.Equal(c.Licences, []string{"B", "forklift"}) {
		t.Errorf("licences %v", c.Licences)
	}
	c = c.WithCertificate(profile.Certificate{ID: "certificate-1", Code: "forklift", Expires: &gone}, today)
	if !slices.Equal(c.Licences, []string{"B"}) {
		t.Errorf("an expired one counts: %v", c.Licences)
	}
	if stale := c.Stale(today, false); len(stale) != 1 || stale[0].Confirmable() {
		t.Errorf("asked again: %+v", stale)
	}
}

func TestWhatIsAskedAgain(t *testing.T) {
	today := on(2026, 11, 23)
	c := profile.Content{
		Skills: []profile.Skill{
			{Skill: "celav:s/a", Level: 2, Evidence: profile.Said, ConfirmedOn: on(2025, 11, 22)},
			{Skill: "celav:s/b", Level: 2, Evidence: profile.Seen, ConfirmedOn: on(2025, 1, 1)},
			{Skill: "celav:s/c", Level: 2, Evidence: profile.Said, ConfirmedOn: on(2026, 1, 1)},
		},
		Experience: []profile.Experience{job("experience-1", "celav:o/cook", profile.Employed, "2020-01", "")},
	}
	stale := c.Stale(today, false)
	if len(stale) != 3 || stale[0].Key != "celav:s/b" {
		t.Errorf("%+v", stale)
	}
	if own := c.Stale(today, true); len(own) != 2 {
		t.Errorf("the own word confirms what others saw: %+v", own)
	}
	for _, s := range stale {
		c = c.Confirmed(s.Kind, s.Key, today)
	}
	if left := c.Stale(today, false); len(left) != 0 {
		t.Errorf("still asked: %+v", left)
	}
}

func TestHistoryFaults(t *testing.T) {
	today := on(2026, 11, 23)
	good := job("experience-1", "celav:o/cook", profile.Employed, "2020-01", "2021-01")
	for name, change := range map[string]func(*profile.Experience){
		"no occupation": func(e *profile.Experience) { e.Occupation = "" },
		"no setting":    func(e *profile.Experience) { e.Setting = "" },
		"month 13":      func(e *profile.Experience) { e.From = "2020-13" },
		"order":         func(e *profile.Experience) { e.To = "2019-01" },
		"future":        func(e *profile.Experience) { e.To = "2027-01" },
		"country":       func(e *profile.Experience) { e.Country = "Italia" },
		"id":            func(e *profile.Experience) { e.ID = "1" },
	} {
		e := good
		change(&e)
		if (profile.Content{Experience: []profile.Experience{e}}).Check(today) == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if err := (profile.Content{Experience: []profile.Experience{good}}).Check(today); err != nil {
		t.Error(err)
	}
	if (profile.Content{Experience: []profile.Experience{good, good}}).Check(today) == nil {
		t.Error("the same twice is accepted")
	}
}
