package shortlist

import "slices"

// State is where an entry of a shortlist stands.
type State string

// The states. New is before the first decision.
const (
	New           State = "new"
	Held          State = "held"           // on hold: not shown to the employer
	Passed        State = "passed"         // passed over, with a reason
	Proposed      State = "proposed"       // the employer sees the person without identity
	ConsentAsked  State = "consent-asked"  // the person is asked whether the employer may know who they are
	Refused       State = "refused"        // the person said no, without consequence
	Released      State = "released"       // the employer sees name and way to reach
	TimesProposed State = "times-proposed" // the employer proposed times for an interview
	OtherTimes    State = "other-times"    // the person asks for other times
	Booked        State = "booked"         // an interview has its time
	Chosen        State = "chosen"         // a traineeship or a hire is agreed
	Placed        State = "placed"         // the traineeship or the hire is on record
	NotChosen     State = "not-chosen"     // no, with a reason and a next step
	NoShow        State = "no-show"        // the person did not come to the interview
	Withdrawn     State = "withdrawn"      // the person or CeLav took it back
)

// States lists all states in the order of the path.
func States() []State {
	return []State{New, Held, Passed, Proposed, ConsentAsked, Refused, Released, TimesProposed, OtherTimes, Booked, Chosen, Placed, NotChosen, NoShow, Withdrawn}
}

// Valid reports whether s is a state that an entry can have.
func (s State) Valid() bool { return s != New && slices.Contains(States(), s) }

// Identified reports whether the employer sees in this state who the person is. It is the one place that says so.
func (s State) Identified() bool {
	return slices.Contains([]State{Released, TimesProposed, OtherTimes, Booked, Chosen, Placed, NoShow}, s)
}

// ShownToHost reports whether the employer sees the entry at all.
func (s State) ShownToHost() bool { return s != New && s != Held && s != Passed }

// Party is who acts on an entry, or is waited for.
type Party string

// The parties. Suite is the clock.
const (
	Desk   Party = "desk"
	Host   Party = "host"
	Person Party = "person"
	Suite  Party = "suite"
)

// Waits says who is to act next; empty when nobody is.
func (s State) Waits() Party {
	switch s {
	case Proposed, Released, OtherTimes, Booked:
		return Host
	case ConsentAsked, TimesProposed:
		return Person
	case Held, Chosen, NoShow, Refused:
		return Desk
	default:
		return ""
	}
}

// Stage is what a partner, a team and the person see of all entries of somebody.
type Stage string

// The stages, from the least far to the furthest.
const (
	StageWaiting   Stage = "waiting"
	StageNotChosen Stage = "not-chosen"
	StageProposed  Stage = "proposed"
	StageInterview Stage = "interview"
	StageChosen    Stage = "chosen"
)

// Stage is the stage that a state stands for.
func (s State) Stage() Stage {
	switch s {
	case Proposed, ConsentAsked, Released:
		return StageProposed
	case TimesProposed, OtherTimes, Booked:
		return StageInterview
	case Chosen, Placed:
		return StageChosen
	case NotChosen, NoShow:
		return StageNotChosen
	default:
		return StageWaiting
	}
}

// Furthest returns the entry that says how far somebody is: the furthest stage, of these the newest.
func Furthest(entries []Entry) (Entry, bool) {
	order := []Stage{StageWaiting, StageNotChosen, StageProposed, StageInterview, StageChosen}
	var best Entry
	found := false
	for _, e := range entries {
		a, b := slices.Index(order, e.State.Stage()), slices.Index(order, best.State.Stage())
		if !found || a > b || a == b && e.Since.After(best.Since) {
			best, found = e, true
		}
	}
	return best, found
}
