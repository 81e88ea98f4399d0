package shortlist

import (
	"slices"
	"strings"
	"time"

	"github.com/celav/celav/pkg/fault"
)

// Contest is what a person objects to in a proposal, in that there was none, or in a match that was made of them; and the
// answer.
type Contest struct {
	ID         string
	Version    int64
	Entry      string // of the shortlist; empty for a contest of a run
	Run        string // empty for a contest of an entry
	Person     string
	Team       string // who answers
	At         time.Time
	Text       string
	AnsweredAt *time.Time
	AnsweredBy string
	Verdict    Verdict // empty while it is open
	Answer     string  // the reason
}

// Verdict is what came of a contest.
type Verdict string

// The verdicts.
const (
	Upheld    Verdict = "upheld"     // the person is right, and what follows from it is done
	Changed   Verdict = "changed"    // something was changed, not all
	NotUpheld Verdict = "not-upheld" // it stays as it was
)

// Verdicts lists them.
func Verdicts() []Verdict { return []Verdict{Upheld, Changed, NotUpheld} }

// answerMonths is within how many months a contest is to be answered (GDPR, article 12, paragraph 3).
const answerMonths = 1

// Due is when the answer must have been given.
func (c Contest) Due() time.Time { return c.At.AddDate(0, answerMonths, 0) }

// Answered returns the contest with its answer, or what is wrong with that. An answer is given once.
func (c Contest) Answered(v Verdict, reason, by string, now time.Time) (Contest, error) {
	if c.AnsweredAt != nil {
		return c, fault.New(fault.Conflict, "This contest has an answer already.")
	}
	var bad fault.Violations
	if !slices.Contains(Verdicts(), v) {
		bad.Add("/verdict", "required", "Say what came of it.")
	}
	checkWords(reason, &bad)
	if err := bad.Err(); err != nil {
		return c, err
	}
	c.Verdict, c.Answer, c.AnsweredAt, c.AnsweredBy = v, reason, &now, by
	return c, nil
}

// CheckText says what is wrong with the words of a contest.
func CheckText(text string) error {
	var bad fault.Violations
	checkWords(text, &bad)
	return bad.Err()
}

func checkWords(text string, bad *fault.Violations) {
	switch {
	case strings.TrimSpace(text) == "":
		bad.Add("/text", "required", "Write what it is about.")
	case len(text) > 2*noteLength:
		bad.Add("/text", "too-long", "At most %d characters.", 2*noteLength)
	}
}
