package assign_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/celav/celav/services/traineeship-matching/internal/assign"
)

func BenchmarkSolve(b *testing.B) {
	for _, x := range []struct {
		people, openings int
		eligible         float64
	}{{50, 10_000, 0.3}, {500, 10_000, 0.3}, {2_500, 10_000, 0.3}, {2_500, 1_000, 0.3}} {
		b.Run(fmt.Sprintf("%dx%d", x.people, x.openings), func(b *testing.B) {
			p := drawn(x.people, x.openings, 1, x.eligible)
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				q := clone(p)
				b.StartTimer()
				if _, err := assign.Solve(context.Background(), q, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkChange(b *testing.B) {
	for _, people := range []int{50, 2_500} {
		b.Run(fmt.Sprintf("%dx10000", people), func(b *testing.B) {
			p := drawn(people, 10_000, 1, 0.3)
			plan, err := assign.Solve(context.Background(), p, nil)
			if err != nil {
				b.Fatal(err)
			}
			other := plan.Alternatives(7, 1)[0].Opening
			b.ReportAllocs()
			for b.Loop() {
				if err := plan.Fix(context.Background(), 7, other); err != nil {
					b.Fatal(err)
				}
				if err := plan.Release(context.Background(), 7, other); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAlternatives(b *testing.B) {
	plan, err := assign.Solve(context.Background(), drawn(2_500, 10_000, 1, 0.3), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		plan.Alternatives(7, 10)
	}
}
