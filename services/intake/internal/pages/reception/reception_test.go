package reception_test

import (
	"context"
	"testing"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/intake/internal/appointment"
	"github.com/celav/celav/services/intake/internal/pages/reception"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, reception.Messages(), "intake.reception")
}

// Texts whose ids are put together from a code must exist for every code.
func TestTextsOfCodes(t *testing.T) {
	catalog, err := ui.NewCatalog(reception.Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(context.Background(), catalog, ui.Request{Lang: "it"})
	var ids []string
	for _, k := range appointment.Kinds() {
		ids = append(ids, "kind."+string(k))
	}
	for _, s := range appointment.States() {
		ids = append(ids, "state."+string(s))
	}
	for _, l := range person.Levels() {
		ids = append(ids, "level."+string(l), "level."+string(l)+".hint")
	}
	for _, s := range outbox.States() {
		ids = append(ids, "messages.state."+string(s))
	}
	for _, c := range []outbox.Channel{outbox.Email, outbox.SMS, outbox.Letter} {
		ids = append(ids, "messages.by."+string(c))
	}
	for _, r := range identity.Roles() {
		ids = append(ids, "role."+string(r))
	}
	for _, p := range registration.Parts() {
		ids = append(ids, "part."+string(p))
	}
	for _, m := range []string{"reminder", "moved", "cancelled"} {
		ids = append(ids, "message."+m, "message."+m+".subject")
	}
	for _, id := range ids {
		if !ui.Has(ctx, "intake.reception."+id) {
			t.Errorf("no text for %s", id)
		}
	}
}
