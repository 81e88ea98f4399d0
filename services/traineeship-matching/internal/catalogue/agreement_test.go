package catalogue_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

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

func (a *agreement) add(best, recalled []string, blocked int, took time.Duration) {
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

// A thousand, which is recalled in earnest, would be much of a small set.
const fewPeople = 400

func fewOpenings(of int) int { return min(catalogue.MaxRecall, of/8) }

func compare(t testing.TB, c *catalogue.Catalogue, s *match.Snapshot, people []match.Person, openings []match.Opening) (forPeople, forOpenings *agreement) {
	t.Helper()
	query := match.Query{On: today, Limit: 20}
	forPeople = &agreement{what: fmt.Sprintf("openings for people out of %d, %d recalled", len(openings), fewOpenings(len(openings)))}
	for i := 0; i < len(people); i += len(people) / asked {
		exact, err := s.RankOpenings(people[i], query)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		recalled, err := c.RecallOpenings(t.Context(), s, people[i], today, fewOpenings(len(openings)))
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
