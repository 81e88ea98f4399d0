package projection_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/projection"
)

func candidate(id string) string {
	return fmt.Sprintf(`{"personId":%q,"team":"equipe-1","residence":"local","minimumAge":18,"state":"active",
		"availability":{"from":"2026-01-01","maxHoursWeek":30,"slots":[]},
		"reach":{"lat":45.48,"lon":9.21,"maxMinutes":45,"modes":["transit"]},
		"workAccess":[{"from":"2020-01-01","until":null,"outcome":"ok","rule":"WA-01","renewable":false,"hoursWeek":null}],
		"waitingSince":"2026-10-01"}`, id)
}

func profile(id string, skills ...string) string {
	list := ""
	for i, s := range skills {
		if i > 0 {
			list += ","
		}
		list += fmt.Sprintf(`{"skill":%q,"level":3,"evidence":"seen","confirmedOn":"2026-11-01"}`, s)
	}
	return fmt.Sprintf(`{"personId":%q,"taxonomyVersion":"t1","updatedAt":"2026-11-01T10:00:00Z","skills":[%s],
		"occupations":[{"occupation":"o/waiter","held":true,"wanted":true,"months":24,"informal":false}],
		"languages":[{"language":"it","listening":"B1","reading":null,"interaction":"B1","production":null,"writing":null}],
		"education":{"eqf":3},"licences":[],"learning":["s/cook"],"preferences":null}`, id, list)
}

func opening(id, title string, needed ...string) string {
	list := ""
	for i, s := range needed {
		if i > 0 {
			list += ","
		}
		list += fmt.Sprintf(`{"skill":%q,"level":2,"weight":2}`, s)
	}
	return fmt.Sprintf(`{"id":%q,"companyId":"c1","siteId":"x1","site":{"lat":45.47,"lon":9.19,"municipality":"Milano","region":"lombardy"},
		"kind":"traineeship","title":%q,"description":"Turni di mattina","language":"it","occupation":"o/waiter","isco":"5131",
		"neededAtStart":[%s],"optional":[],"learnedHere":["s/cook"],"languages":[{"language":"it","level":"A2"}],"slots":null,
		"hoursWeek":25,"start":"2027-01-10","months":3,"seats":2,"seatsTaken":0,"seatLimit":2,"minimumAge":16,"licences":[],
		"educationEqf":null,"welcomesArt27":false,"accommodations":[],"publishedOn":"2026-11-01","closesOn":null,"live":true}`, id, title, list)
}

func TestChangesArriveInTime(t *testing.T) {
	eachAlone(t, func(t *testing.T, c *city) {
		c.soon("the snapshot is loaded", c.Loaded)
		c.intake.put(map[string]string{"p1": candidate("p1")})
		c.soon("the person without a profile is in index and snapshot", func() bool {
			_, ok := c.snapshot.Person("p1")
			return ok && c.foundPeople(search.Term("team", "equipe-1")) == 1
		})
		c.assessment.put(map[string]string{"p1": profile("p1", "s/serve"), "p2": profile("p2", "s/serve")})
		c.outreach.put(map[string]string{"o1": opening("o1", "Cameriere di sala", "s/serve")})
		took := c.promptly("profile and opening are in index and snapshot", func() bool {
			p, _ := c.snapshot.Person("p1")
			_, ok := c.snapshot.Opening("o1")
			words := search.Words{Field: "text", Text: "cameriera mattino", Languages: []search.Language{search.Italian}}
			return ok && len(p.Skills) == 1 && c.foundPeople(search.Term("skills", "s/serve")) == 1 && c.found(words) == 1
		})
		t.Logf("published to found: %v", took)
		if _, ok := c.snapshot.Person("p2"); ok {
			t.Error("somebody whom intake does not know is in the snapshot")
		}

		c.outreach.put(map[string]string{"o1": opening("o1", "Lavapiatti", "s/dishes")})
		c.promptly("a change replaces what was", func() bool {
			return c.found(search.Words{Field: "text", Text: "lavapiatti"}) == 1 && c.found(search.Term("needed", "s/serve")) == 0
		})
		c.outreach.remove("o1")
		c.intake.remove("p1")
		c.promptly("removals arrive", func() bool {
			counts := c.snapshot.Counts()
			return c.found(nil) == 0 && c.foundPeople(nil) == 0 && counts.People+counts.Openings == 0
		})
	})
}

