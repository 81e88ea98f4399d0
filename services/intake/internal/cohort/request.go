package cohort

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Request is a partner's wish to change what it can no longer change itself (rule A27-07). It stays on record, whatever
// the City answers.
type Request struct {
	ID      string
	Version int64
	Cohort  string
	Row     string
	Column  string // the key of the column
	Old     string // what stood in the cell when it was asked
	New     string
	Why     string
	State   RequestState
	Answer  string // the City's reason
	AskedAt time.Time
	AskedBy string
	// AnsweredAt is zero while the City has not answered.
	AnsweredAt time.Time
	AnsweredBy string
}

// RequestState is where a request stands.
type RequestState string

// The states of a request.
const (
	Asked          RequestState = "asked"
	ChangeAccepted RequestState = "accepted"
	ChangeRefused  RequestState = "refused"
)

// RequestStates lists them.
func RequestStates() []RequestState { return []RequestState{Asked, ChangeAccepted, ChangeRefused} }

// MostRequests bounds the requests that wait about one person.
const MostRequests = 10

// Asks reports whether a change of the row has to be asked for: the partner can no longer change it itself.
func (c Cohort) Asks(r Row) bool {
	return c.State != Draft && (!c.Open() || r.Locked())
}

// Ask makes a request about a row. What is wished must be right by the same checks as an upload.
func Ask(c Cohort, r Row, q Request, open []Request, today civil.Date, limits Limits) (Request, error) {
	if !c.Asks(r) {
		return q, fault.New(fault.Precondition, "This row can be changed directly: nothing has to be asked for.")
	}
	q.Cohort, q.Row, q.State = c.ID, r.ID, Asked
	q.Old, q.New, q.Why = Tidy(r.Cells[q.Column]), Tidy(q.New), strings.TrimSpace(q.Why)
	var bad fault.Violations
	_, known := ColumnOf(q.Column)
	switch {
	case !known:
		bad.Add("/column", "what-missing", "Say what is to be changed.")
	case q.New == q.Old:
		bad.Add("/value", "unchanged", "This is what stands there already.")
	default:
		_, found := Check(q.applied(r), today, limits)
		for _, f := range Wrong(found) {
			if f.Column == q.Column {
				bad.Add("/value", f.Code, "%s: %s", f.Column, f.Code)
			}
		}
	}
	switch {
	case q.Why == "":
		bad.Add("/why", "why-missing", "Say why, so that the City can decide.")
	case utf8.RuneCountInString(q.Why) > maxReason:
		bad.Add("/why", "too-long", "At most %d characters.", maxReason)
	}
	if err := bad.Err(); err != nil {
		return q, err
	}
	if slices.ContainsFunc(open, func(o Request) bool { return o.State == Asked && o.Column == q.Column }) {
		return q, fault.New(fault.Precondition, "A change of this is asked for already: wait for the City's answer.")
	}
	if len(open) >= MostRequests {
		return q, fault.New(fault.Precondition, "Too many changes wait for an answer.")
	}
	return q, nil
}

// applied are the row's cells as the partner wishes them.
func (q Request) applied(r Row) map[string]string {
	cells := make(map[string]string, len(r.Cells)+1)
	for k, v := range r.Cells {
		cells[k] = v
	}
	if q.New == "" {
		delete(cells, q.Column)
	} else {
		cells[q.Column] = q.New
	}
	return cells
}

// Settle takes the City's answer. An accepted change is put into the row, if nobody changed the cell since it was asked.
func (q *Request) Settle(r *Row, accept bool, answer string, today civil.Date, limits Limits) error {
	if q.State != Asked {
		return fault.New(fault.Conflict, "This request has been answered already.")
	}
	answer, err := CleanAnswer(answer, !accept)
	if err != nil {
		return err
	}
	q.Answer = answer
	if !accept {
		q.State = ChangeRefused
		return nil
	}
	if Tidy(r.Cells[q.Column]) != q.Old {
		return fault.New(fault.Conflict, "What stands there has changed since it was asked for.")
	}
	cells := q.applied(*r)
	_, found := Check(cells, today, limits)
	if slices.ContainsFunc(Wrong(found), func(f Finding) bool { return f.Column == q.Column }) {
		return fault.New(fault.Precondition, "What is asked for is no longer right: refuse it, with the reason.")
	}
	r.Cells, r.Findings, q.State = cells, found, ChangeAccepted
	return nil
}

// CleanAnswer says what is wrong with the City's reason; a refusal needs one.
func CleanAnswer(answer string, needed bool) (string, error) {
	answer = strings.TrimSpace(answer)
	var bad fault.Violations
	switch {
	case answer == "" && needed:
		bad.Add("/answer", "answer-missing", "Say why, so that the partner understands.")
	case utf8.RuneCountInString(answer) > maxReason:
		bad.Add("/answer", "too-long", "At most %d characters.", maxReason)
	}
	return answer, bad.Err()
}
