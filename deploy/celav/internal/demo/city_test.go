package demo

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/fault"
)

func today() civil.Date { return civil.Date{Year: 2026, Month: time.November, Day: 23} }

func invent(t *testing.T, w world, o Options) City {
	t.Helper()
	city, err := Invent(o, w.taxonomy())
	if err != nil {
		t.Fatalf("invent: %v", err)
	}
	return city
}

func TestSameSeedSameCity(t *testing.T) {
	w := starter(t)
	o := Options{People: 60, Openings: 80, Seed: 7, Today: today()}
	first := invent(t, w, o)
	if diff := cmp.Diff(first, invent(t, w, o)); diff != "" {
		t.Errorf("the same seed gave another city:\n%s", diff)
	}
	other := o
	other.Seed = 8
	if cmp.Equal(first.Profiles, invent(t, w, other).Profiles) || first.Openings[0].Id == invent(t, w, other).Openings[0].Id {
		t.Error("another seed gave the same city")
	}
}

// A bigger city keeps the people of a smaller one, so that a demonstration can grow.
func TestMorePeopleKeepTheFirst(t *testing.T) {
	w := starter(t)
	small := invent(t, w, Options{People: 20, Openings: 10, Seed: 1, Today: today()})
	large := invent(t, w, Options{People: 90, Openings: 10, Seed: 1, Today: today()})
	if diff := cmp.Diff(small.People, large.People[:20]); diff != "" {
		t.Errorf("the first people changed:\n%s", diff)
	}
	if diff := cmp.Diff(small.Profiles, large.Profiles[:len(small.Profiles)]); diff != "" {
		t.Errorf("the first profiles changed:\n%s", diff)
	}
}

// Another day moves dates and nothing else: no id, no person, no skill.
func TestAnotherDayMovesDatesOnly(t *testing.T) {
	w := starter(t)
	o := Options{People: 40, Openings: 40, Seed: 3, Today: today()}
	a := invent(t, w, o)
	o.Today = o.Today.AddDays(40)
	b := invent(t, w, o)
	for i := range a.People {
		if a.People[i].Id != b.People[i].Id || a.People[i].Name != b.People[i].Name || a.People[i].WaitingSince.AddDays(40) != b.People[i].WaitingSince {
			t.Fatalf("person %d: %v became %v", i, a.People[i], b.People[i])
		}
	}
	for i := range a.Openings {
		b.Openings[i].PublishedOn, b.Openings[i].Terms.Start, b.Openings[i].Terms.ClosesOn = a.Openings[i].PublishedOn, a.Openings[i].Terms.Start, a.Openings[i].Terms.ClosesOn
		if diff := cmp.Diff(a.Openings[i], b.Openings[i]); diff != "" {
			t.Fatalf("opening %d changed:\n%s", i, diff)
		}
	}
}

func TestCityIsSound(t *testing.T) {
	for name, w := range map[string]world{"starter": starter(t), "esco": tinyESCO()} {
		t.Run(name, func(t *testing.T) {
			city := invent(t, w, Options{People: 400, Openings: 500, Seed: 42, Today: today()})
			soundIDs(t, city)
			soundPeople(t, city)
			soundProfiles(t, w, city)
			soundOpenings(t, w, city)
		})
	}
}

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

func TestRefusals(t *testing.T) {
	good := Options{Seed: 1, Today: today()}
	for name, c := range map[string]struct {
		change func(*Options)
		from   Taxonomy
		want   fault.Kind
	}{
		"no day":      {func(o *Options) { o.Today = civil.Date{} }, tinyESCO().taxonomy(), fault.Invalid},
		"too many":    {func(o *Options) { o.People = mostPeople + 1 }, tinyESCO().taxonomy(), fault.Invalid},
		"negative":    {func(o *Options) { o.Openings = -1 }, tinyESCO().taxonomy(), fault.Invalid},
		"no taxonomy": {func(*Options) {}, Taxonomy{}, fault.Precondition},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			c.change(&o)
			if _, err := Invent(o, c.from); !fault.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestDefaultSize(t *testing.T) {
	city := invent(t, starter(t), Options{Seed: 1, Today: today()})
	if got := fmt.Sprint(len(city.People), len(city.Companies), len(city.Openings)); got != "300 80 250" {
		t.Errorf("people, companies, openings: %s", got)
	}
}

func BenchmarkInvent(b *testing.B) {
	t := tinyESCO().taxonomy()
	for b.Loop() {
		if _, err := Invent(Options{People: 1000, Openings: 10_000, Seed: 1, Today: today()}, t); err != nil {
			b.Fatal(err)
		}
	}
}
