package demo_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/celav/celav/deploy/celav/internal/demo"
	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/suite"
)

// One person may ask so often at once, and again after a rest.
const (
	calls  = 1000
	atOnce = 500
	rest   = 6 * time.Second
)

// BenchmarkDemonstration loads demonstrations with so many openings into the whole suite and ranks people over HTTP, one
// call after the other: with the check of who may ask, names from three services, and the run written down.
func BenchmarkDemonstration(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				row(b, n)
			}
		})
	}
}

func row(b *testing.B, openings int) {
	suite.GrowHeap() // as the program does
	s := start(b)
	day, err := demo.Day(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	at := time.Now()
	if _, err := demo.Load(b.Context(), demo.Suite{URL: s.URL(), Client: as(b, s, "operator")}, demo.Options{People: 300, Openings: openings, Seed: 1, Today: day}, nil); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(time.Since(at).Seconds(), "load-s")
	coordinator := as(b, s, "coordinator")
	people := listed(b, s, coordinator)
	settle(b, s, as(b, s, "operator"))
	quiet(b)
	// The page asks for one list, of those who fit; a program may ask for all three at once.
	for _, kind := range []struct{ name, query string }{{"http", "?list=eligible"}, {"whole", ""}} {
		var times []time.Duration
		bytes, before := 0, processorTime(b)
		for i := range calls {
			if i%atOnce == 0 {
				wait(b, rest)
			}
			at := time.Now()
			bytes += match(b, s, coordinator, people[i%len(people)], kind.query)
			times = append(times, time.Since(at))
		}
		b.ReportMetric((processorTime(b)-before)/float64(len(times)), kind.name+"-cpu-ms")
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, kind.name+"-p50-ms")
		b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, kind.name+"-p99-ms")
		b.ReportMetric(float64(bytes)/float64(len(times))/1024, kind.name+"-KiB")
	}
	b.ReportMetric(0, "ns/op")
}

// listed are the people whom matching is asked about: the first page of files.
func listed(b *testing.B, s *suite.Suite, client *http.Client) []string {
	b.Helper()
	c, err := intake.NewClientWithResponses(s.URL()+"/intake", intake.WithHTTPClient(client))
	if err != nil {
		b.Fatal(err)
	}
	limit := 100
	r, err := c.ListPeopleWithResponse(b.Context(), &intake.ListPeopleParams{Limit: &limit})
	if err != nil || r.JSON200 == nil || len(r.JSON200.Items) == 0 {
		b.Fatalf("list the people: %v, %s", err, r.Status())
	}
	var ids []string
	for _, p := range r.JSON200.Items {
		ids = append(ids, p.Id)
	}
	return ids
}

// settle waits until matching has heard of all that was loaded and its search indices have taken it in.
func settle(b *testing.B, s *suite.Suite, operator *http.Client) {
	b.Helper()
	c, err := matching.NewClientWithResponses(s.URL()+"/matching", matching.WithHTTPClient(operator))
	if err != nil {
		b.Fatal(err)
	}
	var before matching.SnapshotState
	for since := time.Now(); time.Since(since) < 5*time.Minute; {
		r, err := c.ReadIndicesWithResponse(b.Context())
		if err != nil || r.JSON200 == nil {
			b.Fatalf("read the indices: %v, %s", err, r.Status())
		}
		behind := slices.ContainsFunc(r.JSON200.Indices, func(i matching.Index) bool { return i.Behind })
		if now := r.JSON200.Snapshot; !behind && now.Loaded && now == before {
			return
		}
		before = r.JSON200.Snapshot
		wait(b, 2*time.Second)
	}
	b.Fatalf("matching is still behind: %+v", before)
}

// quiet waits until nothing is done in the background any more: after a load indices are merged and it is looked who is to
// be told of new matches.
func quiet(b *testing.B) {
	b.Helper()
	const look, little, looks = 3 * time.Second, 90, 4 // three percent of one processor, four times in a row
	still, before := 0, processorTime(b)
	for since := time.Now(); still < looks; {
		if time.Since(since) > 5*time.Minute {
			b.Fatal("the suite does not come to rest")
		}
		wait(b, look)
		now := processorTime(b)
		if still++; now-before > little {
			still = 0
		}
		before = now
	}
}

func wait(b *testing.B, d time.Duration) {
	b.Helper()
	select {
	case <-b.Context().Done():
	case <-time.After(d):
	}
}

// processorTime is how many milliseconds of the processors this process has used: less moved by neighbours than the clock.
func processorTime(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
}

// match ranks the openings for one person and reads the answer to its end.
func match(b *testing.B, s *suite.Suite, client *http.Client, person, query string) int {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, s.URL()+"/matching/v1/people/"+person+"/matches"+query, nil)
	if err != nil {
		b.Fatal(err)
	}
	answer, err := client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	n, err := io.Copy(io.Discard, answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.Fatalf("%s, %v", answer.Status, err)
	}
	return int(n)
}
