package traineeship

import (
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Now is what became of somebody some months after a traineeship.
type Now string

// The answers. Unknown is nobody's wish either: all that is known is that nobody could be reached.
const (
	SameEmployer  Now = "same-employer" // the host of the traineeship
	OtherEmployer Now = "other-employer"
	InTraining    Now = "training"
	Looking       Now = "looking"
	Unknown       Now = "unknown"
)

// Nows returns every answer, in the order in which forms and counts have them.
func Nows() []Now { return []Now{SameEmployer, OtherEmployer, InTraining, Looking, Unknown} }

// FollowUp is the question what became of somebody, so many months after the end.
type FollowUp struct {
	ID       string // its step's too
	Months   int
	DueOn    civil.Date
	AskedOn  civil.Date // zero: not asked
	Answer   Now        // "": none
	AnswerOn civil.Date
	By       string // subject
	Party    Party  // who said it: the trainee, or staff who found out
}

// Waits reports whether the question was asked and nobody has answered it.
func (f *FollowUp) Waits() bool { return f.AskedOn.IsValid() && f.Answer == "" }

// planFollowUps makes the questions of a traineeship that has ended. They are planned once.
func (t *Traineeship) planFollowUps(m Moment, term string) {
	if len(t.FollowUps) > 0 {
		return
	}
	for _, months := range m.Rules.FollowUpMonths() {
		on := lastDay(t.EndedOn.AddDays(1), months)
		t.addStep(m, term, StepFollowUp, m.at(on, morning))
		t.FollowUps = append(t.FollowUps, FollowUp{ID: t.Steps[len(t.Steps)-1].ID, Months: months, DueOn: on})
	}
}

// ask asks the question of a step. Of several that are due at once only the latest is asked: after an outage nobody is
// asked twice in a day.
func (t *Traineeship) ask(m Moment, s *Step) []Message {
	for i := range t.Steps {
		other := &t.Steps[i]
		if other.Kind == StepFollowUp && other.State == StepOpen && !other.DueAt.After(m.Now) && other.DueAt.After(s.DueAt) {
			s.State = StepSuperseded
			return nil
		}
	}
	f := t.followUp(func(f *FollowUp) bool { return f.ID == s.ID })
	if f == nil || f.Answer != "" {
		return nil
	}
	f.AskedOn = m.Today()
	return []Message{{Trainee, "follow-up", t.EndedOn}, {Counsellor, "follow-up", t.EndedOn}}
}

func (t *Traineeship) followUp(is func(*FollowUp) bool) *FollowUp {
	for i := range t.FollowUps {
		if is(&t.FollowUps[i]) {
			return &t.FollowUps[i]
		}
	}
	return nil
}

// WaitingFollowUp is the question that waits for an answer: the latest that was asked. Nil when none waits.
func (t *Traineeship) WaitingFollowUp() *FollowUp {
	var last *FollowUp
	for i := range t.FollowUps {
		if t.FollowUps[i].AskedOn.IsValid() {
			last = &t.FollowUps[i]
		}
	}
	if last == nil || !last.Waits() {
		return nil
	}
	return last
}

// Follow records what became of the person so many months after the end. The person answers once; staff may put it right.
// What has an answer is never asked again.
func (t *Traineeship) Follow(m Moment, months int, now Now) error {
	if err := t.may(ActFollow); err != nil {
		return err
	}
	var bad fault.Violations
	f := t.followUp(func(f *FollowUp) bool { return f.Months == months })
	switch {
	case f == nil:
		bad.Add("/months", "unknown", "Nobody asks so long after the end.")
	case f.DueOn.After(m.Today()):
		bad.Add("/months", "out-of-range", "This day has not come yet.")
	}
	if !slices.Contains(Nows(), now) || now == Unknown && m.Role == Trainee {
		bad.Add("/now", "required", "Choose an answer.")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if f.Answer != "" && m.Role == Trainee {
		return fault.New(fault.Precondition, "You have answered already; a counsellor can put it right.")
	}
	f.Answer, f.AnswerOn, f.By, f.Party = now, m.Today(), m.By, Counsellor
	if m.Role == Trainee {
		f.Party = Trainee
	}
	for i := range t.Steps {
		if s := &t.Steps[i]; s.ID == f.ID && s.State == StepOpen {
			s.State, s.ActedAt = StepCancelled, m.Now
		}
	}
	return nil
}
