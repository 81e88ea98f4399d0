package journey_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/config"
)

// Beyond the openings that memory may hold, matches of a person come by recall, and page and API say so and why.
func TestMoreOpeningsThanMemoryHolds(t *testing.T) {
	t.Parallel()
	c := together(t, func(s *config.Settings) { s.SnapshotOpenings = 1 })
	c.settle(t)
	c.awaitMatches(t)
	counsellor := c.as(t, "demo-counsellor-1")
	var got struct {
		Run struct {
			Via         string
			BeyondLimit bool
		}
		Eligible struct{ Items []struct{ Opening string } }
	}
	at := "/matching/v1/people/" + ownPerson + "/matches"
	counsellor.must("GET", at, nil, &got)
	if got.Run.Via != "recall" || !got.Run.BeyondLimit || len(got.Eligible.Items) == 0 {
		t.Errorf("a match: %+v", got)
	}
	if refused := counsellor.send("GET", at+"?via=snapshot", nil); refused.status/100 != 4 {
		t.Errorf("what is not in memory was asked for there: %d", refused.status)
	}
	if pair := counsellor.send("GET", "/matching/v1/people/"+ownPerson+"/openings/"+ownOpening, nil); pair.status != http.StatusOK {
		t.Errorf("one pair answers %d", pair.status)
	}
	if plan := counsellor.send("GET", "/matching/v1/assignment", nil); plan.status/100 != 4 {
		t.Errorf("a group without the openings answers %d", plan.status)
	}
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	if page := b.send("GET", "/matching/people/"+ownPerson, nil); page.status != http.StatusOK || !strings.Contains(string(page.body), "Tra i mille posti") {
		t.Errorf("the page answers %d and does not say which way", page.status)
	}
	var state struct {
		Snapshot struct {
			BeyondLimit            bool
			MostOpenings, Openings int
		}
	}
	c.as(t, "demo-auditor").must("GET", "/matching/v1/indices", nil, &state)
	if !state.Snapshot.BeyondLimit || state.Snapshot.MostOpenings != 1 || state.Snapshot.Openings != 0 {
		t.Errorf("the indices say %+v", state)
	}
}
