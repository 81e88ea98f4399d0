package shortlist

import (
	"strings"
	"time"

	"cloud.google.com/go/civil"
)

// Entry is one person on the shortlist of one opening.
type Entry struct {
	ID      string
	Version int64
	Opening string
	Person  string
	Company string // whose opening it is
	Team    string // who follows the person
	State   State
	Since   time.Time // in this state
	Made    time.Time
	Demo    bool
	Facts   Facts
	Words   Words
}

// Facts are codes, ids and times: nothing that tells who somebody is.
type Facts struct {
	Decision Decision `json:"decision"`
	// Reason and NextStep are those of the last act that asked for them.
	Reason   string      `json:"reason,omitempty"`
	NextStep string      `json:"nextStep,omitempty"`
	Asked    *Asked      `json:"asked,omitempty"`
	Given    *Given      `json:"given,omitempty"`
	Times    []time.Time `json:"times,omitempty"`
	Booked   *time.Time  `json:"booked,omitempty"`
	Host     *Outcome    `json:"host,omitempty"`   // as the employer recorded it
	Desk     *Outcome    `json:"desk,omitempty"`   // as CeLav recorded it
	Record   string      `json:"record,omitempty"` // the traineeship or hire that came of it
}

// Decision keeps on what a decision was made.
type Decision struct {
	At           time.Time `json:"at"`
	By           string    `json:"by"` // the subject who decided
	Run          string    `json:"run"`
	Rules        string    `json:"rules"`
	Weights      string    `json:"weights"`
	Taxonomy     string    `json:"taxonomy"`
	Total        *int32    `json:"total,omitempty"` // hundredths of a point
	Completeness int32     `json:"completeness"`
	Standing     string    `json:"standing"`
	Higher       int       `json:"higher"` // eligible people above, of whom nothing was decided
	SkipReason   string    `json:"skipReason,omitempty"`
	Override     string    `json:"override,omitempty"`
	Blocks       []string  `json:"blocks,omitempty"` // the constraints that block
}

// Asked is the question for consent.
type Asked struct {
	By    Party      `json:"by"` // the employer asks, or CeLav presents
	At    time.Time  `json:"at"`
	Until civil.Date `json:"until"` // after it the question lapses: silence is no consent
	Round int        `json:"round"`
}

// Given is a consent.
type Given struct {
	By    Party      `json:"by"`
	How   string     `json:"how"`
	At    time.Time  `json:"at"`
	Until civil.Date `json:"until"` // after it the name is hidden again
}

// Outcome is what one side recorded.
type Outcome struct {
	What     string    `json:"what"` // traineeship, hire, no, no-show
	Reason   string    `json:"reason,omitempty"`
	NextStep string    `json:"nextStep,omitempty"`
	At       time.Time `json:"at"`
}

// Words is what is sealed: free text, the explanation, and who the person is once they agreed.
type Words struct {
	Note     string `json:"note,omitempty"` // of whom decided
	HostNote string `json:"hostNote,omitempty"`
	Name     string `json:"name,omitempty"`    // as the person agreed to be called to the employer
	Contact  string `json:"contact,omitempty"` // empty: through CeLav
	Company  string `json:"company,omitempty"` // whom the person reads of
	Why      Why    `json:"why"`
	Blind    Blind  `json:"blind"`
}

// Why is the match at the time of the decision, for the person and the counsellor.
type Why struct {
	Parts []WhyPart `json:"parts,omitempty"`
	Gate  []WhyGate `json:"gate,omitempty"`
}

// WhyPart is one part of the score; Value is in hundredths of a percent, negative where nothing was known.
type WhyPart struct {
	Part  string `json:"part"`
	Value int32  `json:"value"`
}

// WhyGate is one constraint that did not simply hold.
type WhyGate struct {
	Constraint string `json:"constraint"`
	Decision   string `json:"decision"`
	Reason     string `json:"reason"`
}

// Due is the day after which the clock acts on the entry; false when it never does.
func (e Entry) Due() (civil.Date, bool) {
	switch {
	case e.State == ConsentAsked && e.Facts.Asked != nil:
		return e.Facts.Asked.Until, true
	case e.State.Identified() && e.State.Waits() != Desk && e.State != Placed && e.Facts.Given != nil:
		return e.Facts.Given.Until, true
	default:
		return civil.Date{}, false
	}
}

// Code is how the employer calls somebody without knowing them. It comes from the entry, so that the same person has
// another code for another opening.
func (e Entry) Code() string {
	if len(e.ID) < 4 {
		return e.ID
	}
	return "C-" + strings.ToUpper(e.ID[len(e.ID)-4:])
}
