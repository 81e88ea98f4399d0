// Package matching is the service that says who and what fit together: it follows people, profiles and openings from
// the other services, ranks them, and explains.
//
// Module is the only door.
package matching

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/api"
	"github.com/celav/celav/services/traineeship-matching/internal/bookkeeping"
	"github.com/celav/celav/services/traineeship-matching/internal/chances"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/employerview"
	"github.com/celav/celav/services/traineeship-matching/internal/hostletters"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/merging"
	"github.com/celav/celav/services/traineeship-matching/internal/messages"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/pages"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/assignments"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/clock"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/contests"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/fairness"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/indices"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/outcomes"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/renewals"
	runpages "github.com/celav/celav/services/traineeship-matching/internal/pages/runs"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/shortlists"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/traineeships"
	wakeuppages "github.com/celav/celav/services/traineeship-matching/internal/pages/wakeups"
	"github.com/celav/celav/services/traineeship-matching/internal/planning"
	"github.com/celav/celav/services/traineeship-matching/internal/projection"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
	pastruns "github.com/celav/celav/services/traineeship-matching/internal/runs"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/weights"
)

// Module makes the service.
func Module() suite.Module {
	return suite.Module{
		Name:     suite.Matching,
		Needs:    []string{suite.Intake, suite.Assessment, suite.Outreach},
		Searches: true,
		New:      start,
	}
}

func start(ctx context.Context, env *suite.Env) (*suite.Service, error) {
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return nil, fmt.Errorf("load the desk's time zone: %w", err)
	}
	rules, err := policy.Embedded()
	if err != nil {
		return nil, fmt.Errorf("load the rules: %w", err)
	}
	shipped, err := weights.Shipped()
	if err != nil {
		return nil, fmt.Errorf("load the weights: %w", err)
	}
	snapshot := match.NewSnapshot(rules, shipped, runtime.GOMAXPROCS(0))
	documents, err := projection.New(ctx, projection.Options{
		Store: env.Store, Search: env.Search, Snapshot: snapshot, Telemetry: env.Telemetry, Now: env.Clock, MostOpenings: env.Settings.SnapshotOpenings,
		Intake:     projection.Peer(env.Peer(suite.Intake)),
		Assessment: projection.Peer(env.Peer(suite.Assessment)),
		Outreach:   projection.Peer(env.Peer(suite.Outreach)),
	})
	if err != nil {
		return nil, fmt.Errorf("open the projection: %w", err)
	}
	runs, err := runlog.Open(ctx, env.Store, env.Sealer, env.Audit, env.Telemetry.Log, env.Settings.RunMonths)
	if err != nil {
		return nil, err
	}
	names, err := naming.New(env.Peer, env.Clock)
	if err != nil {
		return nil, err
	}
	d := desk.New(snapshot, documents, runs, names, env.Clock, zone)
	works, err := employerview.New(env.Peer(suite.Intake), env.Name)
	if err != nil {
		return nil, err
	}
	hosts, err := hostletters.Open(ctx, env.Store)
	if err != nil {
		return nil, err
	}
	kept := store.NewShortlists(env.Store, env.Sealer, env.Audit)
	lists := shortlisting.New(kept, d, names, hosts, works, runs, env.Clock)
	catalog, err := pages.Catalog()
	if err != nil {
		return nil, fmt.Errorf("read the messages: %w", err)
	}
	work, err := placements(ctx, env, documents, snapshot, names, rules, zone, lists)
	if err != nil {
		return nil, err
	}
	merged := store.NewMerges(env.Store, env.Audit)
	env.Audit.IncludeMerged(merged.MergedInto)
	merges := &merging.Desk{Records: merged, Owners: names}
	tell := messages.New(env.Peer(suite.Intake), env.Peer(suite.Outreach), env.Name, catalog)
	sender := &hostletters.Sender{Keeper: hosts, Messenger: tell, Now: env.Clock, Log: env.Telemetry.Log}
	plans := &planning.Desk{
		Snapshot: snapshot, Documents: documents, Store: store.NewAssignments(env.Store, env.Audit), Placed: work.kept, Runs: runs, Names: names, Now: env.Clock, Zone: zone,
	}
	finder, err := newSearching(ctx, env, documents, snapshot, names, zone, work.kept, catalog)
	if err != nil {
		return nil, err
	}
	grants := &bookkeeping.Desk{
		Ledger: store.NewLedger(env.Store, env.Audit), Traineeships: work.kept, Rules: rules, Teams: teams{snapshot}, Names: names, Now: env.Clock, Zone: zone, NewID: newID,
	}
	signing, err := papering(env, work, names, grants, catalog, zone)
	if err != nil {
		return nil, err
	}
	dates := newAgenda(env, work.desk, catalog)
	past := &pastruns.Desk{Log: runs, Documents: d, Contests: kept, Naming: names}
	fair := &chances.Desk{
		Records: store.NewFairness(env.Store), People: documents, Names: names, Least: env.Settings.FairnessLeast, Now: env.Clock, Zone: zone,
	}
	router := env.Router(catalog)
	routes(router, env.Name, &api.Server{
		Desk: d, Projection: documents, Audit: env.Audit, Shortlists: lists, Placement: work.desk, Grants: grants, Agenda: dates, Merges: merges, Planning: plans, Finding: finder.pages.Desk, Saved: finder.pages.Saved, Alerts: finder.news.Desk, Runs: past, Fairness: fair, Papers: signing.Desk, Wakeups: work.wakeups, MarkDemo: env.Demo.Mark,
	}, &pages.Pages{
		Desk: d, Plans: &assignments.Pages{Desk: plans}, Grants: &ledger.Pages{Desk: grants}, Traineeships: &traineeships.Pages{Desk: work.desk, Choices: d}, Searches: finder.pages, News: finder.news, Indices: &indices.Pages{Projection: documents}, Runs: &runpages.Pages{Desk: past, Printer: env.Printer}, Fairness: &fairness.Pages{Desk: fair}, Contests: &contests.Pages{Desk: lists, Colleagues: names}, Papers: signing,
		Wakeups: &wakeuppages.Pages{Desk: work.wakeups}, Outcomes: &outcomes.Pages{Desk: work.desk},
		Rights:   &clock.Pages{Desk: work.desk},
		Renewals: &renewals.Pages{Desk: work.desk, Outlook: grants, Groups: names, Agenda: dates, Answers: work.answers},
	}, &shortlists.Pages{Desk: lists, Match: d, Opens: opens})
	handler, err := router.Handler()
	if err != nil {
		return nil, fmt.Errorf("make the routes: %w", err)
	}
	return &suite.Service{
		Handler: handler, Routes: router.Routes(),
		Run: append(slices.Concat(documents.Runs(), work.runs, finder.runs),
			func(ctx context.Context) error { return runs.Expire(ctx, env.Clock) },
			func(ctx context.Context) error { return lists.Run(ctx, tell, env.Telemetry.Log) },
			sender.Run),
	}, nil
}

func routes(router *web.Router, name string, server *api.Server, p *pages.Pages, lists *shortlists.Pages) {
	contract.RegisterHandlersWithBaseURL(router.Contract(contract.Document), contract.NewStrictHandler(server, nil), "/"+name)
	p.Register(router)
	lists.Register(router)
}

// opens is where what was agreed for somebody on a shortlist goes on.
func opens(agreed, entry string) string {
	switch agreed {
	case "traineeship":
		return "/matching/traineeships/new?entry=" + entry
	case "hire":
		return "/matching/hires/new?entry=" + entry
	default:
		return ""
	}
}
