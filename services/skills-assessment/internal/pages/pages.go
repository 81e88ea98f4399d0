// Package pages is what people see of the assessment: the list of profiles, a profile and its parts, the taxonomy.
package pages

import (
	"embed"
	"fmt"

	"github.com/celav/celav/pkg/ui"
)

//go:generate go tool -modfile=../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Catalog holds the texts of these pages.
func Catalog() (*ui.Catalog, error) {
	c, err := ui.NewCatalog(ui.MessageFolder(messages))
	if err != nil {
		return nil, fmt.Errorf("texts of the assessment: %w", err)
	}
	return c, nil
}
