package outcomes_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/outcomes"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, outcomes.Messages(), "matching")
	catalog, err := ui.NewCatalog(outcomes.Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it", Path: "/"})
	for _, n := range traineeship.Nows() {
		if !ui.Has(ctx, "matching.outcomes.now."+string(n)) {
			t.Errorf("%s has no words", n)
		}
	}
}
