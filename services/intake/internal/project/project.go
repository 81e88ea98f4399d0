// Package project holds the personal project: what somebody wants to reach and to learn, and what CeLav and the person
// do for it, with dates and states. It is agreed by both; what changes afterwards has to be agreed again.
package project

import (
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Project is one person's. The zero project with a person is one that nobody has begun.
type Project struct {
	Person  string
	Version int64  // 0 while nothing was written
	Goal    string // what the person wants to reach, in plain words
	Learn   string // what the person wants to learn
	Actions []Action
	// AgreedOn is the day on which person and counsellor last agreed; nil before that.
	AgreedOn *civil.Date
	// Changed says that goal, learning or actions changed since they were agreed.
	Changed bool
}

// Action is one thing to do.
type Action struct {
	ID    string
	By    Party
	What  string
	Due   civil.Date
	State State
	// EndedOn is when it was done or dropped; nil while it is open.
	EndedOn *civil.Date
}

// Party is who does an action.
type Party string

// The parties.
const (
	CeLav  Party = "celav"
	Person Party = "person"
)

// Parties lists them in the order of forms.
func Parties() []Party { return []Party{CeLav, Person} }

// State is how far an action is.
type State string

// The states. From each one may go to every other: people change their minds, and the audit keeps what happened.
const (
	Open    State = "open"
	Doing   State = "doing"
	Done    State = "done"
	Dropped State = "dropped"
)

// States lists them in the order of forms.
func States() []State { return []State{Open, Doing, Done, Dropped} }

// Ended reports whether there is nothing left to do.
func (s State) Ended() bool { return s == Done || s == Dropped }

// The bounds of what can be written.
const (
	MaxText    = 1000
	MaxActions = 40
)

// Late reports whether an action should have ended before today.
func (a Action) Late(today civil.Date) bool { return !a.State.Ended() && a.Due.Before(today) }

// Late counts a party's late actions.
func (p Project) Late(by Party, today civil.Date) int {
	n := 0
	for _, a := range p.Actions {
		if a.By == by && a.Late(today) {
			n++
		}
	}
	return n
}

// Begun reports whether anything was written.
func (p Project) Begun() bool { return p.Version > 0 }

// Agreed reports whether what stands is what was agreed.
func (p Project) Agreed() bool { return p.AgreedOn != nil && !p.Changed }

// SetAim writes goal and learning.
func (p *Project) SetAim(goal, learn string) error {
	goal, learn = strings.TrimSpace(goal), strings.TrimSpace(learn)
	var bad fault.Violations
	if goal == "" {
		bad.Add("/goal", "required", "Say what the person wants to reach.")
	}
	tooLong(&bad, "/goal", goal)
	tooLong(&bad, "/learn", learn)
	if err := bad.Err(); err != nil {
		return err
	}
	if p.Goal != goal || p.Learn != learn {
		p.Goal, p.Learn, p.Changed = goal, learn, true
	}
	return nil
}

// Put adds an action or, when one has its id, changes it. Today is the day at the desk.
func (p *Project) Put(a Action, today civil.Date) error {
	a.What = strings.TrimSpace(a.What)
	at := slices.IndexFunc(p.Actions, func(b Action) bool { return b.ID == a.ID })
	var bad fault.Violations
	if a.What == "" {
		bad.Add("/what", "required", "Say what is to be done.")
	}
	tooLong(&bad, "/what", a.What)
	if !slices.Contains(Parties(), a.By) {
		bad.Add("/by", "unknown", "Say who does it.")
	}
	if !slices.Contains(States(), a.State) {
		bad.Add("/state", "unknown", "There is no such state.")
	}
	switch {
	case !a.Due.IsValid():
		bad.Add("/due", "required", "Say until when.")
	case at < 0 && a.Due.Before(today):
		bad.Add("/due", "past", "This day is past.")
	case a.Due.After(today.AddDays(3 * 366)):
		bad.Add("/due", "far", "This day is more than three years away.")
	}
	if at < 0 && len(p.Actions) >= MaxActions {
		bad.Add("/actions", "too-many", "There are too many actions.")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if at < 0 {
		a = a.ended(nil, today)
		p.Actions, p.Changed = append(p.Actions, a), true
		return nil
	}
	before := p.Actions[at]
	a = a.ended(before.EndedOn, today)
	if before.What != a.What || before.By != a.By || before.Due != a.Due {
		p.Changed = true
	}
	p.Actions[at] = a
	return nil
}

// ended keeps the day on which an action ended, and sets it when it ends today.
func (a Action) ended(before *civil.Date, today civil.Date) Action {
	switch {
	case !a.State.Ended():
		a.EndedOn = nil
	case before != nil:
		a.EndedOn = before
	default:
		a.EndedOn = &today
	}
	return a
}

// Move sets the state of an action, which changes nothing of what was agreed.
func (p *Project) Move(id string, to State, today civil.Date) error {
	at := slices.IndexFunc(p.Actions, func(a Action) bool { return a.ID == id })
	if at < 0 {
		return fault.New(fault.NotFound, "There is no such action.")
	}
	a := p.Actions[at]
	a.State = to
	return p.Put(a, today)
}

// Agree records that person and counsellor agree on what stands.
func (p *Project) Agree(on, today civil.Date) error {
	var bad fault.Violations
	switch {
	case p.Goal == "":
		bad.Add("/goal", "required", "There is no goal to agree on.")
	case len(p.Actions) == 0:
		bad.Add("/actions", "required", "There is no action to agree on.")
	case !on.IsValid():
		bad.Add("/agreedOn", "required", "Say when it was agreed.")
	case on.After(today):
		bad.Add("/agreedOn", "future", "This day has not come yet.")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	p.AgreedOn, p.Changed = &on, false
	return nil
}

func tooLong(bad *fault.Violations, pointer, text string) {
	if len([]rune(text)) > MaxText {
		bad.Add(pointer, "too-long", "This is longer than %d characters.", MaxText)
	}
}
