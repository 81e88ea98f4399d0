package renewal_test

import (
	"testing"
	"testing/synctest"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/queue/queuetest"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Three months and three, in a bubble of simulated time: the workers stop, time goes on to the next step, they start
// again. So a restart is a part of every step, and half a year takes a moment.
func TestHalfAYearInABubble(t *testing.T) {
	began := time.Now()
	synctest.Test(t, func(t *testing.T) {
		zone, err := time.LoadLocation("Europe/Rome")
		if err != nil {
			t.Fatal(err)
		}
		until := func(at time.Time) { <-time.After(time.Until(at)) } // the bubble's time, not the wall's
		until(time.Date(2026, time.August, 20, 12, 0, 0, 0, zone))
		b := newBench(t, sqldbtest.SQLite(t), queuetest.Embedded(t))
		x := b.started(day("2026-09-01"))
		until(b.clock.Now())
		acted := 0
		through := func(last civil.Date) {
			t.Helper()
			end := time.Date(last.Year, last.Month, last.Day, 12, 0, 0, 0, zone)
			for {
				next, err := b.store.NextDue(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if next.IsZero() || next.After(end) {
					until(end)
					b.clock.Set(time.Now())
					return
				}
				until(next)
				b.clock.Set(time.Now())
				stop := b.work()
				b.settle()
				stop()
				acted++
			}
		}
		through(day("2026-11-10"))
		if err := b.change(x.ID, func(x *traineeship.Traineeship) error {
			if err := consents(b.moment(traineeship.Counsellor), x); err != nil {
				return err
			}
			return x.Decide(b.moment(traineeship.Counsellor), traineeship.Verdict{Outcome: traineeship.Renew, Reason: "goals-open"})
		}); err != nil {
			t.Fatal(err)
		}
		through(day("2027-02-20"))
		if err := b.change(x.ID, func(x *traineeship.Traineeship) error {
			return x.Decide(b.moment(traineeship.Counsellor), traineeship.Verdict{Outcome: traineeship.Hire, Reason: "offered-by-host"})
		}); err != nil {
			t.Fatal(err)
		}
		through(day("2027-03-02"))
		if err := b.change(x.ID, func(x *traineeship.Traineeship) error {
			signed := traineeship.Standing{MadeOn: day("2026-11-10"), SignedOn: day("2026-11-20")}
			around := traineeship.Surroundings{Signed: map[traineeship.PaperKind]traineeship.Standing{
				traineeship.AddendumOf(x.DecisionOn(x.Terms[0].ID).ID): signed, traineeship.PaperAttestation: signed,
			}}
			x.Settle(b.moment(traineeship.Counsellor), around)
			return x.Attest(b.moment(traineeship.Counsellor), around, day("2027-03-02"))
		}); err != nil {
			t.Fatal(err)
		}
		got := b.read(x.ID)
		if got.State != traineeship.Attested || got.Outcome != traineeship.Converted || got.EndedOn != day("2027-02-28") || got.Terms[0].Outcome != traineeship.Renewed {
			t.Errorf("it is %s %s, to %s", got.State, got.Outcome, got.EndedOn)
		}
		if acted < 8 {
			t.Errorf("%d wake-ups", acted)
		}
		for _, s := range got.Steps {
			if s.State == traineeship.StepDone && !s.ActedAt.Equal(s.DueAt) {
				t.Errorf("%s due %s acted at %s", s.Kind, s.DueAt, s.ActedAt)
			}
		}
	})
	t.Logf("half a year took %s", time.Since(began))
}
