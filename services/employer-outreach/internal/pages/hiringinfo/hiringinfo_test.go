package hiringinfo_test

import (
	"testing"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/employer-outreach/internal/pages/hiringinfo"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, hiringinfo.Messages(), "outreach.hiring")
	uitest.CheckUse(t, ".", hiringinfo.Messages())
}

// What the form offers and what the rules may answer has words.
func TestEveryCodeHasWords(t *testing.T) {
	catalog, err := ui.NewCatalog(hiringinfo.Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "ar", Path: "/"})
	var ids []string
	for _, k := range policy.DocumentKinds() {
		ids = append(ids, "document."+string(k))
	}
	for _, p := range policy.Procedures() {
		ids = append(ids, "procedure."+string(p))
	}
	for _, d := range policy.AsylumDecisions() {
		ids = append(ids, "decision."+string(d))
	}
	for _, v := range []string{"yes", "yes-limited", "not-yet", "no", "human"} {
		ids = append(ids, "verdict."+v)
	}
	for _, id := range ids {
		if !ui.Has(ctx, "outreach.hiring."+id) {
			t.Errorf("no words for %s", id)
		}
	}
}
