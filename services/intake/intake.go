// Package intake is the service that keeps people's files: the first meeting, availability, reach and work
// access. It owns staff, teams and partner organisations, and serves the first page, sign-in and front pages.
//
// Module is the only door.
package intake

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/secretlink"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/services/intake/internal/api"
	"github.com/celav/celav/services/intake/internal/assessment"
	"github.com/celav/celav/services/intake/internal/carrying"
	"github.com/celav/celav/services/intake/internal/cohorts"
	"github.com/celav/celav/services/intake/internal/matching"
	"github.com/celav/celav/services/intake/internal/outreach"
	"github.com/celav/celav/services/intake/internal/ownfile"
	"github.com/celav/celav/services/intake/internal/pages"
	cohortpages "github.com/celav/celav/services/intake/internal/pages/cohorts"
	"github.com/celav/celav/services/intake/internal/pages/mine"
	"github.com/celav/celav/services/intake/internal/pages/projects"
	"github.com/celav/celav/services/intake/internal/pages/reception"
	referralpages "github.com/celav/celav/services/intake/internal/pages/referrals"
	"github.com/celav/celav/services/intake/internal/planning"
	"github.com/celav/celav/services/intake/internal/referrals"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
	"github.com/celav/celav/services/intake/internal/tasks"
	"github.com/celav/celav/services/intake/internal/trails"
)

// Module makes the service.
func Module() suite.Module {
	return suite.Module{
		Name:  suite.Intake,
		Needs: []string{suite.Assessment, suite.Matching, suite.Outreach},
		Root:  true,
		New:   start,
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
	log, err := feed.New(ctx, env.Store, feed.Options{})
	if err != nil {
		return nil, fmt.Errorf("open the change feed: %w", err)
	}
	records, err := store.Open(ctx, env.Store, log, env.Sealer, env.Audit)
	if err != nil {
		return nil, fmt.Errorf("open the records: %w", err)
	}
	env.Audit.IncludeMerged(records.MergedInto)
	desk := registration.New(records, rules, env.Clock, newID, zone)
	members := registration.NewMembers(records, outreach.New(env.Peer(suite.Outreach), env.Name), env.Clock)
	env.Identity.UseDirectory(members)
	if env.Identity.Development() {
		if err := registration.SeedDevelopment(ctx, records, env.Clock()); err != nil {
			return nil, err
		}
	}
	catalog, err := pages.Catalog()
	if err != nil {
		return nil, err
	}
	box, err := env.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	post := registration.NewPost(desk, box, reception.Words{Catalog: catalog})
	post.Reach = env.Settings.DeskContact
	agenda := registration.NewAgenda(desk, post)
	carrier := carrying.New(records, recordKeepers(env), env.Name, env.Clock, env.Telemetry.Log)
	desk.AskPlacements(carrier, carrier.Ring)
	group, err := cohortDesk(env, records, rules, zone, desk)
	if err != nil {
		return nil, err
	}
	plans := planning.New(records, desk, env.Clock, newID, zone)
	sent := &referrals.Desk{
		Store: records, Files: desk, Rules: rules, Box: box, Words: reception.Words{Catalog: catalog}, Now: env.Clock, NewID: newID, Zone: zone, Origin: env.PublicURL,
	}
	if err := sent.Seed(ctx); err != nil {
		return nil, err
	}
	tries := &secretlink.Tries{Redis: env.Redis, Tag: env.Sealer.Tag}
	links := &ownfile.Links{
		Records: records, Files: desk, Post: post, Tries: tries, Forget: env.Identity.Forget, Now: env.Clock, NewID: newID, Random: rand.Reader,
	}
	corrections := &ownfile.Corrections{Records: records, Files: desk, Post: post, Now: env.Clock, NewID: newID}
	read := &trails.Trails{Own: env.Audit, Peers: recordKeepers(env)}
	own := &tasks.Own{Desk: desk, Cohorts: group, Projects: plans, Referrals: sent, Reception: &tasks.Reception{Desk: desk, Agenda: agenda, Post: post}, People: &tasks.People{Agenda: agenda, Corrections: corrections}}
	board := &tasks.Board{Own: own, Peers: peers(env), Deadline: tasks.Deadline}
	router, err := routes(env, &api.Server{
		Desk: desk, Members: members, Agenda: agenda, Post: post, Projects: plans, Referrals: sent, Own: api.Own{Links: links, Corrections: corrections}, Tasks: own, Cohorts: group, Feed: log, States: records.States, Audit: env.Audit, MarkDemo: env.Demo.Mark,
	}, &pages.Pages{
		Desk: desk, Members: members, Agenda: agenda, Post: post, Trails: read, SignIn: env.Identity,
		Board: board, Cohorts: &cohortpages.Pages{Desk: group, Members: members},
	}, &projects.Pages{Desk: plans}, &referralpages.Pages{Desk: sent, Members: members, Tries: tries}, &mine.Pages{
		Desk: desk, Members: members, Agenda: agenda, Post: post, Projects: plans, Board: board, Matching: matching.New(env.Peer(suite.Matching)),
		Links: links, Corrections: corrections, Looks: &ownfile.Looks{Trails: read, Directory: members}, Sessions: env.Identity,
		Origin: env.PublicURL, Reach: env.Settings.DeskContact,
	})
	if err != nil {
		return nil, err
	}
	handler, err := router.Handler()
	if err != nil {
		return nil, fmt.Errorf("make the routes: %w", err)
	}
	return &suite.Service{
		Handler:  handler,
		Routes:   router.Routes(),
		Run:      []func(context.Context) error{func(ctx context.Context) error { return desk.WatchAges(ctx, nil) }, box.Run, carrier.Run},
		Stopping: log.Stop,
	}, nil
}

// cohortDesk is where partners' cohorts are kept; it asks the two services that know skills and hosts.
func cohortDesk(env *suite.Env, records *store.Store, rules policy.Library, zone *time.Location, desk *registration.Desk) (*cohorts.Desk, error) {
	skills, err := assessment.New(env.Peer(suite.Assessment), desk.Today)
	if err != nil {
		return nil, err
	}
	return &cohorts.Desk{
		Store: records, Rules: rules, Now: env.Clock, NewID: newID, Zone: zone, Skills: skills, Stages: matching.New(env.Peer(suite.Matching)), Outcome: desk.Outcome,
	}, nil
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("make an id: %w", err)
	}
	return id.String(), nil
}

func recordKeepers(env *suite.Env) map[string]suite.Peer {
	keepers := map[string]suite.Peer{}
	for _, name := range []string{suite.Assessment, suite.Matching, suite.Outreach} {
		keepers[name] = env.Peer(name)
	}
	return keepers
}

func peers(env *suite.Env) []tasks.Peer {
	var list []tasks.Peer
	for _, name := range []string{suite.Assessment, suite.Matching, suite.Outreach} {
		p := env.Peer(name)
		list = append(list, tasks.Peer{Name: name, URL: p.URL, Client: p.Client})
	}
	return list
}
