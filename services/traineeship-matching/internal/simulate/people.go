package simulate

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"cloud.google.com/go/civil"
	"golang.org/x/sync/errgroup"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// act is something that people do on a day, drawn beforehand.
type act struct {
	id       string // of the traineeship; "" opens one
	in       placement.Input
	days     int // of a suspension
	deciders int // at once
	look     bool
}

// strangers know nobody: the simulation has no other services.
type strangers struct{}

// Person implements placement.Facts.
func (strangers) Person(string) (match.Person, bool) { return match.Person{}, false }

// Opening implements placement.Facts.
func (strangers) Opening(string) (match.Opening, bool) { return match.Opening{}, false }

// Names implements placement.Names.
func (strangers) Names(context.Context, naming.Wanted) naming.Names { return naming.Names{} }

func (w *world) employ() {
	w.desk = &placement.Desk{
		Store: w.store, Rules: w.rules, Facts: strangers{}, Names: strangers{}, Changed: func() {}, Now: w.clock.Now, Zone: w.zone, NewID: newID,
	}
}

func coordinator(ctx context.Context) context.Context {
	return identity.With(ctx, identity.Principal{Subject: "coordinator", Roles: []identity.Role{identity.Coordinator}})
}

// people do what the calendar has for the day: what several do about one traineeship one after the other, a minute apart,
// and the rest many at a time.
func (w *world) people(ctx context.Context, day civil.Date) error {
	if w.outage > 0 {
		w.postpone(day)
		return nil
	}
	var rounds [][]act
	before := map[string]int{}
	for _, a := range w.calendar[day] {
		n := 0
		if a.id != "" {
			n = before[a.id]
			before[a.id]++
		}
		if n == len(rounds) {
			rounds = append(rounds, nil)
		}
		rounds[n] = append(rounds[n], a)
	}
	delete(w.calendar, day)
	for n, acts := range rounds {
		w.clock.Set(w.at(day, 12).Add(time.Duration(n) * time.Minute))
		if err := w.together(coordinator(ctx), acts, day); err != nil {
			return fmt.Errorf("what people do on %s: %w", day, err)
		}
	}
	return nil
}

// atOnce is how many act at the same time.
const atOnce = 4

func (w *world) together(ctx context.Context, acts []act, day civil.Date) error {
	opened := make([]*traineeship.Traineeship, len(acts))
	var refused, doubled atomic.Int64
	var wait errgroup.Group
	wait.SetLimit(atOnce)
	for i, a := range acts {
		wait.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err() //nolint:wrapcheck // interrupted
			}
			var err error
			switch {
			case a.id == "":
				opened[i], err = w.open(ctx, day)
			case a.look:
				opened[i], err = w.store.Read(ctx, a.id)
			case a.in.Act == traineeship.ActDecide:
				var won int
				won, err = w.decide(ctx, a)
				doubled.Add(int64(max(0, won-1)))
			default:
				err = w.do(ctx, a, day)
			}
			if fault.Is(err, fault.Precondition) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
				refused.Add(1)
				err = nil
			}
			return err
		})
	}
	if err := wait.Wait(); err != nil {
		return err //nolint:wrapcheck // the caller says what was attempted
	}
	w.report.Refused += int(refused.Load())
	w.report.Doubled += int(doubled.Load())
	for i, t := range opened {
		if t != nil {
			w.follow(acts[i], t, day)
		}
	}
	return nil
}

// postpone leaves for tomorrow what people cannot do while the service is away.
func (w *world) postpone(day civil.Date) {
	w.calendar[day.AddDays(1)] = append(w.calendar[day], w.calendar[day.AddDays(1)]...)
	delete(w.calendar, day)
}

// open opens a traineeship that starts today.
func (w *world) open(ctx context.Context, day civil.Date) (*traineeship.Traineeship, error) {
	rules, err := w.rules.On(day)
	if err != nil {
		return nil, fmt.Errorf("find the rules: %w", err)
	}
	m := traineeship.Moment{Now: w.clock.Now(), Zone: w.zone, Rules: rules, By: "coordinator", Role: traineeship.Counsellor, NewID: newID}
	t, err := traineeship.OpenNew(m, traineeship.Opening{
		PersonID: newID(), Team: "equipe-1", CompanyID: newID(), Type: policy.OrdinaryTraineeship, Start: day, Months: 3,
		HoursWeek: 30, HostTutor: "Simulata", AllowanceCents: 50000,
	})
	if err != nil {
		return nil, fmt.Errorf("open a traineeship: %w", err)
	}
	around := traineeship.Surroundings{Access: []policy.Interval{{From: begin(), Outcome: policy.MayWork}}, Known: true, SeatLimit: -1, Trainees: -1}
	for _, k := range traineeship.BroughtPapers() {
		if err := t.SetPaper(m, around, k, day.AddDays(-2), "1"); err != nil {
			return nil, fmt.Errorf("bring a paper: %w", err)
		}
	}
	if err := t.Begin(m, around); err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	return t, w.store.Create(ctx, t, "", audit.Entry{Action: identity.TraineeshipWrite, Kind: "traineeship", ID: t.ID})
}

// conflicts is how often somebody tries who is told that another was faster.
const conflicts = 8

func (w *world) do(ctx context.Context, a act, day civil.Date) error {
	in := a.in
	switch in.Act {
	case traineeship.ActSuspend:
		in.From, in.Until = day, day.AddDays(a.days-1)
	case traineeship.ActEndEarly, traineeship.ActResume:
		in.On = day
	case traineeship.ActAnswer:
		for _, p := range traineeship.Parties() {
			in.Party = p
			if err := w.try(ctx, a.id, in); err != nil {
				return err
			}
		}
		return nil
	}
	return w.try(ctx, a.id, in)
}

func (w *world) try(ctx context.Context, id string, in placement.Input) (err error) {
	for range conflicts {
		if _, err = w.desk.Act(ctx, id, 0, in); !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return err
}

// decide lets several decide the same term at once and returns how many were told that they did.
func (w *world) decide(ctx context.Context, a act) (int, error) {
	var won atomic.Int64
	var wait errgroup.Group
	for range a.deciders {
		in := a.in
		in.Key = newID()
		wait.Go(func() error {
			_, err := w.desk.Act(ctx, a.id, 0, in)
			if err == nil {
				won.Add(1)
			}
			if fault.Is(err, fault.Conflict) {
				return nil
			}
			return err
		})
	}
	err := wait.Wait()
	return int(won.Load()), err
}
