package match_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// The table of scores is the rankings, side by side.
func TestScoresAreTheRankings(t *testing.T) {
	town := newTown()
	s := town.fill(t, 40, 300, 2)
	gone := town.opening(5)
	gone.Version, gone.SeatsTaken = 9, gone.Seats
	s.PutOpenings(gone)
	var people []match.Person
	s.People(func(p *match.Person) bool { people = append(people, *p); return true })
	calls := 0
	scores, err := match.NewSnapshot(library(t), shipped(t), 1).ScoreAll(context.Background(), people, today, func(int, int) { calls++ })
	if err != nil || len(scores.Openings) != 0 || calls != len(people) {
		t.Fatalf("an empty snapshot: %v, %d openings, %d calls", err, len(scores.Openings), calls)
	}
	if scores, err = s.ScoreAll(context.Background(), people, today, nil); err != nil {
		t.Fatal(err)
	}
	if len(scores.Openings) != 299 || scores.Judged != 40*299 {
		t.Fatalf("%d openings, %d judged", len(scores.Openings), scores.Judged)
	}
	eligible := 0
	for i, p := range people {
		ranking, err := s.RankOpenings(p, match.Query{On: today, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int32{}
		for _, e := range ranking.Lists[match.Eligible].Items {
			want[e.Opening] = e.Total
		}
		row := scores.Rows[i]
		if len(row.Eligible) != len(want) || row.NotEnough != ranking.Lists[match.NotEnough].Count {
			t.Errorf("%s: %d eligible, %d with too little; the ranking has %d and %d", p.ID, len(row.Eligible), row.NotEnough, len(want), ranking.Lists[match.NotEnough].Count)
		}
		for _, x := range row.Eligible {
			if total, ok := want[scores.Openings[x.Opening].ID]; !ok || total != x.Total {
				t.Errorf("%s in %s: %d, the ranking has %d", p.ID, scores.Openings[x.Opening].ID, x.Total, total)
			}
		}
		eligible += len(row.Eligible)
	}
	if eligible == 0 {
		t.Error("nobody is eligible: the test compares nothing")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.ScoreAll(ctx, people, today, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Judging everybody against ten times the openings costs as many allocations: a fixed number for each person.
func TestNothingIsAllocatedPerPair(t *testing.T) {
	town := newTown()
	few, many := town.fill(t, 0, 1_000, 1), town.fill(t, 0, 10_000, 1)
	var people []match.Person
	for i := range 20 {
		people = append(people, town.person(i))
	}
	count := func(s *match.Snapshot) float64 {
		return testing.AllocsPerRun(2, func() { _, _ = s.ScoreAll(context.Background(), people, today, nil) })
	}
	if grown := count(many) - count(few); grown > 20*9 {
		t.Errorf("180,000 more pairs cost %v allocations", grown)
	}
}

func BenchmarkScoreAll(b *testing.B) {
	town := newTown()
	s := town.fill(b, 2_500, 10_000, runtime.NumCPU())
	var people []match.Person
	s.People(func(p *match.Person) bool { people = append(people, *p); return true })
	b.ReportAllocs()
	best := time.Hour // of many: the least disturbed
	for b.Loop() {
		at := time.Now()
		scores, err := s.ScoreAll(context.Background(), people, today, nil)
		if err != nil {
			b.Fatal(err)
		}
		best = min(best, time.Since(at))
		b.ReportMetric(ms(best), "best-ms")
		eligible := 0
		for _, r := range scores.Rows {
			eligible += len(r.Eligible)
		}
		b.ReportMetric(float64(eligible), "eligible")
	}
}
