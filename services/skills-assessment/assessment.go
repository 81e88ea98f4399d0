// Package assessment is the service that knows what people can do: the taxonomy of occupations and skills, free text
// linked to it, and people's profiles.
//
// Module is the only door.
package assessment

import (
	"context"
	"fmt"
	"time"

	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/services/skills-assessment/internal/api"
	"github.com/celav/celav/services/skills-assessment/internal/cv"
	"github.com/celav/celav/services/skills-assessment/internal/imports"
	"github.com/celav/celav/services/skills-assessment/internal/pages"
	"github.com/celav/celav/services/skills-assessment/internal/people"
	"github.com/celav/celav/services/skills-assessment/internal/profiling"
	"github.com/celav/celav/services/skills-assessment/internal/store"
	"github.com/celav/celav/services/skills-assessment/internal/tasks"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
	"github.com/celav/celav/services/skills-assessment/internal/vocabulary"
)

// Module makes the service.
func Module() suite.Module {
	return suite.Module{Name: suite.Assessment, Needs: []string{suite.Intake}, New: start}
}

func start(ctx context.Context, env *suite.Env) (*suite.Service, error) {
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		return nil, fmt.Errorf("load the desk's time zone: %w", err)
	}
	log, err := feed.New(ctx, env.Store, feed.Options{})
	if err != nil {
		return nil, fmt.Errorf("open the change feed: %w", err)
	}
	records, err := store.Open(ctx, env.Store, log, env.Sealer, env.Audit, env.Clock)
	if err != nil {
		return nil, fmt.Errorf("open the records: %w", err)
	}
	env.Audit.IncludeMerged(records.MergedInto)
	if err := loadStarter(ctx, records); err != nil {
		return nil, err
	}
	peer := env.Peer(suite.Intake)
	intake, err := people.New(peer.URL, peer.Client)
	if err != nil {
		return nil, err
	}
	words := vocabulary.New(records, env.Telemetry.Log)
	worker := imports.NewWorker(records, store.ESCO{Store: records}, env.Telemetry.Log, env.Clock)
	worker.Loaded = words.Wake
	desk := &profiling.Desk{Records: records, Owners: intake, Now: env.Clock, Zone: zone}
	cvs := &cv.Desk{Profiles: desk, Records: records, Cards: intake}
	own := &tasks.Own{Records: records, Care: intake, Today: desk.Today}

	catalog, err := pages.Catalog()
	if err != nil {
		return nil, err
	}
	router := env.Router(catalog)
	server := &api.Server{
		Records: records, Vocabulary: words, Desk: desk, Imports: &imports.Desk{Records: records, Wake: worker.Wake}, Tasks: own, Feed: log,
		Audit: env.Audit, CVs: cvs, Printer: env.Printer, MarkDemo: env.Demo.Mark,
	}
	contract.RegisterHandlersWithBaseURL(router.Contract(contract.Document), contract.NewStrictHandler(server, nil), "/"+env.Name)
	(&pages.Pages{Desk: desk, Records: records, People: intake, Words: words, CVs: cvs, Printer: env.Printer}).Register(router)
	handler, err := router.Handler()
	if err != nil {
		return nil, fmt.Errorf("make the routes: %w", err)
	}
	return &suite.Service{
		Handler:  handler,
		Routes:   router.Routes(),
		Run:      []func(context.Context) error{words.Run, worker.Run},
		Stopping: log.Stop,
		Ready:    words.Ready,
	}, nil
}

// loadStarter makes the shipped taxonomy part of the records, unless it is there already.
func loadStarter(ctx context.Context, records *store.Store) error {
	set, err := taxonomy.LoadStarter()
	if err != nil {
		return fmt.Errorf("read the starter taxonomy: %w", err)
	}
	return records.LoadStarter(ctx, set)
}
