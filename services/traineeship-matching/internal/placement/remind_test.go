package placement_test

import (
	"testing"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

func results(all []placement.Reminder) string {
	text := ""
	for _, r := range all {
		text += string(r.Party) + " " + r.Result + "; "
	}
	return text
}

// A recipient is reminded once a day, however often and about whom it is asked.
func TestOneReminderADay(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		c, ctx := newCockpit(t, db), as(identity.Counsellor, "t1")
		first, second := c.load("t1-awa", "c1", 20, false), c.load("t1-bruno", "c1", 20, false, traineeship.Trainee)
		spoken, other := c.load("t1-carla", "c3", 20, false, traineeship.Parties()...), c.load("t2-dario", "c2", 20, false)
		remind := func(ids ...string) string {
			t.Helper()
			got, _, err := c.Remind(ctx, ids, "it")
			if err != nil {
				t.Fatal(err)
			}
			return results(got)
		}
		if got := remind(first, second, spoken, other); got != "trainee written; host written; host today;  answered;  unknown; " {
			t.Errorf("the first time: %s", got)
		}
		if got := remind(first, second); got != "trainee today; host today; host today; " {
			t.Errorf("on the same day: %s", got)
		}
		c.now = c.now.Add(24 * time.Hour)
		if got := remind(second, first); got != "host written; trainee written; host today; " {
			t.Errorf("on the next day: %s", got)
		}
		letters, err := c.Store.Letters(ctx, first)
		if err != nil || len(letters) != 3 || letters[0].Kind != "evaluation-reminder" {
			t.Errorf("%d letters, %v", len(letters), err)
		}
		page, err := c.Renewals(ctx, placement.RenewalQuery{Weeks: 4, Limit: 9})
		if err != nil || len(page.Items) != 3 || len(page.Items[0].Asked)+len(page.Items[1].Asked)+len(page.Items[2].Asked) != 3 {
			t.Errorf("what the list says of it: %d, %v", len(page.Items), err)
		}
		if n, err := db.NewSelect().Table("audit_event").Where("action = 'renewal.remind'").Count(ctx); err != nil || n != 4 {
			t.Errorf("%d on record, %v", n, err)
		}
		if _, _, err := c.Remind(as(identity.Employer, ""), []string{first}, "it"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an employer reminds: %v", err)
		}
		if _, _, err := c.Remind(ctx, nil, "it"); !fault.Is(err, fault.Invalid) {
			t.Errorf("nobody: %v", err)
		}
	})
}
