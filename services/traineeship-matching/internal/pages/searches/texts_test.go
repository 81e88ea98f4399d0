package searches_test

import (
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/searches"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, searches.Messages(), "matching") }

// Texts whose ids are put together from a code exist for every code.
func TestTextsOfCodes(t *testing.T) {
	catalog, err := ui.NewCatalog(searches.Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it", Path: "/"})
	var ids []string
	for _, k := range []finding.Kind{finding.Openings, finding.People} {
		ids = append(ids, "title."+string(k), "lead."+string(k), "count."+string(k), "none.try."+string(k), "engine."+string(k), "saved.kind."+string(k))
		for _, f := range finding.Facets(k) {
			ids = append(ids, "facet."+f)
		}
	}
	for facet, codes := range map[string][]string{
		"area": catalogue.Areas(), "schedule": catalogue.Schedules(), "seats": catalogue.SeatGroups(), "kind": {"traineeship", "contract"},
		"free": {"now", "month"}, "residence": {"local", "abroad"},
	} {
		for _, c := range codes {
			ids = append(ids, facet+"."+c)
		}
	}
	for _, id := range ids {
		if !ui.Has(ctx, "matching.search."+id) {
			t.Errorf("matching.search.%s is missing", id)
		}
	}
}
