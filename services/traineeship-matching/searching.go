package matching

import (
	"time"

	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/searches"
	"github.com/celav/celav/services/traineeship-matching/internal/projection"
	"github.com/celav/celav/services/traineeship-matching/internal/savedsearch"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// searching is the search for openings and people, and what is kept of it.
func searching(env *suite.Env, documents *projection.Projection, snapshot *match.Snapshot, names *naming.Client, zone *time.Location) *searches.Pages {
	c := documents.Catalogue()
	desk := &finding.Desk{
		OpeningsIndex: c.Openings, PeopleIndex: c.People, Snapshot: snapshot, Loaded: documents.Loaded, Names: names, Audit: env.Audit, Now: env.Clock, Zone: zone,
	}
	return &searches.Pages{
		Desk: desk, Saved: &savedsearch.Desk{Store: store.NewSavedSearches(env.Store, env.Sealer), Finder: desk, Now: env.Clock},
	}
}
