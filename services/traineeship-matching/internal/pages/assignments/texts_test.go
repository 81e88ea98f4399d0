package assignments_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/assignments"
	"github.com/celav/celav/services/traineeship-matching/internal/planning"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, assignments.Messages(), "matching") }

// Texts whose ids are put together from a code exist for every code.
func TestTextsOfCodes(t *testing.T) {
	catalog, err := ui.NewCatalog(assignments.Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it", Path: "/"})
	for _, k := range []planning.Kind{planning.Everybody, planning.Cohort, planning.Team} {
		if !ui.Has(ctx, "matching.assign.kind."+string(k)) {
			t.Errorf("matching.assign.kind.%s is missing", k)
		}
	}
}
