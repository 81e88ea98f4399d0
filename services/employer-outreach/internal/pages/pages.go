// Package pages is what people see of companies and openings.
package pages

import (
	"embed"
	"fmt"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/hiring"
)

//go:generate go tool -modfile=../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Catalog holds the texts of these pages.
func Catalog() (*ui.Catalog, error) {
	c, err := ui.NewCatalog(ui.MessageFolder(messages))
	if err != nil {
		return nil, fmt.Errorf("texts of outreach: %w", err)
	}
	return c, nil
}

// Languages lists the tags of the languages in which pages are shown.
func Languages() []string {
	var tags []string
	for _, l := range ui.Languages() {
		tags = append(tags, l.Tag)
	}
	return tags
}

// Pages answers the requests for pages.
type Pages struct {
	Desk     *hiring.Desk
	Labels   *hiring.Labels
	Taxonomy hiring.Taxonomy
}

// Register adds the pages to the router. Every page names what one must be allowed to do to see it.
func (p *Pages) Register(r *web.Router) {
}
