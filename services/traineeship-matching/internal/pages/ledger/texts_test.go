package ledger_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	pages "github.com/celav/celav/services/traineeship-matching/internal/pages/ledger"
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
	for _, s := range ledger.States() {
		ids = append(ids, "state."+string(s))
	}
	for _, v := range ledger.Verdicts() {
		ids = append(ids, "reason."+string(v))
	}
	for _, r := range ledger.Reasons() {
		ids = append(ids, "reason."+r)
	}
	for _, k := range ledger.Kinds() {
		if k != ledger.Attendance {
			ids = append(ids, "line."+string(k))
		}
	}
	for _, id := range ids {
		if !ui.Has(ctx, "matching.grants."+id) {
			t.Errorf("matching.grants.%s is missing", id)
		}
	}
}
