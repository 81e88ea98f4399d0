package planning_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/assign"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/planning"
	"github.com/celav/celav/services/traineeship-matching/internal/weights"
)

// town draws people and openings on a fixed seed. Skills come by occupation, so that the people of one want the same
// openings; two openings in three share their unit's limit with another.
func town(b *testing.B, people, openings int) *match.Snapshot {
	b.Helper()
	rules, err := policy.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	shipped, err := weights.Shipped()
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(20261123, 7))
	skills := func(occupation, n int) []string {
		seen, out := map[int]bool{}, []string(nil)
		for len(out) < n {
			if s := (occupation*37 + random.IntN(40)) % 6000; !seen[s] {
				seen[s] = true
				out = append(out, fmt.Sprint("s/", s))
			}
		}
		return out
	}
	s := match.NewSnapshot(rules, shipped, runtime.GOMAXPROCS(0))
	where := func() (float64, float64) { return 45.40 + random.Float64()/5, 9.10 + random.Float64()/5 }
	var ps []match.Person
	for i := range people {
		occupation := random.IntN(500)
		p := match.Person{
			ID: fmt.Sprintf("p%06d", i), State: "active", Residence: "local", MinimumAge: 18, WaitingSince: ptr(today.AddDays(-random.IntN(400))), UpdatedOn: today,
			WorkAccess:   []policy.Interval{{From: today.AddDays(-100), Outcome: policy.MayWork, Rule: "WA-01"}},
			Availability: &match.Availability{From: &today}, Licences: []string{}, Learning: skills(occupation, 3), Preferences: &match.Preferences{Kinds: []string{"traineeship"}},
			Languages:   []match.SpokenLanguage{{Language: "it", Listening: match.CEFR(1 + random.IntN(4)), Interaction: match.CEFR(1 + random.IntN(4))}},
			Occupations: []match.PastOccupation{{Occupation: fmt.Sprint("o/", occupation), Held: true, Wanted: true, Months: random.IntN(48)}},
		}
		lat, lon := where()
		p.Reach = &match.Reach{Lat: lat, Lon: lon, MaxMinutes: ptr(40 + random.IntN(50)), Modes: []string{"transit"}}
		for _, x := range skills(occupation, 12) {
			p.Skills = append(p.Skills, match.PersonSkill{Skill: x, Level: 1 + random.IntN(4), Evidence: "seen"})
		}
		ps = append(ps, p)
	}
	var os []match.Opening
	for i := range openings {
		occupation := random.IntN(500)
		lat, lon := where()
		o := match.Opening{
			ID: fmt.Sprintf("o%06d", i), SiteID: fmt.Sprint("site", i*2/3), Kind: "traineeship", Occupation: fmt.Sprint("o/", occupation), SeatLimit: ptr(1 + random.IntN(2)),
			Seats: 1 + random.IntN(2), Live: true, Site: match.Site{Lat: &lat, Lon: &lon}, PublishedOn: ptr(today.AddDays(-random.IntN(90))),
			LearnedHere: skills(occupation, 6), HoursWeek: ptr(30), Start: ptr(today.AddDays(20)), Months: ptr(3),
			Languages: []match.RequiredLanguage{{Language: "it", Level: match.CEFR(1 + random.IntN(3))}},
		}
		for _, x := range skills(occupation, 12) {
			o.NeededAtStart = append(o.NeededAtStart, match.OpeningSkill{Skill: x, Level: ptr(1 + random.IntN(3)), Weight: 1 + random.IntN(3)})
		}
		os = append(os, o)
	}
	s.PutPeople(ps...)
	s.PutOpenings(os...)
	return s
}

// BenchmarkAssignment times what a plan is made of: judging all pairs, placing, proving, and one pair fixed and released.
// With CELAV_BENCH_DIMACS it writes the problems there, as a flow of least cost, for another solver.
func BenchmarkAssignment(b *testing.B) {
	for _, size := range [][2]int{{50, 10_000}, {500, 10_000}, {2_500, 10_000}, {2_500, 1_000}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			s := town(b, size[0], size[1])
			var people []match.Person
			s.People(func(p *match.Person) bool { people = append(people, *p); return true })
			var judging, placing, proving, changing time.Duration
			var pairs, placed int
			var total, first int64
			for b.Loop() {
				at := time.Now()
				scores, err := s.ScoreAll(context.Background(), people, today, nil)
				if err != nil {
					b.Fatal(err)
				}
				judging += time.Since(at)
				problem := planning.ProblemOf(&scores, s, 0)
				write(b, &problem, b.Name())
				at = time.Now()
				plan, err := assign.Solve(context.Background(), problem, nil)
				if err != nil {
					b.Fatal(err)
				}
				placing += time.Since(at)
				at = time.Now()
				r := plan.Result()
				if err := assign.Verify(&problem, &r); err != nil {
					b.Fatal(err)
				}
				proving += time.Since(at)
				if other := plan.Alternatives(0, 1); len(other) > 0 {
					at = time.Now()
					if err := plan.Fix(context.Background(), 0, other[0].Opening); err != nil {
						b.Fatal(err)
					}
					if err := plan.Release(context.Background(), 0, other[0].Opening); err != nil {
						b.Fatal(err)
					}
					changing += time.Since(at) / 2
				}
				total, pairs, placed = r.Total, 0, 0
				for i := range problem.Pairs {
					pairs += len(problem.Pairs[i])
					if r.Place[i] != assign.None {
						placed++
					}
				}
				_, first = assign.FirstCome(&problem)
			}
			ms := func(d time.Duration, name string) {
				b.ReportMetric(float64(d.Microseconds())/1000/float64(b.N), name)
			}
			ms(judging, "judge-ms")
			ms(placing, "place-ms")
			ms(proving, "prove-ms")
			ms(changing, "change-ms")
			b.ReportMetric(float64(pairs), "pairs")
			b.ReportMetric(float64(placed), "placed")
			b.ReportMetric(float64(total), "total")
			b.ReportMetric(float64(first), "first-come")
		})
	}
}

// write writes a problem in the DIMACS format of minimum cost flows: source, people, openings, limits, sink.
func write(b *testing.B, p *assign.Problem, name string) {
	b.Helper()
	folder := os.Getenv("CELAV_BENCH_DIMACS")
	if folder == "" {
		return
	}
	file, err := os.Create(filepath.Join(folder, filepath.Base(name)+".min"))
	if err != nil {
		b.Fatal(err)
	}
	people, openings, limits := len(p.People), len(p.Openings), len(p.Limits)
	arcs := 2*people + openings + limits
	for _, row := range p.Pairs {
		arcs += len(row)
	}
	sink := people + openings + limits + 2
	node := func(within int) int {
		if within == assign.None {
			return sink
		}
		return people + openings + 2 + within
	}
	out := bufio.NewWriter(file)
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) } // the writer keeps its error
	line("p min %d %d\nn 1 %d\nn %d %d\n", sink, arcs, people, sink, -people)
	for i, row := range p.Pairs {
		line("a 1 %d 0 1 0\na %d %d 0 1 %d\n", i+2, i+2, sink, p.UnplacedCost)
		for _, c := range row {
			line("a %d %d 0 1 %d\n", i+2, people+2+int(c.Opening), -c.Score)
		}
	}
	for o, x := range p.Openings {
		line("a %d %d 0 %d 0\n", people+2+o, node(x.Within), x.Seats)
	}
	for l, x := range p.Limits {
		line("a %d %d 0 %d 0\n", people+openings+2+l, node(x.Within), x.Seats)
	}
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
}
