package ledger

import (
	"slices"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
)

// Kind is what a line says.
type Kind string

// The kinds of lines.
const (
	Attendance   Kind = "attendance"   // so many hours were attended
	Confirmation Kind = "confirmation" // a person says what is due for too few hours
	Approval     Kind = "approval"     // a second person agrees with the amount
	Return       Kind = "return"       // sent back to who entered it
)

// Kinds returns every kind.
func Kinds() []Kind { return []Kind{Attendance, Confirmation, Approval, Return} }

// State is where an account stands.
type State string

// The states.
const (
	Missing  State = "missing" // nothing was entered
	Confirm  State = "confirm" // too few hours: a person says what is due
	Approve  State = "approve" // the amount waits for a second person
	Returned State = "returned"
	Approved State = "approved"
)

// States returns every state, in the order of the path.
func States() []State { return []State{Missing, Returned, Confirm, Approve, Approved} }

// Verdict is what a person says is due for too few hours.
type Verdict string

// The verdicts.
const (
	InProportion Verdict = "proportional"
	InFull       Verdict = "full" // the absence is justified
	Nothing      Verdict = "nothing"
)

// Verdicts returns every verdict, in the order in which forms offer them.
func Verdicts() []Verdict { return []Verdict{InProportion, InFull, Nothing} }

// Line is an entry. It is never changed: a correction is a new line.
type Line struct {
	ID     string
	Number int // from 1
	Kind   Kind
	By     string // subject
	Role   string
	At     time.Time

	// Of an attendance: the hours, and the facts they are held against.
	Minutes, Planned, Suspended, Thirtieths int
	BaseCents                               int64
	Decision                                string // the rule's, as policy.Decision writes it

	DueCents int64 // what is due after this line, or is proposed while a person has to confirm it
	Cents    int64 // by how much this line changes what is due
	Rule     string
	Version  string // of the rule
	Reason   string // a code: the rule's reason, the verdict, why it was sent back
}

// Account is one term's part of one month.
type Account struct{ Lines []Line }

// Moment is when and by whom a line is added.
type Moment struct {
	Now  time.Time
	By   string
	Role string
	ID   string
}

// State is where the account stands.
func (a *Account) State() State {
	last := a.last()
	switch {
	case last == nil:
		return Missing
	case last.Kind == Attendance && last.Decision != policy.OK.String():
		return Confirm
	case last.Kind == Attendance, last.Kind == Confirmation:
		return Approve
	case last.Kind == Return:
		return Returned
	default:
		return Approved
	}
}

// Due is the sum of the lines.
func (a *Account) Due() int64 {
	var sum int64
	for _, l := range a.Lines {
		sum += l.Cents
	}
	return sum
}

// Approved is the sum that a second person agreed with last.
func (a *Account) Approved() int64 {
	var sum, approved int64
	for _, l := range a.Lines {
		sum += l.Cents
		if l.Kind == Approval {
			approved = sum
		}
	}
	return approved
}

// Entered is the last attendance; nil when there is none.
func (a *Account) Entered() *Line {
	for i := len(a.Lines) - 1; i >= 0; i-- {
		if a.Lines[i].Kind == Attendance {
			return &a.Lines[i]
		}
	}
	return nil
}

// Enter adds what was attended. Entering again is a correction.
func (a *Account) Enter(m Moment, rules policy.RuleSet, p Portion, minutes int) error {
	if p.Planned <= 0 {
		return fault.New(fault.Precondition, "Nobody was to come in this month.")
	}
	if minutes < 0 || minutes > 2*p.Planned {
		var bad fault.Violations
		bad.Add("/hours", "out-of-range", "must lie between 0 and twice the planned hours")
		return bad.Err()
	}
	due, r := rules.Pay(p.BaseCents, minutes, p.Planned)
	l := Line{
		Kind: Attendance, Minutes: minutes, Planned: p.Planned, Suspended: p.Suspended, Thirtieths: p.Thirtieths, BaseCents: p.BaseCents,
		Decision: r.Decision.String(), DueCents: due, Rule: r.Rule, Version: r.Version, Reason: r.Reason,
	}
	if r.Decision == policy.OK {
		l.Cents = due - a.Due()
	}
	a.add(m, l)
	return nil
}

// Confirm says what is due for too few hours.
func (a *Account) Confirm(m Moment, v Verdict) error {
	if a.State() != Confirm {
		return refused()
	}
	last := *a.last()
	l := Line{Kind: Confirmation, Rule: last.Rule, Version: last.Version, Reason: string(v)}
	switch v {
	case InProportion:
		l.DueCents = last.DueCents
	case InFull:
		l.DueCents = last.BaseCents
	case Nothing:
	default:
		var bad fault.Violations
		bad.Add("/verdict", "required", "Choose what is due.")
		return bad.Err()
	}
	l.Cents = l.DueCents - a.Due()
	a.add(m, l)
	return nil
}

// Touched reports whether somebody entered or confirmed anything here: such a person never approves.
func (a *Account) Touched(by string) bool {
	return slices.ContainsFunc(a.Lines, func(l Line) bool { return l.By == by && (l.Kind == Attendance || l.Kind == Confirmation) })
}

// Approve agrees with what is due. It takes a second person.
func (a *Account) Approve(m Moment) error {
	if a.State() != Approve {
		return refused()
	}
	if m.By == "" || a.Touched(m.By) {
		return fault.New(fault.Forbidden, "Who entered or confirmed an amount cannot approve it: a second person does.")
	}
	last := a.last()
	a.add(m, Line{Kind: Approval, DueCents: a.Due(), Rule: last.Rule, Version: last.Version})
	return nil
}

// Reasons are the codes of why an entry is sent back.
func Reasons() []string { return []string{"hours-wrong", "dates-wrong", "evidence-missing"} }

// SendBack returns an entry to who entered it.
func (a *Account) SendBack(m Moment, reason string) error {
	if s := a.State(); s != Approve && s != Confirm {
		return refused()
	}
	if !slices.Contains(Reasons(), reason) {
		var bad fault.Violations
		bad.Add("/reason", "required", "Choose a reason.")
		return bad.Err()
	}
	a.add(m, Line{Kind: Return, DueCents: a.Due(), Reason: reason})
	return nil
}

func refused() error {
	return fault.New(fault.Precondition, "This cannot be done to the entry as it stands.")
}

func (a *Account) last() *Line {
	if len(a.Lines) == 0 {
		return nil
	}
	return &a.Lines[len(a.Lines)-1]
}

func (a *Account) add(m Moment, l Line) {
	l.ID, l.Number, l.By, l.Role, l.At = m.ID, len(a.Lines)+1, m.By, m.Role, m.Now
	a.Lines = append(a.Lines, l)
}