func TestStopsAreSurvived(t *testing.T) {
	each(t, func(t *testing.T, c *city) {
		c.outreach.put(map[string]string{"o1": opening("o1", "Cameriere", "s/serve")})
		c.soon("the opening is found", func() bool { return c.found(nil) == 1 })

		// The search engine goes: the snapshot follows on, and the index catches up.
		c.engine.down.Store(true)
		c.outreach.put(map[string]string{"o2": opening("o2", "Cuoco", "s/cook"), "o1": opening("o1", "Barista", "s/serve")})
		c.soon("the snapshot follows without the engine", func() bool { return c.snapshot.Counts().Openings == 2 })
		if c.found(nil) != -1 {
			t.Error("a search during the outage was answered")
		}
		c.soon("the failure shows", func() bool {
			s, err := c.Status(t.Context())
			return err == nil && s.Indices[1].Failures > 0 && !s.Indices[1].Available && s.Indices[1].Behind()
		})
		c.engine.down.Store(false)
		c.soon("the index caught up", func() bool {
			return c.found(nil) == 2 && c.found(search.Words{Field: "text", Text: "barista"}) == 1
		})

		// A neighbour goes.
		c.outreach.down.Store(true)
		c.outreach.put(map[string]string{"o3": opening("o3", "Sarto", "s/sew")})
		c.intake.put(map[string]string{"p1": candidate("p1")})
		c.soon("the other feeds are followed", func() bool { return c.foundPeople(nil) == 1 })
		c.outreach.down.Store(false)
		c.soon("the feed is followed again", func() bool { return c.found(nil) == 3 })

		// This service goes; the neighbours go on.
		c.stop()
		c.outreach.put(map[string]string{"o4": opening("o4", "Giardiniere", "s/prune")})
		c.outreach.remove("o3")
		c.start()
		c.soon("everything is there after the start", func() bool {
			_, gone := c.snapshot.Opening("o3")
			return c.Loaded() && c.snapshot.Counts().Openings == 3 && !gone && c.found(nil) == 3
		})
	})
}

func TestReindexWhileSearching(t *testing.T) {
	each(t, func(t *testing.T, c *city) {
		const n = 700
		many := map[string]string{}
		for i := range n {
			id := fmt.Sprintf("o%04d", i)
			many[id] = opening(id, "Cameriere", "s/serve")
		}
		c.outreach.put(many)
		c.intake.put(map[string]string{"p1": candidate("p1")})
		c.soon("all is found", func() bool { return c.found(nil) == n && c.foundPeople(nil) == 1 })
		before, err := c.Status(t.Context())
		if err != nil {
			t.Fatal(err)
		}

		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			for ctx.Err() == nil {
				if got := c.found(search.Term("needed", "s/serve")); got < n {
					t.Errorf("a search during the rebuild found %d of %d", got, n)
					return
				}
			}
		})
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				id := fmt.Sprintf("new%d", i%20)
				c.outreach.put(map[string]string{id: opening(id, "Cuoco", "s/cook")})
			}
		})
		for _, fromZero := range []bool{false, true} {
			if err := c.Reindex(t.Context(), fromZero); err != nil {
				t.Fatal(err)
			}
			if err := c.Reindex(t.Context(), fromZero); !fault.Is(err, fault.Conflict) {
				t.Errorf("a second rebuild at once: %v", err)
			}
			c.soon("the rebuild ends", func() bool { return !c.Rebuild().EndedAt.IsZero() })
			r := c.Rebuild()
			if r.Phase != projection.Done || r.Written < n || r.FromZero != fromZero {
				t.Errorf("the rebuild ended as %+v", r)
			}
		}
		stop()
		wg.Wait()
		c.soon("index and rows agree", func() bool {
			s, err := c.Status(t.Context())
			x := s.Indices[1]
			return err == nil && x.Documents == x.Rows && !x.Behind() && x.Rows > n && x.Generation != before.Indices[1].Generation
		})
	})
}

func TestWhatAFeedNoLongerTellsGoes(t *testing.T) {
	each(t, func(t *testing.T, c *city) {
		c.outreach.put(map[string]string{"o1": opening("o1", "Cuoco", "s/cook"), "o2": opening("o2", "Sarto", "s/sew")})
		c.soon("both are found", func() bool { return c.found(nil) == 2 })
		c.outreach.forgetFeed("o2")
		c.soon("the forgotten one is gone", func() bool {
			return c.found(nil) == 1 && c.snapshot.Counts().Openings == 1
		})
	})
}

