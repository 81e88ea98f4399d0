package planning_test

import (
	"slices"
	"testing"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/planning"
)

func TestKeptTogether(t *testing.T) {
	w := made(t)
	ctx := as(identity.Coordinator, "")
	ask := planning.Ask{Limit: 10}
	before, err := w.Desk.Plan(ctx, ask)
	if err != nil || len(before.Together) != 0 || before.Gap != nil {
		t.Fatalf("nobody asked to be kept together: %+v, %v", before.Together, err)
	}
	// The site with two openings may have one trainee, the other has one seat: three cannot go together, but stay together.
	pair := planning.Together{People: []string{"p3", "p1", "p2"}}
	told, err := w.TryTogether(ctx, pair)
	if err != nil || told.Cost <= 0 || told.Gap.Most != 0 || !slices.Equal(told.Kept.Places, []string{"", "", ""}) {
		t.Fatalf("tried: %+v, %v", told, err)
	}
	if still, err := w.Desk.Plan(ctx, ask); err != nil || still.Total != before.Total || still.Version != 0 {
		t.Errorf("trying changes nothing: %d, %v", still.Total, err)
	}
	done, err := w.KeepTogether(ctx, pair)
	if err != nil || done.Cost != told.Cost || done.Version != 1 {
		t.Fatalf("told %d, done %+v, %v", told.Cost, done, err)
	}
	if again, err := w.KeepTogether(ctx, pair); err != nil || again.Version != 1 {
		t.Errorf("the same again: %+v, %v", again, err)
	}
	after, err := w.Desk.Plan(ctx, ask)
	if err != nil || len(after.Together) != 1 || *after.Together[0].Cost != told.Cost || after.Gap.Cost != told.Cost || after.Total != before.Total-told.Cost {
		t.Errorf("kept: %+v, %+v, %v", after.Together, after.Gap, err)
	}
	// More room at the site: they go there together.
	for _, id := range []string{"o1", "o2"} {
		o, _ := w.Snapshot.Opening(id)
		o.Version, o.SeatLimit, o.Seats = 9, ptr(3), 2
		w.Snapshot.PutOpenings(o)
	}
	if after, err = w.Desk.Plan(ctx, ask); err != nil || len(after.Together) != 1 || slices.Contains(after.Together[0].Places, "") || slices.Contains(after.Together[0].Places, "o3") {
		t.Errorf("with room: %+v, %v", after.Together, err)
	}
	for name, c := range map[string]planning.Together{
		"one person":           {Version: 1, People: []string{"p0"}},
		"a group in two":       {Version: 1, People: []string{"p0", "p2"}},
		"somebody not there":   {Version: 1, People: []string{"p0", "nobody"}},
		"another team's":       {Version: 1, People: []string{"p0", "p3"}},
		"taken apart too late": {Version: 0, Part: true, People: []string{"p1", "p2", "p3"}},
	} {
		caller := ctx
		if name == "another team's" {
			caller = as(identity.Counsellor, "one")
		}
		if _, err := w.KeepTogether(caller, c); err == nil {
			t.Errorf("%s was not refused", name)
		}
	}
	if _, err := w.KeepTogether(ctx, planning.Together{Version: 1, Part: true, People: []string{"p1", "p2", "p3"}}); err != nil {
		t.Fatal(err)
	}
	if last, err := w.Desk.Plan(ctx, ask); err != nil || len(last.Together) != 0 || last.Version != 2 {
		t.Errorf("apart again: %+v, %v", last.Together, err)
	}
}

// Who is fixed elsewhere keeps the others from going along: the group is refused, and one that was kept is told as void.
func TestTogetherBesideFixed(t *testing.T) {
	w := made(t)
	ctx := as(identity.Coordinator, "")
	if _, err := w.Change(ctx, planning.Change{Person: "p0", Opening: "o3", Act: planning.Fix}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.KeepTogether(ctx, planning.Together{Version: 1, People: []string{"p0", "p1"}}); !fault.Is(err, fault.Precondition) {
		t.Errorf("the only seat is taken: %v", err)
	}
	a, err := w.Desk.Plan(ctx, planning.Ask{Limit: 10})
	if err != nil || len(a.Together) != 0 || len(a.Overrides) != 1 {
		t.Errorf("what was refused is not kept: %+v, %v", a.Together, err)
	}
	if _, err := w.KeepTogether(ctx, planning.Together{Version: 1, People: []string{"p1", "p2"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Change(ctx, planning.Change{Version: 2, Person: "p1", Opening: "o1", Act: planning.Fix}); err != nil {
		t.Fatal(err)
	}
	if a, err = w.Desk.Plan(ctx, planning.Ask{Limit: 10}); err != nil || len(a.Together) != 1 || !a.Together[0].Void {
		t.Errorf("a group that a fixed pair parts: %+v, %v", a.Together, err)
	}
}
