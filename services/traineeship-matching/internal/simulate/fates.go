package simulate

import (
	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// fates spreads the starts over the days, so that most terms end within them.
func (w *world) fates() {
	for n := range w.o.Terms {
		day := begin().AddDays(n * max(1, w.o.Days-100) / w.o.Terms)
		w.calendar[day] = append(w.calendar[day], act{})
	}
}

func (w *world) chance(percent int) bool { return w.rng.IntN(100) < percent }

// plan puts an act of a traineeship on a day.
func (w *world) plan(day civil.Date, a act) { w.calendar[day] = append(w.calendar[day], a) }

// follow draws what becomes of a term that opened, and looks again when it should be over.
func (w *world) follow(done act, t *traineeship.Traineeship, today civil.Date) {
	term := t.OpenTerm()
	if term == nil {
		return
	}
	w.plan(term.PlannedEnd.AddDays(1), act{id: t.ID, look: true})
	if done.look && term.Start.Before(today.AddDays(-20)) {
		return // the same term, moved by a suspension
	}
	w.report.Started++
	left := max(1, term.PlannedEnd.DaysSince(today))
	if w.chance(90) {
		w.plan(term.PlannedEnd.AddDays(-min(left-1, 20+w.rng.IntN(25))), act{id: t.ID, in: placement.Input{Act: traineeship.ActAnswer, Wish: traineeship.Renew}})
	}
	if w.chance(15) {
		cause, days := policy.Illness, 30+w.rng.IntN(30)
		if w.chance(40) {
			cause, days = policy.Closure, 15+w.rng.IntN(15)
		}
		from := today.AddDays(1 + w.rng.IntN(left))
		w.plan(from, act{id: t.ID, days: days, in: placement.Input{Act: traineeship.ActSuspend, Cause: cause}})
		if w.chance(30) {
			w.plan(from.AddDays(1+w.rng.IntN(days)), act{id: t.ID, in: placement.Input{Act: traineeship.ActResume}})
		}
	}
	if w.chance(7) {
		w.plan(today.AddDays(1+w.rng.IntN(left)), act{id: t.ID, in: placement.Input{Act: traineeship.ActEndEarly, Reason: "trainee-left"}})
	}
	if w.chance(10) {
		return // nobody ever decides
	}
	on := term.PlannedEnd.AddDays(-min(left-1, w.rng.IntN(35)))
	w.plan(on, w.decision(t.ID))
	if w.chance(8) {
		back := on.AddDays(1 + w.rng.IntN(4))
		w.plan(back, act{id: t.ID, in: placement.Input{Act: traineeship.ActRevoke, Reason: "A mistake."}})
		if w.chance(60) {
			w.plan(back.AddDays(1), w.decision(t.ID))
		}
	}
}

// decision draws a decision, which one to four people take at once.
func (w *world) decision(id string) act {
	wish, reason := traineeship.Renew, "goals-open"
	switch n := w.rng.IntN(100); {
	case n < 22:
		wish, reason = traineeship.End, "goals-reached"
	case n < 40:
		wish, reason = traineeship.Hire, "offered-by-host"
	}
	return act{id: id, deciders: 1 + max(0, w.rng.IntN(12)-8), in: placement.Input{Act: traineeship.ActDecide, Wish: wish, Reason: reason, Override: "Agreed by telephone."}}
}
