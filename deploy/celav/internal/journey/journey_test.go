package journey_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestTogether(t *testing.T) { journeys(t, together(t, nil)) }

func TestApart(t *testing.T) { journeys(t, apart(t)) }

// journeys are the same in both shapes.
func journeys(t *testing.T, c *city) {
	c.settle(t)
	c.awaitMatches(t)
	t.Run("everybody signs in, sees a front page, and signs out", c.frontPages)
	t.Run("from the first meeting to a match", c.fromMeetingToMatch)
	t.Run("a first meeting leads to a tutor, an appointment and its reminder", c.receive)
	t.Run("who has a job is referred elsewhere", c.elsewhere)
	t.Run("two files of one person become one, and two again", c.mergeAndUndo)
	t.Run("a merge moves everything over the services, and back", c.mergeMovesEverything)
	t.Run("another service writes to a person", c.written)
	t.Run("what one team knows another does not see", c.teamsApart)
	t.Run("from an interview to a CV", c.assessmentToCV)
	t.Run("a match in both directions and in detail", c.bothDirections)
	t.Run("matches that were made are read", c.readRuns)
	t.Run("a group is placed at once", c.placeAGroup)
	t.Run("a person objects to a match and gets an answer", c.contestARun)
	t.Run("people are kept together", c.keepTogether)
	t.Run("who gets which chances is counted", c.fairChances)
	t.Run("from words to a match, and a match that comes by itself", c.searchAndAlert)
	t.Run("a rebuild while searches go on", c.rebuild)
	t.Run("the indices are compared with the records", c.compareIndices)
	t.Run("what is reserved stays in the team, its constraint reaches the match", c.reservedFacts)
	t.Run("the line of time", c.lineOfTime)
	t.Run("an opening that closes leaves the matches", c.openingCloses)
	t.Run("from a company's registration to a match", c.fromRegistrationToMatch)
	t.Run("from a partner's file to a match", c.fromFileToMatch)
	t.Run("the desk, the guide, and a page that is verified", c.openToAll)
	t.Run("who saw what is on record", c.onRecord)
	t.Run("a personal project of both", c.projects)
	t.Run("a person's own view, by a personal link", c.ownView)
	t.Run("a referral goes out, is answered, and comes in", c.referrals)
	t.Run("one trace", func(t *testing.T) { oneTrace(t, c) })
	if c.restart != nil {
		t.Run("a stop loses nothing", c.stopLosesNothing)
	}
}

func (c *city) frontPages(t *testing.T) {
	for _, user := range columns()[:8] {
		b := c.browser(t)
		home := b.signIn(user)
		if !strings.Contains(string(home.body), `lang="it"`) {
			t.Errorf("%s: no Italian front page", user)
		}
		if got := b.send("GET", "/home", nil); got.status != http.StatusOK {
			t.Errorf("%s: the front page answers %d", user, got.status)
		}
		if got := b.send("POST", "/sign-out", nil); got.status != http.StatusSeeOther {
			t.Errorf("%s: signing out answers %d", user, got.status)
		}
		if got := b.send("GET", "/home", nil); got.status != http.StatusSeeOther {
			t.Errorf("%s: after signing out the front page answers %d", user, got.status)
		}
	}
	if got := c.browser(t).send("GET", "/", nil); got.status != http.StatusOK {
		t.Errorf("the public first page answers %d", got.status)
	}
	// A form of another site is refused, whoever is signed in.
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/sign-out", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := do(t, b.http, request); got.status != http.StatusForbidden {
		t.Errorf("a form of another site answers %d", got.status)
	}
}

var personPath = regexp.MustCompile(`/intake/people/([0-9a-f-]{36})`)

func (c *city) fromMeetingToMatch(t *testing.T) {
	b, counsellor := c.browser(t), c.as(t, "demo-counsellor-1")
	b.signIn("demo-counsellor-1")
	id := b.firstMeeting("Fatou " + uuid.NewString()[:8])
	c.assess(t, id, "2026-11-01", fields{"kind": "citizen"})
	began := time.Now()
	counsellor.must("PUT", "/assessment/v1/profiles/"+id, with(profileContent(), fields{"version": 0}), nil)
	eventually(t, 20*time.Second, "the new person has a match", func() bool { return len(c.matches(t, id, "").openings()) == 2 })
	took := time.Since(began)
	t.Logf("from the profile to a match: %s", took)
	if took > 2*time.Second {
		t.Errorf("from the profile to a match: %s, more than two seconds", took)
	}
	eventually(t, 20*time.Second, "the search engine recalls them too", func() bool { return len(c.matches(t, id, "recall").openings()) == 2 })
	if page := b.send("GET", "/matching/people/"+id, nil); page.status != http.StatusOK || !strings.Contains(string(page.body), "Trattoria Prova") {
		t.Errorf("the page of matches answers %d without the company", page.status)
	}
}

