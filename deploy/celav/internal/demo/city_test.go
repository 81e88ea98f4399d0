package demo

import (
	"fmt"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"

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

func TestPeopleHaveNamesOfTheirOwn(t *testing.T) {
	city := invent(t, starter(t), Options{Seed: 1, Today: today()})
	seen := map[string]int{}
	for n, p := range city.People {
		if before, there := seen[p.Name]; there && !cameTwice(n) {
			t.Errorf("people %d and %d are both called %s", before, n, p.Name)
		}
		seen[p.Name] = n
	}
	taxonomy := starter(t).taxonomy()
	if err := taxonomy.prepare(); err != nil {
		t.Fatal(err)
	}
	for _, p := range inventCohorts(Options{Seed: 1, Today: today()}, &taxonomy, &city).People {
		if _, there := seen[p.Name]; there {
			t.Errorf("a trainee from abroad has a name that was given before: %s", p.Name)
		}
		seen[p.Name] = -1
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
