package fairness_test

import (
	"fmt"
	"testing"

	"cloud.google.com/go/civil"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/celav/celav/services/traineeship-matching/internal/fairness"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quarter = fairness.Quarter{Year: 2026, Number: 4}

func day(m, d int) civil.Date {
	return civil.Date{Year: 2026, Month: 10, Day: 1}.AddMonths(m - 10).AddDays(d - 1)
}

func TestQuarters(t *testing.T) {
	q, err := fairness.ParseQuarter("2026-Q4")
	if err != nil || q != quarter || q.First().String() != "2026-10-01" || q.Last().String() != "2026-12-31" || q.Next().String() != "2027-Q1" || q.Next().Before() != q {
		t.Errorf("%v, %v", q, err)
	}
	for _, text := range []string{"", "2026-Q5", "2026-Q0", "2026", "2026-Q4x", "26-Q1", "2026-q1"} {
		if _, err := fairness.ParseQuarter(text); err == nil {
			t.Errorf("%q is no quarter", text)
		}
	}
	for m, want := range map[int]int{1: 1, 3: 1, 4: 2, 12: 4} {
		if got := fairness.QuarterOf(civil.Date{Year: 2026, Month: 1, Day: 15}.AddMonths(m - 1)).Number; got != want {
			t.Errorf("month %d lies in quarter %d", m, got)
		}
	}
}

func TestZones(t *testing.T) {
	for _, x := range []struct {
		name     string
		lat, lon float64
		want     fairness.Zone
	}{
		{"Duomo", 45.46, 9.19, fairness.Centre},
		{"Bicocca", 45.52, 9.21, fairness.North},
		{"Lambrate", 45.48, 9.24, fairness.East},
		{"Gratosoglio", 45.41, 9.17, fairness.South},
		{"Baggio", 45.46, 9.09, fairness.West},
		{"Rho", 45.53, 9.04, fairness.Outside},
	} {
		if got := fairness.ZoneOf(x.lat, x.lon); got != x.want {
			t.Errorf("%s lies in %s", x.name, got)
		}
	}
}

// crowd is n people of a team who wait since a day.
func crowd(team string, n int, since civil.Date) []fairness.Somebody {
	var out []fairness.Somebody
	for i := range n {
		out = append(out, fairness.Somebody{ID: fmt.Sprint(team, i), Team: team, Zone: fairness.North, Since: &since, Waits: true})
	}
	return out
}

func TestBuild(t *testing.T) {
	people := append(crowd("a", 20, day(10, 1)), crowd("b", 30, day(4, 1))...)
	people = append(people, fairness.Somebody{ID: "gone", Team: "a"}, fairness.Somebody{ID: "later", Team: "a", Since: ptr(day(12, 1)), Waits: true})
	var happened []fairness.Happening
	for i := range 10 {
		happened = append(happened, fairness.Happening{Person: fmt.Sprint("a", i), What: fairness.Proposed, Times: 2}, fairness.Happening{Person: fmt.Sprint("b", i), What: fairness.Proposed, Times: 1})
		if i < 6 {
			happened = append(happened, fairness.Happening{Person: fmt.Sprint("b", i), What: fairness.Started, Times: 1, First: day(10, 11)})
		}
	}
	r := fairness.Build(quarter, day(11, 23), people, happened, 5)
	if r.Until != day(11, 23) || len(r.Tables) != 3 {
		t.Fatalf("%+v", r)
	}
	team := r.Tables[0]
	if len(team.Rows) != 2 || team.Total.Of(fairness.People).N != 50 || team.Total.Of(fairness.Proposals).N != 30 {
		t.Fatalf("who has left, and who begins to wait later, do not count: %+v", team)
	}
	a, b := team.Rows[0], team.Rows[1]
	if share, ok := a.Share(fairness.ProposedPeople); a.Of(fairness.People).N != 20 || a.Of(fairness.Proposals).N != 20 || !ok || share != 0.5 || *a.Wait != 53 {
		t.Errorf("team a: %+v", a)
	}
	if b.Of(fairness.StartedPeople).N != 6 || a.Of(fairness.StartedPeople).N != 0 || a.Of(fairness.StartedPeople).Hidden {
		t.Errorf("six started in team b: %+v", b)
	}
	if area := r.Tables[1]; area.Rows[1].Key != "north" || area.Rows[1].Of(fairness.People).N != 50 || area.Rows[0].Of(fairness.People).N != 0 {
		t.Errorf("by area: %+v", area)
	}
	// Those of team b who started had waited from April to October, the others until today: both over six months.
	if wait := r.Tables[2]; wait.Rows[1].Of(fairness.People).N != 20 || wait.Rows[3].Of(fairness.People).N != 30 {
		t.Errorf("by wait: %+v", wait)
	}
}

func ptr[T any](x T) *T { return &x }

func TestFewAreHidden(t *testing.T) {
	people := append(append(crowd("a", 30, day(10, 1)), crowd("b", 40, day(10, 1))...), crowd("c", 3, day(10, 1))...)
	var happened []fairness.Happening
	for i := range 12 {
		happened = append(happened, fairness.Happening{Person: fmt.Sprint("a", i), What: fairness.Proposed, Times: 1}, fairness.Happening{Person: fmt.Sprint("b", i%7), What: fairness.Proposed, Times: 1})
	}
	r := fairness.Build(quarter, day(11, 23), people, happened, 5)
	team := r.Tables[0]
	a, b, c := team.Rows[0], team.Rows[1], team.Rows[2]
	if c.Wait != nil || !c.Of(fairness.People).Hidden || !c.Of(fairness.ProposedPeople).Hidden {
		t.Errorf("three people are too few: %+v", c)
	}
	// Team c's number would follow from the total, were it the only one hidden: the next smallest goes too.
	if !b.Of(fairness.ProposedPeople).Hidden || a.Of(fairness.ProposedPeople).Hidden || !a.Of(fairness.People).Hidden || b.Of(fairness.People).Hidden {
		t.Errorf("beside it: %+v, %+v", a, b)
	}
	if b.Of(fairness.ProposedPeople).N != 0 {
		t.Error("what is hidden is not in the answer")
	}
	if few := fairness.Build(quarter, day(11, 23), crowd("a", 4, day(10, 1)), nil, 5); !few.Tables[1].Total.Of(fairness.People).Hidden {
		t.Errorf("a total of four: %+v", few.Tables[1].Total)
	}
}

// Nothing that few people share can be read or worked out by taking numbers from a total.
func TestNothingOfFewCanBeWorkedOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		least := rapid.IntRange(3, 8).Draw(t, "least")
		var people []fairness.Somebody
		var happened []fairness.Happening
		for i := range rapid.IntRange(0, 60).Draw(t, "people") {
			p := fairness.Somebody{
				ID: fmt.Sprint("p", i), Team: rapid.SampledFrom([]string{"", "a", "b", "c", "d"}).Draw(t, "team"), Waits: rapid.Bool().Draw(t, "waits"),
				Zone: rapid.SampledFrom(append(fairness.Zones(), "")).Draw(t, "zone"),
			}
			if rapid.Bool().Draw(t, "since known") {
				p.Since = ptr(day(10, 1).AddDays(-rapid.IntRange(-80, 500).Draw(t, "since")))
			}
			people = append(people, p)
			for what := fairness.Looked; what <= fairness.Started; what++ {
				if rapid.IntRange(0, 4).Draw(t, "happened") == 0 {
					happened = append(happened, fairness.Happening{Person: p.ID, What: what, Times: rapid.IntRange(1, 3).Draw(t, "times"), First: day(11, 1)})
				}
			}
		}
		whole := fairness.Build(quarter, day(11, 23), people, happened, 1)
		told := fairness.Build(quarter, day(11, 23), people, happened, least)
		for d, x := range told.Tables {
			for m := fairness.People; m <= fairness.Proposals; m++ {
				checkColumn(t, &x, &whole.Tables[d], m, least)
			}
		}
		for m := fairness.People; m <= fairness.Proposals; m++ {
			first := told.Tables[0].Total.Of(m)
			for _, x := range told.Tables {
				if x.Total.Of(m) != first {
					t.Fatalf("measure %d: the totals differ: %+v", m, told.Tables)
				}
			}
		}
	})
}

