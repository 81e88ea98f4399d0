package referrals

import (
	"testing"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/ui/uitest"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/store"
)

func TestTexts(t *testing.T) { uitest.CheckCatalog(t, Messages(), "intake.referrals") }

// Texts whose ids are put together from a code must exist for every code.
func TestTextsOfCodes(t *testing.T) {
	catalog, err := ui.NewCatalog(Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := ui.With(t.Context(), catalog, ui.Request{Lang: "ar"})
	var ids []string
	for prefix, codes := range map[string][]string{
		"kind.": texts(referral.Kinds()), "reason.": texts(referral.Reasons()), "refusal.": texts(referral.Refusals()), "item.": texts(referral.Items()),
		"how.": texts(referral.Hows()), "state.": texts(referral.States()), "view.": texts(store.ReferralViews()), "name.": referral.NameLanguages(),
		"act.":  {"send", "remind", "withdraw", "take-note"},
		"mail.": {"request", "reminder", "reply", "request.subject", "reminder.subject", "reply.subject"},
		"by.":   {"out.service", "out.celav", "in.celav"},
	} {
		for _, c := range codes {
			ids = append(ids, prefix+c)
		}
	}
	for _, d := range []referral.Direction{referral.Out, referral.In} {
		for _, id := range []string{"new.", "one.", "service.", "note.", "consent.", "save.", "answer.", "link."} {
			ids = append(ids, id+string(d))
		}
		for _, s := range referral.States() {
			for _, by := range []referral.Party{referral.CeLav, referral.TheService} {
				r := referral.Referral{Direction: d, State: s}
				for _, a := range []referral.Act{referral.Accept, referral.Refuse, referral.Finish} {
					if r.May(a, by) {
						ids = append(ids, "act."+string(a)+"."+string(d)+"."+string(by))
					}
				}
			}
		}
	}
	for _, id := range ids {
		if !ui.Has(ctx, "intake.referrals."+id) {
			t.Errorf("no text for %s", id)
		}
	}
}
