package projection_test

import (
	"testing"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/projection"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// One process at a time makes the indices anew: while another holds that work this one is refused, and when the other has
// died it takes over.
func TestOneReplicaRebuilds(t *testing.T) {
	each(t, func(t *testing.T, c *city) {
		c.outreach.put(map[string]string{"o1": opening("o1", "Cuoco", "s/cook")})
		c.soon("it is found", func() bool { return c.found(nil) == 1 })
		records, err := store.Open(t.Context(), c.db)
		if err != nil {
			t.Fatal(err)
		}
		lease := func(until time.Duration) {
			t.Helper()
			ok, err := records.Lease(t.Context(), "rebuild", "another", time.Now(), time.Now().Add(until))
			if err != nil || !ok {
				t.Fatalf("the other process does not get the work: %t, %v", ok, err)
			}
		}
		lease(time.Hour)
		if err := c.Reindex(t.Context(), false); !fault.Is(err, fault.Conflict) {
			t.Errorf("while another process rebuilds: %v", err)
		}
		lease(-time.Second) // it did not ask again in time
		if err := c.Reindex(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		c.soon("the rebuild ends", func() bool { return c.Rebuild().Phase == projection.Done })
		lease(time.Minute) // it was given back
		if err := records.Release(t.Context(), "rebuild", "another"); err != nil {
			t.Fatal(err)
		}
	})
}

// Differences that were mended stay to be seen when the next comparison finds none.
func TestDifferencesStayToBeSeen(t *testing.T) {
	each(t, func(t *testing.T, c *city) {
		c.outreach.put(map[string]string{"o1": opening("o1", "Cuoco", "s/cook"), "o2": opening("o2", "Sarto", "s/sew")})
		c.soon("both are found", func() bool { return c.found(nil) == 2 })
		c.soon("the position is remembered", func() bool {
			s, err := c.Status(t.Context())
			return err == nil && !s.Indices[1].Behind()
		})
		x := c.Catalogue().Openings
		held, err := x.Query(t.Context(), search.Query{Where: search.IDs{"o1"}, Limit: 1, Versions: true})
		if err != nil || len(held.Hits) != 1 {
			t.Fatalf("%+v, %v", held, err)
		}
		if err := x.Delete(t.Context(), "o1", held.Hits[0].Version); err != nil { // behind the service's back
			t.Fatal(err)
		}
		compared := func() projection.IndexStatus {
			t.Helper()
			before := time.Now()
			c.Compare()
			var seen projection.IndexStatus
			c.soon("it was compared", func() bool {
				s, err := c.Status(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				seen = s.Indices[1]
				return seen.Drift.CheckedAt.After(before)
			})
			return seen
		}
		first := compared()
		second := compared()
		if first.Drift.Differences() != 1 || second.Drift.Differences() != 0 || second.Found != first.Found {
			t.Errorf("first %+v, then %+v", first, second)
		}
		c.soon("rows and index agree", func() bool { return c.found(nil) == 2 })
	})
}
