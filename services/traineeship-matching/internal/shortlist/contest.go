package shortlist

import (
	"strings"
	"time"

	"github.com/celav/celav/pkg/fault"
)

// Contest is what a person objects to in a proposal, or in that there was none, and the answer.
type Contest struct {
	ID         string
	Version    int64
	Entry      string
	Person     string
	At         time.Time
	Text       string
	AnsweredAt *time.Time
	AnsweredBy string
	Answer     string
}

// CheckText says what is wrong with the words of a contest or an answer.
func CheckText(text string) error {
	var bad fault.Violations
	switch {
	case strings.TrimSpace(text) == "":
		bad.Add("/text", "required", "Write what it is about.")
	case len(text) > 2*noteLength:
		bad.Add("/text", "too-long", "At most %d characters.", 2*noteLength)
	}
	return bad.Err()
}