// firstMeeting writes down a first meeting by its form and returns the person's id.
func (b *browser) firstMeeting(name string) string {
	b.t.Helper()
	made := b.send("POST", "/intake/people/new", url.Values{
		"name": {name}, "contact.channel": {"other"}, "contact.value": {"allo sportello"}, "language": {"fr"}, "team": {ownTeam}, "key": {uuid.NewString()}, "unemployed": {"yes"}, "inMilan": {"yes"},
	})
	id := personPath.FindStringSubmatch(made.header.Get("Location"))
	if made.status != http.StatusSeeOther || id == nil {
		b.t.Fatalf("the first meeting answers %d to %q: %.400s", made.status, made.header.Get("Location"), made.body)
	}
	if page := b.send("GET", "/intake/people/"+id[1], nil); !strings.Contains(string(page.body), name) {
		b.t.Error("the file does not show the name")
	}
	return id[1]
}

// assess writes down when somebody can work from a day on, how far they travel, and on which paper they may work.
func (c *city) assess(t *testing.T, id, from string, paper fields) {
	t.Helper()
	counsellor, at := c.as(t, "demo-counsellor-1"), "/intake/v1/people/"+id
	counsellor.must("PUT", at+"/availability", fields{"version": c.version(t, id), "from": from, "slots": list{slot(1), slot(2), slot(3), slot(4), slot(5)}}, nil)
	counsellor.must("PUT", at+"/reach", fields{"version": c.version(t, id), "area": "duomo", "maxMinutes": 60, "modes": list{"transit"}}, nil)
	counsellor.must("PUT", at+"/work-access", fields{"version": c.version(t, id), "birthDate": "1990-01-31", "documents": list{paper}}, nil)
}

// version reads the version of a file, which a change is based on.
func (c *city) version(t *testing.T, id string) int64 {
	t.Helper()
	var p struct{ Version int64 }
	c.as(t, "demo-counsellor-1").must("GET", "/intake/v1/people/"+id, nil, &p)
	return p.Version
}

