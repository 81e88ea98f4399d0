package mine

import (
	"testing"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/intake/internal/correction"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, Messages(), "intake.mine") }

// Texts whose ids are put together from a code must exist for every code.
func TestTextsOfCodes(t *testing.T) {
	catalog, err := ui.NewCatalog(Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it"})
	var ids []string
	for _, a := range areas("x") {
		ids = append(ids, "area."+a.name, "seen."+a.seen, "item."+string(a.item))
	}
	for _, i := range correction.Items() {
		ids = append(ids, "item."+string(i))
	}
	for _, s := range []correction.State{correction.Open, correction.Corrected, correction.Declined} {
		ids = append(ids, "state."+string(s))
	}
	for _, r := range identity.Roles() {
		if r != identity.Person { // another person, or oneself
			ids = append(ids, "who."+string(r))
		}
	}
	for _, k := range []string{"you", "person", "program", "another-person", "unknown"} {
		ids = append(ids, "who."+k)
	}
	for _, id := range ids {
		if !ui.Has(ctx, "intake.mine."+id) {
			t.Errorf("no text for %s", id)
		}
	}
}
