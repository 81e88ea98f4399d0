package ledger_test

import (
	"strconv"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
)

func day(m time.Month, d int) civil.Date { return civil.Date{Year: 2026, Month: m, Day: d} }

func rules(t interface{ Fatal(...any) }) policy.RuleSet {
	all, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	set, err := all.On(day(11, 1))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestPortions(t *testing.T) {
	stay := ledger.Stay{Span: ledger.Span{From: day(1, 15), To: day(4, 14)}, HoursWeek: 30, AllowanceCents: 50_000}
	var sum int64
	for m, want := range map[time.Month]int{1: 16, 2: 30, 3: 30, 4: 14} {
		p, ok := stay.In(ledger.Month{Year: 2026, Month: m})
		if !ok || p.Thirtieths != want {
			t.Errorf("%s: %+v, not %d thirtieths", m, p, want)
		}
		sum += p.BaseCents
	}
	if sum != 3*50_000 {
		t.Errorf("three months cost %d cents", sum)
	}
	if _, ok := stay.In(ledger.Month{Year: 2026, Month: 5}); ok {
		t.Error("May has a part")
	}
	stay.Away = []ledger.Span{{From: day(2, 1), To: day(2, 28)}}
	p, _ := stay.In(ledger.Month{Year: 2026, Month: 2})
	if p.Planned != 0 || p.BaseCents != 0 || p.Suspended != 28 {
		t.Errorf("a suspended month: %+v", p)
	}
	if got := len(stay.Expected(day(4, 14))); got != 3 {
		t.Errorf("%d months expected, not 3", got)
	}
	stay.Away = []ledger.Span{{From: day(3, 31), To: day(3, 31)}}
	p, _ = stay.In(ledger.Month{Year: 2026, Month: 3})
	if p.Thirtieths != 30 || p.Planned != 21*360 {
		t.Errorf("March without its 31st: %+v", p)
	}
}

// Whatever is done in whatever order: the sum of the lines is the amount due, what is approved was due when it was
// approved, no line changes, and nobody approves what they entered or confirmed.
func TestTheSumOfTheLinesIsTheAmountDue(t *testing.T) {
	set := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		var a ledger.Account
		var due, approved int64
		for n := range rapid.IntRange(1, 30).Draw(t, "acts") {
			p := ledger.Portion{Planned: rapid.IntRange(60, 9600).Draw(t, "planned"), BaseCents: rapid.Int64Range(0, 80_000).Draw(t, "base")}
			m := ledger.Moment{By: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "by"), ID: strconv.Itoa(n)}
			before := append([]ledger.Line{}, a.Lines...)
			touched, was := a.Touched(m.By), a.State()
			switch rapid.IntRange(0, 3).Draw(t, "act") {
			case 0:
				minutes := rapid.IntRange(0, 2*p.Planned).Draw(t, "minutes")
				if err := a.Enter(m, set, p, minutes); err != nil {
					t.Fatal(err)
				}
				if minutes*100 >= 80*p.Planned {
					due = p.BaseCents
				}
			case 1:
				if err := a.Confirm(m, rapid.SampledFrom(ledger.Verdicts()).Draw(t, "verdict")); err == nil {
					due = a.Lines[len(a.Lines)-1].DueCents
				} else if was == ledger.Confirm {
					t.Fatal(err)
				}
			case 2:
				err := a.Approve(m)
				if err == nil {
					approved = due
				}
				if touched && err == nil {
					t.Fatalf("%s approved what they entered", m.By)
				}
				if !touched && was == ledger.Approve && err != nil {
					t.Fatal(err)
				}
			default:
				_ = a.SendBack(m, ledger.Reasons()[0]) // refused in most states
			}
			if a.Due() != due || a.Approved() != approved {
				t.Fatalf("due %d, not %d; approved %d, not %d: %+v", a.Due(), due, a.Approved(), approved, a.Lines)
			}
			for i := range before {
				if a.Lines[i] != before[i] {
					t.Fatalf("line %d changed", i+1)
				}
			}
		}
	})
}

func TestFourEyes(t *testing.T) {
	set := rules(t)
	var a ledger.Account
	p := ledger.Portion{Planned: 6000, BaseCents: 50_000}
	who := func(by string) ledger.Moment { return ledger.Moment{By: by} }
	if err := a.Enter(who("host"), set, p, 3000); err != nil || a.State() != ledger.Confirm || a.Due() != 0 {
		t.Fatal(err, a)
	}
	if err := a.Approve(who("second")); !fault.Is(err, fault.Precondition) {
		t.Errorf("approved before it was confirmed: %v", err)
	}
	if err := a.Confirm(who("first"), ledger.InProportion); err != nil || a.Due() != 25_000 {
		t.Fatal(err, a.Due())
	}
	for _, by := range []string{"host", "first", ""} {
		if err := a.Approve(who(by)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%q approves: %v", by, err)
		}
	}
	if err := a.Approve(who("second")); err != nil || a.Approved() != 25_000 {
		t.Fatal(err, a)
	}
	if err := a.Enter(who("first"), set, p, 6000); err != nil || a.Due() != 50_000 || a.Approved() != 25_000 || a.State() != ledger.Approve {
		t.Fatal(err, a)
	}
}

func TestForecast(t *testing.T) {
	stay := func(from, to civil.Date) []ledger.Stay {
		return []ledger.Stay{{Span: ledger.Span{From: from, To: to}, HoursWeek: 30, AllowanceCents: 50_000}}
	}
	got := ledger.Forecast(ledger.Month{Year: 2026, Month: 11}, 3, stay(day(10, 1), day(12, 15)), stay(day(12, 1), day(12, 31)), stay(day(12, 16), day(12, 31)))
	if got[0].Without() != 50_000 || got[0].With() != 50_000 || got[1].Without() != 75_000 || got[1].With() != 100_000 || got[2].With() != 0 {
		t.Errorf("%+v", got)
	}
}
