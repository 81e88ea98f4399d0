package demo

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/contract/outreach"
)

func soundIDs(t *testing.T, city City) {
	t.Helper()
	seen := map[string]bool{}
	add := func(id string) {
		if u, err := uuid.Parse(id); err != nil || u.Version() != 7 || u.Variant() != uuid.RFC4122 {
			t.Errorf("%s is no UUID of version 7: %v", id, err)
		}
		if seen[id] {
			t.Errorf("id %s stands twice", id)
		}
		seen[id] = true
	}
	for _, p := range city.People {
		add(p.Id)
	}
	for _, c := range city.Companies {
		add(c.Id)
		for _, s := range c.Sites {
			add(s.Id)
		}
	}
	for _, o := range city.Openings {
		add(o.Id)
	}
}

func soundPeople(t *testing.T, city City) {
	t.Helper()
	teams := map[string]int{}
	for i, p := range city.People {
		teams[p.Team]++
		if !strings.HasSuffix(p.Name, mark) {
			t.Errorf("person %d is not marked: %q", i, p.Name)
		}
		if v := p.Contact.Value; !strings.HasPrefix(v, "+999 ") && !strings.HasSuffix(v, "@example.org") {
			t.Errorf("person %d can be reached at %q", i, v)
		}
		if p.WaitingSince.After(today()) {
			t.Errorf("person %d waits since %v", i, p.WaitingSince)
		}
		for _, d := range value(p.Documents) {
			if d.IssuedOn != nil && (d.IssuedOn.After(today()) || d.ExpiresOn != nil && d.ExpiresOn.Before(*d.IssuedOn)) {
				t.Errorf("person %d has a paper from %v to %v", i, d.IssuedOn, d.ExpiresOn)
			}
			if d.RequestedOn != nil && d.RequestedOn.After(today()) {
				t.Errorf("person %d asked for a renewal on %v", i, d.RequestedOn)
			}
		}
	}
	if city.People[0].Id != Person {
		t.Errorf("the first person is %s, not the one that demo-person is bound to", city.People[0].Id)
	}
	if len(teams) != 6 || teams["equipe-1"] < 100 || teams["equipe-2"] < 40 {
		t.Errorf("teams: %v", teams)
	}
}

func soundProfiles(t *testing.T, w world, city City) {
	t.Helper()
	people := map[string]bool{}
	for _, p := range city.People {
		people[p.Id] = true
	}
	rich := 0
	for i, p := range city.Profiles {
		if !people[p.PersonId] {
			t.Errorf("profile %d belongs to nobody", i)
		}
		skills := map[string]bool{}
		for _, s := range p.Skills {
			if skills[s.Skill] || !isSkill(s.Skill) || s.ConfirmedOn.After(today()) {
				t.Errorf("profile %d: skill %+v", i, s)
			}
			skills[s.Skill] = true
		}
		for _, s := range p.Learning {
			if skills[s] || !isSkill(s) {
				t.Errorf("profile %d wants to learn %s", i, s)
			}
		}
		jobs := map[string]bool{}
		for _, o := range p.Occupations {
			if _, ok := w.occupation(o.Occupation); !ok || jobs[o.Occupation] || !o.Held && (o.Months > 0 || o.Informal || !o.Wanted) {
				t.Errorf("profile %d: occupation %+v", i, o)
			}
			jobs[o.Occupation] = true
		}
		if len(p.Skills) >= 4 {
			rich++
		}
	}
	if n := len(city.Profiles); n == len(city.People) || n < len(city.People)*9/10 || rich < n*7/10 {
		t.Errorf("%d people, %d profiles, %d of them with something to say", len(city.People), n, rich)
	}
}

func soundOpenings(t *testing.T, w world, city City) {
	t.Helper()
	sites := map[string]string{}
	for _, c := range city.Companies {
		if !strings.HasSuffix(c.Name, mark) {
			t.Errorf("a company is not marked: %q", c.Name)
		}
		for _, s := range c.Sites {
			sites[s.Id] = c.Id
		}
	}
	if !slices.Contains(city.Companies[0].Members, Employer) {
		t.Error("the employer to try the pages with belongs to no company")
	}
	published := 0
	for i, o := range city.Openings {
		terms := o.Terms
		job, ok := w.occupation(terms.Occupation)
		if !ok || *job.Isco != terms.Isco {
			t.Fatalf("opening %d is for %s (%s)", i, terms.Occupation, terms.Isco)
		}
		if sites[terms.SiteId] != o.CompanyId {
			t.Errorf("opening %d is at a site of another company", i)
		}
		links := append(slices.Clone(*job.Essential), *job.Optional...)
		seen := map[string]bool{}
		once := func(where, s string) {
			if seen[s] || !slices.Contains(links, s) {
				t.Errorf("opening %d %s: %s twice, or no skill of the occupation", i, where, s)
			}
			seen[s] = true
		}
		for _, s := range terms.NeededAtStart {
			once("needed", s.Skill)
		}
		for _, s := range terms.Optional {
			once("optional", s.Skill)
		}
		for _, s := range terms.LearnedHere {
			once("learned", s)
		}
		if len(terms.NeededAtStart) == 0 || terms.SeatsTaken > terms.Seats || terms.Title == "" {
			t.Errorf("opening %d: %+v", i, terms)
		}
		if o.State == outreach.StatePublished {
			published++
		}
		if (o.State == outreach.StateDraft) != (o.PublishedOn == nil) {
			t.Errorf("opening %d is %s and was published on %v", i, o.State, o.PublishedOn)
		}
	}
	if published < len(city.Openings)*8/10 {
		t.Errorf("only %d of %d openings are published", published, len(city.Openings))
	}
}
