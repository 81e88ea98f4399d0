package matching

import (
	"context"
	"fmt"
	"time"

	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/alertmail"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/newmatches"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/searches"
	"github.com/celav/celav/services/traineeship-matching/internal/projection"
	"github.com/celav/celav/services/traineeship-matching/internal/savedsearch"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// searching is the search for openings and people, what is kept of it, and what comes by itself.
type searching struct {
	pages *searches.Pages
	news  *newmatches.Pages
	runs  []func(context.Context) error
}

func newSearching(ctx context.Context, env *suite.Env, documents *projection.Projection, snapshot *match.Snapshot, names *naming.Client, zone *time.Location, placed alerts.Placed, catalog *ui.Catalog) (searching, error) {
	c := documents.Catalogue()
	desk := &finding.Desk{
		OpeningsIndex: c.Openings, PeopleIndex: c.People, Snapshot: snapshot, Loaded: documents.Whole, Names: names, Audit: env.Audit, Now: env.Clock, Zone: zone,
	}
	box, err := env.Outbox(ctx)
	if err != nil {
		return searching{}, fmt.Errorf("open the messages to staff: %w", err)
	}
	kept := store.NewAlerts(env.Store, env.Sealer, env.Audit)
	worker := &alerts.Worker{
		Rows: documents, Store: kept, Snapshot: snapshot, Placed: placed, Now: env.Clock, Zone: zone, NewID: newID, Log: env.Telemetry.Log,
	}
	mailer := &alerts.Mailer{Post: &alertmail.Post{Store: kept, Box: box, Catalog: catalog}, Now: env.Clock, Zone: zone, Log: env.Telemetry.Log}
	return searching{
		pages: &searches.Pages{
			Desk: desk, Saved: &savedsearch.Desk{Store: store.NewSavedSearches(env.Store, env.Sealer), Finder: desk, Now: env.Clock},
		},
		news: &newmatches.Pages{
			Desk: &alerts.Desk{Store: kept, Snapshot: snapshot, Names: names, Audit: env.Audit, Now: env.Clock, Zone: zone}, Post: box, Tabs: searches.Tabs,
		},
		runs: []func(context.Context) error{worker.Run, mailer.Run, box.Run},
	}, nil
}
