package ledger

import (
	"time"

	"cloud.google.com/go/civil"
)

// Span is a row of days, both ends included.
type Span struct{ From, To civil.Date }

// Stay is what the ledger looks at of a term: its days, hours and grant, and the days that are suspended.
type Stay struct {
	Span
	HoursWeek      int
	AllowanceCents int64
	Away           []Span
}

// Portion is the part of a month that belongs to a term.
type Portion struct {
	Month Month
	Span
	Planned    int // minutes, from Monday to Friday, without suspended days
	Suspended  int // days
	Thirtieths int // of the monthly grant, without suspended days
	BaseCents  int64
}

const (
	minutesOfHour = 60
	workdays      = 5
	thirty        = 30 // a month is paid in thirtieths, however long it is
)

// In is the stay's part of a month; false when it has none.
func (s Stay) In(m Month) (Portion, bool) {
	p := Portion{Month: m, Span: Span{m.First(), m.Last()}}
	if s.From.After(p.From) {
		p.From = s.From
	}
	if s.To.Before(p.To) {
		p.To = s.To
	}
	if p.To.Before(p.From) {
		return Portion{}, false
	}
	for d := p.From; !d.After(p.To); d = d.AddDays(1) {
		if s.away(d) {
			p.Suspended++
			continue
		}
		p.Thirtieths += weight(m, d)
		if wd := d.In(time.UTC).Weekday(); wd != time.Saturday && wd != time.Sunday {
			p.Planned += s.HoursWeek * minutesOfHour / workdays
		}
	}
	p.BaseCents = (s.AllowanceCents*int64(p.Thirtieths)*2 + thirty) / (2 * thirty)
	return p, true
}

func (s Stay) away(d civil.Date) bool {
	for _, a := range s.Away {
		if !d.Before(a.From) && !d.After(a.To) {
			return true
		}
	}
	return false
}

// weight is how many thirtieths a day is: one; the 31st none; the last of February what is missing to thirty.
func weight(m Month, d civil.Date) int {
	switch {
	case d == m.Last() && d.Day < thirty:
		return thirty - d.Day + 1
	case d.Day > thirty:
		return 0
	default:
		return 1
	}
}

// Expected are the portions for which attendance is owed by a day: those that are over and in which somebody was to come.
func (s Stay) Expected(by civil.Date) []Portion {
	var out []Portion
	for m := MonthOf(s.From); !s.To.Before(m.First()) && !m.First().After(by); m = m.Add(1) {
		if p, ok := s.In(m); ok && p.Planned > 0 && !p.To.After(by) {
			out = append(out, p)
		}
	}
	return out
}
