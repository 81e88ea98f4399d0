package shortlists_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/shortlists"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, shortlists.Messages(), "matching") }

// Texts whose ids are put together from a code exist for every code.
func TestTextsOfCodes(t *testing.T) {
	catalog, err := ui.NewCatalog(shortlists.Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it", Path: "/"})
	var ids []string
	for _, s := range shortlist.States() {
		if s == shortlist.New {
			continue
		}
		ids = append(ids, "state."+string(s), "plain."+string(s))
		if w := s.Waits(); w != "" {
			ids = append(ids, "waits."+string(w), "task.desk."+string(s))
			if w != shortlist.Desk {
				ids = append(ids, "task."+string(w)+"."+string(s))
			}
		}
	}
	for _, kind := range shortlisting.HostLetters() {
		ids = append(ids, "letter."+kind+".subject", "letter."+kind+".body")
	}
	for _, tr := range shortlist.Transitions() {
		ids = append(ids, "act."+string(tr.Act))
	}
	for prefix, codes := range map[string][]string{
		"reason.": append(shortlist.PassReasons(), shortlist.NoReasons()...), "skip.": shortlist.SkipReasons(),
		"override.": shortlist.OverrideReasons(), "next.": shortlist.NextSteps(), "how.": shortlist.Ways(),
	} {
		for _, c := range codes {
			ids = append(ids, prefix+c)
		}
	}
	for _, id := range ids {
		if !ui.Has(ctx, "matching.shortlist."+id) {
			t.Errorf("matching.shortlist.%s is missing", id)
		}
	}
}
