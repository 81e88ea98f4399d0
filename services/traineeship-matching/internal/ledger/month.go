// Package ledger is the account of the City's grants: what somebody attended in a month of a term, what is due for it by
// rule, who confirmed and who approved it. An account is a row of lines that are only ever added to.
package ledger

import (
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// Month is a month of the calendar.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf is the month in which a day lies.
func MonthOf(d civil.Date) Month { return Month{d.Year, d.Month} }

// ParseMonth reads "2026-11".
func ParseMonth(text string) (Month, error) {
	d, err := civil.ParseDate(text + "-01")
	if err != nil {
		return Month{}, fault.New(fault.Invalid, "Write the month as 2026-11.")
	}
	return MonthOf(d), nil
}

// String writes "2026-11": as text, months stand in their order.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, int(m.Month)) }

// First is the month's first day.
func (m Month) First() civil.Date { return civil.Date{Year: m.Year, Month: m.Month, Day: 1} }

// Last is the month's last day.
func (m Month) Last() civil.Date { return m.Add(1).First().AddDays(-1) }

// Add is the month so many months later.
func (m Month) Add(n int) Month {
	return MonthOf(civil.DateOf(time.Date(m.Year, m.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)))
}

// Before reports whether m comes before other.
func (m Month) Before(other Month) bool { return m.First().Before(other.First()) }
