package journey_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
)

type referralState struct {
	ID, State, Refusal, AnsweredBy, AnswerBy string
	Version                                  int64
	Unread, Overdue                          bool
	Told                                     struct{ Code, Name, Request string }
}

var (
	answerLink   = regexp.MustCompile(`/intake/answers/[\w-]{43}`)
	referralPath = regexp.MustCompile(`/intake/people/[0-9a-f-]{36}/referrals/([0-9a-f-]{36})$`)
	formVersion  = regexp.MustCompile(`name="version" value="(\d+)"`)
)

// referrals: who has a job is sent on from the first meeting, the service answers by its link, and what it does not
// answer, answers, or sends itself stands on the counsellor's front page.
func (c *city) referrals(t *testing.T) {
	b, counsellor := c.browser(t), c.as(t, "demo-counsellor-1")
	b.signIn("demo-counsellor-1")
	name := "Lavora " + uuid.NewString()[:8]
	made := b.send("POST", "/intake/people/new", url.Values{
		"name": {name}, "contact.channel": {"other"}, "contact.value": {"allo sportello"}, "language": {"it"}, "request": {"Chiede aiuto"}, "key": {uuid.NewString()},
		"unemployed": {"no"}, "inMilan": {"yes"},
	})
	form := made.header.Get("Location")
	id := personPath.FindStringSubmatch(form)
	if id == nil || !strings.HasSuffix(form, "/referrals/new?reason=not-ours") {
		t.Fatalf("the first meeting of who has a job answers %d to %q", made.status, form)
	}
	if page := b.send("GET", form, nil); page.status != http.StatusOK || !strings.Contains(string(page.body), `value="caf"`) {
		t.Fatalf("the form of a referral: %d", page.status)
	}
	today := civil.DateOf(time.Now()).String()
	typed := url.Values{"direction": {"out"}, "service": {"caf"}, "reason": {"not-ours"}, "items": {"name"}, "key": {uuid.NewString()}, "consent": {""}}
	begun := b.send("POST", "/intake/people/"+id[1]+"/referrals/new", typed)
	ref := referralPath.FindStringSubmatch(begun.header.Get("Location"))
	if ref == nil {
		t.Fatalf("beginning a referral: %d %.300s", begun.status, begun.body)
	}
	if again := b.send("POST", "/intake/people/"+id[1]+"/referrals/new", typed); again.header.Get("Location") != begun.header.Get("Location") {
		t.Errorf("a double click begins another one: %q", again.header.Get("Location"))
	}
	at := "/intake/v1/people/" + id[1] + "/referrals/" + ref[1]
	if got := counsellor.send("POST", at+"/acts", fields{"version": 1, "act": "send"}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("sent without consent: %d", got.status)
	}
	var r referralState
	counsellor.must("PUT", at, fields{"version": 1, "service": "caf", "reason": "not-ours", "items": list{"name"}, "consent": fields{"on": today, "how": "spoken"}}, &r)
	counsellor.must("POST", at+"/acts", fields{"version": r.Version, "act": "send"}, &r)
	if r.State != "sent" || r.Told.Name != name || r.Told.Request != "" {
		t.Fatalf("sent: %+v", r)
	}
	sent := links{}
	first := sent.next(t, c)

	// Nobody is signed in: reading the cover marks nothing and tells nothing, opening does.
	service := c.browser(t)
	for range 2 {
		cover := service.send("GET", first, nil)
		if cover.status != http.StatusOK || strings.Contains(string(cover.body), name) || cover.header.Get("Referrer-Policy") != "no-referrer" {
			t.Fatalf("the cover: %d, referrer %q", cover.status, cover.header.Get("Referrer-Policy"))
		}
	}
	counsellor.must("GET", at, nil, &r)
	if r.State != "sent" {
		t.Errorf("a program that follows links marks it as %s", r.State)
	}
	counsellor.must("POST", at+"/acts", fields{"version": r.Version, "act": "remind"}, &r)
	link := sent.next(t, c)
	if got := service.send("GET", first, nil); link == first || got.status != http.StatusNotFound {
		t.Errorf("the link before the reminder: %d", got.status)
	}
	if page := service.send("POST", link, url.Values{"act": {"open"}}); page.status != http.StatusOK || !strings.Contains(string(page.body), name) {
		t.Errorf("what was sent is not shown to who opens it: %d", page.status)
	}
	if page := service.send("GET", link, nil); page.status != http.StatusOK || strings.Contains(string(page.body), name) {
		t.Errorf("the link alone shows the person once somebody opened it: %d", page.status)
	}
	counsellor.must("GET", at, nil, &r)
	if r.State != "seen" {
		t.Errorf("after opening it is %s", r.State)
	}
	if got := service.send("POST", link, url.Values{"act": {"refuse"}, "version": {"1"}}); got.status != http.StatusUnprocessableEntity && got.status != http.StatusConflict {
		t.Errorf("an answer to an old page: %d", got.status)
	}
	c.answerBy(t, service, link, url.Values{"act": {"refuse"}, "refusal": {"not-entitled"}})
	if page := service.send("GET", link, nil); page.status != http.StatusOK || strings.Contains(string(page.body), name) {
		t.Errorf("after the refusal the person is still shown: %d", page.status)
	}
	counsellor.must("GET", at, nil, &r)
	if r.State != "refused" || r.Refusal != "not-entitled" || r.AnsweredBy != "service" || !r.Unread {
		t.Errorf("refused by link: %+v", r)
	}
	if home := b.send("GET", "/home", nil); !strings.Contains(string(home.body), "/referrals/"+ref[1]) {
		t.Error("the answer does not stand on the front page")
	}
	counsellor.must("POST", at+"/acts", fields{"version": r.Version, "act": "take-note"}, &r)
	if home := b.send("GET", "/home", nil); strings.Contains(string(home.body), "/referrals/"+ref[1]) {
		t.Error("it stays on the front page after somebody took note")
	}

	c.consentIsWithdrawn(t, sent)
	c.overdueAndIncoming(t, b, sent)
}

