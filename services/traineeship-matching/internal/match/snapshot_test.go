package match_test

import (
	"sync"
	"testing"

	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// Ranking many more documents costs no more allocations: nothing is allocated per document.
func TestNothingIsAllocatedPerDocument(t *testing.T) {
	town := newTown()
	few, many := town.fill(t, 1_500, 1_500, 1), town.fill(t, 12_000, 12_000, 1)
	person, opening := town.person(0), town.opening(0)
	query := match.Query{On: today, Limit: 0}
	count := func(s *match.Snapshot) (openings, people float64) {
		openings = testing.AllocsPerRun(5, func() { _, _ = s.RankOpenings(person, query) })
		people = testing.AllocsPerRun(5, func() { _, _ = s.RankPeople(opening, query) })
		return openings, people
	}
	o1, p1 := count(few)
	o2, p2 := count(many)
	if grown := o2 - o1; grown > 100 {
		t.Errorf("10,500 more openings cost %v allocations", grown)
	}
	if grown := p2 - p1; grown > 100 {
		t.Errorf("10,500 more people cost %v allocations", grown)
	}
}

func TestLaterVersionWins(t *testing.T) {
	s := snapshot(t, match.NewTaxonomy("test", relations()), nil, nil)
	newer, older := place(), place()
	newer.Version, newer.Title = 7, "newer"
	older.Version, older.Title = 6, "older"
	s.PutOpenings(newer)
	s.PutOpenings(older)
	if o, ok := s.Opening("o1"); !ok || o.Title != "newer" {
		t.Errorf("held %q", o.Title)
	}
	s.DropOpenings("o1", "never-there")
	s.PutOpenings(older, newer, older)
	if o, _ := s.Opening("o1"); o.Title != "newer" {
		t.Errorf("held %q after one batch", o.Title)
	}
	if c := s.Counts(); c.Openings != 1 {
		t.Errorf("%d openings", c.Openings)
	}
	s.DropOpenings("o1")
	if _, ok := s.Opening("o1"); ok {
		t.Error("dropped and still there")
	}
}

// A change of many documents, over several blocks, gives what one filling gives.
func TestUpdatesOverSeveralBlocks(t *testing.T) {
	town := newTown()
	s := match.NewSnapshot(library(t), shipped(t), 2)
	s.SetTaxonomy(town.taxonomy())
	var openings []match.Opening
	for i := range 3_000 {
		openings = append(openings, town.opening(i))
	}
	for i := 0; i < len(openings); i += 700 {
		s.PutOpenings(openings[i:min(i+700, len(openings))]...)
	}
	var dropped []string
	for i := 0; i < len(openings); i += 3 {
		dropped = append(dropped, openings[i].ID)
	}
	s.DropOpenings(dropped...)
	if c := s.Counts().Openings; c != 2_000 {
		t.Fatalf("%d openings, want 2000", c)
	}
	fresh := match.NewSnapshot(library(t), shipped(t), 1)
	fresh.SetTaxonomy(town.taxonomy())
	for i, o := range openings {
		if i%3 != 0 {
			fresh.PutOpenings(o)
		}
		if i > 300 { // one by one is slow; the rest at once
			var rest []match.Opening
			for k := i + 1; k < len(openings); k++ {
				if k%3 != 0 {
					rest = append(rest, openings[k])
				}
			}
			fresh.PutOpenings(rest...)
			break
		}
	}
	person := town.person(1)
	query := match.Query{On: today, Limit: 2_000}
	a, err := s.RankOpenings(person, query)
	if err != nil {
		t.Fatal(err)
	}
	b, err := fresh.RankOpenings(person, query)
	if err != nil {
		t.Fatal(err)
	}
	for standing := range a.Lists {
		x, y := a.Lists[standing].Items, b.Lists[standing].Items
		if len(x) != len(y) {
			t.Fatalf("%d and %d items", len(x), len(y))
		}
		for i := range x {
			if x[i].Opening != y[i].Opening || x[i].Total != y[i].Total {
				t.Fatalf("place %d differs", i)
			}
		}
	}
}

// Readers go on while documents and the taxonomy change; each answer is of one state.
func TestReadersAreNotStopped(t *testing.T) {
	town := newTown()
	s := town.fill(t, 0, 1_200, 1)
	person := town.person(0)
	var writing sync.WaitGroup
	done := make(chan struct{})
	writing.Go(func() {
		defer close(done)
		for i := range 30 {
			o := town.opening(i)
			o.Version = int64(10 + i)
			s.PutOpenings(o)
			if i%10 == 0 {
				s.SetTaxonomy(town.taxonomy())
			}
		}
	})
	for reading := true; reading; {
		select {
		case <-done:
			reading = false
		default:
		}
		r, err := s.RankOpenings(person, match.Query{On: today, Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		if r.Scored != 1_200 {
			t.Fatalf("%d openings in one state", r.Scored)
		}
	}
	writing.Wait()
}

// What a search engine recalled is ranked as it would be among all.
func TestBeside(t *testing.T) {
	town := newTown()
	s := town.fill(t, 0, 500, 2)
	person := town.person(0)
	all, err := s.RankOpenings(person, match.Query{On: today, Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	var recalled []match.Opening
	for _, list := range all.Lists {
		for _, e := range list.Items[:min(3, len(list.Items))] {
			o, _ := s.Opening(e.Opening)
			recalled = append(recalled, o)
		}
	}
	some, err := s.Beside(nil, recalled).RankOpenings(person, match.Query{On: today, Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	if some.Scored != len(recalled) || some.Versions != all.Versions {
		t.Fatalf("%d ranked, want %d", some.Scored, len(recalled))
	}
	for standing := range some.Lists {
		for i, e := range some.Lists[standing].Items {
			if want := all.Lists[standing].Items[i]; e.Opening != want.Opening || e.Total != want.Total {
				t.Errorf("place %d: %s, want %s", i, e.Opening, want.Opening)
			}
		}
	}
}

// People of other teams are counted and not shown.
func TestTeam(t *testing.T) {
	mine, theirs := waiter(), waiter()
	mine.Team, theirs.ID, theirs.Team = "equipe-1", "p2", "equipe-2"
	s := snapshot(t, match.NewTaxonomy("test", relations()), []match.Person{mine, theirs}, nil)
	r, err := s.RankPeople(place(), match.Query{On: today, Limit: 10, Team: "equipe-1"})
	if err != nil {
		t.Fatal(err)
	}
	list := r.Lists[match.Eligible]
	if len(list.Items) != 1 || list.Items[0].Person != "p1" || list.Count != 1 || list.Elsewhere != 1 {
		t.Errorf("%+v", list)
	}
}
