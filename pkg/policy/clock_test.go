package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/policy"
)

// half is a traineeship of three months and three more that begins before today.
func half(hours int) policy.Plan {
	return policy.Plan{Traineeship: true, Start: day("2026-11-01"), End: day("2027-04-30"), HoursWeek: hours}
}

// drawn writes a stretch as "from..until mark decision rule [hard] [free from]".
func drawn(line []policy.Stretch) []string {
	var out []string
	for _, x := range line {
		s := fmt.Sprintf("%s..%s %s %s %s", x.From, x.Until, x.Mark, x.Result.Decision, x.Result.Rule)
		if x.Result.Hard {
			s += " hard"
		}
		if x.FreeOn.IsValid() {
			s += " free " + x.FreeOn.String()
		}
		out = append(out, s)
	}
	return out
}

// What papers make of three months plus three, from today on.
func TestClock(t *testing.T) {
	set := rules(t)
	issued := day("2026-02-01")
	whole := func(s string) []string { return []string{"2026-11-23..2027-04-30 " + s} }
	asylum := func(d policy.Document) []policy.Document {
		d.Kind = policy.AsylumSeeker
		return []policy.Document{d}
	}
	for _, c := range []struct {
		name  string
		docs  []policy.Document
		hours int
		want  []string
	}{
		{"nothing recorded", nil, 30, whole("unrecorded human WA-01")},
		{"citizen", []policy.Document{{Kind: policy.Citizen, IssuedOn: issued}}, 30, whole("allowed ok WA-01")},
		{
			"a permit ends in the fifth month: it warns and never blocks",
			[]policy.Document{{Kind: policy.Work, IssuedOn: issued, ExpiresOn: day("2027-03-20")}},
			30,
			[]string{"2026-11-23..2027-03-20 allowed ok WA-01", "2027-03-21..2027-04-30 to-renew warn WA-08"},
		},
		{
			"its renewal is asked for in time: the receipt carries on",
			[]policy.Document{{Kind: policy.Work, IssuedOn: issued, ExpiresOn: day("2027-03-20"), RequestedOn: day("2026-11-20")}},
			30,
			whole("allowed ok WA-01"),
		},
		{
			"it ended and nothing was asked for",
			[]policy.Document{{Kind: policy.Work, IssuedOn: issued, ExpiresOn: day("2026-11-20")}},
			30, whole("lapsed human WA-08"),
		},
		{
			"it was asked for after the end",
			[]policy.Document{{Kind: policy.Work, IssuedOn: issued, ExpiresOn: day("2026-11-10"), RequestedOn: day("2026-11-20")}},
			30,
			whole("to-judge human WA-01"),
		},
		{
			"asylum: before day 61 a person decides, from it on nobody has to",
			asylum(policy.Document{LodgedOn: day("2026-10-15")}), 30,
			[]string{"2026-11-23..2026-12-14 not-yet human WA-01 free 2026-12-15", "2026-12-15..2027-04-30 allowed ok WA-01"},
		},
		{"asylum: refused", asylum(policy.Document{LodgedOn: day("2026-05-15"), Decision: policy.AsylumRefused}), 30, whole("to-judge human WA-01")},
		{"asylum: refused, an appeal suspends it", asylum(policy.Document{LodgedOn: day("2026-05-15"), Decision: policy.AsylumRefusedAppeal}), 30, whole("to-judge human WA-01")},
		{"asylum: accelerated", asylum(policy.Document{LodgedOn: day("2026-05-15"), Procedure: policy.AcceleratedProcedure}), 30, whole("to-judge human WA-01")},
		{
			"the decision was positive: another paper takes its place",
			[]policy.Document{{Kind: policy.Refugee, IssuedOn: day("2026-11-20"), ExpiresOn: day("2031-11-19")}},
			30, whole("allowed ok WA-01"),
		},
		{
			"temporary protection ends and nobody knows what follows",
			[]policy.Document{{Kind: policy.TemporaryProtection, IssuedOn: issued, ExpiresOn: day("2027-03-04")}},
			30,
			[]string{"2026-11-23..2027-03-04 allowed ok WA-01", "2027-03-05..2027-04-30 to-judge human WA-01"},
		},
		{"study within the hours", []policy.Document{{Kind: policy.Study, IssuedOn: issued, ExpiresOn: day("2027-09-30")}}, 20, whole("limited warn WA-04")},
		{"study over the hours", []policy.Document{{Kind: policy.Study, IssuedOn: issued, ExpiresOn: day("2027-09-30")}}, 21, whole("too-many human WA-04")},
		{
			"study: its end does not make too many hours milder",
			[]policy.Document{{Kind: policy.Study, IssuedOn: issued, ExpiresOn: day("2027-03-20")}},
			30,
			[]string{"2026-11-23..2027-03-20 too-many human WA-04", "2027-03-21..2027-04-30 too-many human WA-04"},
		},
		{"no permit: nobody can pass over it", []policy.Document{{Kind: policy.NoPermit}}, 30, whole("stopped block WA-01 hard")},
		{
			"a visit that ends: nobody can pass over it, before and after",
			[]policy.Document{{Kind: policy.ShortStay, IssuedOn: issued, ExpiresOn: day("2026-12-31")}},
			30,
			[]string{"2026-11-23..2026-12-31 stopped block WA-01 hard", "2027-01-01..2027-04-30 stopped block WA-01 hard"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, drawn(set.Clock(set.WorkAccess(c.docs, today), half(c.hours), today))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A right that ends without a renewal stops; what another service tells is all that is needed to see it.
func TestClockStopsWhereNothingCanBeRenewed(t *testing.T) {
	set, last := rules(t), day("2027-02-14")
	line := set.Clock([]policy.Interval{{From: day("2026-01-01"), Until: &last, Outcome: policy.MayWork}}, half(30), today)
	if diff := cmp.Diff([]string{"2026-11-23..2027-02-14 allowed ok WA-01", "2027-02-15..2027-04-30 stopped block WA-08 hard"}, drawn(line)); diff != "" {
		t.Error(diff)
	}
	worst, ok := policy.Worst(line, day("2027-02-01"), day("2027-04-30"))
	if !ok || worst.Mark != policy.Stopped || worst.From != day("2027-02-15") {
		t.Errorf("the worst of the second half: %+v", worst)
	}
	if _, ok := policy.Worst(line, day("2027-05-01"), day("2027-06-01")); ok {
		t.Error("the line reaches further than it was drawn")
	}
}

// The year has a limit too: with a higher one for the week, the year's decides.
func TestClockCountsTheYear(t *testing.T) {
	set, hours := rules(t), 40
	free := []policy.Interval{{From: day("2026-01-01"), Outcome: policy.MayWorkLimited, HoursWeek: &hours, Renewable: true}}
	plan := half(40)
	if got := set.Clock(free, plan, today)[0]; got.Mark != policy.Limited {
		t.Errorf("half a year of forty hours: %s", got.Mark)
	}
	plan.End = day("2027-10-31")
	if got := set.Clock(free, plan, today)[0]; got.Mark != policy.TooMany || got.Result.Reason != "hours-over-year" {
		t.Errorf("a whole year of forty hours: %s %s", got.Mark, got.Result.Reason)
	}
}

func someDay(t *rapid.T, name string, from, to int) civil.Date {
	return today.AddDays(rapid.IntRange(from, to).Draw(t, name))
}

func somePaper(t *rapid.T) policy.Document {
	d := policy.Document{
		Kind:      rapid.SampledFrom(policy.DocumentKinds()).Draw(t, "kind"),
		IssuedOn:  someDay(t, "issued", -700, -1),
		Procedure: rapid.SampledFrom(append(policy.Procedures(), "")).Draw(t, "procedure"),
		Decision:  rapid.SampledFrom(append(policy.AsylumDecisions(), "")).Draw(t, "decision"),
	}
	if rapid.Bool().Draw(t, "ends") {
		d.ExpiresOn = d.IssuedOn.AddDays(rapid.IntRange(0, 1000).Draw(t, "days"))
	}
	if rapid.Bool().Draw(t, "asked") {
		d.RequestedOn = someDay(t, "requested", -60, 0)
	}
	if d.Kind == policy.AsylumSeeker {
		d.LodgedOn = someDay(t, "lodged", -400, 0)
	}
	return d
}

func clockOf(t *rapid.T, set policy.RuleSet, docs []policy.Document, plan policy.Plan) []policy.Stretch {
	line := set.Clock(set.WorkAccess(docs, today), plan, today)
	next := plan.Start
	if today.After(next) {
		next = today
	}
	for _, x := range line {
		switch {
		case x.From != next || x.Until.Before(x.From):
			t.Fatalf("a gap or an overlap at %s: %v", next, drawn(line))
		case x.Result.Rule == "" || x.Result.Version == "" || len(x.Result.Sources) == 0 || x.Result.Reason == "":
			t.Fatalf("a stretch without its rule: %+v", x)
		case x.Mark.Free() != (x.Result.Decision < policy.Human && x.Mark != policy.ToRenew):
			t.Fatalf("%s is %s", x.Mark, x.Result.Decision)
		case strings.Contains(fmt.Sprint(x), "permit-") || strings.Contains(fmt.Sprint(x), "asylum"):
			t.Fatalf("a stretch tells a paper or a status: %+v", x)
		}
		next = x.Until.AddDays(1)
	}
	if !plan.End.Before(today) && next != plan.End.AddDays(1) {
		t.Fatalf("the line ends before %s: %v", plan.End, drawn(line))
	}
	return line
}

// somePlan is half a year that begins before or after today.
func somePlan(t *rapid.T) policy.Plan {
	p := policy.Plan{Traineeship: true, Start: someDay(t, "start", -100, 60), HoursWeek: rapid.IntRange(10, 40).Draw(t, "hours")}
	p.End = p.Start.AddDays(181)
	return p
}

// However papers lie, the line has no gap and no overlap, and each stretch names its rule and no paper.
func TestClockOfAnyPapers(t *testing.T) {
	set := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		clockOf(t, set, rapid.SliceOfN(rapid.Custom(somePaper), 0, 3).Draw(t, "papers"), somePlan(t))
	})
}

// A later end of the paper that somebody holds makes no day worse.
func TestALaterEndNeverMakesTheClockWorse(t *testing.T) {
	set := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		paper, plan := somePaper(t), somePlan(t)
		if paper.ExpiresOn.IsZero() {
			return
		}
		before := clockOf(t, set, []policy.Document{paper}, plan)
		paper.ExpiresOn = paper.ExpiresOn.AddDays(rapid.IntRange(1, 400).Draw(t, "later"))
		after := clockOf(t, set, []policy.Document{paper}, plan)
		for n := range 182 {
			d := plan.Start.AddDays(n)
			was, ok := policy.Worst(before, d, d)
			if is, _ := policy.Worst(after, d, d); ok && is.Result.Decision > was.Result.Decision {
				t.Fatalf("%s was %s and is %s: %v, then %v", d, was.Mark, is.Mark, drawn(before), drawn(after))
			}
		}
	})
}
