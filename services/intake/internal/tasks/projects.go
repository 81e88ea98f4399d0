package tasks

import (
	"context"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/planning"
	"github.com/celav/celav/services/intake/internal/project"
)

// shownLate is how many projects with late actions the front page names one by one.
const shownLate = 5

// lateActions are the projects in which something should have been done: to a person the own, to the others each one
// on a line of its own, because each is somebody else to speak to.
func (o *Own) lateActions(ctx context.Context) ([]Task, error) {
	var list []Task
	for _, by := range project.Parties() {
		late, err := o.Projects.LateFor(ctx, by)
		if err != nil {
			return nil, err
		}
		found, err := o.lateOf(ctx, by, late)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

func (o *Own) lateOf(ctx context.Context, by project.Party, late []planning.LatePerson) ([]Task, error) {
	who, _ := identity.From(ctx)
	var list []Task
	for _, l := range late[:min(len(late), shownLate)] {
		since, text, waits := l.Since, ui.T(ctx, "intake.task.own-project", l.Count), ForMe
		var each, all string
		if who.Person != l.Person && by == project.Person {
			waits = ForPerson
		}
		if who.Person == l.Person && by == project.CeLav {
			text, waits = ui.T(ctx, "intake.task.project-of-celav", l.Count), ForCounsellor
		}
		if who.Person != l.Person {
			name, err := o.Projects.NameOf(ctx, l.Person)
			if err != nil {
				return nil, err
			}
			text, each, all = ui.T(ctx, "intake.task.project", "Name", name), name, ui.T(ctx, "intake.task.projects")
		}
		list = append(list, Task{Text: text, Count: l.Count, URL: "/intake/people/" + l.Person + "/project", Since: &since, Due: &since, WaitsFor: waits, Each: each, All: all})
	}
	return list, nil
}
