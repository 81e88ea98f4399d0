package tasks

import (
	"context"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
)

// shownLate is how many projects with late actions the front page names one by one.
const shownLate = 5

// lateActions are the projects in which something should have been done: to a person the own, to the others each one
// on a line of its own, because each is somebody else to speak to.
func (o *Own) lateActions(ctx context.Context) ([]Task, error) {
	late, err := o.Projects.LateFor(ctx)
	if err != nil {
		return nil, err
	}
	who, _ := identity.From(ctx)
	var list []Task
	for _, l := range late[:min(len(late), shownLate)] {
		since, text := l.Since, ui.T(ctx, "intake.task.own-project", l.Count)
		if who.Person != l.Person {
			name, err := o.Projects.NameOf(ctx, l.Person)
			if err != nil {
				return nil, err
			}
			text = ui.T(ctx, "intake.task.project", "Name", name)
		}
		list = append(list, Task{Text: text, Count: l.Count, URL: "/intake/people/" + l.Person + "/project", Since: &since})
	}
	return list, nil
}
