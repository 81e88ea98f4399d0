// Package alerts tells counsellors of pairs that match well and are new: a new or changed opening for a person, a new or
// changed person for an opening. A pair is told once, for ever. What comes is gathered into one digest, the best few for
// each person and each opening and day, so that ten thousand new openings are one page and not a flood.
package alerts

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// About says what is new in a pair.
type About string

// What may be new.
const (
	NewOpening About = "opening"
	NewPerson  About = "person"
)

// State is how far an alert is.
type State string

// The states. Passed: better ones came on the same day. Gone: the opening or the person is not there any more.
const (
	Open      State = "open"
	Dismissed State = "dismissed"
	Passed    State = "passed"
	Gone      State = "gone"
)

// How many alerts there are at most on a day.
const (
	PerPerson  = 5
	PerOpening = 10
)

// The score from which pairs are told, in points: what counsellors may set, and what holds for who set nothing.
const (
	DefaultThreshold = 70
	LowestThreshold  = 50
	HighestThreshold = 95
	thresholdStep    = 5
)

// Thresholds lists what may be set.
func Thresholds() []int {
	var list []int
	for t := LowestThreshold; t <= HighestThreshold; t += thresholdStep {
		list = append(list, t)
	}
	return list
}

// Reasons are why an alert is dismissed.
func Reasons() []string {
	return []string{"known", "not-suitable", "not-wanted", "not-now", "elsewhere"}
}

// Pair is a person and an opening.
type Pair struct{ Person, Opening string }

// Alert is a pair that is told.
type Alert struct {
	Pair
	ID    string
	Team  string
	About About
	Total int32 // hundredths of a point, when it was found
	// FoundAt is when; FoundOn the day in Milan.
	FoundAt   time.Time
	FoundOn   string
	State     State
	Reason    string
	DecidedBy string
	DecidedAt *time.Time
}

// before puts the better alert first.
func (a Alert) before(b Alert) int {
	return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Person, b.Person), cmp.Compare(a.Opening, b.Opening))
}

// Choose keeps the best of what competes for a day, PerPerson for each person and PerOpening for each opening at most.
// Those already decided on that day take up room; they are not among those that compete.
func Choose(competing, decided []Alert) (kept, left []Alert) {
	people, openings := map[string]int{}, map[string]int{}
	for _, a := range decided {
		people[a.Person]++
		openings[a.Opening]++
	}
	competing = slices.Clone(competing)
	slices.SortFunc(competing, Alert.before)
	for _, a := range competing {
		if people[a.Person] >= PerPerson || openings[a.Opening] >= PerOpening {
			left = append(left, a)
			continue
		}
		people[a.Person]++
		openings[a.Opening]++
		kept = append(kept, a)
	}
	return kept, left
}

// openingDigest changes when an opening changes in what a match is made of: a seat less is nothing new while one is free.
func openingDigest(o match.Opening) string {
	free := o.Live && o.SeatsFree() > 0
	o.Seats, o.SeatsTaken, o.SeatLimit, o.PublishedOn, o.ClosesOn, o.Live = 0, 0, nil, nil, nil, free
	return digest(o)
}

func personDigest(p match.Person) string {
	p.TaxonomyVersion, p.WaitingSince = "", nil
	return digest(p)
}

func digest(doc any) string {
	text, err := json.Marshal(doc)
	if err != nil {
		return fmt.Sprintf("%T", doc) // plain data always marshals
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}
