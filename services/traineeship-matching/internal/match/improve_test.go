package match_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// What lifts a block, as it reads; the first is the smallest.
func TestWhatLiftsABlock(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*match.Person, *match.Opening)
		want   []match.Improvement // kind, side, value, to, lifts
	}{
		{"a licence", func(_ *match.Person, o *match.Opening) { o.Licences = []string{"B"} }, []match.Improvement{{Kind: "licence", Side: "person", Value: "B", Lifts: true}}},
		{"a language", func(_ *match.Person, o *match.Opening) { o.Languages[0].Level = 4 }, []match.Improvement{{Kind: "language", Side: "person", Value: "it", To: "B2", Lifts: true}}},
		{"a level of education", func(_ *match.Person, o *match.Opening) { o.EducationEQF = ptr(4) }, []match.Improvement{{Kind: "education", Side: "person", To: "4", Lifts: true}}},
		{"free later", func(p *match.Person, _ *match.Opening) { p.Availability.From = ptr(today.AddDays(90)) }, []match.Improvement{{Kind: "start", Side: "opening", To: today.AddDays(90).String(), Lifts: true}}},
		{"hours", func(p *match.Person, _ *match.Opening) { p.Availability.MaxHoursWeek = ptr(20) }, []match.Improvement{
			{Kind: "hours-less", Side: "opening", To: "20", Lifts: true}, {Kind: "hours-more", Side: "person", To: "30", Lifts: true},
		}},
		{"work allowed from a later day", func(p *match.Person, _ *match.Opening) {
			until := today.AddDays(59)
			p.WorkAccess = []policy.Interval{{From: today, Until: &until, Outcome: policy.MayNotWork}, {From: today.AddDays(60), Outcome: policy.MayWork}}
		}, []match.Improvement{{Kind: "start", Side: "opening", To: today.AddDays(60).String(), Lifts: true}}},
		{"a seat where more are there than the law lets in", func(_ *match.Person, o *match.Opening) { o.SeatsTaken, o.SeatLimit = 5, ptr(1) }, []match.Improvement{{Kind: "seat", Side: "opening", Value: "host-full", Lifts: true}}},
		{"a seat", func(_ *match.Person, o *match.Opening) { o.SeatsTaken = 2 }, []match.Improvement{{Kind: "seat", Side: "opening", Value: "no-seat", Lifts: true}}},
		{"far away", func(_ *match.Person, o *match.Opening) { o.Site.Lat = ptr(45.70) }, []match.Improvement{{Kind: "reach", Side: "person", To: "78", Lifts: true}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, o := waiter(), place()
			c.change(&p, &o)
			e := explain(t, p, o)
			var got []match.Improvement
			for _, i := range e.Improvements {
				if i.Lifts {
					got = append(got, match.Improvement{Kind: i.Kind, Side: i.Side, Value: i.Value, To: i.To, Lifts: true})
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if e.Way == nil || e.Way.Changes != 1 || e.Way.Standing != match.Eligible {
				t.Errorf("the way: %+v", e.Way)
			}
		})
	}
}

// Two blocks are lifted by two changes together, and by neither alone.
func TestTheSmallestSetOfChanges(t *testing.T) {
	p, o := waiter(), place()
	o.Licences, o.Languages[0].Level = []string{"B"}, 4
	e := explain(t, p, o)
	if e.Way == nil || e.Way.Changes != 2 || e.Way.Standing != match.Eligible {
		t.Fatalf("%+v", e.Way)
	}
	for _, i := range e.Improvements[:2] {
		if i.Lifts || !i.Set {
			t.Errorf("%+v", i)
		}
	}
}

// A host that teaches what it asked for gains, and so does one who learns.
func TestWhatAddsMost(t *testing.T) {
	p, o := waiter(), place()
	p.Skills = p.Skills[:1]
	e := explain(t, p, o)
	kinds := []string{}
	for _, i := range e.Improvements {
		if i.Gain <= 0 || i.Total != e.Total+i.Gain {
			t.Errorf("%+v of %d", i, e.Total)
		}
		kinds = append(kinds, i.Kind)
	}
	for _, want := range []string{"skill", "teach", "language"} {
		if !slices.Contains(kinds, want) {
			t.Errorf("%s is not among %v", want, kinds)
		}
	}
}

func TestWeightsOfARun(t *testing.T) {
	w := shipped(t)
	if s, err := w.Vary(map[string]int{}); s != nil || err != nil {
		t.Errorf("nothing varied: %v, %v", s, err)
	}
	s, err := w.Vary(map[string]int{"learning": 60, "commute": 0})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, p := range match.PartNames() {
		sum += s.Of(p)
	}
	if sum != 100 || s.Of(match.Commute) != 0 || s.Of(match.Learning) <= s.Of(match.Essential) {
		t.Errorf("%v adds up to %d", s, sum)
	}
	for _, bad := range []map[string]int{{"essential": 0}, {"essential": 101}, {"luck": 3}, {"commute": -1}} {
		if _, err := w.Vary(bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	snap := snapshot(t, match.NewTaxonomy("test", relations()), []match.Person{waiter()}, []match.Opening{place()})
	plainly, _, _, err := snap.Explain("p1", "o1", today)
	if err != nil {
		t.Fatal(err)
	}
	varied, versions, _, err := snap.ExplainWith("p1", "o1", today, s)
	if err != nil {
		t.Fatal(err)
	}
	ranking, err := snap.RankOpenings(waiter(), match.Query{On: today, Limit: 5, Shares: s})
	if err != nil {
		t.Fatal(err)
	}
	if varied.Total == plainly.Total || ranking.Lists[match.Eligible].Items[0].Total != varied.Total || ranking.Versions != versions {
		t.Errorf("%d, %d in the ranking, %d without", varied.Total, ranking.Lists[match.Eligible].Items[0].Total, plainly.Total)
	}
	if versions.Weights == w.Name() {
		t.Error("the weights' name does not say that they were varied")
	}
}

// The points of the parts add up to the total, and with what they could give to a hundred.
func TestPointsAddUp(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	rapid.Check(t, func(rt *rapid.T) {
		p, o := drawPerson(rt), drawOpening(rt)
		p.ID, o.ID = "p", "o"
		e := judged(rt, t, taxonomy, p, o)
		var points, of int32
		for _, part := range e.Parts {
			points += part.Points
			of += part.Of
		}
		if e.Scored() && (of != 10000 || points < e.Total || !e.Capped && points != e.Total) || !e.Scored() && points+of != 0 {
			rt.Fatalf("%d of %d, total %d", points, of, e.Total)
		}
		if e.Scored() && e.Total > e.Parts[match.Essential].Value+2500 {
			rt.Fatalf("%d passes what is needed at start, %d", e.Total, e.Parts[match.Essential].Value)
		}
	})
}
