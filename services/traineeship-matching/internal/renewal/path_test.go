package renewal_test

import (
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Three months and three: wakes at the right days, one decision, one renewal, and the second term may not be renewed.
func TestThreeMonthsAndThree(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		x := b.started(day("2026-09-01")) // to 30 November, over the end of summer time
		defer b.work()()
		acted := func(kind traineeship.StepKind) []string {
			var days []string
			for _, s := range b.read(x.ID).Steps {
				if s.Kind == kind && s.State == traineeship.StepDone {
					days = append(days, s.DueAt.In(b.zone).Format("2006-01-02 15:04"))
				}
			}
			return days
		}
		expect := func(kind traineeship.StepKind, want ...string) {
			t.Helper()
			got := acted(kind)
			if len(got) != len(want) {
				t.Fatalf("%s: %v, not %v", kind, got, want)
			}
			for i := range got {
				if got[i] != want[i] {
					t.Errorf("%s: %v, not %v", kind, got, want)
				}
			}
		}
		until := func(last civil.Date, hour int) {
			t.Helper()
			end := time.Date(last.Year, last.Month, last.Day, hour, 0, 0, 0, b.zone)
			for {
				next, err := b.store.NextDue(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if next.IsZero() || next.After(end) {
					b.clock.Set(end.UTC())
					return
				}
				b.clock.Set(next.Add(-time.Millisecond))
				if n, err := b.flow.Plan(t.Context(), b.clock.Now()); err != nil || n != 0 {
					t.Fatalf("%d steps before their time: %v", n, err)
				}
				b.clock.Set(next)
				b.settle()
			}
		}
		until(day("2026-11-24"), 12)
		expect(traineeship.StepEvaluation, "2026-10-16 08:00")
		expect(traineeship.StepDecision, "2026-10-31 08:00")
		expect(traineeship.StepReminder, "2026-11-09 08:00")
		expect(traineeship.StepEscalation, "2026-11-15 08:00")
		expect(traineeship.StepDaily, "2026-11-23 08:00", "2026-11-24 08:00")

		err := b.change(x.ID, func(x *traineeship.Traineeship) error {
			if err := consents(b.moment(traineeship.Counsellor), x); err != nil {
				return err
			}
			return x.Decide(b.moment(traineeship.Counsellor), traineeship.Verdict{Outcome: traineeship.Renew, Reason: "goals-open"})
		})
		if err != nil {
			t.Fatal(err)
		}
		until(day("2026-12-01"), 0)
		expect(traineeship.StepDaily, "2026-11-23 08:00", "2026-11-24 08:00")
		expect(traineeship.StepEnd, "2026-12-01 00:00")
		now := b.read(x.ID)
		if now.State != traineeship.Running || len(now.Terms) != 2 || now.Terms[0].Outcome != traineeship.Renewed || now.OpenTerm().PlannedEnd != day("2027-02-28") {
			t.Fatalf("after the first term: %s %+v", now.State, now.Terms)
		}
		err = b.change(x.ID, func(x *traineeship.Traineeship) error {
			if err := consents(b.moment(traineeship.Counsellor), x); err != nil {
				return err
			}
			return x.Decide(b.moment(traineeship.Coordinator), traineeship.Verdict{Outcome: traineeship.Renew, Reason: "goals-open", Override: "still"})
		})
		if !fault.Is(err, fault.Precondition) {
			t.Errorf("a second renewal: %v", err)
		}
		until(day("2027-03-02"), 0)
		now = b.read(x.ID)
		if now.State != traineeship.Ended || now.Outcome != traineeship.Undecided || !now.Unnoticed() || now.EndedOn != day("2027-02-28") {
			t.Errorf("nobody decided the second term: %s %s", now.State, now.Outcome)
		}
		if got := len(acted(traineeship.StepDaily)); got != 2+8 {
			t.Errorf("%d daily reminders", got)
		}
		letters, err := b.store.Letters(t.Context(), x.ID)
		if err != nil || letters[0].Kind != "term-undecided" {
			t.Errorf("the last letter: %+v %v", letters, err)
		}
		escalated := map[string]int{}
		for _, l := range letters {
			if l.Target == records.ToCoordination {
				escalated[l.Kind]++
			}
		}
		if diff := cmp.Diff(map[string]int{"escalated": 2, "escalated-undecided": 1}, escalated); diff != "" {
			t.Errorf("what the coordination is told: %s", diff)
		}
	})
}
