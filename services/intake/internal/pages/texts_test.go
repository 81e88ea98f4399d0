package pages

import (
	"testing"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/intake/internal/pages/cohorts"
	"github.com/celav/celav/services/intake/internal/pages/mine"
	"github.com/celav/celav/services/intake/internal/pages/needs"
	"github.com/celav/celav/services/intake/internal/pages/projects"
	"github.com/celav/celav/services/intake/internal/pages/reception"
	"github.com/celav/celav/services/intake/internal/pages/referrals"
	"github.com/celav/celav/services/intake/internal/pages/welcome"
	"github.com/celav/celav/services/intake/internal/person"
)

func TestTexts(t *testing.T) {
	uitest.CheckCatalog(t, ui.MessageFolder(messages), "intake")
	uitest.CheckUse(t, ".", ui.MessageFolder(messages), welcome.Messages(), reception.Messages(), cohorts.Messages(), needs.Messages(), projects.Messages(), mine.Messages(), referrals.Messages())
	uitest.CheckUse(t, "../tasks", ui.MessageFolder(messages), reception.Messages(), cohorts.Messages(), mine.Messages(), referrals.Messages())
}

// Texts whose ids are put together from a code must exist for every code.
func TestTextsOfCodes(t *testing.T) {
	catalog, err := Catalog()
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "it"})
	var ids []string
	for _, k := range policy.DocumentKinds() {
		ids = append(ids, "document."+string(k))
	}
	for _, k := range policy.Procedures() {
		ids = append(ids, "procedure."+string(k))
	}
	for _, k := range policy.AsylumDecisions() {
		ids = append(ids, "decision."+string(k))
	}
	for _, k := range person.Modes() {
		ids = append(ids, "mode."+string(k))
	}
	for _, k := range person.Channels() {
		ids = append(ids, "channel."+string(k))
	}
	for _, k := range person.Languages() {
		ids = append(ids, "language."+k)
	}
	for _, k := range []policy.Outcome{policy.MayWork, policy.MayWorkLimited, policy.NeedsHuman, policy.MayNotWork} {
		ids = append(ids, "outcome."+string(k))
	}
	for _, k := range []string{
		"asylum-waiting", "asylum-may-work", "asylum-date-missing", "asylum-special-procedure", "asylum-appeal", "asylum-refused",
		"renewal-pending", "renewal-late", "first-issue-pending", "first-issue-late", "first-issue-entry-missing", "temporary-protection-end", "no-permit",
	} {
		ids = append(ids, "reason."+k)
	}
	for _, k := range []string{ // of a plan, pkg/policy: periods
		"may-work", "hours-limited", "hours-unknown", "hours-over", "hours-over-traineeship", "ends-inside-renewable", "ends-inside", "changes-inside",
		"no-access", "access-to-be-judged", "access-unknown", "access-starts-later", "access-ended",
	} {
		ids = append(ids, "papers.reason."+k)
	}
	for _, k := range append(person.Removals(), person.Corrected) {
		ids = append(ids, "papers.removal."+k)
	}
	for _, id := range ids {
		if !ui.Has(ctx, "intake."+id) {
			t.Errorf("no text for %s", id)
		}
	}
}
