package traineeship_test

import (
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// watched is a traineeship of three months that began on 1 September 2026, with its clock.
type watched struct {
	*testing.T
	x    *traineeship.Traineeship
	now  time.Time
	zone *time.Location
	set  policy.RuleSet
}

func aDay(text string) civil.Date {
	d, err := civil.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func newWatched(t *testing.T) *watched {
	t.Helper()
	lib, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{T: t}
	if w.set, err = lib.On(aDay("2026-09-01")); err != nil {
		t.Fatal(err)
	}
	if w.zone, err = time.LoadLocation("Europe/Rome"); err != nil {
		t.Fatal(err)
	}
	w.on("2026-08-20", 12)
	w.x, err = traineeship.OpenNew(w.moment(traineeship.Counsellor), traineeship.Opening{
		PersonID: "p", CompanyID: "c", Type: policy.OrdinaryTraineeship, Start: aDay("2026-09-01"), Months: 3, HoursWeek: 30, HostTutor: "x", AllowanceCents: 50_000,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range traineeship.BroughtPapers() {
		if err := w.x.SetPaper(w.moment(traineeship.Counsellor), until(""), k, aDay("2026-08-20"), "N-1"); err != nil {
			t.Fatal(err)
		}
	}
	w.on("2026-09-01", 12)
	if err := w.x.Begin(w.moment(traineeship.Counsellor), until("")); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *watched) on(day string, hour int) {
	d := aDay(day)
	w.now = time.Date(d.Year, d.Month, d.Day, hour, 0, 0, 0, w.zone).UTC()
}

func (w *watched) moment(role traineeship.Party) traineeship.Moment {
	return traineeship.Moment{Now: w.now, Zone: w.zone, Rules: w.set, By: "someone", Role: role, NewID: uuid.NewString}
}

// until is a right to work that can be renewed, up to a day; "" without an end.
func until(day string) traineeship.Surroundings {
	i := policy.Interval{From: aDay("2026-01-01"), Outcome: policy.MayWork, Renewable: true, Rule: "WA-01"}
	if day != "" {
		d := aDay(day)
		i.Until = &d
	}
	return traineeship.Surroundings{Access: []policy.Interval{i}, Known: true, Heard: true, SeatLimit: -1, Trainees: -1}
}

// of is a right to work with one outcome.
func of(o policy.Outcome, from string) traineeship.Surroundings {
	s := until("")
	s.Access[0].Outcome, s.Access[0].From = o, aDay(from)
	return s
}

// open are the open warnings, with the day on which each is due.
func (w *watched) open() (out []string) {
	for _, s := range w.x.Steps {
		if s.Kind == traineeship.StepAccess && s.State == traineeship.StepOpen {
			out = append(out, s.DueAt.In(w.zone).Format("2006-01-02 15"))
		}
	}
	return out
}

// wake acts on the open warning.
func (w *watched) wake() []traineeship.Message {
	for _, s := range w.x.Steps {
		if s.Kind == traineeship.StepAccess && s.State == traineeship.StepOpen {
			return w.x.Wake(w.moment(traineeship.ByClock), s.ID, s.Version).Messages
		}
	}
	return nil
}

func (w *watched) judged(around traineeship.Surroundings, changed, settled bool) {
	w.Helper()
	if c, s := w.x.Rejudge(w.moment(traineeship.ByClock), around); c != changed || s != settled {
		w.Errorf("judged anew: changed %t, settled %t", c, s)
	}
}

func (w *watched) warns(day string) {
	w.Helper()
	if got := w.open(); len(got) != 1 || got[0] != day {
		w.Errorf("open warnings: %v, want %s", got, day)
	}
}

func (w *watched) says(kind string) {
	w.Helper()
	got := w.wake()
	switch {
	case kind == "" && len(got) == 0:
	case len(got) == 1 && got[0].Kind == kind && got[0].To == traineeship.Trainee:
	default:
		w.Errorf("the warning says %v, want %s", got, kind)
	}
}

// A permit ends in the fifth month. The person is warned 90, 60 and 30 days before and on the day itself; a receipt takes
// what is open back, and settles what was said.
func TestWarningsBeforeTheEndOfAPaper(t *testing.T) {
	w := newWatched(t)
	ends := until("2027-01-20")
	w.judged(ends, true, false)
	w.judged(ends, false, false)
	w.warns("2026-10-23 08")
	w.says("") // not due yet
	w.on("2026-10-23", 9)
	w.says("access-renew")
	w.warns("2026-11-22 08")
	w.judged(ends, false, false)
	w.judged(until(""), true, true)
	if len(w.open()) != 0 || w.x.Watch != (traineeship.Watch{}) {
		t.Errorf("after the receipt: %v %+v", w.open(), w.x.Watch)
	}
}

// After an outage the latest warning comes, once, and the next one at its day: no flood.
func TestNothingIsMadeUp(t *testing.T) {
	w := newWatched(t)
	w.judged(until("2027-01-20"), true, false)
	w.on("2026-12-01", 9) // two were due
	w.says("access-renew")
	w.warns("2026-12-22 08")
	w.says("")
	w.on("2027-01-25", 9) // beyond the term: the traineeship ended undecided before
	for _, s := range w.x.Steps {
		if s.Kind == traineeship.StepEnd && s.State == traineeship.StepOpen {
			w.x.Wake(w.moment(traineeship.ByClock), s.ID, s.Version)
		}
	}
	if w.x.State != traineeship.Ended || len(w.open()) != 0 || w.x.Watch.Mark != "" {
		t.Errorf("after the end: %s %v %+v", w.x.State, w.open(), w.x.Watch)
	}
}

// What is noticed late is said at once; a changed day moves the open warning and makes its wake-ups stale.
func TestAChangedDayMovesTheWarning(t *testing.T) {
	w := newWatched(t)
	w.on("2026-09-10", 12)
	w.judged(until("2026-10-25"), true, false) // 46 days: the one of 60 days is late
	w.warns("2026-08-27 08")
	stale := w.x.Steps[len(w.x.Steps)-1]
	w.judged(until("2027-02-10"), true, false)
	w.warns("2026-11-13 08")
	if got := w.x.Wake(w.moment(traineeship.ByClock), stale.ID, stale.Version); got.Changed {
		t.Error("a wake-up of the old day acts")
	}
	w.judged(until("2026-09-09"), true, false) // it was typed wrongly: it has ended
	w.says("access-lapsed")
	w.says("")
	w.on("2026-09-20", 12)
	w.judged(until("2026-09-09"), false, false)
}

// Where a person decides, a counsellor is told and the trainee asked to come, once.
func TestADecisionOnTheClaim(t *testing.T) {
	w := newWatched(t)
	w.on("2026-10-01", 12)
	w.judged(of(policy.NeedsHuman, "2026-01-01"), true, false)
	if w.x.Watch.Mark != policy.ToJudge || w.x.Watch.Since != aDay("2026-10-01") {
		t.Errorf("the watch: %+v", w.x.Watch)
	}
	w.says("access-check")
	w.says("")
	w.on("2026-10-09", 12)
	w.judged(of(policy.NeedsHuman, "2026-01-01"), false, false)
	w.judged(of(policy.MayNotWork, "2026-01-01"), true, false)
	w.says("access-check")
	w.judged(of(policy.MayWork, "2026-01-01"), true, true)
}

// Nothing recorded is a counsellor's task; nobody is written to about it.
func TestNothingRecorded(t *testing.T) {
	w := newWatched(t)
	w.judged(traineeship.Surroundings{Heard: true, SeatLimit: -1, Trainees: -1}, true, false)
	if w.x.Watch.Mark != policy.Unrecorded || len(w.open()) != 0 {
		t.Errorf("%+v %v", w.x.Watch, w.open())
	}
}

// What stands in the way of a renewal, and who may pass over it.
func TestRenewalNeedsTheRightToWork(t *testing.T) {
	for _, c := range []struct {
		name                    string
		around                  traineeship.Surroundings
		counsellor, coordinator bool
		mark                    policy.Mark
		from                    string
	}{
		{"free", until(""), true, true, policy.Allowed, "2026-12-01"},
		{"a permit ends in the fifth month: it warns", until("2027-01-20"), true, true, policy.ToRenew, "2027-01-21"},
		{"a permit ends before the renewal: it warns", until("2026-11-25"), true, true, policy.ToRenew, "2026-12-01"},
		{"it has ended, no receipt", until("2026-11-10"), false, true, policy.Lapsed, "2026-12-01"},
		{"a person decides", of(policy.NeedsHuman, "2026-01-01"), false, true, policy.ToJudge, "2026-12-01"},
		{"there is no right: nobody", of(policy.MayNotWork, "2026-01-01"), false, false, policy.Stopped, "2026-12-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for role, possible := range map[traineeship.Party]bool{traineeship.Counsellor: c.counsellor, traineeship.Coordinator: c.coordinator} {
				w := newWatched(t)
				w.on("2026-11-15", 12)
				for _, p := range traineeship.Parties() {
					if err := w.x.Speak(w.moment(role), p, traineeship.Renew, true); err != nil {
						t.Fatal(err)
					}
				}
				clock := w.x.Clock(w.moment(role), c.around)
				if clock.Renewal.Mark != c.mark || clock.Renewal.From != aDay(c.from) || clock.RenewalFrom != aDay("2026-12-01") || clock.End != aDay("2027-02-28") {
					t.Fatalf("the clock: %+v", clock)
				}
				err := w.x.Decide(w.moment(role), traineeship.Verdict{Outcome: traineeship.Renew, Reason: "goals-open", Override: "He has shown the new paper.", Access: clock.Renewal})
				if (err == nil) != possible || err != nil && !fault.Is(err, fault.Precondition) {
					t.Errorf("%s: %v", role, err)
				}
			}
		})
	}
}

// Before day 61 the start is held and the day is told; a coordinator may decide it. No right at all nobody passes over.
func TestStartWaitsForItsDay(t *testing.T) {
	w := newWatched(t)
	waits := until("")
	last := aDay("2027-01-09")
	waits.Access = []policy.Interval{
		{From: aDay("2026-11-11"), Until: &last, Outcome: policy.MayNotWork, Traineeship: policy.NeedsHuman, Renewable: true},
		{From: aDay("2027-01-10"), Outcome: policy.MayWork, Renewable: true},
	}
	w.on("2026-12-01", 12)
	x, err := traineeship.OpenNew(w.moment(traineeship.Counsellor), traineeship.Opening{
		PersonID: "p", CompanyID: "c", Type: policy.OrdinaryTraineeship, Start: aDay("2026-12-15"), Months: 3, HoursWeek: 30, HostTutor: "x", AllowanceCents: 50_000,
	})
	if err != nil {
		t.Fatal(err)
	}
	item := func(around traineeship.Surroundings) traineeship.Item {
		for _, i := range x.Checklist(w.moment(traineeship.Counsellor), around) {
			if i.Kind == traineeship.CheckWorkAccess {
				return i
			}
		}
		return traineeship.Item{}
	}
	if i := item(waits); !i.Blocks || i.Hard || i.FreeOn != aDay("2027-01-10") {
		t.Errorf("before day 61: %+v", i)
	}
	if err := x.Reschedule(w.moment(traineeship.Counsellor), waits, aDay("2027-01-10")); err != nil {
		t.Fatal(err)
	}
	if i := item(waits); i.Blocks || i.FreeOn.IsValid() {
		t.Errorf("from day 61: %+v", i)
	}
	if i := item(of(policy.MayNotWork, "2026-01-01")); !i.Blocks || !i.Hard {
		t.Errorf("no right to work: %+v", i)
	}
	if err := x.Waive(w.moment(traineeship.Coordinator), of(policy.MayNotWork, "2026-01-01"), traineeship.CheckWorkAccess, "hurry"); err == nil {
		t.Error("somebody passes over having no right to work")
	}
}
