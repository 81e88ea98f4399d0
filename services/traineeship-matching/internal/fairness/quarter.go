package fairness

import (
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Quarter is a quarter of a calendar year. No two quarters share a day, so no count of one can be taken from another's.
type Quarter struct {
	Year   int
	Number int // 1 to 4
}

// QuarterOf is the quarter in which a day lies.
func QuarterOf(d civil.Date) Quarter { return Quarter{d.Year, (int(d.Month)-1)/3 + 1} }

// ParseQuarter reads "2026-Q4".
func ParseQuarter(text string) (Quarter, error) {
	var q Quarter
	if n, err := fmt.Sscanf(text, "%d-Q%d", &q.Year, &q.Number); err != nil || n != 2 || q.String() != text || q.Number < 1 || q.Number > 4 {
		return q, fault.Violations{{Parameter: "quarter", Code: "format", Message: "Write a quarter as 2026-Q4."}}.Err()
	}
	return q, nil
}

// String writes it as ParseQuarter reads it.
func (q Quarter) String() string { return fmt.Sprintf("%04d-Q%d", q.Year, q.Number) }

// First is its first day.
func (q Quarter) First() civil.Date {
	return civil.Date{Year: q.Year, Month: time.Month(3*q.Number - 2), Day: 1}
}

// Last is its last day.
func (q Quarter) Last() civil.Date { return q.Next().First().AddDays(-1) }

// Next is the quarter after it.
func (q Quarter) Next() Quarter {
	if q.Number == 4 {
		return Quarter{q.Year + 1, 1}
	}
	return Quarter{q.Year, q.Number + 1}
}

// Before is the quarter before it.
func (q Quarter) Before() Quarter {
	if q.Number == 1 {
		return Quarter{q.Year - 1, 4}
	}
	return Quarter{q.Year, q.Number - 1}
}
