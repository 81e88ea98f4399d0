package ledger

import (
	"time"

	"cloud.google.com/go/civil"
)

// Total is what a stay costs at full pay, in cents.
func (s Stay) Total() int64 { return s.Between(s.From, s.To) }

// Between is what the days from one to another cost at full pay, in cents. Neighbouring stretches add up to what their
// months cost, to the cent.
func (s Stay) Between(from, to civil.Date) int64 {
	if s.From.After(from) {
		from = s.From
	}
	if s.To.Before(to) {
		to = s.To
	}
	var sum int64
	for m := MonthOf(from); !m.First().After(to); m = m.Add(1) {
		last := m.Last()
		if to.Before(last) {
			last = to
		}
		sum += s.upTo(m, last)
		if from.After(m.First()) {
			sum -= s.upTo(m, from.AddDays(-1))
		}
	}
	return sum
}

// upTo is what a month costs from its first day to one of its days.
func (s Stay) upTo(m Month, last civil.Date) int64 {
	if last.Before(s.To) {
		s.To = last
	}
	p, _ := s.In(m)
	return p.BaseCents
}

// Lane says how sure something of the forecast is.
type Lane int

// The lanes.
const (
	Sure     Lane = iota // terms that run or are decided
	Starting             // traineeships whose start is being prepared
	Pending              // renewals that nobody has decided and that the rules allow
	lanes
)

// Expected is a term of the forecast: what it costs, and by when it asks for a decision.
type Expected struct {
	Stay
	Lane     Lane
	DecideBy civil.Date // zero: it asks for none any more
}

// Week is what a week is expected to bring.
type Week struct {
	Monday    civil.Date
	Decisions [lanes]int
	Cents     [lanes]int64
}

// DecisionsWithout counts the decisions that come when no pending renewal does.
func (w Week) DecisionsWithout() int { return w.Decisions[Sure] + w.Decisions[Starting] }

// DecisionsWith counts the decisions that come when every pending renewal does.
func (w Week) DecisionsWith() int { return w.DecisionsWithout() + w.Decisions[Pending] }

// Without is the cost when no pending renewal comes.
func (w Week) Without() int64 { return w.Cents[Sure] + w.Cents[Starting] }

// With is the cost when every pending renewal comes.
func (w Week) With() int64 { return w.Without() + w.Cents[Pending] }

// Weeks looks ahead from the week of a day on. What should have been decided before stands in the first week.
func Weeks(today civil.Date, weeks int, all []Expected) []Week {
	first := Monday(today)
	out := make([]Week, weeks)
	for i := range out {
		w := &out[i]
		w.Monday = first.AddDays(7 * i)
		sunday := w.Monday.AddDays(6)
		for _, x := range all {
			if x.From.IsValid() && !x.To.Before(w.Monday) && !x.From.After(sunday) {
				w.Cents[x.Lane] += x.Between(w.Monday, sunday)
			}
			if x.DecideBy.IsValid() && !x.DecideBy.After(sunday) && (i == 0 || !x.DecideBy.Before(w.Monday)) {
				w.Decisions[x.Lane]++
			}
		}
	}
	return out
}

// Monday is the first day of a day's week.
func Monday(d civil.Date) civil.Date {
	return d.AddDays(-((int(d.In(time.UTC).Weekday()) + 6) % 7))
}
