package journey_test

import (
	"net/http"
	"testing"
	"time"
)

// Entries of shortlists: the demo person's and the own person's with the own company's opening, somebody else's elsewhere.
const (
	ownEntry   = "0190a0de-0000-7000-8000-000000000501"
	otherEntry = "0190a0de-0000-7000-8000-000000000502"
	demoEntry  = "0190a0de-0000-7000-8000-000000000503"
)

// shortlists loads the entries of the fixture, once matching has heard of the people and openings.
func (c *city) shortlists(t *testing.T) {
	t.Helper()
	entry := func(id, person, opening, company, team string) fields {
		return fields{"id": id, "personId": person, "openingId": opening, "companyId": company, "team": team, "state": "proposed", "since": "2026-11-20T09:00:00Z"}
	}
	operator := c.as(t, firstOperator)
	eventually(t, 20*time.Second, "shortlists are taken", func() bool {
		return operator.send("POST", "/matching/v1/shortlist/batch", fields{"items": list{
			entry(ownEntry, ownPerson, ownOpening, ownCompany, ownTeam),
			entry(otherEntry, otherPerson, otherOpening, otherCompany, otherTeam),
			entry(demoEntry, demoPerson, ownOpening, ownCompany, ownTeam),
		}}).status == http.StatusOK
	})
}

func theEntry(r refs) string { return r.entry }

func shortlistAPI() []rule {
	const staff, persons = "T A - - - - - - -", "T A - - - - S - -"
	return []rule{
		{route: "POST /matching/v1/shortlist", who: staff, about: "person", send: func(r refs) any {
			return fields{"personId": r.person, "openingId": r.opening, "decision": "propose", "version": 1}
		}},
		{route: "GET /matching/v1/shortlist/waiting", who: staff, shows: theEntry},
		{route: "POST /matching/v1/shortlist/batch", who: "- - - - - - - A -", send: body(fields{"items": list{fields{
			"id": otherEntry, "personId": otherPerson, "openingId": otherOpening, "companyId": otherCompany, "team": otherTeam,
			"state": "proposed", "since": "2026-11-20T09:00:00Z",
		}}})},
		{route: "GET /matching/v1/shortlist/:entry", who: staff, about: "entry"},
		{route: "POST /matching/v1/shortlist/:entry/acts", who: "T A C - - - S - -", about: "entry", send: body(fields{"version": 99, "act": "withdraw"})},
		{route: "POST /matching/v1/shortlist/:entry/contests", who: persons, about: "entry", send: body(fields{"text": "Non sono stato sentito.", "key": "matrix-contest"})},
		{route: "PUT /matching/v1/contests/:contest/answer", who: staff, absent: true, send: body(fields{"version": 1, "verdict": "changed", "text": "Ci sentiamo."})},
		{route: "GET /matching/v1/openings/:id/shortlist", who: "A A - - - - - - -", about: "opening"},
		{route: "GET /matching/v1/people/:id/proposals", who: persons, about: "person"},
		{route: "POST /matching/v1/people/stages", who: "T A - P - - S - -", send: func(r refs) any { return fields{"ids": list{r.person}} }},
		{route: "GET /matching/v1/host/shortlist", who: "- - C - - - - - -", shows: theEntry},
		{route: "GET /matching/v1/host/shortlist/:entry", who: "- - C - - - - - -", about: "entry"},
	}
}

func shortlistPages() []rule {
	const staff, persons = "T A - - - - - - -", "T A - - - - S - -"
	act := form("version", "99", "act", "withdraw")
	return []rule{
		{route: "GET /outreach/candidates", who: "- - C - - - - - -", shows: theEntry},
		{route: "GET /outreach/candidates/:entry", who: "- - C - - - - - -", about: "entry"},
		{route: "POST /outreach/candidates/:entry/acts", who: "- - C - - - - - -", about: "entry", send: form("version", "99", "act", "withdraw")},
		{route: "GET /matching/shortlist", who: staff, shows: theEntry},
		{route: "GET /matching/shortlist/:entry", who: staff, about: "entry"},
		{route: "POST /matching/shortlist/:entry/acts", who: persons, about: "entry", send: act},
		{route: "POST /matching/shortlist/:entry/contest", who: persons, about: "entry", send: func(r refs) any {
			return form("key", "matrix-contest", "contest."+r.entry[len(r.entry)-8:]+".text", "Non sono stato sentito.")(r)
		}},
		{route: "GET /matching/openings/:id/shortlist", who: "A A - - - - - - -", about: "opening"},
		{route: "GET /matching/people/:id/openings/:opening/decide", who: staff, about: "person"},
		{route: "POST /matching/people/:id/openings/:opening/decide", who: staff, about: "person", send: form("version", "99", "decision", "hold")},
		{route: "GET /matching/people/:id/proposals", who: persons, about: "person"},
	}
}
