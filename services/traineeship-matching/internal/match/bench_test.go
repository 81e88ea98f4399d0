package match_test

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// BenchmarkTable is what scripts/bench prints, a size at a time: each figure is worked out here.
func BenchmarkTable(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				tableRow(b, n)
			}
		})
	}
}

func tableRow(b *testing.B, n int) {
	town := newTown()
	taxonomy := town.taxonomy()
	empty := heap()
	openings := make([]match.Opening, n)
	for i := range openings {
		openings[i] = town.opening(i)
	}
	s := match.NewSnapshot(library(b), shipped(b), runtime.NumCPU())
	s.SetTaxonomy(taxonomy)
	at := time.Now()
	s.PutOpenings(openings...)
	b.ReportMetric(float64(time.Since(at).Milliseconds()), "build-ms")
	b.ReportMetric(float64(heap()-empty)/(1<<20), "MiB")
	people := make([]match.Person, 200)
	for i := range people {
		people[i] = town.person(i)
	}
	fit := match.Eligible // the list that a page opens with; the others are counted
	rank := func(s *match.Snapshot, p match.Person, every bool) match.Ranking {
		r, err := s.RankOpenings(p, match.Query{On: today, Limit: 20, Only: &fit, Every: every})
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	for name, every := range map[string]bool{"scan": true, "bounds": false} {
		var times []time.Duration
		var scored, inFull int
		before := processorTime(b)
		for _, p := range people {
			at := time.Now()
			r := rank(s, p, every)
			times = append(times, time.Since(at))
			scored, inFull = scored+r.Scored, inFull+r.InFull
		}
		b.ReportMetric(ms(processorTime(b)-before)/float64(len(people)), name+"-cpu-ms")
		slices.Sort(times)
		b.ReportMetric(ms(times[len(times)/2]), name+"-p50-ms")
		b.ReportMetric(ms(times[len(times)*99/100]), name+"-p99-ms")
		b.ReportMetric(100*float64(inFull)/float64(scored), name+"-full-%")
	}
	// As many matches at once as there are processors, each on one.
	single := match.OnWorkers(s, 1)
	var next atomic.Int64
	var wait sync.WaitGroup
	at = time.Now()
	for range runtime.NumCPU() {
		wait.Go(func() {
			for time.Since(at) < time.Second {
				rank(single, people[int(next.Add(1))%len(people)], false)
			}
		})
	}
	wait.Wait()
	b.ReportMetric(float64(next.Load())/time.Since(at).Seconds(), "matches/s")
	b.ReportMetric(0, "ns/op")
}

// heap is what is in use after everything else was collected.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// processorTime is what this process has used of the processors: less moved by neighbours than the clock.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		for _, workers := range []int{1, runtime.NumCPU()} {
			b.Run(fmt.Sprintf("openings=%d/workers=%d", n, workers), func(b *testing.B) {
				town := newTown()
				s := town.fill(b, 0, n, workers)
				p := town.person(0)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := s.RankOpenings(p, match.Query{On: today, Limit: 20}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/opening")
			})
		}
	}
}

func BenchmarkPeopleForAnOpening(b *testing.B) {
	town := newTown()
	s := town.fill(b, 10_000, 0, runtime.NumCPU())
	o := town.opening(0)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.RankPeople(o, match.Query{On: today, Limit: 20}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	town := newTown()
	taxonomy := town.taxonomy()
	var openings []match.Opening
	for i := range 10_000 {
		openings = append(openings, town.opening(i))
	}
	b.ReportAllocs()
	for b.Loop() {
		s := match.NewSnapshot(library(b), shipped(b), 1)
		s.SetTaxonomy(taxonomy)
		s.PutOpenings(openings...)
	}
}

func BenchmarkUpdateOne(b *testing.B) {
	town := newTown()
	s := town.fill(b, 0, 100_000, 1)
	o := town.opening(50_000)
	for b.Loop() {
		o.Version++
		s.PutOpenings(o)
	}
}
