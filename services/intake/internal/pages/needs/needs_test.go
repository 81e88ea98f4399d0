package needs

import (
	"context"
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/intake/internal/needs"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, Messages(), "intake") }

// Every code, state, reason and constraint has words in every language.
func TestCodesHaveWords(t *testing.T) {
	catalog, err := ui.NewCatalog(Messages())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range append(needs.Codes(), needs.ReservedCodes()...) {
		ids = append(ids, "code."+string(c))
	}
	for _, s := range needs.States() {
		ids = append(ids, "state."+string(s))
	}
	for _, c := range needs.Constraints() {
		ids = append(ids, "constraint."+c)
	}
	for _, r := range needs.Removals() {
		ids = append(ids, "removal."+r)
	}
	for _, r := range needs.Purposes() {
		ids = append(ids, "purpose."+r)
	}
	for _, l := range ui.Languages() {
		ctx := ui.With(context.Background(), catalog, ui.Request{Lang: l.Tag, Path: "/"})
		for _, id := range ids {
			if !ui.Has(ctx, "intake.needs."+id) {
				t.Errorf("%s: intake.needs.%s is missing", l.Tag, id)
			}
		}
	}
}
