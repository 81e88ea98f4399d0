package traineeship

import (
	"time"

	"cloud.google.com/go/civil"
)

// StepKind is what wakes a term.
type StepKind string

// The kinds. Those before End form one ladder: when several are due at once, only the latest acts.
const (
	StepEvaluation StepKind = "evaluation" // the parties are asked
	StepDecision   StepKind = "decision"   // a decision is due
	StepReminder   StepKind = "reminder"
	StepEscalation StepKind = "escalation" // the coordinator takes it up
	StepDaily      StepKind = "daily"      // every day until decided
	StepEnd        StepKind = "end"        // the last day is over
	StepPapers     StepKind = "papers"     // communications after a decision
	StepResume     StepKind = "resume"     // a suspension is over
	StepFollowUp   StepKind = "follow-up"  // months after the end: what became of the person
)

// StepState is where a step stands.
type StepState string

// The states of a step.
const (
	StepOpen       StepState = "open"
	StepDone       StepState = "done"
	StepSuperseded StepState = "superseded" // a later one was due too
	StepCancelled  StepState = "cancelled"  // no longer needed
)

// Step is one thing that happens to a term at a time.
type Step struct {
	ID       string
	TermID   string
	Kind     StepKind
	DueAt    time.Time
	State    StepState
	Attempts int
	Version  int64 // bumped with each change of date: a wake-up of an older one is stale
	ActedAt  time.Time
}

// morning is the hour at which people are written to; the last day is over at midnight.
const morning = 8

// ladder are the steps towards a term's end, with their days.
func ladder(m Moment, end civil.Date) []Step {
	wake := m.Rules.WakeDays()
	return []Step{
		{Kind: StepEvaluation, DueAt: m.at(end.AddDays(-wake.Evaluation), morning)},
		{Kind: StepDecision, DueAt: m.at(end.AddDays(-wake.Decision), morning)},
		{Kind: StepReminder, DueAt: m.at(end.AddDays(-wake.Reminder), morning)},
		{Kind: StepEscalation, DueAt: m.at(end.AddDays(-m.Rules.AskDays()), morning)},
		{Kind: StepDaily, DueAt: m.at(end.AddDays(-wake.Daily), morning)},
		{Kind: StepEnd, DueAt: m.at(end.AddDays(1), 0)},
	}
}

// onLadder reports whether a step belongs to the row of which only the latest due acts.
func onLadder(k StepKind) bool {
	return k != StepPapers && k != StepResume && k != StepFollowUp && k != StepAccess
}

// plan makes the steps of a term that has opened.
func (t *Traineeship) plan(m Moment, term *Term) {
	for _, s := range ladder(m, term.PlannedEnd) {
		t.addStep(m, term.ID, s.Kind, s.DueAt)
	}
}

func (t *Traineeship) addStep(m Moment, term string, k StepKind, due time.Time) {
	t.Steps = append(t.Steps, Step{ID: m.NewID(), TermID: term, Kind: k, DueAt: due, State: StepOpen, Version: 1})
}

// replan moves a term's open steps to its end as it is now, and adds those whose day comes again. With a decision in
// force only the end remains.
func (t *Traineeship) replan(m Moment, term *Term) {
	decided := t.DecisionOn(term.ID) != nil
	for _, want := range ladder(m, term.PlannedEnd) {
		due, none := want.DueAt, decided && want.Kind != StepEnd
		if want.Kind == StepDaily && !due.After(m.Now) {
			due = m.at(m.Today().AddDays(1), morning)
			// No day is left; one that stayed from a later end would come after the end and stand in its way.
			none = none || m.at(term.PlannedEnd.AddDays(1), 0).Before(due)
		}
		open := t.openStep(term.ID, want.Kind)
		switch {
		case none:
			if open != nil {
				open.State, open.ActedAt = StepCancelled, m.Now
			}
		case open != nil && !open.DueAt.Equal(due):
			open.DueAt = due
			open.Version++
		case open == nil && due.After(m.Now):
			t.addStep(m, term.ID, want.Kind, due)
		}
	}
}

func (t *Traineeship) openStep(term string, k StepKind) *Step {
	for i := range t.Steps {
		if s := &t.Steps[i]; s.TermID == term && s.Kind == k && s.State == StepOpen {
			return s
		}
	}
	return nil
}

// cancelSteps takes back every open step of a term.
func (t *Traineeship) cancelSteps(m Moment, term string) {
	for i := range t.Steps {
		if s := &t.Steps[i]; s.TermID == term && s.State == StepOpen {
			s.State, s.ActedAt = StepCancelled, m.Now
		}
	}
}
