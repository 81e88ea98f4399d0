package project_test

import (
	"testing"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/celav/celav/services/intake/internal/project"
)

func drawProject(t *rapid.T, name string) project.Project {
	p := project.Project{Person: name}
	if !rapid.Bool().Draw(t, name+" begun") {
		return p
	}
	p.Version = 1
	p.Goal, p.Learn = rapid.SampledFrom([]string{"", name + " goal"}).Draw(t, "goal"), rapid.SampledFrom([]string{"", name + " learn"}).Draw(t, "learn")
	for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"1", "2", "3"}), rapid.ID).Draw(t, "actions") {
		p.Actions = append(p.Actions, project.Action{ID: name + id, By: project.CeLav, What: id, State: project.Open})
	}
	if rapid.Bool().Draw(t, "agreed") {
		p.AgreedOn = &civil.Date{Year: 2026, Month: 11, Day: 2}
	}
	return p
}

// Two projects made one and taken apart are as they were, also when an action was done meanwhile: it goes back as done.
func TestCombineAndSeparate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kept, other := drawProject(t, "kept"), drawProject(t, "other")
		after := project.Combine(kept, other)
		if len(after.Actions) != len(kept.Actions)+len(other.Actions) || after.Person != "kept" {
			t.Fatalf("%+v", after)
		}
		now := after
		now.Version++
		back, given := project.Separate(now, kept, after, other)
		back.Version = kept.Version
		if diff := cmp.Diff([]project.Project{kept, other}, []project.Project{back, given}, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		if len(other.Actions) == 0 {
			return
		}
		now.Actions = append([]project.Action(nil), after.Actions...)
		last := len(now.Actions) - 1
		now.Actions[last].State = project.Done
		back, given = project.Separate(now, kept, after, other)
		if len(back.Actions) != len(kept.Actions) || given.Actions[len(given.Actions)-1].State != project.Done {
			t.Fatalf("%+v and %+v", back, given)
		}
	})
}
