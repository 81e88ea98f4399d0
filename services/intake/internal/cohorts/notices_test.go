package cohorts_test

import (
	"testing"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/cohorts"
)

// The front page says by when the 48 hours of each declaration end: the first of those that run, and of those that ran out.
func TestNoticesSayByWhen(t *testing.T) {
	everywhere(t, func(t *testing.T, f *fixture) {
		day := func(n int) civil.Date { return f.Today().AddDays(n) }
		var rows []cohort.Row
		for n, arrived := range []int{-1, 0, -9, -5} { // two are running, two ran out
			rows = append(rows, cohort.Row{
				ID: string(rune('a' + n)), Cells: map[string]string{}, Decision: cohort.Taken, Person: string(rune('p' + n)),
				Papers: []cohort.PaperStep{{Stage: cohort.Entered, On: day(arrived), At: "18:30"}},
			})
		}
		c := cohort.Cohort{ID: "0190a0de-0000-7000-c000-000000000001", Partner: "demo-partner", Title: "Arrivés", State: cohort.Submitted}
		must(t, f.Load(as(identity.Operator, identity.Principal{}), []cohorts.Loaded{{Cohort: c, Rows: rows}}, false))
		got, err := f.Notices(partner(), c.ID)
		must(t, err)
		if want := (cohorts.Notices{Late: 2, Running: 2, Since: day(-7), Until: day(1)}); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}
