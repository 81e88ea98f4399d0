package match_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// What was picked out of a snapshot, or read because it was not there, ranks as it does among all.
func TestAmongRanksAsBeside(t *testing.T) {
	town := newTown()
	s := town.fill(t, 1500, 1500, 2)
	query := match.Query{On: today, Limit: 2000}
	p, o := town.person(1500), town.opening(1500)
	var ids []string
	var openings []match.Opening
	var people []match.Person
	for i := 0; i < 1500; i += 7 {
		opening, _ := s.Opening(fmt.Sprintf("o%06d", i))
		person, _ := s.Person(fmt.Sprintf("p%06d", i))
		openings, people = append(openings, opening), append(people, person)
		ids = append(ids, opening.ID)
	}
	far := town.opening(9999)
	among, err := s.AmongOpenings(append(ids, far.ID), func(missing []string) ([]match.Opening, error) {
		if !slices.Equal(missing, []string{far.ID}) {
			t.Errorf("%v are missing", missing)
		}
		return []match.Opening{far}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want, err := s.Beside(nil, append(openings, far)).RankOpenings(p, query)
	if err != nil {
		t.Fatal(err)
	}
	got, err := among.RankOpenings(p, query)
	if err != nil {
		t.Fatal(err)
	}
	if written(t, got) != written(t, want) || want.Lists[match.Eligible].Count == 0 {
		t.Errorf("%d openings rank otherwise", got.Scored)
	}

	ids = nil
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	few, err := s.AmongPeople(ids, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantPeople, err := s.Beside(people, nil).RankPeople(o, query)
	if err != nil {
		t.Fatal(err)
	}
	gotPeople, err := few.RankPeople(o, query)
	if err != nil {
		t.Fatal(err)
	}
	if written(t, gotPeople) != written(t, wantPeople) {
		t.Errorf("%d people rank otherwise", gotPeople.Scored)
	}
	broken := errors.New("the records cannot be read")
	if _, err := s.AmongPeople([]string{"nobody"}, func([]string) ([]match.Person, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func written(t *testing.T, r match.Ranking) string {
	t.Helper()
	text, err := json.Marshal(r.Lists)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
