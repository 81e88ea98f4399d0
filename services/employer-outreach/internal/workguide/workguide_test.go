package workguide_test

import (
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/employer-outreach/internal/workguide"
)

func day(y int, m time.Month, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }

func rules(t interface{ Fatal(...any) }) policy.RuleSet {
	lib, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	set, err := lib.On(day(2026, 11, 23))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestAnswers(t *testing.T) {
	today := day(2026, 11, 23)
	set := rules(t)
	for name, c := range map[string]struct {
		q           workguide.Question
		want        workguide.Verdict
		from, until string
	}{
		"asylum, day 60":  {workguide.Question{Document: policy.Document{Kind: policy.AsylumSeeker, LodgedOn: today.AddDays(-60)}}, workguide.NotYet, "2026-11-24", ""},
		"asylum, day 61":  {workguide.Question{Document: policy.Document{Kind: policy.AsylumSeeker, LodgedOn: today.AddDays(-61)}}, workguide.Yes, "2026-11-23", ""},
		"asylum, later":   {workguide.Question{Document: policy.Document{Kind: policy.AsylumSeeker, LodgedOn: today.AddDays(-10)}, Start: day(2027, 3, 1)}, workguide.Yes, "2027-01-13", ""},
		"asylum, appeal":  {workguide.Question{Document: policy.Document{Kind: policy.AsylumSeeker, LodgedOn: day(2026, 1, 1), Decision: policy.AsylumRefusedAppeal}}, workguide.Human, "", ""},
		"asylum, trainee": {workguide.Question{Document: policy.Document{Kind: policy.AsylumSeeker, LodgedOn: today.AddDays(-10)}, Traineeship: true}, workguide.Human, "2027-01-13", ""},
		"refugee":         {workguide.Question{Document: policy.Document{Kind: policy.Refugee, IssuedOn: day(2024, 5, 1), ExpiresOn: day(2029, 4, 30)}}, workguide.Yes, "2024-05-01", "2029-04-30"},
		"renewal asked": {workguide.Question{Document: policy.Document{
			Kind: policy.Work, IssuedOn: day(2024, 5, 1), ExpiresOn: day(2026, 11, 1), RequestedOn: day(2026, 10, 1),
		}}, workguide.Yes, "2026-11-02", ""},
		"expired, not asked": {workguide.Question{Document: policy.Document{Kind: policy.Work, IssuedOn: day(2024, 5, 1), ExpiresOn: day(2026, 11, 1)}}, workguide.Human, "", ""},
		"student, 20 hours":  {workguide.Question{Document: policy.Document{Kind: policy.Study, IssuedOn: day(2026, 5, 1), ExpiresOn: day(2027, 4, 30)}, HoursWeek: 20}, workguide.YesLimited, "2026-05-01", "2027-04-30"},
		"student, 30 hours":  {workguide.Question{Document: policy.Document{Kind: policy.Study, IssuedOn: day(2026, 5, 1), ExpiresOn: day(2027, 4, 30)}, HoursWeek: 30}, workguide.No, "", ""},
		"tourist":            {workguide.Question{Document: policy.Document{Kind: policy.ShortStay, IssuedOn: day(2026, 11, 1), ExpiresOn: day(2027, 1, 30)}}, workguide.No, "", ""},
		"no permit":          {workguide.Question{Document: policy.Document{Kind: policy.NoPermit}}, workguide.No, "", ""},
		"citizen":            {workguide.Question{Document: policy.Document{Kind: policy.Citizen}}, workguide.Yes, "2026-11-23", ""},
		"a paper in doubt":   {workguide.Question{Document: policy.Document{Kind: policy.EUFamily}}, workguide.Human, "", ""},
	} {
		a, err := workguide.Ask(set, c.q, today)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a.Verdict != c.want || text(a.From) != c.from || text(a.Until) != c.until || len(a.Findings) == 0 {
			t.Errorf("%s: %s from %q until %q by %s (%s), want %s from %q until %q", name, a.Verdict, text(a.From), text(a.Until), a.Plan.Rule, a.Plan.Reason, c.want, c.from, c.until)
		}
	}
}

func text(d *civil.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func TestWhatIsToBeCorrected(t *testing.T) {
	today := day(2026, 11, 23)
	for name, q := range map[string]workguide.Question{
		"no paper":         {},
		"unknown paper":    {Document: policy.Document{Kind: "ticket"}},
		"asylum, no day":   {Document: policy.Document{Kind: policy.AsylumSeeker}},
		"in the future":    {Document: policy.Document{Kind: policy.Work, IssuedOn: today.AddDays(1)}},
		"end before start": {Document: policy.Document{Kind: policy.Work}, Start: today, End: today.AddDays(-1)},
		"in ten years":     {Document: policy.Document{Kind: policy.Work}, Start: today.AddDays(3660)},
		"hours":            {Document: policy.Document{Kind: policy.Work}, HoursWeek: 200},
	} {
		if _, err := workguide.Ask(rules(t), q, today); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever is asked, a yes is a yes of the rules on the day, and a no never hides a yes.
func TestTheGuideAgreesWithTheRules(t *testing.T) {
	set, today := rules(t), day(2026, 11, 23)
	rapid.Check(t, func(t *rapid.T) {
		some := func(name string, low, high int) civil.Date {
			if rapid.Bool().Draw(t, name+" known") {
				return today.AddDays(rapid.IntRange(low, high).Draw(t, name))
			}
			return civil.Date{}
		}
		q := workguide.Question{
			Document: policy.Document{
				Kind: rapid.SampledFrom(policy.DocumentKinds()).Draw(t, "kind"), IssuedOn: some("issued", -900, 0), ExpiresOn: some("expires", 0, 900),
				LodgedOn: today.AddDays(rapid.IntRange(-200, 0).Draw(t, "lodged")), RequestedOn: some("requested", -90, 0), EnteredOn: some("entered", -300, 0),
			},
			Start: some("start", -30, 200), HoursWeek: rapid.IntRange(0, 60).Draw(t, "hours"), Traineeship: rapid.Bool().Draw(t, "traineeship"),
		}
		a, err := workguide.Ask(set, q, today)
		if err != nil {
			t.Fatal(err)
		}
		on := today
		if a.Start.Before(on) {
			on = a.Start
		}
		works := false
		for _, i := range set.WorkAccess([]policy.Document{q.Document}, on) {
			covers := !a.Start.Before(i.From) && (i.Until == nil || !a.Start.After(*i.Until))
			works = works || covers && (i.Outcome == policy.MayWork || i.Outcome == policy.MayWorkLimited)
		}
		yes := a.Verdict == workguide.Yes || a.Verdict == workguide.YesLimited
		if yes && !works {
			t.Fatalf("a yes on %s that the rules do not give: %+v", a.Start, a)
		}
		if works && a.Verdict == workguide.NotYet {
			t.Fatalf("not yet, although the rules say yes on %s", a.Start)
		}
		if yes && (a.From == nil || a.From.After(a.Start) || a.Until != nil && a.Until.Before(a.Start)) {
			t.Fatalf("a yes on %s, from %v until %v", a.Start, a.From, a.Until)
		}
	})
}