func TestLostIndexIsWrittenAnew(t *testing.T) {
	each(t, func(t *testing.T, c *city) {
		c.outreach.put(map[string]string{"o1": opening("o1", "Cuoco", "s/cook")})
		c.soon("it is found", func() bool { return c.found(nil) == 1 })
		schema := c.Catalogue().Openings.Schema()
		empty, err := c.engine.Create(t.Context(), &schema)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.engine.Publish(t.Context(), &schema, empty); err != nil {
			t.Fatal(err)
		}
		c.soon("it is found again in another copy", func() bool {
			live, err := c.Catalogue().Openings.Live(t.Context())
			return err == nil && live.Name == empty.Name && c.found(nil) == 1
		})
	})
}

func TestDriftIsCountedAndMended(t *testing.T) {
	each(t, func(t *testing.T, c *city) {
		c.outreach.put(map[string]string{
			"o1": opening("o1", "Cuoco", "s/cook"), "o2": opening("o2", "Sarto", "s/sew"), "o3": opening("o3", "Barista", "s/serve"),
		})
		c.soon("all are found", func() bool { return c.found(nil) == 3 })
		x := c.Catalogue().Openings
		found, err := x.Query(t.Context(), search.Query{Limit: 10, Versions: true})
		if err != nil {
			t.Fatal(err)
		}
		versions := map[string]int64{}
		for _, h := range found.Hits {
			versions[h.ID] = h.Version
		}
		c.outreach.put(map[string]string{"o3": opening("o3", "Barista esperto", "s/serve")})
		c.soon("the change is found", func() bool { return c.found(search.Words{Field: "text", Text: "esperto"}) == 1 })

		// Somebody deletes a document and adds another behind the service's back.
		if err := x.Delete(t.Context(), "o1", versions["o1"]); err != nil {
			t.Fatal(err)
		}
		if err := x.Put(t.Context(), search.Entry[catalogue.Opening]{ID: "stray", Version: 1}); err != nil {
			t.Fatal(err)
		}
		for _, want := range []projection.Drift{{Compared: 3, Missing: 1, Extra: 1}, {Compared: 3}} {
			if err := c.CheckDrift(t.Context()); err != nil {
				t.Fatal(err)
			}
			s, err := c.Status(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := s.Indices[1].Drift
			if got.CheckedAt.IsZero() {
				t.Error("the comparison has no time")
			}
			got.CheckedAt = want.CheckedAt
			if got != want {
				t.Errorf("drift is %+v, want %+v", got, want)
			}
		}
		c.soon("rows and index agree", func() bool { return c.found(nil) == 3 && c.found(search.IDs{"o1"}) == 1 })
	})
}

func TestUnreadableStatesAreLeftOut(t *testing.T) {
	each(t, func(t *testing.T, c *city) {
		c.outreach.put(map[string]string{"o1": `{"id":"o1","seats":"two"}`, "o2": opening("o2", "Cuoco", "s/cook")})
		c.soon("the readable one is found", func() bool { return c.found(nil) == 1 && c.snapshot.Counts().Openings == 1 })
		c.outreach.put(map[string]string{"o1": opening("o1", "Sarto", "s/sew")})
		c.soon("both are found once it was mended", func() bool { return c.found(nil) == 2 })
	})
}

func TestTaxonomyIsFollowedAndKept(t *testing.T) {
	each(t, func(t *testing.T, c *city) {
		c.assessment.taxonomy.Store(`{"version":"t2","items":[{"id":"o/waiter","kind":"occupation","isco":"5131","broader":[],"related":[]}]}`)
		c.soon("the snapshot has the taxonomy", func() bool { return c.snapshot.TaxonomyVersion() == "t2" })
		c.stop()
		c.assessment.down.Store(true)
		c.start()
		c.soon("it is there without skills-assessment", func() bool { return c.snapshot.TaxonomyVersion() == "t2" })
		if got := c.snapshot.ISCO("o/waiter"); got != "5131" {
			t.Errorf("the waiter's ISCO code is %q", got)
		}
	})
}
