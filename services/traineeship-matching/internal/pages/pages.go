// Package pages is what people see of matching: who and what fit together, and why.
package pages

import (
	"embed"
	"fmt"
	"net/http"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/art27"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/assignments"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/clock"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/contests"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/fairness"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/indices"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/newmatches"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/outcomes"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/renewals"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/runs"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/searches"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/shortlists"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/traineeships"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/wakeups"
)

//go:generate go tool -modfile=../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Catalog holds the texts of these pages.
func Catalog() (*ui.Catalog, error) {
	c, err := ui.NewCatalog(ui.MessageFolder(messages), shortlists.Messages(), art27.Messages(), traineeships.Messages(), assignments.Messages(), searches.Messages(), newmatches.Messages(), indices.Messages(), runs.Messages(), fairness.Messages(), contests.Messages(), ledger.Messages(), papers.Messages(), wakeups.Messages(), outcomes.Messages(), clock.Messages(), renewals.Messages())
	if err != nil {
		return nil, fmt.Errorf("texts of matching: %w", err)
	}
	return c, nil
}

// Pages answers the requests for pages.
type Pages struct {
	Desk         *desk.Desk
	Traineeships *traineeships.Pages
	Plans        *assignments.Pages
	Grants       *ledger.Pages
	Rights       *clock.Pages
	Renewals     *renewals.Pages
	Searches     *searches.Pages
	News         *newmatches.Pages
	Indices      *indices.Pages
	Runs         *runs.Pages
	Papers       *papers.Pages
	Wakeups      *wakeups.Pages
	Outcomes     *outcomes.Pages
	Fairness     *fairness.Pages
	Contests     *contests.Pages
}

// Register adds the pages to the router. Every page names what one must be allowed to do to see it.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/", identity.MatchPerson, p.choose)
	r.Page(http.MethodGet, "/people/:id", identity.MatchPerson, p.person)
	r.Page(http.MethodGet, "/openings/:id", identity.MatchOpening, p.opening)
	r.Page(http.MethodGet, "/people/:id/openings/:opening", identity.MatchPerson, p.pair)
	p.Traineeships.Register(r)
	p.Plans.Register(r)
	p.Grants.Register(r)
	p.Rights.Register(r)
	p.Renewals.Register(r)
	p.Searches.Register(r)
	p.News.Register(r)
	p.Indices.Register(r)
	p.Runs.Register(r)
	p.Papers.Register(r)
	p.Wakeups.Register(r)
	p.Outcomes.Register(r)
	p.Fairness.Register(r)
	p.Contests.Register(r)
}
