package alerts_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// Whatever competes: nobody gets more than their share, nothing better was left for something worse, and the order in
// which things came does not matter.
func TestChooseKeepsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 120).Draw(t, "pairs")
		seen := map[alerts.Pair]bool{}
		var competing []alerts.Alert
		for range n {
			p := alerts.Pair{
				Person: fmt.Sprint("p", rapid.IntRange(0, 8).Draw(t, "person")), Opening: fmt.Sprint("o", rapid.IntRange(0, 20).Draw(t, "opening")),
			}
			if !seen[p] {
				seen[p] = true
				competing = append(competing, alerts.Alert{Pair: p, Total: int32(rapid.IntRange(5000, 5010).Draw(t, "total"))})
			}
		}
		kept, left := alerts.Choose(competing, nil)
		people, openings := map[string]int{}, map[string]int{}
		for _, a := range kept {
			people[a.Person]++
			openings[a.Opening]++
		}
		for who, n := range people {
			if n > alerts.PerPerson {
				t.Fatalf("%s has %d", who, n)
			}
		}
		for what, n := range openings {
			if n > alerts.PerOpening {
				t.Fatalf("%s has %d", what, n)
			}
		}
		for _, a := range left {
			if people[a.Person] < alerts.PerPerson && openings[a.Opening] < alerts.PerOpening {
				t.Fatalf("%+v was left though there is room", a)
			}
		}
		rand.Shuffle(len(competing), func(i, j int) { competing[i], competing[j] = competing[j], competing[i] })
		again, _ := alerts.Choose(competing, nil)
		for i := range kept {
			if again[i] != kept[i] {
				t.Fatalf("in another order %+v comes instead of %+v", again[i], kept[i])
			}
		}
	})
}

// An import of ten thousand openings is one digest: the best few of each person, and the count of the others.
func TestAnImportIsNoFlood(t *testing.T) {
	w := sqlite(t)
	const people, openings = 40, 10_000
	for i := range people {
		w.putPerson(worker(fmt.Sprintf("p%02d", i), "equipe-1", i%8, (i+1)%8, (i+3)%8))
	}
	r := rand.New(rand.NewPCG(1, 2))
	for from := 0; from < openings; from += 1000 { // the import comes in parts, seconds apart
		var part []match.Opening
		for i := range 1000 {
			part = append(part, place(fmt.Sprintf("o%05d", from+i), r.IntN(8), r.IntN(8)))
		}
		w.putOpenings(part...)
		if made, err := w.worker.Look(t.Context()); err != nil || made {
			t.Fatalf("a round in the middle of an import: %v, %v", made, err)
		}
		w.now = w.now.Add(3 * time.Second)
	}
	began := time.Now()
	w.rest()
	t.Logf("%d people, %d openings: a round in %s", people, openings, time.Since(began))
	ctx := counsellor("equipe-1")
	d := w.digest(ctx)
	if d.Count.People != people || d.Count.Pairs != people*alerts.PerPerson {
		t.Errorf("the digest counts %+v", d.Count)
	}
	for i, p := range d.People {
		if len(p.Lines) != alerts.PerPerson || p.Rest == 0 {
			t.Errorf("%s: %d lines and %d others", p.ID, len(p.Lines), p.Rest)
		}
		if i%15 > 0 { // the oracle explains everything, which takes its time
			continue
		}
		person, _ := w.snapshot.Person(p.ID)
		ranking, err := w.snapshot.RankOpenings(person, match.Query{On: today, Limit: openings})
		if err != nil {
			t.Fatal(err)
		}
		good := 0
		for _, e := range ranking.Lists[match.Eligible].Items {
			if e.Total >= alerts.DefaultThreshold*100 {
				good++
			}
		}
		if len(p.Lines) != alerts.PerPerson || p.Rest != good-alerts.PerPerson {
			t.Errorf("%s: %d lines and %d others of %d", p.ID, len(p.Lines), p.Rest, good)
		}
		best := ranking.Lists[match.Eligible].Items[0].Total
		if p.Lines[0].Total != best || p.Lines[0].Match.Total != best {
			t.Errorf("%s: the best line has %d, the best match %d", p.ID, p.Lines[0].Total, best)
		}
	}
	if len(w.seen) != people {
		t.Errorf("looking at %d people left %d entries in the audit", people, len(w.seen))
	}
	// Nothing new: nothing more, however often it is looked.
	for range 20 {
		if made, err := w.worker.Look(t.Context()); err != nil || made {
			t.Fatalf("a round without a change: %v, %v", made, err)
		}
		w.now = w.now.Add(time.Minute)
	}
	// A seat is taken everywhere: a change, and nothing new.
	for i := range 300 {
		o := w.openings[0].Doc
		o.SeatsTaken = 1
		w.replaceOpening(o)
		if i == 0 && o.ID != "o00000" {
			t.Fatal("the first opening is another")
		}
	}
	w.now = w.now.Add(24 * time.Hour)
	w.rest()
	if again := w.digest(ctx).Count; again.Pairs != d.Count.Pairs {
		t.Errorf("taken seats made %d pairs of %d", again.Pairs, d.Count.Pairs)
	}
}

func TestBothDirectionsOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := newWorld(t, db), counsellor("equipe-1")
		w.putPerson(worker("p1", "equipe-1", 1, 2))
		w.putPerson(worker("p2", "equipe-2", 1, 2))
		w.putPerson(worker("busy", "equipe-1", 1, 2))
		w.placed["busy"] = true
		w.putOpenings(place("o1", 1, 2), place("far", 6, 7))
		w.rest()
		d := w.digest(ctx)
		if d.Count.Pairs != 1 || d.People[0].ID != "p1" || d.People[0].Lines[0].Opening != "o1" || d.People[0].Rest != 0 {
			t.Fatalf("the first digest: %+v", d.People)
		}
		line := d.People[0].Lines[0]
		// A new opening for the person, a new person for the opening; what was told is not told again.
		w.putOpenings(place("o2", 1))
		w.rest()
		w.putPerson(worker("p3", "equipe-1", 1, 2, 3))
		w.rest()
		d = w.digest(ctx)
		abouts := map[alerts.Pair]alerts.About{}
		for _, p := range d.People {
			for _, l := range p.Lines {
				abouts[l.Pair] = l.About
			}
		}
		if len(abouts) != 4 || abouts[alerts.Pair{Person: "p1", Opening: "o2"}] != alerts.NewOpening || abouts[alerts.Pair{Person: "p3", Opening: "o1"}] != alerts.NewPerson {
			t.Errorf("both directions: %v", abouts)
		}
		if err := w.desk.Dismiss(ctx, line.ID, "nonsense"); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a reason: %v", err)
		}
		if err := w.desk.Dismiss(counsellor("equipe-2"), line.ID, "not-now"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another team puts it aside: %v", err)
		}
		if err := w.desk.Dismiss(ctx, line.ID, "not-now"); err != nil {
			t.Fatal(err)
		}
		if err := w.desk.Dismiss(ctx, line.ID, "not-now"); !fault.Is(err, fault.Conflict) {
			t.Errorf("put aside twice: %v", err)
		}
		// The person changes, and matches o1 even so: it was told once.
		changed := worker("p1", "equipe-1", 1, 2, 5)
		w.putPerson(changed)
		w.now = w.now.Add(48 * time.Hour)
		w.rest()
		if c := w.digest(ctx).Count; c.Pairs != 3 {
			t.Errorf("after it was put aside and the person changed: %+v", c)
		}
		past, err := w.desk.Dismissed(ctx, "", 5, "it")
		if err != nil || len(past.Alerts) != 1 || past.Alerts[0].Reason != "not-now" {
			t.Errorf("put aside: %+v, %v", past.Alerts, err)
		}
		// An opening that closes takes its alerts along.
		closed := place("o2", 1)
		closed.Live = false
		w.replaceOpening(closed)
		w.rest()
		for _, p := range w.digest(ctx).People {
			for _, l := range p.Lines {
				if l.Opening == "o2" {
					t.Errorf("a closed opening waits: %+v", l.Alert)
				}
			}
		}
	})
}

func TestThresholds(t *testing.T) {
	w, ctx := sqlite(t), counsellor("equipe-1")
	half := place("half", 1, 2, 3)
	half.Occupation, half.ISCO = "o/cook", "5120"
	w.putPerson(worker("p1", "equipe-1", 1, 2))
	w.putOpenings(place("good", 1), half)
	w.rest()
	person, _ := w.snapshot.Person("p1")
	ranking, err := w.snapshot.RankOpenings(person, match.Query{On: today, Limit: 5})
	if err != nil || len(ranking.Lists[match.Eligible].Items) != 2 {
		t.Fatalf("ranked %+v, %v", ranking, err)
	}
	low := ranking.Lists[match.Eligible].Items[1].Total
	if low < alerts.LowestThreshold*100 || low >= alerts.DefaultThreshold*100 {
		t.Fatalf("the weaker opening has %d: the test needs it between the lowest and the usual threshold", low)
	}
	if d := w.digest(ctx); d.Count.Pairs != 1 || d.Setting.Threshold != alerts.DefaultThreshold {
		t.Errorf("by the usual threshold: %+v", d.Count)
	}
	set := alerts.Setting{Threshold: alerts.LowestThreshold, Language: "it"}
	if err := w.desk.Set(ctx, set); err != nil {
		t.Fatal(err)
	}
	if err := w.desk.Set(ctx, set); !fault.Is(err, fault.Conflict) {
		t.Errorf("set over another window: %v", err)
	}
	for _, wrong := range []alerts.Setting{{Threshold: 12}, {Threshold: 70, Mail: true}, {Threshold: 70, Mail: true, Address: "Anna <a@example.org>"}} {
		if err := w.desk.Set(ctx, wrong); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
	// From now on what reaches the lower one is told, to who wants it.
	changed := worker("p1", "equipe-1", 1, 2)
	changed.Languages = []match.SpokenLanguage{{Language: "fr", Listening: 3, Interaction: 3}}
	w.putPerson(changed)
	w.rest()
	if d := w.digest(ctx); d.Count.Pairs != 2 {
		t.Errorf("by the lower threshold: %+v", d.Count)
	}
	other := counsellor("equipe-1")
	if d, err := w.desk.Count(other); err != nil || d.Pairs != 2 {
		t.Errorf("the same colleague counts %+v, %v", d, err)
	}
}
