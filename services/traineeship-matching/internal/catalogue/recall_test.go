package catalogue_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/search/blevesearch"
	"github.com/celav/celav/pkg/search/essearch"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// promised is how much of the exact best twenty a recall must hold.
const promised = 0.99

// asked is how many people and openings are asked for.
const asked = 40

// TestRecallHoldsTheBest recalls for people and for openings out of a town of a fixed seed, on both engines, and compares
// with what ranks best of all. CELAV_BENCH_TAXONOMY names a file with another taxonomy, CELAV_BENCH_OPENINGS how many
// openings there are.
func TestRecallHoldsTheBest(t *testing.T) {
	openings := 4000
	if n, err := strconv.Atoi(os.Getenv("CELAV_BENCH_OPENINGS")); err == nil {
		openings = n
	}
	v := newTown(t, os.Getenv("CELAV_BENCH_TAXONOMY"))
	s, people, offers := v.fill(t, 2500, openings)
	for name, driver := range map[string]func(testing.TB) search.Driver{"embedded": embedded, "elasticsearch": elasticsearch} {
		t.Run(name, func(t *testing.T) {
			c := v.write(t, driver(t), people, offers)
			forPeople, forOpenings := compare(t, c, s, people, offers)
			for _, a := range []*agreement{forPeople, forOpenings} {
				t.Logf("%s", a)
				if a.share() < promised {
					t.Errorf("%s: less than %.0f %% of the best twenty", a.what, 100*promised)
				}
			}
		})
	}
}

func (v *town) fill(t testing.TB, people, openings int) (*match.Snapshot, []match.Person, []match.Opening) {
	t.Helper()
	ps, os := make([]match.Person, people), make([]match.Opening, openings)
	for i := range ps {
		ps[i] = v.person(i)
	}
	for i := range os {
		os[i] = v.opening(i)
	}
	s := emptySnapshot(t)
	s.SetTaxonomy(v.taxonomy())
	s.PutPeople(ps...)
	s.PutOpenings(os...)
	return s, ps, os
}

func (v *town) write(t testing.TB, d search.Driver, people []match.Person, openings []match.Opening) *catalogue.Catalogue {
	t.Helper()
	c, err := catalogue.New(d, shipped(t), search.Options{QueryTimeout: time.Minute, WriteTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	put(t, c.People, people, func(p match.Person) search.Entry[match.Person] {
		return search.Entry[match.Person]{ID: p.ID, Version: p.Version, Doc: p}
	})
	put(t, c.Openings, openings, func(o match.Opening) search.Entry[catalogue.Opening] {
		return search.Entry[catalogue.Opening]{ID: o.ID, Version: o.Version, Doc: catalogue.Opening{Opening: o}}
	})
	return c
}

func put[D, T any](t testing.TB, x *search.Index[D], docs []T, entry func(T) search.Entry[D]) {
	t.Helper()
	for some := range slices.Chunk(docs, 2000) {
		entries := make([]search.Entry[D], len(some))
		for i, d := range some {
			entries[i] = entry(d)
		}
		if err := x.Put(t.Context(), entries...); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// agreement counts how much of the exact lists a recall holds.
type agreement struct {
	what                 string
	wanted, found, lists int
	recalled, blocked    int
	times                []time.Duration
	places               []int // in the recalled order, of what was found
}

func (a *agreement) share() float64 { return float64(a.found) / float64(max(a.wanted, 1)) }

// String says it for people.
func (a *agreement) String() string {
	slices.Sort(a.times)
	slices.Sort(a.places)
	place := 0
	if len(a.places) > 0 {
		place = 1 + a.places[(len(a.places)-1)*99/100]
	}
	return fmt.Sprintf("%s: %d of %d of the best twenty (%.2f %%) in %d lists; 99 %% of them stand among the first %d; %.0f %% of what is recalled is blocked; a recall takes %v at the median, %v at most",
		a.what, a.found, a.wanted, 100*a.share(), a.lists, place, 100*float64(a.blocked)/float64(max(a.recalled, 1)), a.times[len(a.times)/2], a.times[len(a.times)-1])
}

func (a *agreement) add(best []string, recalled []string, blocked int, took time.Duration) {
	for _, id := range best {
		a.wanted++
		if at := slices.Index(recalled, id); at >= 0 {
			a.found++
			a.places = append(a.places, at)
		}
	}
	a.lists++
	a.recalled += len(recalled)
	a.blocked += blocked
	a.times = append(a.times, took)
}

// fewPeople is less than what is recalled in earnest: a thousand would be half of a set of 2,500.
const fewPeople = 400

func compare(t testing.TB, c *catalogue.Catalogue, s *match.Snapshot, people []match.Person, openings []match.Opening) (forPeople, forOpenings *agreement) {
	t.Helper()
	query := match.Query{On: today, Limit: 20}
	forPeople = &agreement{what: fmt.Sprintf("openings for people out of %d", len(openings))}
	for i := 0; i < len(people); i += len(people) / asked {
		exact, err := s.RankOpenings(people[i], query)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		recalled, err := c.RecallOpenings(t.Context(), s, people[i], today, catalogue.MaxRecall)
		if err != nil {
			t.Fatal(err)
		}
		took := time.Since(began)
		var best []string
		for _, e := range exact.Lists[match.Eligible].Items {
			best = append(best, e.Opening)
		}
		among, err := s.Beside(nil, openingsOf(s, recalled)).RankOpenings(people[i], query)
		if err != nil {
			t.Fatal(err)
		}
		forPeople.add(best, recalled, among.Lists[match.Blocked].Count, took)
	}
	forOpenings = &agreement{what: fmt.Sprintf("people for openings out of %d, %d recalled", len(people), fewPeople)}
	for i := 0; i < len(openings); i += len(openings) / asked {
		exact, err := s.RankPeople(openings[i], query)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		recalled, err := c.RecallPeople(t.Context(), s, openings[i], today, fewPeople)
		if err != nil {
			t.Fatal(err)
		}
		took := time.Since(began)
		var best []string
		for _, e := range exact.Lists[match.Eligible].Items {
			best = append(best, e.Person)
		}
		among, err := s.Beside(peopleOf(s, recalled), nil).RankPeople(openings[i], query)
		if err != nil {
			t.Fatal(err)
		}
		forOpenings.add(best, recalled, among.Lists[match.Blocked].Count, took)
	}
	return forPeople, forOpenings
}

func openingsOf(s *match.Snapshot, ids []string) []match.Opening {
	var out []match.Opening
	for _, id := range ids {
		if o, ok := s.Opening(id); ok {
			out = append(out, o)
		}
	}
	return out
}

func peopleOf(s *match.Snapshot, ids []string) []match.Person {
	var out []match.Person
	for _, id := range ids {
		if p, ok := s.Person(id); ok {
			out = append(out, p)
		}
	}
	return out
}

func embedded(t testing.TB) search.Driver {
	t.Helper()
	d, err := blevesearch.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func elasticsearch(t testing.TB) search.Driver {
	t.Helper()
	return elasticsearchOver(t, &http.Transport{})
}

func elasticsearchOver(t testing.TB, transport http.RoundTripper) search.Driver {
	t.Helper()
	address := os.Getenv("CELAV_TEST_ELASTICSEARCH_URL")
	if address == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("CELAV_TEST_ELASTICSEARCH_URL is not set: scripts/servers gives it")
		}
		t.Skip("CELAV_TEST_ELASTICSEARCH_URL is not set: scripts/servers gives it")
	}
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	d, err := essearch.Open(address, essearch.Options{Prefix: "test-" + id.String()[24:], Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Drop(context.Background()); err != nil {
			t.Error(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}
