package renewal_test

import (
	"strconv"
	"testing"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Wake-ups of one traineeship that come together do not fail one another.
func TestWakeUpsTogether(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.started(day("2026-09-01"))
		b.at(day("2026-11-16"), 9)
		due, err := b.store.Due(t.Context(), b.clock.Now(), records.Due{}, 100)
		if err != nil || len(due) < 4 {
			t.Fatalf("%d steps are due: %v", len(due), err)
		}
		failed := make(chan error, len(due))
		for _, d := range due {
			go func() { failed <- b.flow.Wake(t.Context(), d.ID+":"+strconv.FormatInt(d.Version, 10)+".0") }()
		}
		for range due {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
		if due, err = b.store.Due(t.Context(), b.clock.Now(), records.Due{}, 100); err != nil || len(due) != 0 {
			t.Errorf("%d steps are still due: %v", len(due), err)
		}
	})
}

// After an outage several steps are due at once: only the latest acts. Waking again, early, or by an old date changes
// nothing.
func TestAfterAnOutageOnlyTheLatestActs(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		x := b.started(day("2026-09-01"))
		stale := x.Steps[0].ID + ":1.0"
		b.at(day("2026-11-16"), 9)
		stop := b.work()
		b.settle()
		stop()
		want := map[traineeship.StepKind]traineeship.StepState{
			"evaluation": "superseded", "decision": "superseded", "reminder": "superseded", "escalation": "done", "daily": "open", "end": "open",
		}
		after := b.read(x.ID)
		for _, s := range after.Steps {
			if s.State != want[s.Kind] {
				t.Errorf("%s is %s, not %s", s.Kind, s.State, want[s.Kind])
			}
		}
		early := ""
		for _, s := range after.Steps {
			if s.Kind == traineeship.StepEnd {
				early = s.ID + ":1.0"
			}
		}
		for _, wake := range []string{stale, early, newID() + ":1.0"} {
			if err := b.flow.Wake(t.Context(), wake); err != nil {
				t.Error(err)
			}
		}
		if again := b.read(x.ID); again.Version != after.Version {
			t.Error("a stale or early wake-up changed something")
		}
		// A suspension moves the end: the wake-up of the old date is stale.
		if err := b.change(x.ID, func(x *traineeship.Traineeship) error {
			return x.Suspend(b.moment(traineeship.Counsellor), policy.Illness, day("2026-11-16"), day("2026-12-15"))
		}); err != nil {
			t.Fatal(err)
		}
		b.at(day("2026-12-01"), 0)
		if err := b.flow.Wake(t.Context(), early); err != nil {
			t.Error(err)
		}
		if moved := b.read(x.ID); moved.State != traineeship.Suspended || moved.OpenTerm().PlannedEnd != day("2026-12-30") {
			t.Errorf("%s to %s", moved.State, moved.OpenTerm().PlannedEnd)
		}
	})
}
