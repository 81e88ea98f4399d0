package matching

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/queue"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/accesswatch"
	"github.com/celav/celav/services/traineeship-matching/internal/agenda"
	"github.com/celav/celav/services/traineeship-matching/internal/answering"
	"github.com/celav/celav/services/traineeship-matching/internal/letters"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/projection"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/renewal"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/wakeups"
)

// followTeams is how often traineeships follow their people to another team; teamsStop is how long work under way may
// take when the process stops.
const (
	followTeams = time.Minute
	wakesStop   = 5 * time.Second
)

// placed is what keeps traineeships: the desk, and the work in the background.
type placed struct {
	desk    *placement.Desk
	answers *answering.Desk
	kept    *records.Store
	wakeups *wakeups.Desk
	runs    []func(context.Context) error
}

func placements(ctx context.Context, env *suite.Env, documents *projection.Projection, snapshot *match.Snapshot, names *naming.Client, rules policy.Library, zone *time.Location, lists *shortlisting.Desk) (placed, error) {
	texts, err := letters.New()
	if err != nil {
		return placed{}, fmt.Errorf("read the letters: %w", err)
	}
	staff, err := newStaffPost(ctx, env, texts, names)
	if err != nil {
		return placed{}, err
	}
	kept := records.New(env.Store, env.Sealer, env.Audit)
	carrier := queue.New(queue.Options{
		Service: env.Name, Redis: env.Redis, Tracer: env.Telemetry.Tracer, Propagator: env.Telemetry.Propagator, Log: env.Telemetry.Log,
	})
	flow := renewal.New(renewal.Options{Store: kept, Queue: carrier, Rules: rules, Now: env.Clock, Zone: zone, NewID: newID, Log: env.Telemetry.Log})
	desk := &placement.Desk{
		Store: kept, Rules: rules, Facts: snapshot, Names: names, Entries: entries{lists}, Changed: flow.Changed, Now: env.Clock, Zone: zone, NewID: newID,
	}
	desk.Deliveries = deliveries(names, staff)
	desk.Signed = standing(env, zone)
	answers := newAnswers(env, desk, kept, zone)
	sender := &renewal.Sender{
		Store: kept, Letters: texts, Staff: staff, Links: answers,
		Intake: env.Peer(suite.Intake), Outreach: env.Peer(suite.Outreach), Service: env.Name, Now: env.Clock, Log: env.Telemetry.Log,
	}
	rights := &accesswatch.Follower{Rows: documents, Judge: desk, Now: env.Clock, Log: env.Telemetry.Log}
	watch := &wakeups.Desk{Store: kept, Queue: carrier, Changed: flow.Changed, Now: env.Clock}
	return placed{desk, answers, kept, watch, []func(context.Context) error{
		flow.Run,
		rights.Run,
		sender.Run,
		func(ctx context.Context) error {
			return carrier.Run(ctx, wakesStop, map[string]queue.Work{renewal.StepKind: flow.Wake})
		},
		func(ctx context.Context) error { return follow(ctx, env, kept, snapshot, documents) },
	}}, nil
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// follow keeps the team of each traineeship the person's.
func follow(ctx context.Context, env *suite.Env, store *records.Store, snapshot *match.Snapshot, documents *projection.Projection) error {
	tick := time.NewTicker(followTeams)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if !documents.Loaded() {
			continue
		}
		err := store.SetTeams(ctx, func(person string) string {
			p, _ := snapshot.Person(person)
			return p.Team
		})
		if err != nil && ctx.Err() == nil {
			env.Telemetry.Log.WarnContext(ctx, "traineeships could not follow their people, will try again", "error", err)
		}
	}
}

// entries are the shortlists' entries, as traineeships and hires need them.
type entries struct{ lists *shortlisting.Desk }

// Whose implements placement.Entries.
func (e entries) Whose(ctx context.Context, entry string) (person, opening string, err error) {
	found, err := e.lists.Agreed(ctx, entry)
	return found.Person, found.Opening, err
}

// Placed implements placement.Entries.
func (e entries) Placed(ctx context.Context, entry, record string) error {
	return e.lists.Placed(ctx, entry, record)
}

// teams says to which team people belong.
type teams struct{ snapshot *match.Snapshot }

// TeamOf implements bookkeeping.Teams.
func (t teams) TeamOf(person string) string {
	p, _ := t.snapshot.Person(person)
	return p.Team
}

// newAnswers makes the answers by private links.
func newAnswers(env *suite.Env, desk *placement.Desk, kept *records.Store, zone *time.Location) *answering.Desk {
	return &answering.Desk{
		Links: store.NewAnswerLinks(env.Store, env.Audit), Records: kept, Placement: desk, Sealer: env.Sealer, Tries: linkTries(env),
		Origin: env.PublicURL, Now: env.Clock, Zone: zone, NewID: newID,
	}
}

// newAgenda makes the calendars of decisions.
func newAgenda(env *suite.Env, desk *placement.Desk, catalog *ui.Catalog) *agenda.Desk {
	return &agenda.Desk{
		Links: store.NewCalendarLinks(env.Store, env.Audit), Renewals: desk, Directory: env.Identity, Catalog: catalog, Origin: env.PublicURL,
		Random: rand.Reader, Tries: linkTries(env), Now: env.Clock, NewID: newID,
	}
}

// linkTries counts who tries private links that are none, over all processes and services.
func linkTries(env *suite.Env) *secretlink.Tries {
	return &secretlink.Tries{Redis: env.Redis, Tag: env.Sealer.Tag}
}
