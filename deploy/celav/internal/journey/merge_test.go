package journey_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// mergeMovesEverything: what hangs on a file goes with it over the services, marked, and comes back when the merge is
// undone; a service that is down hears of it later, and two people on one shortlist are said before.
func (c *city) mergeMovesEverything(t *testing.T) {
	operator, counsellor := c.as(t, firstOperator), c.as(t, "demo-counsellor-1")
	kept, other := uuid.Must(uuid.NewV7()).String(), uuid.Must(uuid.NewV7()).String()
	operator.must("POST", "/intake/v1/people/batch", fields{"people": list{person(kept, ownTeam, "Gemella Uno"), person(other, ownTeam, "Gemella Due")}}, nil)
	operator.must("POST", "/assessment/v1/profiles/batch", fields{"items": list{profile(kept), with(profile(other), fields{"licences": list{"B"}, "learning": list{dishesSkill}})}}, nil)
	counsellor.must("POST", "/intake/v1/people/"+other+"/needs", fields{"code": "housing"}, nil)
	entry, view := uuid.NewString(), "/matching/v1/people/"
	eventually(t, 20*time.Second, "the other file is on a shortlist", func() bool {
		return operator.send("POST", "/matching/v1/shortlist/batch", fields{"items": list{fields{
			"id": entry, "personId": other, "openingId": ownOpening, "companyId": ownCompany, "team": ownTeam, "state": "proposed", "since": "2026-11-20T09:00:00Z",
		}}}).status == http.StatusOK
	})
	var met struct{ Blocks, Notices []string }
	counsellor.must("GET", "/intake/v1/people/"+kept+"/merge/"+other, nil, &met)
	if len(met.Blocks) != 0 || !slices.Equal(met.Notices, []string{"shortlist-moves"}) {
		t.Errorf("before the merge: %+v", met)
	}
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	if page := b.send("GET", "/intake/people/"+kept+"/merge/"+other, nil); !strings.Contains(string(page.body), "Da sapere prima di unire") {
		t.Errorf("the page does not say what to know: %d", page.status)
	}
	type merged struct {
		MergedFiles []struct {
			ID     string
			Moving []struct{ Place, State string }
		}
	}
	var file merged
	arrived := func() bool {
		file = merged{}
		counsellor.must("GET", "/intake/v1/people/"+kept+"/case", nil, &file)
		return len(file.MergedFiles) == 1 && !slices.ContainsFunc(file.MergedFiles[0].Moving, func(e struct{ Place, State string }) bool { return e.State != "done" })
	}
	merge := func() {
		if got := b.send("POST", "/intake/people/"+kept+"/merge/"+other, url.Values{"version": {"1"}, "otherVersion": {"1"}}); got.status != http.StatusSeeOther {
			t.Fatalf("the merge answers %d: %.600s", got.status, got.body)
		}
	}
	if c.restart != nil {
		c.restart(t, "assessment", func() {
			merge()
			if arrived() {
				t.Error("a service that is down has followed")
			}
			if page := b.send("GET", "/intake/people/"+kept+"/case", nil); !strings.Contains(string(page.body), "in arrivo") {
				t.Errorf("the page does not say what waits: %d", page.status)
			}
		})
	} else {
		merge()
	}
	eventually(t, 30*time.Second, "every service has followed", arrived)
	var read struct {
		Licences  []string
		TakenOver []struct {
			From     string
			Licences []string
		}
	}
	counsellor.must("GET", "/assessment/v1/profiles/"+kept, nil, &read)
	if !slices.Contains(read.Licences, "B") || len(read.TakenOver) != 1 || read.TakenOver[0].From != other || !slices.Equal(read.TakenOver[0].Licences, []string{"B"}) {
		t.Errorf("the kept profile is %+v", read)
	}
	if page := b.send("GET", "/assessment/people/"+kept, nil); !strings.Contains(string(page.body), "dall’altra scheda") {
		t.Errorf("the profile does not mark what came from the other file: %d", page.status)
	}
	proposed := func(id string) bool {
		return strings.Contains(string(counsellor.send("GET", view+id+"/proposals", nil).body), entry)
	}
	needs := func(id string) bool {
		return strings.Contains(string(counsellor.send("GET", "/intake/v1/people/"+id+"/needs", nil).body), "housing")
	}
	if !proposed(kept) || !needs(kept) {
		t.Error("the shortlist or the need has not moved")
	}
	counsellor.must("POST", "/intake/v1/merges/"+file.MergedFiles[0].ID+"/undo", nil, nil)
	eventually(t, 30*time.Second, "each has its own again", func() bool {
		read.Licences, read.TakenOver = nil, nil
		counsellor.must("GET", "/assessment/v1/profiles/"+kept, nil, &read)
		return len(read.Licences) == 0 && len(read.TakenOver) == 0 && proposed(other) && !proposed(kept)
	})
	if needs(kept) || !needs(other) {
		t.Error("the need has not come back")
	}
}
