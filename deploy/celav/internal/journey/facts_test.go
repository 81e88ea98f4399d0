package journey_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/identity"
)

// sealedWord stands only in a reserved fact: wherever else it is found, something leaks.
const sealedWord = "parolariservata"

// reservedFacts follows a fact that stays in the team, and the practical constraint that leaves it.
func (c *city) reservedFacts(t *testing.T) {
	counsellor := c.as(t, "demo-counsellor-1")
	at := "/intake/v1/people/" + ownPerson
	if got := counsellor.send("GET", at+"/reserved-facts", nil); got.status/100 == 2 {
		t.Errorf("reserved facts open without a reason: %d", got.status)
	}
	counsellor.must("POST", at+"/reserved-facts/openings", fields{"reason": "interview"}, nil)
	counsellor.must("POST", at+"/reserved-facts", fields{"code": "addiction", "note": sealedWord}, nil)
	counsellor.must("POST", at+"/needs", fields{"code": "childcare"}, nil)
	counsellor.must("PUT", at+"/constraints", fields{"version": c.version(t, ownPerson), "constraints": list{"no-night", "no-alcohol"}}, nil)
	if got := counsellor.send("GET", at+"/reserved-facts", nil); !strings.Contains(string(got.body), sealedWord) {
		t.Errorf("the team does not see its own fact: %d %.200s", got.status, got.body)
	}

	// Nobody else sees it, on any page that leads to it, over the API, in feeds, by whatever role.
	paths := []string{"/needs", "/work-access", "", "/reserved-facts", "/owner", "/employer-view"}
	for _, user := range columns()[1:8] {
		a := c.as(t, user)
		b := c.browser(t)
		b.signIn(user)
		for _, path := range paths {
			c.sealed(t, user+" API "+path, a.send("GET", at+path, nil))
		}
		for _, path := range []string{"/intake/people/" + ownPerson, "/intake/people/" + ownPerson + "/needs", "/intake/people/" + ownPerson + "/reserved", "/intake/audit", "/home", "/matching/people/" + ownPerson} {
			c.sealed(t, user+" page "+path, b.send("GET", path, nil))
		}
		if got := a.send("POST", at+"/reserved-facts/openings", fields{"reason": "interview"}); got.status != http.StatusForbidden {
			t.Errorf("%s opens reserved facts: %d", user, got.status)
		}
	}
	other := c.as(t, "demo-counsellor-2")
	for _, path := range paths {
		c.sealed(t, "another team "+path, other.send("GET", at+path, nil))
	}
	service := c.asService(t, "matching", "intake", identity.AsService("matching"))
	feed := service.send("GET", "/intake/v1/changes?wait=0s&limit=200", nil)
	c.sealed(t, "the feed", feed)
	if !strings.Contains(string(feed.body), "no-alcohol") {
		t.Error("the practical constraint is not in the feed")
	}
	var view struct{ Answer string }
	service.must("GET", at+"/employer-view", nil, &view)
	if view.Answer == "" {
		t.Error("no view for employers")
	}
	if strings.Contains(c.logs.String(), sealedWord) || strings.Contains(c.spans.String(), sealedWord) {
		t.Error("the reserved fact is in logs or traces")
	}

	eventually(t, 20*time.Second, "the constraint reaches the matching", func() bool {
		got := counsellor.send("GET", "/matching/v1/people/"+ownPerson+"/openings/"+ownOpening, nil)
		return strings.Contains(string(got.body), `"practical"`) && strings.Contains(string(got.body), "no-alcohol") && !strings.Contains(string(got.body), sealedWord)
	})
	counsellor.must("PUT", at+"/constraints", fields{"version": c.version(t, ownPerson), "constraints": list{}}, nil)
}

func (c *city) sealed(t *testing.T, where string, got answer) {
	t.Helper()
	for _, secret := range []string{sealedWord, `"addiction"`, "Dipendenza"} {
		if strings.Contains(string(got.body), secret) {
			t.Errorf("%s shows %q", where, secret)
		}
	}
}

// lineOfTime follows an asylum seeker over the sixtieth day, without a tax code and with a provisional one.
func (c *city) lineOfTime(t *testing.T) {
	counsellor := c.as(t, "demo-counsellor-1")
	var p struct{ ID string }
	counsellor.must("POST", "/intake/v1/people", fields{
		"name": "Linea " + uuid.NewString()[:8], "contact": fields{"channel": "other", "value": "allo sportello"}, "language": "ti", "notDuplicate": true,
	}, &p)
	at := "/intake/v1/people/" + p.ID
	day := func(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }
	set := func(version, lodged int, more fields) {
		counsellor.must("PUT", at+"/work-access", with(fields{
			"version": version, "documents": list{fields{"kind": "asylum-seeker", "lodgedOn": day(lodged), "expiresOn": day(lodged + 183)}},
		}, more), nil)
	}
	var view struct{ Answer, From, Until string }
	set(1, -40, nil)
	counsellor.must("GET", at+"/employer-view?kind=contract", nil, &view)
	if view.Answer != "no" || view.From == "" {
		t.Errorf("on day 40: %+v", view)
	}
	set(2, -70, fields{"taxCode": "00743110157"})
	counsellor.must("GET", at+"/employer-view?kind=contract", nil, &view)
	if view.Answer != "yes" {
		t.Errorf("on day 70: %+v", view)
	}
	if got := counsellor.send("PUT", at+"/work-access", fields{"version": 3, "taxCode": "00743110158", "documents": list{}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong tax code answers %d", got.status)
	}
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	page := b.send("GET", "/intake/people/"+p.ID+"/work-access?start="+day(30)+"&hours=30", nil)
	for _, want := range []string{"<svg", "WA-02", "WA-08", "Rinnovo di tre mesi"} {
		if !strings.Contains(string(page.body), want) {
			t.Errorf("the line of time has no %q (%d)", want, page.status)
		}
	}
}
