package feed

import (
	"strconv"
	"strings"

	"github.com/celav/celav/pkg/fault"
)

// position is a cursor taken apart. The zero value is the beginning, of whichever epoch.
type position struct {
	epoch string
	seq   int64
}

func (p position) String() string {
	if p.epoch == "" {
		return ""
	}
	return p.epoch + ":" + strconv.FormatInt(p.seq, 10)
}

// parseCursor reads "epoch:seq", or "" for the beginning.
func parseCursor(s string) (position, error) {
	if s == "" {
		return position{}, nil
	}
	epoch, number, ok := strings.Cut(s, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || epoch == "" || len(epoch) > 64 || seq < 0 {
		return position{}, &fault.Error{
			Kind: fault.Invalid, Message: "The cursor is not one of this feed's.",
			Violations: []fault.Violation{{Parameter: "after", Code: "cursor", Message: "want epoch:seq, or nothing"}},
		}
	}
	return position{epoch: epoch, seq: seq}, nil
}
