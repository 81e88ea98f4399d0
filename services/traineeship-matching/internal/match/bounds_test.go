package match_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"cloud.google.com/go/civil"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// drawAnyPerson and drawAnyOpening also draw what the oracle does not judge.
func drawAnyPerson(t *rapid.T) match.Person {
	day := func(name string, from, to int) *civil.Date {
		if rapid.IntRange(0, 2).Draw(t, name+" known") == 0 {
			return nil
		}
		return ptr(today.AddDays(rapid.IntRange(from, to).Draw(t, name)))
	}
	word := func(name string) *string {
		return rapid.SampledFrom([]*string{nil, ptr("yes"), ptr("no")}).Draw(t, name)
	}
	p := drawPerson(t)
	p.ID = "p"
	p.MinimumAge = rapid.SampledFrom([]int{0, 15, 16, 18}).Draw(t, "age")
	p.State = rapid.SampledFrom([]string{"active", "active", "active", "closed"}).Draw(t, "state")
	p.Education = rapid.SampledFrom([]*match.Education{nil, {EQF: ptr(3)}, {EQF: ptr(6)}}).Draw(t, "education")
	if p.Residence == "local" {
		access := policy.Interval{
			From: today.AddDays(-rapid.IntRange(-20, 300).Draw(t, "since")), Until: day("until", 30, 300), Renewable: rapid.Bool().Draw(t, "renewable"),
			Outcome: rapid.SampledFrom([]policy.Outcome{policy.MayWork, policy.MayNotWork, policy.NeedsHuman, policy.MayWorkLimited}).Draw(t, "outcome"),
		}
		if access.Outcome == policy.MayWorkLimited {
			access.HoursWeek = ptr(20)
		}
		p.WorkAccess = rapid.SampledFrom([][]policy.Interval{nil, {access}, {access}, p.WorkAccess}).Draw(t, "access")
	}
	if p.Availability != nil {
		p.Availability.From = day("from", -5, 90)
		p.Availability.MaxHoursWeek = rapid.SampledFrom([]*int{nil, ptr(20), ptr(40)}).Draw(t, "hours")
	}
	if p.Preferences != nil {
		p.Preferences.NightShifts, p.Preferences.Weekend = word("nights"), word("weekends")
	}
	if p.Reach != nil && rapid.IntRange(0, 3).Draw(t, "no limit") == 0 {
		p.Reach.MaxMinutes = rapid.SampledFrom([]*int{nil, ptr(0)}).Draw(t, "limit")
	}
	return p
}

func drawAnyOpening(t *rapid.T) match.Opening {
	o := drawOpening(t)
	o.MinimumAge = rapid.SampledFrom([]int{0, 16, 18}).Draw(t, "age")
	o.HoursWeek = rapid.SampledFrom([]*int{nil, ptr(20), ptr(30), ptr(40)}).Draw(t, "hours")
	o.SeatLimit = rapid.SampledFrom([]*int{nil, ptr(0), ptr(1), ptr(2)}).Draw(t, "limit")
	if rapid.IntRange(0, 3).Draw(t, "closes") == 0 {
		o.ClosesOn = ptr(today.AddDays(rapid.IntRange(-2, 5).Draw(t, "closes on")))
	}
	if rapid.IntRange(0, 5).Draw(t, "starts") == 0 {
		o.Start = nil
	}
	return o
}

// drawWeights varies every number that bounds could lean on.
func drawWeights(t *rapid.T, w match.Weights) *match.Weights {
	percent := func(name string) int { return rapid.IntRange(0, 100).Draw(t, name) }
	parts, left := map[string]int{}, 100-len(w.Parts)
	for _, name := range []string{"essential", "optional", "learning", "experience", "language", "schedule", "commute", "preference"} {
		more := rapid.IntRange(0, left).Draw(t, name)
		parts[name], left = 1+more, left-more
	}
	parts["freshness"] = 1 + left
	w.Parts = parts
	w.CompletenessMin, w.CeilingWithoutNeeded = percent("completeness"), percent("ceiling")
	w.Nearness = map[match.Nearness]int{
		match.Same: percent("same"), match.Narrower: percent("narrower"), match.Broader: percent("broader"), match.Sibling: percent("sibling"), match.Related: percent("related"),
	}
	w.Commute.ZeroAtPercent = rapid.IntRange(20, 300).Draw(t, "zero at")
	w.Gate.ReachBlockPercent = rapid.IntRange(100, 300).Draw(t, "reach")
	w.Gate.ScheduleBlockBelow = percent("schedule")
	return &w
}

// sameLists fails unless two rankings say the same of the same.
func sameLists(t interface{ Fatalf(string, ...any) }, name string, a, b match.Ranking) {
	for standing := range a.Lists {
		x, y := a.Lists[standing], b.Lists[standing]
		if x.Count != y.Count || x.More != y.More || len(x.Items) != len(y.Items) {
			t.Fatalf("%s, %s: %d of %d (more: %v), then %d of %d (more: %v)", name, match.Standing(standing), len(x.Items), x.Count, x.More, len(y.Items), y.Count, y.More)
		}
		for i := range x.Items {
			if !reflect.DeepEqual(x.Items[i], y.Items[i]) {
				t.Fatalf("%s, %s, place %d: %+v, then %+v", name, match.Standing(standing), i, x.Items[i], y.Items[i])
			}
		}
	}
	if a.Scored != b.Scored || a.Versions != b.Versions {
		t.Fatalf("%s: %d by %v, then %d by %v", name, a.Scored, a.Versions, b.Scored, b.Versions)
	}
}

