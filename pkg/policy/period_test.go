package policy_test

import (
	"testing"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

func interval(from, until string, o policy.Outcome, renewable bool) policy.Interval {
	i := policy.Interval{From: day(from), Outcome: o, Renewable: renewable, Rule: "WA-01"}
	if until != "" {
		u := day(until)
		i.Until = &u
	}
	return i
}

func TestAccessOverAPlan(t *testing.T) {
	limited := interval("2026-01-01", "", policy.MayWorkLimited, true)
	hours := 20
	limited.HoursWeek = &hours
	waiting := interval("2026-10-01", "2026-11-30", policy.MayNotWork, true)
	waiting.Traineeship = policy.NeedsHuman
	asylum := []policy.Interval{waiting, interval("2026-12-01", "2027-03-31", policy.MayWork, true)}

	trainee := policy.Plan{Traineeship: true, Start: day("2026-12-14"), End: day("2027-03-13"), HoursWeek: 30}
	contract := trainee
	contract.Traineeship, contract.Contract = false, true

	early := trainee
	early.Start = day("2026-11-25")
	earlyContract := contract
	earlyContract.Start = early.Start
	long := trainee
	long.End = day("2027-06-13")
	short := contract
	short.HoursWeek = 20

	for _, c := range []struct {
		name      string
		intervals []policy.Interval
		plan      policy.Plan
		rule      string
		decision  policy.Decision
		reason    string
	}{
		{"nothing recorded", nil, trainee, "WA-01", policy.Human, "access-unknown"},
		{"starts later", []policy.Interval{interval("2027-01-01", "", policy.MayWork, true)}, trainee, "WA-01", policy.Human, "access-starts-later"},
		{"ended before", []policy.Interval{interval("2025-01-01", "2026-10-01", policy.MayWork, true)}, trainee, "WA-01", policy.Human, "access-ended"},
		{"covers all", []policy.Interval{interval("2026-01-01", "2027-12-31", policy.MayWork, true)}, trainee, "WA-01", policy.OK, "may-work"},
		{"renewable paper ends inside: warns", asylum, long, "WA-08", policy.Warn, "ends-inside-renewable"},
		{"paper that cannot be renewed ends inside", []policy.Interval{interval("2026-01-01", "2027-01-31", policy.MayWork, false)}, trainee, "WA-08", policy.Human, "ends-inside"},
		{"changes into a doubt inside", []policy.Interval{interval("2026-01-01", "2027-03-04", policy.MayWork, true), interval("2027-03-05", "", policy.NeedsHuman, false)}, trainee, "WA-08", policy.Human, "changes-inside"},
		{"asylum, day 61 passed", asylum, trainee, "WA-01", policy.OK, "may-work"},
		{"asylum, too early for work", asylum, earlyContract, "WA-01", policy.Block, "no-access"},
		{"asylum, early traineeship: a person decides", asylum, early, "WA-01", policy.Human, "access-to-be-judged"},
		{"no permit", []policy.Interval{interval("2026-01-01", "", policy.MayNotWork, false)}, trainee, "WA-01", policy.Block, "no-access"},
		{"study, within the hours", []policy.Interval{limited}, short, "WA-04", policy.Warn, "hours-limited"},
		{"study, over the hours", []policy.Interval{limited}, contract, "WA-04", policy.Block, "hours-over"},
		{"study, over the hours of a traineeship", []policy.Interval{limited}, trainee, "WA-04", policy.Human, "hours-over-traineeship"},
		{"study, hours unknown", []policy.Interval{limited}, policy.Plan{Contract: true, Start: day("2026-12-14"), End: day("2027-01-14")}, "WA-04", policy.Human, "hours-unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := rules(t)
			r := set.ExplainAccess(c.intervals, c.plan)
			if r.Rule != c.rule || r.Decision != c.decision || r.Reason != c.reason {
				t.Errorf("got %s %s %s, want %s %s %s", r.Rule, r.Decision, r.Reason, c.rule, c.decision, c.reason)
			}
			if len(r.Sources) == 0 || r.Version == "" || len(r.Inputs) < 2 {
				t.Errorf("not complete: %+v", r)
			}
		})
	}
}

// Day 61 is the first day of work, whatever the day of the application.
func TestAsylumDay61(t *testing.T) {
	set := rules(t)
	for n := range 400 {
		lodged := civil.Date{Year: 2026, Month: 1, Day: 1}.AddDays(n)
		got := set.WorkAccess([]policy.Document{{Kind: policy.AsylumSeeker, LodgedOn: lodged}}, lodged)
		for _, c := range []struct {
			days int
			want policy.Decision
		}{{0, policy.Block}, {60, policy.Block}, {61, policy.OK}} {
			on := lodged.AddDays(c.days)
			if r := set.Access(got, policy.Plan{Contract: true, Start: on, End: on}); r.Decision != c.want {
				t.Fatalf("lodged %s, day %d: %s (%s), want %s", lodged, c.days, r.Decision, r.Reason, c.want)
			}
		}
	}
}

func TestMinimumAge(t *testing.T) {
	set := rules(t)
	for _, c := range []struct {
		reached, asked int
		want           policy.Decision
	}{{0, 16, policy.Human}, {15, 0, policy.Block}, {15, 15, policy.Block}, {16, 16, policy.Human}, {16, 18, policy.Block}, {18, 16, policy.OK}, {18, 18, policy.OK}} {
		if r := set.MinimumAge(c.reached, c.asked); r.Decision != c.want {
			t.Errorf("reached %d, asked %d: %s, want %s", c.reached, c.asked, r.Decision, c.want)
		}
	}
}

func TestAccessAllocatesNothing(t *testing.T) {
	set := rules(t)
	intervals := []policy.Interval{interval("2026-01-01", "2027-12-31", policy.MayWork, true)}
	plan := policy.Plan{Traineeship: true, Start: day("2026-12-14"), End: day("2027-03-13"), HoursWeek: 30}
	if n := testing.AllocsPerRun(100, func() { set.Access(intervals, plan) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestDateTextIsTheDatesString(t *testing.T) {
	day := civil.Date{Year: 1, Month: 1, Day: 1}
	for range 4_000 {
		if got := policy.DateText(day); got != day.String() {
			t.Fatalf("%v: %s", day, got)
		}
		day = day.AddDays(917)
	}
	for _, far := range []civil.Date{{}, {Year: 12026, Month: 11, Day: 23}} {
		if got := policy.DateText(far); got != far.String() {
			t.Errorf("%v: %s", far, got)
		}
	}
}
