package tasks

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/correction"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

// People tells what people said of their own files and waits for a counsellor.
type People struct {
	Agenda      *registration.Agenda
	Corrections interface {
		Waiting(ctx context.Context, mine bool) ([]correction.Request, error)
	}
}

func (p *People) list(ctx context.Context) ([]Task, error) {
	who, _ := identity.From(ctx)
	if identity.May(who, identity.CorrectionAnswer) != nil {
		return nil, nil
	}
	var list []Task
	open, err := p.Corrections.Waiting(ctx, who.Has(identity.Counsellor))
	if err != nil {
		return nil, err
	}
	if len(open) > 0 {
		since, url := civil.DateOf(open[0].AskedAt), "/intake/corrections"
		if len(open) == 1 {
			url += "/" + open[0].ID
		}
		list = append(list, Task{Text: ui.T(ctx, "intake.mine.task.corrections", len(open)), Count: len(open), URL: url, Since: &since})
	}
	skipped, err := p.Agenda.Skipped(ctx)
	if err != nil {
		return nil, err
	}
	return append(list, cannotCome(ctx, skipped)...), nil
}

// shownSkipped is how many appointments are named one by one.
const shownSkipped = 5

func cannotCome(ctx context.Context, skipped []store.Skipped) []Task {
	var list []Task
	for _, s := range skipped[:min(len(skipped), shownSkipped)] {
		since := civil.DateOf(s.SaidAt)
		list = append(list, Task{Text: ui.T(ctx, "intake.mine.task.skipped"), Count: 1, URL: "/intake/people/" + s.Person + "/appointments/" + s.Appointment, Since: &since})
	}
	return list
}
