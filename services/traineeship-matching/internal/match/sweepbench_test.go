package match_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// BenchmarkSweep is one person among 100,000 openings on one core, by scan and with bounds: the best of some repeats for each
// of 40 people, which neighbours move least.
func BenchmarkSweep(b *testing.B) {
	town := newTown()
	full := town.fill(b, 0, 100_000, 1)
	var people []match.Person
	for i := range 40 {
		people = append(people, town.person(i))
	}
	eligible := match.Eligible
	for _, every := range []bool{true, false} {
		b.Run(fmt.Sprintf("every=%v", every), func(b *testing.B) {
			least := make([]time.Duration, len(people))
			for b.Loop() {
				for i, p := range people {
					at := time.Now()
					if _, err := full.RankOpenings(p, match.Query{On: today, Limit: 20, Only: &eligible, Every: every}); err != nil {
						b.Fatal(err)
					}
					if took := time.Since(at); least[i] == 0 || took < least[i] {
						least[i] = took
					}
				}
			}
			slices.Sort(least)
			b.ReportMetric(ms(least[len(least)/2]), "best-p50-ms")
			b.ReportMetric(ms(least[len(least)-1]), "best-max-ms")
		})
	}
}
