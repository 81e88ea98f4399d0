package ledger

// Budget is what a month is expected to cost.
type Budget struct {
	Month    Month
	Sure     int64 // terms that run or are decided
	Starting int64 // traineeships whose start is being prepared
	Pending  int64 // renewals that nobody has decided and that the rules allow
}

// Without is the sum when no pending renewal comes.
func (b Budget) Without() int64 { return b.Sure + b.Starting }

// With is the sum when every pending renewal comes.
func (b Budget) With() int64 { return b.Without() + b.Pending }

// Forecast adds up months from the first on, at full pay.
func Forecast(first Month, months int, sure, starting, pending []Stay) []Budget {
	out := make([]Budget, months)
	for i := range out {
		m := first.Add(i)
		out[i] = Budget{Month: m, Sure: cost(m, sure), Starting: cost(m, starting), Pending: cost(m, pending)}
	}
	return out
}

func cost(m Month, stays []Stay) int64 {
	var sum int64
	for _, s := range stays {
		if p, ok := s.In(m); ok {
			sum += p.BaseCents
		}
	}
	return sum
}