func (c *city) matches(t *testing.T, person, via string) ranking {
	t.Helper()
	path := "/matching/v1/people/" + person + "/matches"
	if via != "" {
		path += "?via=" + via
	}
	var r ranking
	if got := c.as(t, "demo-coordinator").send("GET", path, nil); got.status == http.StatusOK {
		if err := json.Unmarshal(got.body, &r); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func (c *city) teamsApart(t *testing.T) {
	first, second := c.as(t, "demo-counsellor-1"), c.as(t, "demo-counsellor-2")
	for _, path := range []string{"/intake/v1/people/", "/assessment/v1/profiles/"} {
		first.must("GET", path+ownPerson, nil, nil)
		second.must("GET", path+otherPerson, nil, nil)
		if got := second.send("GET", path+ownPerson, nil); got.status != http.StatusForbidden && got.status != http.StatusNotFound {
			t.Errorf("%s of another team answers %d", path, got.status)
		}
	}
	if got := second.send("GET", "/matching/v1/people/"+ownPerson+"/matches", nil); got.status/100 == 2 {
		t.Errorf("the matches of another team's person answer %d", got.status)
	}
	var r ranking
	second.must("GET", "/matching/v1/openings/"+ownOpening+"/matches", nil, &r)
	for _, m := range slices.Concat(r.Eligible.Items, r.NotEnoughData.Items, r.Blocked.Items) {
		if m.Person != otherPerson {
			t.Errorf("the people for an opening show %s of another team", m.Person)
		}
	}
}

func (c *city) bothDirections(t *testing.T) {
	var forPerson, forOpening ranking
	counsellor := c.as(t, "demo-counsellor-1")
	counsellor.must("GET", "/matching/v1/people/"+ownPerson+"/matches?via=snapshot", nil, &forPerson)
	counsellor.must("GET", "/matching/v1/openings/"+ownOpening+"/matches?via=snapshot", nil, &forOpening)
	totals := map[string]float64{}
	for _, m := range forPerson.Eligible.Items {
		if m.Opening == ownOpening && m.Total != nil {
			totals["person"] = *m.Total
		}
	}
	for _, m := range forOpening.Eligible.Items {
		if m.Person == ownPerson && m.Total != nil {
			totals["opening"] = *m.Total
		}
	}
	if len(totals) != 2 || totals["person"] != totals["opening"] || totals["person"] <= 0 {
		t.Errorf("the same pair has the totals %v", totals)
	}
	recalled := c.matches(t, ownPerson, "recall")
	if !slices.Equal(recalled.openings(), forPerson.openings()) || recalled.Run.Via != "recall" || forPerson.Run.Via != "snapshot" {
		t.Errorf("by recall %v (%s), from the snapshot %v (%s)", recalled.openings(), recalled.Run.Via, forPerson.openings(), forPerson.Run.Via)
	}
	var pair struct {
		Match struct{ Parts []struct{ Part string } }
	}
	counsellor.must("GET", "/matching/v1/people/"+ownPerson+"/openings/"+ownOpening, nil, &pair)
	if len(pair.Match.Parts) == 0 {
		t.Error("the pair is explained by nothing")
	}
}

func (c *city) rebuild(t *testing.T) {
	operator := c.as(t, firstOperator)
	for _, fromZero := range []bool{false, true} {
		operator.must("POST", "/matching/v1/reindex", fields{"fromZero": fromZero}, nil)
		var state struct {
			Rebuild struct {
				Running bool
				Failure string
			}
			Indices []struct {
				Name            string
				Documents, Rows int
			}
		}
		eventually(t, 30*time.Second, fmt.Sprint("a rebuild ends, from zero: ", fromZero), func() bool {
			if !fromZero && len(c.matches(t, ownPerson, "recall").openings()) != 2 {
				t.Error("a search during the rebuild lacks openings")
			}
			operator.must("GET", "/matching/v1/indices", nil, &state)
			return !state.Rebuild.Running
		})
		if state.Rebuild.Failure != "" {
			t.Errorf("the rebuild failed: %s", state.Rebuild.Failure)
		}
		eventually(t, 20*time.Second, "the indices hold every row again", func() bool {
			operator.must("GET", "/matching/v1/indices", nil, &state)
			for _, i := range state.Indices {
				if i.Rows < 2 || i.Documents != i.Rows {
					return false
				}
			}
			return len(state.Indices) >= 2 && len(c.matches(t, ownPerson, "recall").openings()) == 2
		})
	}
}

func (c *city) openingCloses(t *testing.T) {
	counsellor := c.as(t, "demo-counsellor-1")
	var opening struct{ Version int64 }
	counsellor.must("GET", "/outreach/v1/openings/"+otherOpening, nil, &opening)
	counsellor.must("POST", "/outreach/v1/openings/"+otherOpening+"/state", fields{"version": opening.Version, "state": "paused"}, &opening)
	for _, via := range []string{"snapshot", "recall"} {
		eventually(t, 20*time.Second, "a paused opening leaves the matches by "+via, func() bool {
			return slices.Equal(c.matches(t, ownPerson, via).openings(), []string{ownOpening})
		})
	}
	counsellor.must("POST", "/outreach/v1/openings/"+otherOpening+"/state", fields{"version": opening.Version, "state": "published"}, nil)
	eventually(t, 20*time.Second, "and comes back", func() bool { return len(c.matches(t, ownPerson, "snapshot").openings()) == 2 })
}

func (c *city) onRecord(t *testing.T) {
	c.as(t, "demo-counsellor-1").must("GET", "/intake/v1/people/"+ownPerson, nil, nil)
	var page struct {
		Items []struct{ Subject, Action, Record, Person string }
	}
	c.as(t, "demo-auditor").must("GET", "/intake/v1/audit?limit=100", nil, &page)
	for _, e := range page.Items {
		if e.Subject == "demo-counsellor-1" && e.Action == "person.read" {
			return
		}
	}
	t.Errorf("no reading by the counsellor among %d entries", len(page.Items))
}

// A service that stops misses nothing: what changes meanwhile is there when it comes back, and the others
// went on working.
func (c *city) stopLosesNothing(t *testing.T) {
	counsellor := c.as(t, "demo-counsellor-1")
	c.restart(t, "matching", func() {
		var p struct{ Version int64 }
		counsellor.must("GET", "/assessment/v1/profiles/"+ownPerson, nil, &p)
		changed := with(profileContent(), fields{"version": p.Version, "learning": list{dishesSkill}})
		counsellor.must("PUT", "/assessment/v1/profiles/"+ownPerson, changed, nil)
		var opening struct{ Version int64 }
		counsellor.must("GET", "/outreach/v1/openings/"+otherOpening, nil, &opening)
		counsellor.must("POST", "/outreach/v1/openings/"+otherOpening+"/state", fields{"version": opening.Version, "state": "paused"}, nil)
		b := c.browser(t)
		b.signIn("demo-counsellor-1")
		if got := b.send("GET", "/home", nil); got.status != http.StatusOK {
			t.Errorf("without matching the front page answers %d", got.status)
		}
	})
	eventually(t, 20*time.Second, "matching catches up with what it missed", func() bool {
		return slices.Equal(c.matches(t, ownPerson, "snapshot").openings(), []string{ownOpening})
	})
	for _, service := range []string{"assessment", "outreach", "intake"} {
		c.restart(t, service, func() {})
	}
	if got := c.matches(t, ownPerson, ""); len(got.openings()) != 1 {
		t.Errorf("after all were started again: %v", got.openings())
	}
	b := c.browser(t)
	b.signIn("demo-counsellor-1") // keys and sessions are found again
}
