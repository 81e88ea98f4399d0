package clock_test

import (
	"strings"
	"testing"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/clock"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, clock.Messages(), "matching") }

// Every mark has its words and what to do, for staff and for the person. What the person reads names no paper's kind.
func TestTextsOfMarks(t *testing.T) {
	catalog, err := ui.NewCatalog(clock.Messages())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range ui.Languages() {
		ctx := ui.With(t.Context(), catalog, ui.Request{Lang: l.Tag, Path: "/"})
		for _, m := range policy.Marks() {
			for _, id := range []string{"mark.", "todo.", "mine."} {
				id = "matching.clock." + id + string(m)
				if !ui.Has(ctx, id) {
					t.Errorf("%s is missing", id)
				}
				if text := strings.ToLower(ui.T(ctx, id)); strings.Contains(text, "permesso") || strings.Contains(text, "asil") {
					t.Errorf("%s names a paper: %s", id, text)
				}
			}
		}
	}
}
