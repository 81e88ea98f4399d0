package contests_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/contests"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, contests.Messages(), "matching") }

// Texts whose ids are put together from a code exist for every code.
func TestTextsOfCodes(t *testing.T) {
	catalog, err := ui.NewCatalog(contests.Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it", Path: "/"})
	for _, v := range shortlist.Verdicts() {
		if !ui.Has(ctx, "matching.contests.verdict."+string(v)) {
			t.Errorf("matching.contests.verdict.%s is missing", v)
		}
	}
}
