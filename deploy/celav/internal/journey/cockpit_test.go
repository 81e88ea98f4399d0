package journey_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// The cockpit of renewals: who waits for a decision and what is missing, a reminder once a day, several decided together
// with one answer each, a forecast, and a calendar by a private link. On embedded backends in one process, and on real
// servers in four.
func TestCockpit(t *testing.T) {
	eachShape(t, cockpitJourney)
}

type renewalAnswer struct {
	Items []struct {
		TraineeshipID, Team, Result, Party string
		Version, CostCents                 int64
		Silent                             []string
		Stops                              []struct{ Reason string }
		Ceiling                            struct {
			Limit   int
			Missing []string
		}
	}
}

func (r renewalAnswer) results() string {
	var out []string
	for _, x := range r.Items {
		out = append(out, strings.TrimSpace(x.Party+" "+x.Result))
	}
	return strings.Join(out, ", ")
}

func cockpitJourney(t *testing.T, c *city) {
	c.settle(t)
	c.awaitMatches(t)
	counsellor, coordinator := c.as(t, "demo-counsellor-1"), c.as(t, "demo-coordinator")
	first, second, others := traineeshipOf(demoPerson), traineeshipOf(ownPerson), traineeshipOf(otherPerson)

	var waiting renewalAnswer
	counsellor.must("GET", "/matching/v1/renewals?weeks=26", nil, &waiting)
	if len(waiting.Items) != 2 || waiting.Items[0].CostCents != 150_000 || waiting.Items[0].Ceiling.Limit != 6 || len(waiting.Items[0].Silent) != 2 || len(waiting.Items[0].Ceiling.Missing) != 3 {
		t.Fatalf("the team's renewals: %+v", waiting)
	}
	coordinator.must("GET", "/matching/v1/renewals?weeks=26&team="+otherTeam, nil, &waiting)
	if len(waiting.Items) != 1 || waiting.Items[0].TraineeshipID != others {
		t.Fatalf("the other team's: %+v", waiting)
	}
	c.remindOnce(t, counsellor, first, second, others)
	c.calendarOfDecisions(t, coordinator, first)
	c.answersByLink(t, coordinator, second)

	var seen renewalAnswer
	preview := fields{"outcome": "renew", "ids": list2(first, second, others)}
	counsellor.must("POST", "/matching/v1/renewals/preview", preview, &seen)
	if seen.results() != "consent, consent, unknown" {
		t.Fatalf("before anybody has answered: %s", seen.results())
	}
	for _, party := range []string{"trainee", "host", "counsellor"} {
		counsellor.did(first, fields{"act": "answer", "party": party, "wish": "renew"})
	}
	c.decideTogether(t, first, second)
	if got := counsellor.traineeship(first); len(got.Decisions) != 1 || len(got.Terms) != 2 {
		t.Errorf("after the decision: %+v", got)
	}
	batch := fields{"outcome": "end", "reason": "goals-reached", "key": "journey-key-2", "items": list{
		fields{"traineeshipId": first, "version": counsellor.traineeship(first).Version}, fields{"traineeshipId": second, "version": counsellor.traineeship(second).Version},
	}}
	for range 2 { // sent again
		counsellor.must("POST", "/matching/v1/renewals/decisions", batch, &seen)
		if seen.results() != "before, through" {
			t.Errorf("what is decided is not decided otherwise: %s", seen.results())
		}
	}
	var ahead struct {
		Weeks []struct {
			DecisionsWithout, DecisionsWith int
			CentsWithout, CentsWith         int64
		}
	}
	coordinator.must("GET", "/matching/v1/renewals/forecast", nil, &ahead)
	var without, with int64
	for _, w := range ahead.Weeks {
		without, with = without+w.CentsWithout, with+w.CentsWith
	}
	// The renewal that is decided is sure; the other team's still waits.
	if len(ahead.Weeks) != 26 || with-without != 150_000 || without < 150_000 {
		t.Errorf("%d weeks, %d cents without and %d with what waits", len(ahead.Weeks), without, with)
	}
	b := c.browser(t)
	b.signIn("demo-coordinator")
	for _, path := range []string{"/matching/traineeships/renewals", "/matching/traineeships/renewals?weeks=26&team=" + otherTeam, "/matching/traineeships/renewals/forecast", "/matching/traineeships/renewals/calendar"} {
		if got := b.send("GET", path, nil); got.status != http.StatusOK {
			t.Errorf("%s answers %d", path, got.status)
		}
	}
}

