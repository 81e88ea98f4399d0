package papers_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	pages "github.com/celav/celav/services/traineeship-matching/internal/pages/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
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
	for _, k := range papers.Kinds() {
		ids = append(ids, "title."+string(k), "clause."+string(k)+".1")
		for _, p := range k.Signers() {
			ids = append(ids, "party."+string(p))
		}
	}
	for _, p := range []string{"parties", "time", "learning", "money", "renewal"} {
		ids = append(ids, "part."+p)
	}
	for _, f := range []string{
		"promoter", "host", "tax", "site", "headcount", "seats", "trainee", "host-tutor", "city-tutor", "type", "start", "end", "months", "hours", "limit", "rules",
		"periods", "planned", "attended", "percent", "outcome", "place", "task", "needed", "learned", "allowance", "payer", "share", "accident", "liability",
		"first", "until", "from", "to", "reason",
	} {
		ids = append(ids, "fact."+f)
	}
	for _, id := range ids {
		if !ui.Has(ctx, "matching.papers."+id) {
			t.Errorf("matching.papers.%s is missing", id)
		}
	}
}