// links are those that the messages to services held so far.
type links map[string]bool

// next finds the message to a service that was not there before, and its link; the message names nobody.
func (l links) next(t *testing.T, c *city) string {
	t.Helper()
	var messages struct {
		Items []struct{ Kind, Body string }
	}
	c.as(t, "demo-counsellor-1").must("GET", "/intake/v1/messages?limit=100", nil, &messages)
	for _, m := range messages.Items {
		link := answerLink.FindString(m.Body)
		if strings.HasPrefix(m.Kind, "referral-") && link != "" && !l[link] && !strings.Contains(m.Body, "Lavora") {
			l[link] = true
			return link
		}
	}
	t.Fatalf("no new message to a service: %+v", messages)
	return ""
}

// answerBy answers as the page of a link does.
func (c *city) answerBy(t *testing.T, service *browser, link string, form url.Values) {
	t.Helper()
	page := service.send("POST", link, url.Values{"act": {"open"}})
	v := formVersion.FindStringSubmatch(string(page.body))
	if v == nil {
		t.Fatalf("what the link opens has no form: %d", page.status)
	}
	form.Set("version", v[1])
	if got := service.send("POST", link, form); got.status != http.StatusSeeOther {
		t.Fatalf("answering %v: %d %.300s", form, got.status, got.body)
	}
}

// consentIsWithdrawn by the person, and the link is shut.
func (c *city) consentIsWithdrawn(t *testing.T, sent links) {
	counsellor := c.as(t, "demo-counsellor-1")
	at := "/intake/v1/people/" + demoPerson + "/referrals"
	var r referralState
	counsellor.must("POST", at, fields{
		"direction": "out", "service": "cpia-milano", "reason": "italian", "items": list{"language"},
		"consent": fields{"on": civil.DateOf(time.Now()).String(), "how": "signed"},
	}, &r)
	counsellor.must("POST", at+"/"+r.ID+"/acts", fields{"version": r.Version, "act": "send"}, &r)
	link := sent.next(t, c)
	b := c.browser(t)
	b.signIn("demo-person")
	own := "/intake/people/" + demoPerson + "/referrals/" + r.ID
	if page := b.send("GET", own, nil); page.status != http.StatusOK {
		t.Fatalf("the person's own referral: %d", page.status)
	}
	if got := b.send("POST", own, url.Values{"act": {"withdraw"}, "version": {strconv.FormatInt(r.Version, 10)}}); got.status != http.StatusForbidden {
		t.Errorf("the person acts for CeLav: %d", got.status)
	}
	if got := b.send("POST", own+"/consent", url.Values{"version": {strconv.FormatInt(r.Version, 10)}}); got.status != http.StatusSeeOther {
		t.Errorf("withdrawing the own consent: %d", got.status)
	}
	counsellor.must("GET", at+"/"+r.ID, nil, &r)
	if got := c.browser(t).send("GET", link, nil); r.State != "withdrawn" || got.status != http.StatusNotFound {
		t.Errorf("after the consent is withdrawn it is %s, its link answers %d", r.State, got.status)
	}
}

