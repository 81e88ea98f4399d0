// Package renewal wakes traineeships at the right days. SQL holds the truth: which step of which term is due when. Redis
// carries wake-ups with an id and a version and nothing else; a planner that is also the reconciler puts what is due
// into the queue again and again, so that losing Redis loses nothing. The handler acts in one transaction and sends
// nothing: letters wait in SQL for a sender, which tells the peers at least once, each letter under one id.
package renewal

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// StepKind is the wake-ups' kind in the queue.
const StepKind = "step"

// Queue carries wake-ups.
type Queue interface {
	Add(ctx context.Context, w queue.Wake) error
	Look(ctx context.Context, w queue.Wake) (queue.Standing, error)
	Depth(ctx context.Context) (queue.Depth, error)
}

// Options are what a Workflow is made of; all are needed.
type Options struct {
	Store *records.Store
	Queue Queue
	Rules policy.Library
	Now   func() time.Time
	Zone  *time.Location
	NewID func() string
	Log   *slog.Logger
}

// Workflow plans and handles steps.
type Workflow struct {
	Options
	changed chan struct{}
}

// New makes a workflow.
func New(o Options) *Workflow { return &Workflow{o, make(chan struct{}, 1)} }

const (
	perPlan     = 500 // steps read at a time
	adders      = 8   // wake-ups put into the queue at once
	wakeRetries = 3   // by the queue, before the planner tries anew

	// planEvery is from the end of one round to the next, besides the start and each change of dates. A lease outlives its
	// worker by half a minute, so what a dead worker had in hand is taken up within one.
	planEvery = 15 * time.Second

	// wakeConflicts is how often a wake-up acts on what it reads before it leaves a conflict to the queue's retry. A
	// traineeship has fewer steps due at once than this.
	wakeConflicts = 10
)

// Changed makes the planner look at once: dates have changed. It never waits.
func (w *Workflow) Changed() {
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// wakeID is "ID:VERSION.ATTEMPT": all that Redis is told.
func wakeID(step string, version int64, attempt int) string {
	return step + ":" + strconv.FormatInt(version, 10) + "." + strconv.Itoa(attempt)
}

func readWake(id string) (step string, version int64, err error) {
	step, rest, ok := strings.Cut(id, ":")
	number, _, ok2 := strings.Cut(rest, ".")
	version, err = strconv.ParseInt(number, 10, 64)
	if !ok || !ok2 || err != nil {
		return "", 0, fmt.Errorf("a wake-up that cannot be read")
	}
	return step, version, nil
}

// Wake handles one wake-up. A stale, early or repeated one changes nothing.
func (w *Workflow) Wake(ctx context.Context, id string) error {
	step, version, err := readWake(id)
	if err != nil {
		return err
	}
	owner, err := w.Store.StepOwner(ctx, step)
	if err != nil || owner == "" {
		return err
	}
	// The clock acts for nobody: not for whoever's page made the planner look.
	ctx = identity.With(ctx, identity.Principal{})
	// Several steps of one traineeship wake together after an outage, and only one write can win: the others read again.
	for range wakeConflicts {
		if err = w.act(ctx, owner, step, version); !fault.Is(err, fault.Conflict) {
			break
		}
	}
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// act does in one transaction what the step asks of its traineeship as it is now.
func (w *Workflow) act(ctx context.Context, owner, step string, version int64) error {
	_, err := w.Store.Change(ctx, owner, 0, func(t *traineeship.Traineeship) (records.Effects, bool, error) {
		m, err := w.moment(t)
		if err != nil {
			return records.Effects{}, false, err
		}
		did := t.Wake(m, step, version)
		effects := Effects(m, t, did.Messages, did.SeatsChanged)
		if did.Changed {
			effects.Audit = []audit.Entry{{Action: identity.TraineeshipClock, Kind: "traineeship", ID: t.ID, Person: t.PersonID, Detail: kindOf(t, step)}}
		}
		return effects, did.Changed, nil
	})
	return err
}

func kindOf(t *traineeship.Traineeship, step string) string {
	for _, s := range t.Steps {
		if s.ID == step {
			return string(s.Kind) + " " + string(s.State)
		}
	}
	return ""
}

func (w *Workflow) moment(t *traineeship.Traineeship) (traineeship.Moment, error) {
	set, err := w.Rules.On(t.Start)
	if err != nil {
		return traineeship.Moment{}, fmt.Errorf("find the rules of a traineeship's start: %w", err)
	}
	return traineeship.Moment{Now: records.Stamp(w.Now()), Zone: w.Zone, Rules: set, Role: traineeship.ByClock, NewID: w.NewID}, nil
}

// Effects turns letters and changed seats into what is to be told to the peers.
func Effects(m traineeship.Moment, t *traineeship.Traineeship, letters []traineeship.Message, seats bool) records.Effects {
	var out records.Effects
	add := func(target records.Target, id, kind string, day *civil.Date) {
		if id != "" {
			out.Outgoing = append(out.Outgoing, records.Outgoing{
				ID: m.NewID(), Traineeship: t.ID, Target: target, TargetID: id, Kind: kind, Day: day, MadeAt: m.Now, NextAt: m.Now,
			})
		}
	}
	for _, l := range letters {
		target, id := records.ToPerson, t.PersonID
		switch l.To {
		case traineeship.Host:
			target, id = records.ToCompany, t.CompanyID
		case traineeship.Counsellor:
			target, id = records.ToStaff, t.CityTutor
		case traineeship.Coordinator:
			target, id = records.ToCoordination, t.Team
		}
		add(target, id, l.Kind, &l.Day)
	}
	if seats {
		add(records.Seats, t.OpeningID, "seats", nil)
	}
	return out
}

// Run plans at the start, four times a minute, and after each change of dates, until ctx ends.
func (w *Workflow) Run(ctx context.Context) error {
	tick := time.NewTimer(planEvery)
	defer tick.Stop()
	for {
		if _, err := w.Plan(ctx, w.Now()); err != nil && ctx.Err() == nil {
			w.Log.WarnContext(ctx, "due steps could not be planned, will try again", "error", err)
		}
		tick.Reset(planEvery)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-w.changed:
		}
	}
}
