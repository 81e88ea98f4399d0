package project_test

import (
	"errors"
	"testing"

	"cloud.google.com/go/civil"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/intake/internal/project"
)

func today() civil.Date { return civil.Date{Year: 2026, Month: 11, Day: 23} }

func action(id string, days int) project.Action {
	return project.Action{ID: id, By: project.CeLav, What: "Cercare un corso", Due: today().AddDays(days), State: project.Open}
}

func begun(t *testing.T) project.Project {
	t.Helper()
	p := project.Project{Person: "p", Version: 1}
	if err := p.SetAim("Lavorare in cucina", "Italiano"); err != nil {
		t.Fatal(err)
	}
	if err := p.Put(action("1", 7), today()); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatIsAgreedHasToBeAgreedAgainWhenItChanges(t *testing.T) {
	p := begun(t)
	if err := p.Agree(today(), today()); err != nil || !p.Agreed() {
		t.Fatalf("agreed: %v, %v", p.Agreed(), err)
	}
	if err := p.Move("1", project.Done, today()); err != nil || !p.Agreed() {
		t.Errorf("doing what was agreed changes the agreement: %v", err)
	}
	for name, change := range map[string]func(p *project.Project) error{
		"goal":     func(p *project.Project) error { return p.SetAim("Altro", p.Learn) },
		"learning": func(p *project.Project) error { return p.SetAim(p.Goal, "Francese") },
		"new":      func(p *project.Project) error { return p.Put(action("2", 3), today()) },
		"due":      func(p *project.Project) error { return p.Put(action("1", 30), today()) },
	} {
		q := p
		q.Actions = append([]project.Action(nil), p.Actions...)
		if err := change(&q); err != nil || q.Agreed() {
			t.Errorf("%s: agreed still, %v", name, err)
		}
	}
}

func TestFaultsAreLocated(t *testing.T) {
	p := begun(t)
	for pointer, err := range map[string]error{
		"/goal":     (&project.Project{}).SetAim(" ", ""),
		"/what":     p.Put(project.Action{ID: "2", By: project.CeLav, Due: today(), State: project.Open}, today()),
		"/by":       p.Put(project.Action{ID: "2", By: "nobody", What: "x", Due: today(), State: project.Open}, today()),
		"/due":      p.Put(action("2", -1), today()),
		"/state":    p.Move("1", "lost", today()),
		"/actions":  (&project.Project{Goal: "x"}).Agree(today(), today()),
		"/agreedOn": p.Agree(today().AddDays(1), today()),
	} {
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Violations[0].Pointer != pointer {
			t.Errorf("%s: %v", pointer, err)
		}
	}
	if err := p.Move("9", project.Done, today()); !fault.Is(err, fault.NotFound) {
		t.Errorf("an action that is not there: %v", err)
	}
	if err := p.Put(action("1", -20), today()); err != nil {
		t.Errorf("an old action cannot be corrected: %v", err)
	}
}

// Whatever happens to an action, it has an end exactly while it is ended, the end is never after the day, and it is late
// only while something is left to do.
func TestEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := project.Project{Person: "p", Version: 1, Goal: "x"}
		day := today()
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			day = day.AddDays(rapid.IntRange(0, 20).Draw(t, "days"))
			id := rapid.SampledFrom([]string{"1", "2"}).Draw(t, "id")
			a := action(id, 0)
			a.Due = day.AddDays(rapid.IntRange(0, 10).Draw(t, "due"))
			a.State = rapid.SampledFrom(project.States()).Draw(t, "state")
			if err := p.Put(a, day); err != nil {
				t.Fatal(err)
			}
			for _, a := range p.Actions {
				if a.State.Ended() != (a.EndedOn != nil) || a.EndedOn != nil && a.EndedOn.After(day) {
					t.Fatalf("state %s, ended %v on %v", a.State, a.EndedOn, day)
				}
				if a.Late(day) && a.State.Ended() {
					t.Fatal("late, though nothing is left to do")
				}
			}
		}
	})
}
