package fairness_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/fairness"
	pages "github.com/celav/celav/services/traineeship-matching/internal/pages/fairness"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, pages.Messages(), "matching") }

// Texts whose ids are put together from a code exist for every code.
func TestTextsOfCodes(t *testing.T) {
	catalog, err := ui.NewCatalog(pages.Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it", Path: "/"})
	var ids []string
	for _, by := range fairness.Dimensions() {
		ids = append(ids, "by."+string(by), "group."+string(by), "unknown."+string(by))
	}
	for _, z := range fairness.Zones() {
		ids = append(ids, "area."+string(z))
	}
	for _, w := range fairness.Waits() {
		ids = append(ids, "wait."+w)
	}
	for _, id := range ids {
		if !ui.Has(ctx, "matching.fairness."+id) {
			t.Errorf("matching.fairness.%s is missing", id)
		}
	}
}