func list2(ids ...string) list {
	var out list
	for _, id := range ids {
		out = append(out, id)
	}
	return out
}

// remindOnce: one click writes to who is silent; the host of both is written to once, and nobody twice on a day.
func (c *city) remindOnce(t *testing.T, counsellor *api, first, second, others string) {
	t.Helper()
	var sent renewalAnswer
	counsellor.must("POST", "/matching/v1/renewals/reminders", fields{"ids": list2(first, second, others)}, &sent)
	if sent.results() != "trainee written, host written, trainee written, host today, unknown" {
		t.Errorf("reminded: %s", sent.results())
	}
	counsellor.must("POST", "/matching/v1/renewals/reminders", fields{"ids": list2(first)}, &sent)
	if sent.results() != "trainee today, host today" {
		t.Errorf("reminded again: %s", sent.results())
	}
	eventually(t, 20*time.Second, "the reminder is among the messages", func() bool {
		got := counsellor.send("GET", "/intake/v1/messages", nil)
		return got.status == http.StatusOK && strings.Contains(string(got.body), "evaluation-reminder")
	})
}

var hiddenOf = regexp.MustCompile(`name="(key|version\.[0-9a-f-]+)" value="([^"]+)"`)

// decideTogether decides two by the pages: the page that asks says what comes of each, and the answer what came.
func (c *city) decideTogether(t *testing.T, good, silent string) {
	t.Helper()
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	if got := b.send("POST", "/matching/traineeships/renewals/confirm", url.Values{"outcome": {"renew"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("nobody is chosen: %d", got.status)
	}
	page := b.send("POST", "/matching/traineeships/renewals/confirm", url.Values{"outcome": {"renew"}, "id": {good, silent}})
	form := url.Values{"outcome": {"renew"}, "id": {good}, "listed": {good, silent}}
	for _, m := range hiddenOf.FindAllSubmatch(page.body, -1) {
		form.Set(string(m[1]), string(m[2]))
	}
	if page.status != http.StatusOK || form.Get("key") == "" || form.Get("version."+good) == "" || !strings.Contains(string(page.body), "1.500,00") || !strings.Contains(string(page.body), "Manca il consenso") {
		t.Fatalf("the page that asks: %d %.2000s", page.status, page.body)
	}
	if got := b.send("POST", "/matching/traineeships/renewals/decide", form); got.status != http.StatusUnprocessableEntity {
		t.Errorf("without a reason and a confirmation: %d", got.status)
	}
	form.Set("reason", "goals-open")
	form.Set("sure", "true")
	for range 2 { // a double click
		if got := b.send("POST", "/matching/traineeships/renewals/decide", form); got.status != http.StatusOK || !strings.Contains(string(got.body), "Una decisione registrata") {
			t.Errorf("decided together: %d %.2000s", got.status, got.body)
		}
	}
}

// calendarOfDecisions: a calendar program reads by the private link alone, no name is in it, and the link is in no log.
func (c *city) calendarOfDecisions(t *testing.T, coordinator *api, traineeship string) {
	t.Helper()
	var made struct{ Address string }
	coordinator.must("POST", "/matching/v1/renewals/calendar", nil, &made)
	program := c.browser(t)
	got := program.send("GET", made.Address, nil)
	if got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), "text/calendar") || strings.Count(string(got.body), "BEGIN:VEVENT") != 3 {
		t.Fatalf("the calendar: %d %.600s", got.status, got.body)
	}
	flat := strings.ReplaceAll(string(got.body), "\r\n ", "")
	if !strings.Contains(flat, "/matching/traineeships/"+traineeship) || strings.Contains(flat, "Prova") {
		t.Errorf("a link to each page and no names: %.900s", flat)
	}
	first := made.Address
	coordinator.must("POST", "/matching/v1/renewals/calendar", nil, &made)
	for _, address := range []string{first, c.url + "/matching/calendar/nobody-has-made-this-one"} {
		if got := program.send("GET", address, nil); got.status != http.StatusNotFound {
			t.Errorf("a link that holds no more answers %d", got.status)
		}
	}
	coordinator.must("DELETE", "/matching/v1/renewals/calendar", nil, nil)
	if got := program.send("GET", made.Address, nil); got.status != http.StatusNotFound {
		t.Errorf("a link that was withdrawn answers %d", got.status)
	}
	for _, address := range []string{first, made.Address} {
		token := address[strings.LastIndex(address, "/")+1:]
		if strings.Contains(c.logs.String(), token) || strings.Contains(c.spans.String(), token) {
			t.Error("a link is in a log or a span")
		}
	}
}

