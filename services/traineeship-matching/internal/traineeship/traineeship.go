package traineeship

import (
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

// Traineeship is one person's traineeship at one host, with all its terms.
type Traineeship struct {
	ID       string
	Version  int64
	PersonID string
	Team     string
	// TraineeName is the name as it stands in the papers: sealed at rest, for the host.
	TraineeName string
	CompanyID   string
	OpeningID   string // "" when it came without one
	EntryID     string // of the shortlist; "" when it came without one

	Type           policy.TraineeshipType
	State          State
	Start          civil.Date // of the first term
	Months         int        // of the first term
	HoursWeek      int
	HostTutor      string // a name: sealed at rest
	CityTutor      string // the tutor's subject
	AllowanceCents int64  // a month, paid by the City
	HigherLevel    bool   // all competences of EQF 4 and above
	Opinion        bool   // a competent third party agreed to a longer time

	EndedOn        civil.Date // zero until then
	Outcome        Outcome    // of the last term, once ended
	EarlyReason    string     // code
	AcknowledgedBy string     // who took note that it ended undecided
	AttestedOn     civil.Date

	Terms       []Term
	Papers      []Paper
	Answers     []Opinion
	Requests    []Request
	Decisions   []Decision
	Suspensions []Suspension
	Steps       []Step
	FollowUps   []FollowUp // from the end on, the earliest first
	Duties      []Duty     // what decisions and ends make somebody do
	Watch       Watch      // over the right to work, while it runs

	OpenedAt time.Time
	OpenedBy string
	Demo     bool

	// Dropped are the planned terms that a revoked decision took away again, DroppedDuties what it made somebody do.
	Dropped, DroppedDuties []string
}

// Term is a part of a traineeship that ends with a decision.
type Term struct {
	ID         string
	Number     int
	Start      civil.Date
	PlannedEnd civil.Date // its last day; suspensions move it
	ActualEnd  civil.Date // zero until it closed
	Months     int        // net
	State      TermState
	Outcome    Outcome
}

// Opinion is what one party says of a term before it ends.
type Opinion struct {
	TermID string     `json:"term"`
	Party  Party      `json:"party"`
	Wish   Wish       `json:"wish"`
	On     civil.Date `json:"on"`
	By     string     `json:"by"` // the subject who wrote it down
	// Recorded: staff wrote down what the party said.
	Recorded bool `json:"recorded,omitempty"`
}

// Wish is what a party or a decision wants after a term.
type Wish string

// The wishes.
const (
	Renew Wish = "renew"
	End   Wish = "end"
	Hire  Wish = "hire"
)

// Wishes returns every wish, in the order in which forms offer them.
func Wishes() []Wish { return []Wish{Renew, Hire, End} }

// Request is a renewal that somebody asked for.
type Request struct {
	ID       string
	TermID   string
	State    RequestState
	AskedBy  Party
	AskedOn  civil.Date
	Consents map[Party]civil.Date
	// Limit is the ceiling in months that applied, and Why its reason code.
	Limit int
	Why   string
	Rules string // the rule's version
}

// Decision is what was decided about a term. At most one of a term is not revoked.
type Decision struct {
	ID        string
	TermID    string
	RequestID string // "" when nobody asked for a renewal
	Outcome   Wish
	Months    int // that a renewal adds
	Reason    string
	Override  string // why consents were passed over; sealed at rest
	Limit     int
	Why       string // the ceiling's reason code
	Rules     string
	By        string
	Role      Party
	At        time.Time
	Key       string // of the form or call: the same again is the same decision

	RevokedAt    time.Time // zero: in force
	RevokedBy    string
	RevokeReason string // sealed at rest
}

// Suspension is a time that does not count.
type Suspension struct {
	ID    string
	Cause policy.Cause
	From  civil.Date
	Until civil.Date // last day, as expected or as it was
	Over  bool
}

// Days are the days of a suspension.
func (s Suspension) Days() int { return s.Until.DaysSince(s.From) + 1 }

// Moment is when, by whom and under which rules something happens.
type Moment struct {
	Now   time.Time
	Zone  *time.Location
	Rules policy.RuleSet
	By    string // subject; "" for the clock
	Role  Party
	NewID func() string
}

// Today is the day in the city.
func (m Moment) Today() civil.Date { return civil.DateOf(m.Now.In(m.Zone)) }

// at is an hour of a day in the city.
func (m Moment) at(d civil.Date, hour int) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, 0, 0, 0, m.Zone).UTC()
}

// OpenTerm is the term that runs now; nil when none does.
func (t *Traineeship) OpenTerm() *Term {
	for i := range t.Terms {
		if t.Terms[i].State == Open {
			return &t.Terms[i]
		}
	}
	return nil
}

// Term finds a term.
func (t *Traineeship) Term(id string) *Term {
	for i := range t.Terms {
		if t.Terms[i].ID == id {
			return &t.Terms[i]
		}
	}
	return nil
}

// DecisionOn is a term's decision in force; nil when there is none.
func (t *Traineeship) DecisionOn(term string) *Decision {
	for i := range t.Decisions {
		if d := &t.Decisions[i]; d.TermID == term && d.RevokedAt.IsZero() {
			return d
		}
	}
	return nil
}

// OpinionOf is what a party says of a term; nil when it has not answered.
func (t *Traineeship) OpinionOf(term string, p Party) *Opinion {
	for i := range t.Answers {
		if a := &t.Answers[i]; a.TermID == term && a.Party == p {
			return a
		}
	}
	return nil
}

// OpenRequest is a term's request that is neither decided nor withdrawn; nil when there is none.
func (t *Traineeship) OpenRequest(term string) *Request {
	for i := range t.Requests {
		if r := &t.Requests[i]; r.TermID == term && (r.State == Asked || r.State == Consented) {
			return r
		}
	}
	return nil
}

// Unnoticed reports whether it ended without a decision and nobody took note.
func (t *Traineeship) Unnoticed() bool {
	return t.State == Ended && t.Outcome == Undecided && t.AcknowledgedBy == ""
}

// End is the last day as planned now.
func (t *Traineeship) End() civil.Date {
	if len(t.Terms) == 0 {
		return lastDay(t.Start, t.Months)
	}
	return t.Terms[len(t.Terms)-1].PlannedEnd
}

// facts are what the rules on duration look at, with so many months more.
func (t *Traineeship) facts(added int) policy.Traineeship {
	f := policy.Traineeship{
		Type: t.Type, Added: added, HigherLevel: t.HigherLevel, Opinion: t.Opinion, HoursWeek: t.HoursWeek, AllowanceCents: t.AllowanceCents,
	}
	for _, term := range t.Terms {
		f.Months += term.Months
	}
	return f
}

// lastDay is the last day of so many months from a day on. A month that is too short ends with its last day.
func lastDay(start civil.Date, months int) civil.Date {
	first := time.Date(start.Year, start.Month+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(first.Year(), first.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if start.Day > last {
		return civil.Date{Year: first.Year(), Month: first.Month(), Day: last}
	}
	return civil.Date{Year: first.Year(), Month: first.Month(), Day: start.Day}.AddDays(-1)
}
