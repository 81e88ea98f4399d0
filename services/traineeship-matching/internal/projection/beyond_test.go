package projection_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
)

// More openings than may be held are not held; who is judged with them has them recalled. Once they fit they are loaded.
func TestTooManyOpeningsAreRecalled(t *testing.T) {
	each(t, func(t *testing.T, c *city) {
		c.stop()
		c.most = 2
		c.start()
		c.intake.put(map[string]string{"p1": candidate("p1")})
		c.assessment.put(map[string]string{"p1": profile("p1", "s/serve")})
		c.outreach.put(map[string]string{"o1": opening("o1", "Cameriere", "s/serve"), "o2": opening("o2", "Barista", "s/serve")})
		c.soon("two are held", func() bool { return c.Whole() && c.snapshot.Counts().Openings == 2 })
		c.outreach.put(map[string]string{"o3": opening("o3", "Cuoco", "s/serve")})
		c.soon("three are not", func() bool { return c.Beyond() && c.snapshot.Counts().Openings == 0 && c.found(nil) == 3 })
		if s, err := c.Status(t.Context()); err != nil || !s.Snapshot.Beyond || s.Snapshot.MostOpenings != 2 || s.Snapshot.People != 1 {
			t.Errorf("the state: %+v, %v", s.Snapshot, err)
		}
		p, ok := c.snapshot.Person("p1")
		if !ok {
			t.Fatal("people are always held")
		}
		recalled, err := c.RecallOpenings(t.Context(), p, 10)
		if err != nil || len(recalled) != 3 {
			t.Fatalf("recalled: %v, %v", recalled, err)
		}
		if docs, err := c.ReadOpenings(t.Context(), recalled); err != nil || len(docs) != 3 {
			t.Errorf("read: %d, %v", len(docs), err)
		}
		c.stop()
		c.start()
		c.soon("after a start it is the same", func() bool { return c.Loaded() && c.Beyond() && c.snapshot.Counts().Openings == 0 })
		c.outreach.remove("o3")
		c.soon("two fit again", func() bool { return c.Whole() && c.snapshot.Counts().Openings == 2 })

		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			for ctx.Err() == nil {
				if held := c.snapshot.Counts().Openings; held > 2 {
					t.Errorf("%d were held for a while", held)
					return
				}
			}
		})
		many := map[string]string{}
		for n := range 40 {
			id := fmt.Sprintf("more%d", n)
			many[id] = opening(id, "Cameriere", "s/serve")
		}
		c.outreach.put(many)
		c.soon("none is held", func() bool { return c.Beyond() && c.snapshot.Counts().Openings == 0 && c.found(nil) == 42 })
		stop()
		wg.Wait()
	})
}