// overdueAndIncoming: both stand on the front page; a reserved service is the team's secret.
func (c *city) overdueAndIncoming(t *testing.T, b *browser, sent links) {
	operator, counsellor, lead := c.as(t, firstOperator), c.as(t, "demo-counsellor-1"), c.as(t, "demo-coordinator")
	today := civil.DateOf(time.Now())
	late, came := uuid.Must(uuid.NewV7()).String(), uuid.Must(uuid.NewV7()).String()
	consent := fields{"on": today.AddDays(-40).String(), "how": "signed"}
	operator.must("POST", "/intake/v1/referrals/batch", fields{"items": list{
		fields{
			"id": late, "personId": ownPerson, "direction": "out", "state": "sent", "service": "serd", "reason": "health", "items": list{"language"},
			"consent": consent, "author": "demo-counsellor-1", "createdOn": today.AddDays(-40).String(), "sentOn": today.AddDays(-40).String(),
		},
		fields{
			"id": came, "personId": ownPerson, "direction": "in", "state": "received", "service": "wish-mi", "reason": "work", "consent": consent,
			"author": "demo-counsellor-1", "createdOn": today.AddDays(-1).String(),
		},
	}}, nil)
	home := string(b.send("GET", "/home", nil).body)
	for what, ref := range map[string]string{"late": late, "came in": came} {
		if !strings.Contains(home, "/people/"+ownPerson+"/referrals/"+ref) {
			t.Errorf("the one that is %s does not stand on the front page", what)
		}
	}
	at := "/intake/v1/people/" + ownPerson + "/referrals/"
	if got := lead.send("GET", at+late, nil); strings.Contains(string(got.body), "serd") || strings.Contains(string(got.body), "health") || !strings.Contains(string(got.body), `"hidden":true`) {
		t.Errorf("who leads the teams sees the reserved service: %s", got.body)
	}
	if got := lead.send("POST", at+late+"/acts", fields{"version": 1, "act": "withdraw"}); got.status != http.StatusForbidden {
		t.Errorf("who leads the teams acts on it: %d", got.status)
	}
	if got := c.as(t, "demo-counsellor-2").send("GET", at+late, nil); got.status != http.StatusForbidden {
		t.Errorf("another team reads it: %d", got.status)
	}
	var r referralState
	counsellor.must("GET", at+came, nil, &r)
	if r.AnswerBy == "" {
		t.Error("nothing says by when who sent somebody is answered")
	}
	counsellor.must("POST", at+late+"/acts", fields{"version": 1, "act": "accept", "note": "Al telefono: lunedì"}, &r)
	counsellor.must("POST", at+came+"/acts", fields{"version": 1, "act": "accept"}, &r)
	if r.State != "accepted" || r.Unread {
		t.Errorf("one that came in is %+v", r)
	}
	link := sent.next(t, c)
	for _, preview := range []string{"GET", "HEAD"} {
		cover := c.browser(t).send(preview, link, nil)
		if body := string(cover.body); cover.status >= 500 || strings.Contains(body, "B. P.") || strings.Contains(body, "Bakary") {
			t.Errorf("%s of the answer to who sent somebody: %d, shows the person", preview, cover.status)
		}
	}
	reply := c.browser(t).send("POST", link, url.Values{"act": {"open"}})
	if body := string(reply.body); reply.status != http.StatusOK || !strings.Contains(body, "B. P.") || strings.Contains(body, "Bakary") {
		t.Errorf("the answer to who sent somebody, opened: %d", reply.status)
	}
}
