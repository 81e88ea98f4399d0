package journey_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// fromRegistrationToMatch: somebody registers a company by themselves, posts an opening, and it is in a person's
// matches within two seconds; a counsellor confirms the company and logs the contact.
func (c *city) fromRegistrationToMatch(t *testing.T) {
	b := c.browser(t)
	b.signIn("demo-reviewer")
	company := b.register("Bottega Nuova")
	id, counsellor := company.ID, c.as(t, "demo-counsellor-1")
	if company.Standing != "to-check" || len(company.Sites) != 1 || company.Sites[0].SeatLimit == nil || *company.Sites[0].SeatLimit != 2 {
		t.Errorf("registered: %+v", company)
	}
	employer := c.as(t, "demo-reviewer")
	var opening struct {
		ID      string
		Version int64
	}
	employer.must("POST", "/outreach/v1/openings", fields{"companyId": id, "terms": terms(company.Sites[0].ID)}, &opening)
	before := len(c.matches(t, ownPerson, "").openings())
	began := time.Now()
	employer.must("POST", "/outreach/v1/openings/"+opening.ID+"/state", fields{"version": opening.Version, "state": "published"}, nil)
	eventually(t, 20*time.Second, "the opening is in the matches", func() bool { return len(c.matches(t, ownPerson, "").openings()) == before+1 })
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("from publication to a match: %s, more than two seconds", took)
	}
	openingsWay(t, c) // later: processes tell their spans every few seconds
	counsellor.must("POST", "/outreach/v1/companies/"+id+"/confirm", fields{"version": company.Version}, nil)
	counsellor.must("POST", "/outreach/v1/contacts", fields{"companyId": id, "heldOn": "2026-11-20", "channel": "phone", "result": "opening-posted", "subject": "Prima telefonata"}, nil)
	var reached struct{ Contacts, Companies int }
	counsellor.must("GET", "/outreach/v1/contacts/summary", nil, &reached)
	if reached.Contacts < 1 || reached.Companies < 1 {
		t.Errorf("reached: %+v", reached)
	}
	var now struct{ Version int64 } // leave the city as the other journeys expect it
	employer.must("GET", "/outreach/v1/openings/"+opening.ID, nil, &now)
	employer.must("POST", "/outreach/v1/openings/"+opening.ID+"/state", fields{"version": now.Version, "state": "closed"}, nil)
	eventually(t, 20*time.Second, "closed, it leaves the matches", func() bool { return len(c.matches(t, ownPerson, "").openings()) == before })
	counsellor.must("DELETE", "/outreach/v1/companies/"+id+"/members/demo-reviewer", nil, nil)
}

type registered struct {
	ID, Standing string
	Version      int64
	Sites        []struct {
		ID        string
		SeatLimit *int
	}
}

// register registers a company with one site, by the form that is offered on the first page.
func (b *browser) register(name string) registered {
	b.t.Helper()
	made := b.send("POST", "/outreach/register", url.Values{
		"key": {uuid.NewString()}, "name": {name}, "taxNumber": {"00743110157"}, "asNew": {"true"},
		"contact.name": {"Prova"}, "contact.phone": {"+39 02 1234567"},
		"sites.0.address": {"Via Prova 9"}, "sites.0.area": {"duomo"}, "sites.0.headcount": {"7"},
	})
	at := made.header.Get("Location")
	if made.status != http.StatusSeeOther || !strings.HasPrefix(at, "/outreach/companies/") {
		b.t.Fatalf("registering answers %d to %q: %.300s", made.status, at, made.body)
	}
	if page := b.send("GET", at, nil); page.status != http.StatusOK {
		b.t.Fatalf("the new member sees the company: %d", page.status)
	}
	var c registered
	b.city.as(b.t, "demo-counsellor-1").must("GET", "/outreach/v1/companies/"+strings.TrimPrefix(at, "/outreach/companies/"), nil, &c)
	return c
}
