// Package cohort holds the groups of trainees that a partner organisation proposes for traineeships of people resident
// abroad (Art. 27): the table of the template, what a row means and what is wrong with it, and who may change what in
// which state (rule A27-07).
package cohort

import (
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// MostRows bounds a cohort: those of the programme have 19 to 50 people.
const MostRows = 500

// maxTitle and maxReason bound what is typed.
const (
	maxTitle  = 120
	maxReason = 500
)

// State is where a cohort stands. Only in Draft and Returned may the partner change rows, and never accepted ones.
type State string

// The states.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Returned  State = "returned" // the City sent back at least one person
	Accepted  State = "accepted" // the City has accepted everybody in it
)

// States lists the states in their order.
func States() []State { return []State{Draft, Submitted, Returned, Accepted} }

// Cohort is a group of trainees of one partner.
type Cohort struct {
	ID        string
	Version   int64
	Partner   string
	Team      string // that checks it; "" when only who leads the teams can
	Title     string
	State     State
	Demo      bool
	Submitted civil.Date // last; zero when never
	CreatedAt time.Time
	ChangedAt time.Time
}

// Open reports whether the partner may still change the cohort.
func (c Cohort) Open() bool { return c.State == Draft || c.State == Returned }

// CleanTitle says what is wrong with a cohort's name.
func CleanTitle(title string) (string, error) {
	var bad fault.Violations
	title = Tidy(title)
	switch {
	case title == "":
		bad.Add("/title", "required", "A cohort needs a name.")
	case utf8.RuneCountInString(title) > maxTitle:
		bad.Add("/title", "too-long", "A name has at most %d characters.", maxTitle)
	}
	return title, bad.Err()
}

// CleanReason says what is wrong with the reason for sending somebody back: there must be one.
func CleanReason(reason string) (string, error) {
	var bad fault.Violations
	reason = strings.TrimSpace(reason)
	switch {
	case reason == "":
		bad.Add("/reason", "required", "Say why, so that the partner can mend it.")
	case utf8.RuneCountInString(reason) > maxReason:
		bad.Add("/reason", "too-long", "A reason has at most %d characters.", maxReason)
	}
	return reason, bad.Err()
}

// Result is what the last upload or mending made of a row.
type Result string

// The results.
const (
	Create Result = "create" // a person who was not there
	Update Result = "update" // somebody who was there and has changed
	Same   Result = "same"
	Faulty Result = "error" // to be mended before the cohort can be submitted
)

// Decision is the City's about one person; empty while there is none.
type Decision string

// The decisions.
const (
	Undecided  Decision = ""
	Taken      Decision = "accepted"
	SentBack   Decision = "sent-back"
	neverTaken          = "this person was accepted already"
)

// Row is one person of a cohort.
type Row struct {
	ID       string
	Cohort   string
	Version  int64
	Number   int // the line in the file, counted from 1; keeps the partner's order
	Cells    map[string]string
	Findings []Finding
	Result   Result
	// Known: the row was without fault once, so a change of it is an update.
	Known bool
	// Source is the digest of the line that the row was read from. The same line again changes nothing, so that a row
	// mended here stays mended.
	Source   string
	Decision Decision
	Reason   string // why the person was sent back
	Person   string // the file that was made of an accepted row
	// ProfilePending: the person was accepted, and what they can do has not reached skills-assessment yet.
	ProfilePending bool
	Papers         []PaperStep
}

// Locked reports whether the row may not change any more.
func (r Row) Locked() bool { return r.Decision == Taken }

// Name is how the person is called, as far as the cells tell.
func (r Row) Name() string { return Tidy(r.Cells[FirstName] + " " + r.Cells[LastName]) }

// Put takes new cells into the row, and says what came of it.
func (r *Row) Put(cells map[string]string, found []Finding, changed bool) {
	r.Cells, r.Findings = cells, found
	switch {
	case len(Wrong(found)) > 0:
		r.Result = Faulty
		return
	case !r.Known:
		r.Result = Create
	case changed:
		r.Result = Update
	default:
		r.Result = Same
	}
	r.Known = true
}

// Recheck takes what is found now of a row whose cells stayed as they were.
func (r *Row) Recheck(found []Finding) {
	r.Findings = found
	switch {
	case len(Wrong(found)) > 0:
		r.Result = Faulty
	case !r.Known:
		r.Result, r.Known = Create, true
	case r.Result == Faulty:
		r.Result = Same
	}
}

// Submit hands the cohort over to the City.
func (c *Cohort) Submit(rows []Row, today civil.Date) error {
	if !c.Open() {
		return fault.New(fault.Precondition, "This cohort has been submitted already.")
	}
	pending := 0
	for _, r := range rows {
		if r.Locked() {
			continue
		}
		if r.Result == Faulty || len(Wrong(r.Findings)) > 0 {
			return fault.New(fault.Precondition, "Some rows have faults: mend them or take them out first.")
		}
		pending++
	}
	if pending == 0 {
		return fault.New(fault.Precondition, "There is nobody in this cohort to submit.")
	}
	c.State, c.Submitted = Submitted, today
	return nil
}

// Settle moves a submitted cohort on when nobody in it waits for a decision any more.
func (c *Cohort) Settle(rows []Row) {
	if c.State != Submitted {
		return
	}
	next := Accepted
	for _, r := range rows {
		switch r.Decision {
		case Undecided:
			return
		case SentBack:
			next = Returned
		}
	}
	c.State = next
}

// Decide takes the City's decision on a person.
func (r *Row) Decide(d Decision, reason string) error {
	if r.Locked() {
		return fault.New(fault.Precondition, neverTaken)
	}
	if d == Taken && len(Wrong(r.Findings)) > 0 {
		return fault.New(fault.Precondition, "A row with faults cannot be accepted.")
	}
	r.Decision, r.Reason = d, reason
	return nil
}

// Counts is a cohort at a glance.
type Counts struct{ Rows, Create, Update, Same, Faulty, Warned, Accepted, SentBack, Undecided int }

// Count counts rows.
func Count(rows []Row) Counts {
	var n Counts
	for _, r := range rows {
		n.Rows++
		switch r.Result {
		case Create:
			n.Create++
		case Update:
			n.Update++
		case Same:
			n.Same++
		case Faulty:
			n.Faulty++
		}
		if len(Warnings(r.Findings)) > 0 {
			n.Warned++
		}
		switch r.Decision {
		case Taken:
			n.Accepted++
		case SentBack:
			n.SentBack++
		default:
			n.Undecided++
		}
	}
	return n
}