func checkColumn(t *rapid.T, told, whole *fairness.Table, m fairness.Measure, least int) {
	behind := m // whom the number is about
	if m == fairness.Proposals {
		behind = fairness.ProposedPeople
	}
	total, hidden, people, sum := whole.Total.Of(m).N, 0, 0, 0
	for i := range told.Rows {
		cell, of := told.Rows[i].Of(m), whole.Rows[i].Of(behind).N
		sum += whole.Rows[i].Of(m).N
		switch {
		case cell.Hidden:
			hidden, people = hidden+1, people+of
			if cell.N != 0 {
				t.Fatalf("a hidden number is told: %+v", cell)
			}
		case cell.N != whole.Rows[i].Of(m).N:
			t.Fatalf("%+v is not %+v", cell, whole.Rows[i].Of(m))
		case of > 0 && of < least:
			t.Fatalf("%d people are told of in %+v", of, told.Rows[i])
		}
	}
	if sum != total {
		t.Fatalf("measure %d: the groups have %d, the total says %d", m, sum, total)
	}
	if told.Total.Of(m).Hidden {
		if hidden != len(told.Rows) {
			t.Fatalf("the total is hidden and can be added up: %+v", told)
		}
		return
	}
	if hidden == 1 || hidden > 0 && people < least {
		t.Fatalf("measure %d: %d numbers of %d people follow from the total: %+v", m, hidden, people, told)
	}
}
