package newmatches_test

import (
	"testing"

	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/newmatches"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, newmatches.Messages(), "matching") }

// Texts whose ids are put together from a code exist for every code.
func TestTextsOfCodes(t *testing.T) {
	catalog, err := ui.NewCatalog(newmatches.Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it", Path: "/"})
	ids := []string{"about." + string(alerts.NewOpening), "about." + string(alerts.NewPerson)}
	for _, s := range outbox.States() {
		ids = append(ids, "messages."+string(s))
	}
	for _, r := range alerts.Reasons() {
		ids = append(ids, "reason."+r)
	}
	for _, id := range ids {
		if !ui.Has(ctx, "matching.alert."+id) {
			t.Errorf("matching.alert.%s is missing", id)
		}
	}
}
