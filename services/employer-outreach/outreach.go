// Package outreach is the service that keeps companies, their sites and who belongs to them, and the openings
// that they offer, from draft to closed.
//
// Module is the only door.
package outreach

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/api"
	"github.com/celav/celav/services/employer-outreach/internal/assessment"
	"github.com/celav/celav/services/employer-outreach/internal/candidates"
	"github.com/celav/celav/services/employer-outreach/internal/colleagues"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
	"github.com/celav/celav/services/employer-outreach/internal/pages"
	proposed "github.com/celav/celav/services/employer-outreach/internal/pages/candidates"
	"github.com/celav/celav/services/employer-outreach/internal/pages/consultation"
	"github.com/celav/celav/services/employer-outreach/internal/pages/contacts"
	"github.com/celav/celav/services/employer-outreach/internal/pages/hiringinfo"
	"github.com/celav/celav/services/employer-outreach/internal/pages/joining"
	"github.com/celav/celav/services/employer-outreach/internal/pages/orientation"
	postpages "github.com/celav/celav/services/employer-outreach/internal/pages/post"
	"github.com/celav/celav/services/employer-outreach/internal/portal"
	"github.com/celav/celav/services/employer-outreach/internal/post"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// Module makes the service.
func Module() suite.Module {
	return suite.Module{Name: suite.Outreach, Needs: []string{suite.Intake, suite.Assessment, suite.Matching}, New: start}
}

// choreEvery is how often closing days are looked at: an opening is closed within it after midnight.
const choreEvery = time.Minute

func start(ctx context.Context, env *suite.Env) (*suite.Service, error) {
	rules, err := policy.Embedded()
	if err != nil {
		return nil, fmt.Errorf("load the rules: %w", err)
	}
	log, err := feed.New(ctx, env.Store, feed.Options{})
	if err != nil {
		return nil, fmt.Errorf("open the change feed: %w", err)
	}
	records, err := store.New(ctx, env.Store, log, env.Sealer, env.Audit, seatLimit(rules), env.Clock)
	if err != nil {
		return nil, fmt.Errorf("open the records: %w", err)
	}
	if env.Identity.Development() {
		if err := hiring.SeedDemoEmployer(ctx, records); err != nil {
			return nil, fmt.Errorf("give the demonstration employer a company: %w", err)
		}
	}
	taxonomy, err := assessment.New(env.Peer(suite.Assessment))
	if err != nil {
		return nil, err
	}
	desk := hiring.New(records, taxonomy, env.Clock, env.Identity.Forget)
	labels := hiring.NewLabels(taxonomy, records)
	shortlists, err := candidates.New(env.Peer(suite.Matching))
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return nil, fmt.Errorf("load the desk's time zone: %w", err)
	}
	articles, err := portal.Embedded()
	if err != nil {
		return nil, fmt.Errorf("load the pages of the portal: %w", err)
	}
	news := portal.NewNewsroom(articles, records, env.Clock, desk.Today)
	box, err := env.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	letters, err := companyPost(env, records, box)
	if err != nil {
		return nil, err
	}
	router, err := routes(env, api.Server{
		Desk: desk, Post: letters, Labels: labels, News: news, Rules: rules, Feed: log, States: records.States, Audit: env.Audit, MarkDemo: env.Demo.Mark,
		Target: target(env.Settings.ContactTarget),
		Task:   func(ctx context.Context, id string, count int) string { return ui.T(ctx, id, count) },
	},
		&pages.Pages{Desk: desk, Labels: labels, Taxonomy: taxonomy},
		&consultation.Pages{Desk: desk},
		&contacts.Pages{Desk: desk, Target: target(env.Settings.ContactTarget)},
		&joining.Pages{Desk: desk, Origin: env.PublicURL},
		&postpages.Pages{Post: letters},
		&orientation.Pages{Desk: desk, Labels: labels},
		&hiringinfo.Pages{News: news, Rules: rules, DeskTabs: orientation.Tabs},
		&proposed.Pages{Shortlists: shortlists, Desk: desk, Labels: labels, Zone: zone},
	)
	if err != nil {
		return nil, err
	}
	handler, err := router.Handler()
	if err != nil {
		return nil, fmt.Errorf("make the routes: %w", err)
	}
	chores := hiring.Chores{Store: records, Labels: labels, Languages: pages.Languages(), Log: env.Telemetry.Log, Every: choreEvery}
	return &suite.Service{
		Handler: handler, Routes: router.Routes(), Run: []func(context.Context) error{chores.Run, box.Run}, Stopping: log.Stop,
	}, nil
}

// companyPost is what writes to companies.
func companyPost(env *suite.Env, records *store.Store, box *outbox.Outbox) (*post.Post, error) {
	words, err := pages.Catalog(postpages.Messages())
	if err != nil {
		return nil, err
	}
	staff, err := colleagues.New(env.Peer(suite.Intake), env.Name)
	if err != nil {
		return nil, err
	}
	return post.New(records, box, staff, postpages.Words{Catalog: words}), nil
}

// target is how many contacts with companies the service wants to have: two hundred unless set.
func target(set int) int {
	if set <= 0 {
		return 200
	}
	return set
}

// area is a part of the pages with routes of its own.
type area interface{ Register(r *web.Router) }

func routes(env *suite.Env, server api.Server, areas ...area) (*web.Router, error) {
	catalog, err := pages.Catalog(
		consultation.Messages(),
		contacts.Messages(),
		joining.Messages(),
		postpages.Messages(),
		orientation.Messages(),
		proposed.Messages(),
		hiringinfo.Messages(),
	)
	if err != nil {
		return nil, err
	}
	router := env.Router(catalog)
	contract.RegisterHandlersWithBaseURL(router.Contract(contract.Document), contract.NewStrictHandler(server, nil), "/"+env.Name)
	for _, a := range areas {
		a.Register(router)
	}
	return router, nil
}

// seatLimit asks the rule set in force on a day.
func seatLimit(rules policy.Library) store.SeatLimit {
	return func(on civil.Date, region string, headcount int) (int, bool) {
		set, err := rules.On(on)
		if err != nil {
			return 0, false // no rule set covers the day: the limit is not known
		}
		return set.HostSeats(region, headcount)
	}
}
