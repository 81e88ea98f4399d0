package registration_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/intake/internal/needs"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/project"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

// placements stands for traineeship-matching.
type placements struct {
	blocks, notices []string
	err             error
}

func (p *placements) Hindrances(context.Context, string, string) (blocks, notices []string, err error) {
	return p.blocks, p.notices, p.err
}

// whole is everything of a file that a merge touches.
type whole struct {
	Person   person.Person
	Work     person.WorkFile
	Needs    []needs.Fact
	Reserved []needs.Fact
	Project  project.Project
}

func (d *desk) whole(t *testing.T, id string) whole {
	t.Helper()
	var w whole
	var err error
	w.Person, err = d.store.Person(t.Context(), id)
	must(t, err)
	w.Work, _, err = d.store.WorkFile(t.Context(), id)
	must(t, err)
	w.Needs, err = d.store.Needs(t.Context(), id)
	must(t, err)
	w.Reserved, err = d.store.Reserved(t.Context(), id, "equipe-1")
	must(t, err)
	w.Project, err = d.store.Project(t.Context(), id)
	must(t, err)
	return w
}

// twin makes a file with something of everything.
func (d *desk) twin(t *testing.T, n int) person.Person {
	t.Helper()
	ctx := counsellor("equipe-1")
	p, _, err := d.Meet(ctx, registration.Meeting{FirstMeeting: person.FirstMeeting{
		Name: fmt.Sprintf("Prova %d", n), Language: "fr", Contact: person.Contact{Channel: person.Phone, Value: fmt.Sprintf("333123456%d", n)},
	}, NotDuplicate: true})
	must(t, err)
	kinds := []policy.DocumentKind{policy.Citizen, policy.Refugee}
	must(t, d.SetWorkAccess(ctx, p.ID, 1, person.WorkFile{Documents: []policy.Document{{Kind: kinds[n%2]}}}, ""))
	_, err = d.NoteNeed(ctx, p.ID, needs.Fact{ID: uuid.NewString(), Code: needs.Codes()[n], State: needs.Open})
	must(t, err)
	now, err := d.store.Person(t.Context(), p.ID)
	must(t, err)
	_, err = d.SetConstraints(ctx, p.ID, now.Version, []string{needs.Constraints()[n]})
	must(t, err)
	fact := needs.Fact{ID: uuid.NewString(), Person: p.ID, Version: 1, Code: needs.ReservedCodes()[0], State: needs.Open, NotedOn: d.Today(), ExpiresOn: d.Today().AddDays(30)}
	must(t, d.store.CreateReserved(t.Context(), "equipe-1", fact, audit.Entry{Action: "test", Kind: "person"}))
	_, err = d.store.SaveProject(t.Context(), project.Project{Person: p.ID, Goal: fmt.Sprint("Meta ", n), Actions: []project.Action{
		{ID: fmt.Sprint("a", n), By: project.CeLav, What: "Chiamare", Due: d.Today(), State: project.Open},
	}}, d.now, audit.Entry{Action: "test", Kind: "person"})
	must(t, err)
	now, err = d.store.Person(t.Context(), p.ID)
	must(t, err)
	return now
}

func TestAMergeMovesEverythingAndUndoGivesItBack(t *testing.T) {
	d := open(t)
	ctx := counsellor("equipe-1")
	stood := &placements{}
	rang := 0
	d.AskPlacements(stood, func() { rang++ })
	kept, other := d.twin(t, 0), d.twin(t, 1)
	before := []whole{d.whole(t, kept.ID), d.whole(t, other.ID)}
	m, err := d.Join(ctx, registration.Joining{Kept: kept.ID, Other: other.ID, KeptVersion: kept.Version, OtherVersion: other.Version})
	must(t, err)
	one := d.whole(t, kept.ID)
	if len(one.Needs) != 2 || len(one.Reserved) != 2 || len(one.Work.Documents) != 2 || len(one.Project.Actions) != 2 || len(one.Person.Constraints) != 2 || one.Project.Goal != "Meta 0" {
		t.Errorf("the kept file: %d needs, %d reserved, %d papers, %d actions, %d constraints", len(one.Needs), len(one.Reserved), len(one.Work.Documents), len(one.Project.Actions), len(one.Person.Constraints))
	}
	if left := d.whole(t, other.ID); len(left.Needs)+len(left.Reserved) != 0 || left.Person.State != person.Closed {
		t.Errorf("the other file keeps %+v", left)
	}
	due, err := d.store.ErrandsDue(t.Context(), d.now, 10)
	if err != nil || len(due) != 2 || !due[0].Standing || rang != 1 {
		t.Fatalf("%d errands, %v, rang %d times", len(due), err, rang)
	}
	third := d.twin(t, 2)
	if _, err := d.Join(ctx, registration.Joining{Kept: kept.ID, Other: third.ID, KeptVersion: one.Person.Version, OtherVersion: third.Version}); !fault.Is(err, fault.Precondition) {
		t.Errorf("a second merge before the first has arrived: %v", err)
	}
	_, err = d.Undo(ctx, m.ID)
	must(t, err)
	after := []whole{d.whole(t, kept.ID), d.whole(t, other.ID)}
	ignore := cmp.Options{cmpopts.IgnoreFields(person.Person{}, "Version", "ChangedAt"), cmpopts.IgnoreFields(project.Project{}, "Version"), cmpopts.EquateEmpty()}
	if diff := cmp.Diff(before, after, ignore); diff != "" {
		t.Error(diff)
	}
	due, err = d.store.ErrandsDue(t.Context(), d.now, 10)
	if err != nil || len(due) != 2 || due[0].Standing || due[0].Revision != 2 {
		t.Errorf("after the undoing: %+v, %v", due, err)
	}
	// What came of the first telling is out of date by then.
	must(t, d.store.Ran(t.Context(), store.Errand{Merge: m.ID, Place: due[0].Place, Revision: 1}, store.ErrandDone, d.now))
	if due, err = d.store.ErrandsDue(t.Context(), d.now.Add(time.Hour), 10); err != nil || len(due) != 2 {
		t.Errorf("an old answer settled the errand: %d, %v", len(due), err)
	}
}

func TestWhatStandsInTheWayOfAMerge(t *testing.T) {
	d := open(t)
	ctx := counsellor("equipe-1")
	stood := &placements{blocks: []string{"two-traineeships"}}
	d.AskPlacements(stood, nil)
	kept, other := d.twin(t, 0), d.twin(t, 1)
	j := registration.Joining{Kept: kept.ID, Other: other.ID, KeptVersion: kept.Version, OtherVersion: other.Version}
	if _, err := d.Join(ctx, j); !fault.Is(err, fault.Precondition) {
		t.Errorf("two running traineeships: %v", err)
	}
	stood.err = fault.New(fault.Unavailable, "down")
	if _, err := d.Join(ctx, j); !fault.Is(err, fault.Unavailable) {
		t.Errorf("nobody can tell: %v", err)
	}
	stood.err, stood.blocks, stood.notices = nil, nil, []string{"traineeship-moves"}
	if _, err := d.Join(ctx, j); err != nil {
		t.Errorf("something to know only: %v", err)
	}
}
