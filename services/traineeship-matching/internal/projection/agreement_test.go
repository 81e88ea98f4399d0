package projection_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// TestRecallAgreement measures how far recall's best twenty agree with the exact ones, on the records of a running suite:
// CELAV_BENCH_RECORDS is the store URL of a copy of them. Without it there is nothing to measure.
func TestRecallAgreement(t *testing.T) {
	records := os.Getenv("CELAV_BENCH_RECORDS")
	if records == "" {
		t.Skip("CELAV_BENCH_RECORDS names no records to measure")
	}
	engines := map[string]func(*testing.T) search.Driver{"embedded": embedded, "elasticsearch": elasticsearch}
	for name, open := range engines {
		t.Run(name, func(t *testing.T) {
			c := &city{
				t: t, db: sqldbtest.Open(t, records, "matching"), engine: &outage{Driver: open(t)},
				intake: newNeighbour(t, "candidate"), assessment: newNeighbour(t, "profile"), outreach: newNeighbour(t, "opening"),
			}
			for _, n := range []*neighbour{c.intake, c.assessment, c.outreach} {
				n.down.Store(true) // what was recorded is what is measured
			}
			c.start()
			defer c.stop()
			c.within(5*time.Minute, "everything is written", func() bool {
				s, err := c.Status(t.Context())
				return err == nil && s.Snapshot.Loaded && s.Snapshot.Taxonomy != "" &&
					!s.Indices[0].Behind() && !s.Indices[1].Behind() && s.Indices[1].Documents > 0
			})
			measure(t, c)
		})
	}
}

// agreement counts how much of the exact lists recall holds.
type agreement struct {
	wanted, found, lists, differ int
	times                        []time.Duration
}

func (a *agreement) add(exact, recalled []string, took time.Duration) {
	missing := 0
	for _, id := range exact {
		a.wanted++
		if slices.Contains(recalled, id) {
			a.found++
		} else {
			missing++
		}
	}
	a.lists++
	if missing > 0 {
		a.differ++
	}
	a.times = append(a.times, took)
}

// String says it for people.
func (a *agreement) String() string {
	slices.Sort(a.times)
	return fmt.Sprintf("%d of %d (%.2f %%); %d of %d lists differ; recall takes %v at the median, %v at most", a.found, a.wanted,
		100*float64(a.found)/float64(max(a.wanted, 1)), a.differ, a.lists, a.times[len(a.times)/2], a.times[len(a.times)-1])
}

// measure takes a hundred people and a hundred openings, evenly out of all.
func measure(t *testing.T, c *city) {
	records, err := store.Open(t.Context(), c.db)
	if err != nil {
		t.Fatal(err)
	}
	today := civil.DateOf(time.Now())
	query := match.Query{On: today, Limit: 20}
	people, err := records.People(t.Context(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	var openingsFound agreement
	for i := 0; i < len(people); i += max(1, len(people)/100) {
		p, ok := c.snapshot.Person(people[i].ID)
		if !ok {
			continue
		}
		exact, err := c.snapshot.RankOpenings(p, query)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		recalled, err := c.RecallOpenings(t.Context(), p, 1000)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, e := range exact.Lists[match.Eligible].Items {
			want = append(want, e.Opening)
		}
		openingsFound.add(want, recalled, time.Since(began))
	}
	t.Logf("openings for people: %s", &openingsFound)

	openings, err := records.Openings(t.Context(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	var peopleFound agreement
	for i := 0; i < len(openings); i += max(1, len(openings)/100) {
		o, ok := c.snapshot.Opening(openings[i].ID)
		if !ok {
			continue
		}
		exact, err := c.snapshot.RankPeople(o, query)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		recalled, err := c.RecallPeople(t.Context(), o, peopleLimit)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, e := range exact.Lists[match.Eligible].Items {
			want = append(want, e.Person)
		}
		peopleFound.add(want, recalled, time.Since(began))
	}
	t.Logf("people for openings, %d recalled: %s", peopleLimit, &peopleFound)
	for _, a := range []agreement{openingsFound, peopleFound} {
		if a.found*100 < a.wanted*99 {
			t.Errorf("recall holds less than 99 %% of the exact best twenty: %s", &a)
		}
	}
}

// peopleLimit is lower than what is recalled in earnest: a thousand people would be all of a small set.
const peopleLimit = 300
