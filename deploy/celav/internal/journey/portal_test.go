package journey_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// openToAll is what somebody without an account does: look for work, ask the guide, read a page; and how a reviewer's
// name comes to stand on it.
func (c *city) openToAll(t *testing.T) {
	visitor := c.browser(t)
	if page := visitor.send("GET", "/outreach/jobs?q=cucina&kind=traineeship", nil); page.status != http.StatusOK || strings.Contains(string(page.body), "Trattoria Prova") {
		t.Errorf("looking for work answers %d, or names the company", page.status)
	}
	eventually(t, 30*time.Second, "the skill that openings ask for has a name", func() bool {
		page := visitor.send("GET", "/outreach/skills", nil)
		return page.status == http.StatusOK && strings.Contains(string(page.body), url.QueryEscape(dishesSkill))
	})
	var wanted struct {
		Items []struct {
			Skill           string
			Openings, Seats int
		}
	}
	(&api{t: t, city: c}).must("GET", "/outreach/v1/public/skills", nil, &wanted)
	if len(wanted.Items) == 0 || wanted.Items[0].Openings == 0 || wanted.Items[0].Seats < wanted.Items[0].Openings {
		t.Errorf("the skills most asked for: %+v", wanted)
	}

	// The guide: the same answer on the page and over the API, and nothing of the question in the address.
	lodged := time.Now().AddDate(0, 0, -10).Format(time.DateOnly)
	page := visitor.send("POST", "/outreach/hiring/guide", url.Values{"kind": {"asylum-seeker"}, "lodgedOn": {lodged}, "work": {"contract"}})
	if page.status != http.StatusOK || !strings.Contains(string(page.body), "WA-02") || page.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the guide answers %d", page.status)
	}
	if page = visitor.send("POST", "/outreach/hiring/guide", url.Values{"kind": {"asylum-seeker"}}); page.status != http.StatusUnprocessableEntity || !strings.Contains(string(page.body), `id="lodgedOn-error"`) {
		t.Errorf("without the date the guide answers %d", page.status)
	}
	var said struct{ Verdict, From string }
	(&api{t: t, city: c}).must("POST", "/outreach/v1/public/work-guide", fields{"kind": "asylum-seeker", "lodgedOn": lodged}, &said)
	if said.Verdict != "not-yet" || said.From == "" {
		t.Errorf("over the API: %+v", said)
	}

	// A page says that nobody has verified it, until a reviewer has.
	const at = "/outreach/hiring/found-a-job"
	if page = visitor.send("GET", at, nil); !strings.Contains(string(page.body), "Non ancora verificata") {
		t.Errorf("a page that nobody has verified does not say so: %d", page.status)
	}
	reviewer := c.as(t, "demo-reviewer")
	var work struct {
		Items []struct {
			Page        struct{ ID string }
			Fingerprint string
			Seen        int
		}
	}
	reviewer.must("GET", "/outreach/v1/reviews", nil, &work)
	form := url.Values{"act": {"verified"}, "version": {"1"}, "name": {"Revisora Prova"}, "body": {"Ente Prova"}}
	for _, w := range work.Items {
		if w.Page.ID == "found-a-job" {
			form.Set("fingerprint", w.Fingerprint)
			form.Set("seen", strconv.Itoa(w.Seen))
		}
	}
	b := c.browser(t)
	b.signIn("demo-reviewer")
	if got := b.send("POST", "/outreach/reviews/found-a-job", form); got.status != http.StatusSeeOther {
		t.Fatalf("verifying answers %d: %.300s", got.status, got.body)
	}
	if got := b.send("POST", "/outreach/reviews/found-a-job", form); got.status != http.StatusConflict || !strings.Contains(string(got.body), "Revisora Prova") {
		t.Errorf("verifying what somebody has just verified answers %d", got.status)
	}
	if page = visitor.send("GET", at, nil); !strings.Contains(string(page.body), "Revisora Prova") {
		t.Error("the verifier's name is not on the page")
	}
}