var answerPath = regexp.MustCompile(`/matching/answers/[A-Za-z0-9_-]{43}`)

// answersByLink: trainee and host answer by a private link, without an account; the link tells nothing before it is opened.
func (c *city) answersByLink(t *testing.T, coordinator *api, id string) {
	t.Helper()
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	page := b.send("POST", "/matching/traineeships/renewals/links", url.Values{"one": {id}})
	links := answerPath.FindAllString(string(page.body), -1)
	if page.status != http.StatusOK || len(links) != 2 {
		t.Fatalf("the links: %d %.600s", page.status, page.body)
	}
	again := b.send("POST", "/matching/traineeships/renewals/links", url.Values{"one": {id}})
	if !slices.Equal(answerPath.FindAllString(string(again.body), -1), links) {
		t.Error("asked for twice, the links are others")
	}
	if got := b.send("POST", "/matching/traineeships/renewals/links", url.Values{"one": {id}, "party": {"host"}}); got.status != http.StatusOK {
		t.Errorf("a link is withdrawn: %d %.600s", got.status, got.body)
	}
	if got := c.browser(t).send("GET", links[1], nil); got.status != http.StatusNotFound {
		t.Errorf("a link that was withdrawn answers %d", got.status)
	}
	page = b.send("POST", "/matching/traineeships/renewals/links", url.Values{"one": {id}})
	if anew := answerPath.FindAllString(string(page.body), -1); len(anew) != 2 || anew[0] != links[0] || anew[1] == links[1] {
		t.Errorf("after a withdrawal: %d %.600s", page.status, page.body)
	} else {
		links = anew
	}
	for i, party := range []string{"trainee", "host"} {
		anybody := c.browser(t)
		if got := anybody.send("GET", links[i], nil); got.status != http.StatusOK || strings.Contains(string(got.body), "Tirocinante Prova") {
			t.Errorf("%s: the door answers %d, or says whom it is about", party, got.status)
		}
		if got := anybody.send("POST", links[i], url.Values{"act": {"open"}}); got.status != http.StatusOK || strings.Contains(string(got.body), "Tirocinante Prova") != (party == "host") {
			t.Errorf("%s: the question: %d %.600s", party, got.status, got.body)
		}
		if got := anybody.send("POST", links[i], url.Values{}); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: an answer that is none: %d", party, got.status)
		}
		if got := anybody.send("POST", links[i], url.Values{"wish": {"renew"}}); got.status != http.StatusOK || !strings.Contains(string(got.body), "Grazie") {
			t.Errorf("%s: the answer: %d %.600s", party, got.status, got.body)
		}
		if got := anybody.send("GET", "/matching/traineeships/"+id, nil); got.status != http.StatusSeeOther {
			t.Errorf("%s: the link opens another page: %d", party, got.status)
		}
	}
	var x struct {
		Answers []struct {
			Party, Wish string
			Recorded    bool
		}
	}
	coordinator.must("GET", "/matching/v1/traineeships/"+id, nil, &x)
	if len(x.Answers) != 2 || x.Answers[0].Wish != "renew" || x.Answers[0].Recorded || x.Answers[1].Party != "host" {
		t.Errorf("what they said: %+v", x.Answers)
	}
	for _, link := range links {
		token := link[strings.LastIndex(link, "/")+1:]
		if strings.Contains(c.logs.String(), token) || strings.Contains(c.spans.String(), token) {
			t.Error("a link is in a log or a span")
		}
	}
}