// Skipping what cannot reach a list gives the answer of scoring everything in full, and that of judging pair by pair:
// order, ties, counts, gate and all. Whatever the weights are.
func TestBoundsGiveTheSameAnswer(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWeights(rt, *shipped(t))
		if err := w.Check(); err != nil {
			rt.Fatal(err)
		}
		openings := rapid.SliceOfN(rapid.Custom(drawAnyOpening), 1, 40).Draw(rt, "openings")
		for i := range openings {
			openings[i].ID = fmt.Sprintf("o%02d", i)
		}
		s := match.NewSnapshot(library(t), w, rapid.IntRange(1, 2).Draw(rt, "workers"))
		s.SetTaxonomy(taxonomy)
		s.PutOpenings(rapid.Permutation(openings).Draw(rt, "order")...)
		p := drawAnyPerson(rt)
		query := match.Query{On: today, Limit: rapid.IntRange(0, 6).Draw(rt, "limit")}
		for page := range 3 {
			plain, err := s.Beside(nil, openings).RankOpenings(p, query)
			if err != nil {
				rt.Fatal(err)
			}
			bounded, err := s.RankOpenings(p, query)
			if err != nil {
				rt.Fatal(err)
			}
			query.Every = true
			every, err := s.RankOpenings(p, query)
			if err != nil {
				rt.Fatal(err)
			}
			query.Every = false
			sameLists(rt, fmt.Sprintf("page %d, pair by pair and with bounds", page), plain, bounded)
			sameLists(rt, fmt.Sprintf("page %d, pair by pair and in full", page), plain, every)
			for list := range match.Standing(3) {
				only := query
				only.Only = &list
				one, err := s.RankOpenings(p, only)
				if err != nil {
					rt.Fatal(err)
				}
				want := bounded
				for other := range want.Lists {
					if match.Standing(other) != list {
						want.Lists[other].Items, want.Lists[other].More = nil, false
					}
				}
				sameCounted(rt, list, want, one)
			}
			for standing, list := range plain.Lists {
				if len(list.Items) > 0 {
					query.After[standing] = &list.Items[len(list.Items)-1].Position
				}
			}
		}
		scores, err := s.ScoreAll(context.Background(), []match.Person{p}, today, nil)
		if err != nil {
			rt.Fatal(err)
		}
		pairs, err := s.Beside(nil, scores.Openings).RankOpenings(p, match.Query{On: today, Limit: 50})
		if err != nil {
			rt.Fatal(err)
		}
		sameScores(rt, scores, pairs)
	})
}

// sameCounted fails unless one list is as among all three, and the others are counted as there and hold nothing.
func sameCounted(t *rapid.T, list match.Standing, want, got match.Ranking) {
	for standing := range got.Lists {
		if match.Standing(standing) != list && len(got.Lists[standing].Items) > 0 {
			t.Fatalf("only %s was asked for, and %s holds something", list, match.Standing(standing))
		}
	}
	sameLists(t, "only "+list.String(), want, got)
}

// sameScores compares one person's row with a ranking of the same openings.
func sameScores(t *rapid.T, scores match.Scores, ranking match.Ranking) {
	row := scores.Rows[0]
	var blocked [16]int
	for _, e := range ranking.Lists[match.Blocked].Items {
		for _, c := range e.Gate {
			if c.Decision == policy.Block {
				blocked[c.Constraint]++
			}
		}
	}
	for _, c := range match.Constraints() {
		if row.BlockedBy(c) != blocked[c] {
			t.Fatalf("%s blocks %d, the ranking has %d", c, row.BlockedBy(c), blocked[c])
		}
	}
	eligible := ranking.Lists[match.Eligible]
	if row.NotEnough != ranking.Lists[match.NotEnough].Count || len(row.Eligible) != eligible.Count {
		t.Fatalf("%d eligible and %d with too little, the ranking has %d and %d", len(row.Eligible), row.NotEnough, eligible.Count, ranking.Lists[match.NotEnough].Count)
	}
	want := map[string]int32{}
	for _, e := range eligible.Items {
		want[e.Opening] = e.Total
	}
	for _, x := range row.Eligible {
		if id := scores.Openings[x.Opening].ID; want[id] != x.Total {
			t.Fatalf("%s: %d, the ranking has %d", id, x.Total, want[id])
		}
	}
}

// In a town of openings the bounds skip nearly all.
func TestBoundsSkipMost(t *testing.T) {
	town := newTown()
	s := town.fill(t, 0, 6_000, 2)
	var scored, inFull int
	for i := range 30 {
		p := town.person(i)
		query := match.Query{On: today, Limit: 20}
		bounded, err := s.RankOpenings(p, query)
		if err != nil {
			t.Fatal(err)
		}
		query.Every = true
		every, err := s.RankOpenings(p, query)
		if err != nil {
			t.Fatal(err)
		}
		sameLists(t, p.ID, every, bounded)
		scored, inFull = scored+every.InFull, inFull+bounded.InFull
	}
	if ratio := float64(inFull) / float64(scored); ratio > 0.35 {
		t.Errorf("the score of %.1f %% of the openings was worked out", 100*ratio)
	} else {
		t.Logf("the score of %.1f %% of the openings was worked out", 100*ratio)
	}
}

// The snapshot forgets what openings had that are gone or have changed.
func TestFacetsOfTheGoneAreForgotten(t *testing.T) {
	s := snapshot(t, match.NewTaxonomy("test", relations()), nil, nil)
	o := place()
	for i := range 30_000 {
		o.Version++
		o.Start, o.ClosesOn = ptr(today.AddDays(i)), ptr(today.AddDays(i))
		s.PutOpenings(o)
	}
	if n := match.Facets(s); n > 60_000 {
		t.Errorf("%d facets of one opening", n)
	}
	r, err := s.RankOpenings(waiter(), match.Query{On: today, Limit: 1})
	if err != nil || r.Scored != 1 {
		t.Errorf("%d openings, %v", r.Scored, err)
	}
}
