package ledger_test

import (
	"testing"

	"cloud.google.com/go/civil"
	"pgregory.net/rapid"

	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
)

// However a stay is cut into stretches, they add up to what its months cost.
func TestStretchesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := day(1, 1).AddDays(rapid.IntRange(0, 700).Draw(t, "from"))
		s := ledger.Stay{
			Span: ledger.Span{From: from, To: from.AddDays(rapid.IntRange(0, 250).Draw(t, "days"))}, HoursWeek: 30,
			AllowanceCents: rapid.Int64Range(0, 300_000).Draw(t, "cents"),
		}
		if rapid.Bool().Draw(t, "away") {
			gone := from.AddDays(rapid.IntRange(0, 100).Draw(t, "gone"))
			s.Away = []ledger.Span{{From: gone, To: gone.AddDays(rapid.IntRange(0, 60).Draw(t, "for"))}}
		}
		var months, stretches int64
		for m := ledger.MonthOf(s.From); !m.First().After(s.To); m = m.Add(1) {
			p, _ := s.In(m)
			months += p.BaseCents
		}
		for at := s.From; !at.After(s.To); {
			next := at.AddDays(rapid.IntRange(0, 40).Draw(t, "stretch"))
			stretches += s.Between(at, next)
			at = next.AddDays(1)
		}
		if months != stretches || s.Total() != months {
			t.Fatalf("months %d, stretches %d, in all %d", months, stretches, s.Total())
		}
	})
}

func TestWeeks(t *testing.T) {
	today := day(11, 25) // a Wednesday
	runs := ledger.Expected{
		Stay: ledger.Stay{Span: ledger.Span{From: day(10, 1), To: day(12, 6)}, HoursWeek: 30, AllowanceCents: 60_000}, DecideBy: day(11, 6),
	}
	next := ledger.Expected{
		Stay: ledger.Stay{Span: ledger.Span{From: day(12, 7), To: civil.Date{Year: 2027, Month: 3, Day: 6}}, HoursWeek: 30, AllowanceCents: 60_000},
		Lane: ledger.Pending, DecideBy: civil.Date{Year: 2027, Month: 2, Day: 4},
	}
	weeks := ledger.Weeks(today, 26, []ledger.Expected{runs, next})
	if len(weeks) != 26 || weeks[0].Monday != day(11, 23) || ledger.Monday(day(11, 29)) != day(11, 23) {
		t.Fatalf("%d weeks from %s", len(weeks), weeks[0].Monday)
	}
	if w := weeks[0]; w.DecisionsWithout() != 1 || w.With() != 14_000 || w.Without() != 14_000 {
		t.Errorf("the first week, with what is late: %+v", w)
	}
	if w := weeks[2]; w.Without() != 0 || w.With() != 14_000 {
		t.Errorf("the first week after the end: %+v", w)
	}
	decisions := 0
	for _, w := range weeks {
		decisions += w.DecisionsWith()
	}
	if decisions != 2 || weeks[10].DecisionsWith() != 1 || weeks[10].DecisionsWithout() != 0 {
		t.Errorf("%d decisions, in week 10: %+v", decisions, weeks[10])
	}
}
