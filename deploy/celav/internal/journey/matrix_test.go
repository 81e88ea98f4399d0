package journey_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
)

// matrix says of every route who may use it. A new route fails the test until it stands here.
//
//	couns coord empl partn revw audit perso opera service
func matrix() []rule {
	var all []rule
	for _, part := range [][]rule{
		intakeAPI(),
		intakePages(),
		assessmentAPI(),
		assessmentPages(),
		outreachAPI(),
		outreachPages(),
		matchingAPI(),
		matchingPages(),
		factsRules(),
		portalRoutes(),
		companyRoutes(),
		shortlistAPI(),
		shortlistPages(),
		meetingRules(),
		postRules(),
		profileRoutes(),
		cohortRoutes(),
		mergeRoutes(),
		projectRules(),
		ownRules(),
		assignmentRules(),
		referralRules(),
		runRules(),
		grantRules(),
		paperRules(),
		rightToWorkRules(),
		fairnessRules(),
		contestRules(),
		searchRules(),
		engineRules(),
		queueRules(),
		cockpitRules(),
	} {
		all = append(all, part...)
	}
	return all
}

func thePerson(r refs) string  { return r.person }
func theCompany(r refs) string { return r.company }
func theOpening(r refs) string { return r.opening }

func form(pairs ...string) func(refs) any {
	return func(refs) any {
		v := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			v.Add(pairs[i], pairs[i+1])
		}
		return v
	}
}

func body(b any) func(refs) any { return func(refs) any { return b } }

func with(f, more fields) fields {
	both := fields{}
	for k, v := range f {
		both[k] = v
	}
	for k, v := range more {
		both[k] = v
	}
	return both
}

func intakeAPI() []rule {
	contact := fields{"channel": "other", "value": "allo sportello"}
	meeting := fields{"name": "Nuova Prova", "contact": contact, "language": "it", "notDuplicate": true}
	update := fields{"version": 1, "name": "Prova Corretta", "contact": contact, "language": "it", "state": "active"}
	return []rule{
		{route: "GET /intake/v1/people", who: "T A - P - - - - -", shows: thePerson},
		{route: "POST /intake/v1/people", who: "T A - - - - - - -", send: func(r refs) any { return with(meeting, fields{"team": r.team}) }},
		{route: "POST /intake/v1/people/search", who: "T A - P - - - - -", send: body(fields{"name": "Prova"}), shows: thePerson},
		{route: "POST /intake/v1/people/names", who: "T A - P - - S - -", send: func(r refs) any { return fields{"ids": list{r.person}} }},
		{route: "POST /intake/v1/people/batch", who: "- - - - - - - A -", send: body(fields{"people": list{person("0190a0de-0000-7000-8000-000000000109", ownTeam, "Dario Prova")}})},
		{route: "GET /intake/v1/people/:id", who: "T A - P - - S - -", about: "person"},
		{route: "PUT /intake/v1/people/:id", who: "T A - - - - - - -", about: "person", send: body(update)},
		{route: "PUT /intake/v1/people/:id/availability", who: "T A - - - - S - -", about: "person", send: body(fields{"version": 1, "from": "2026-12-01", "slots": list{slot(1)}})},
		{route: "PUT /intake/v1/people/:id/reach", who: "T A - - - - S - -", about: "person", send: body(fields{"version": 1, "area": "duomo", "modes": list{"walk"}})},
		{route: "GET /intake/v1/people/:id/work-access", who: "T A - - - - S - -", about: "person"},
		{route: "PUT /intake/v1/people/:id/work-access", who: "T A - - - - - - -", about: "person", send: body(fields{"version": 1, "documents": list{fields{"kind": "citizen"}}})},
		{route: "GET /intake/v1/people/:id/owner", who: "A A - P - - S - A", about: "person"},
		{route: "GET /intake/v1/neighbourhoods", who: "T A - P - - S - -"},
		{route: "GET /intake/v1/teams", who: "A A - - - A - A -"},
		{route: "PUT /intake/v1/teams/:team", who: "- A - - - - - A -", send: body(fields{"code": "M", "label": "Matrice"})},
		{route: "PUT /intake/v1/staff/:subject", who: "- A - - - - - A -", send: body(fields{"roles": list{"reviewer"}})},
		{route: "GET /intake/v1/partners", who: "- A - - - A - A -"},
		{route: "PUT /intake/v1/partners/:partner", who: "- A - - - - - A -", send: body(fields{"name": "Matrice", "country": "MA"})},
		{route: "POST /intake/v1/directory", who: "- - - - - - - - A", send: body(fields{"subject": "demo-person"})},
		{route: "GET /intake/v1/changes", who: "- - - - - - - - A", query: "wait=0s"},
		{route: "GET /intake/v1/tasks", who: "A A A A A A A A -"},
		{route: "GET /intake/v1/audit", who: "- - - - - A - - -"},
		{route: "GET /assessment/v1/audit", who: "- - - - - A - - -"},
		{route: "GET /matching/v1/audit", who: "- - - - - A - - -"},
		{route: "GET /outreach/v1/audit", who: "- - - - - A - - -"},
	}
}

func intakePages() []rule {
	meeting := form("version", "1", "name", "Pagina Prova", "contact.channel", "other", "contact.value", "allo sportello", "language", "it", "state", "active",
		"team", ownTeam, "notDuplicate", "true", "key", "matrix-key-0001")
	return []rule{
		{route: "GET /", who: "public"},
		{route: "GET /accessibility", who: "public"},
		{route: "GET /home", who: "A A A A A A A A -"},
		{route: "GET /sign-in", who: "public"},
		{route: "GET /sign-in/callback", status: 401},
		{route: "GET /intake/people", who: "T A - P - - - - -", shows: thePerson},
		{route: "POST /intake/people/search", who: "T A - P - - - - -", send: form("name", "Prova"), shows: thePerson},
		{route: "GET /intake/people/new", who: "T A - - - - - - -"},
		{route: "POST /intake/people/new", who: "T A - - - - - - -", send: meeting},
		{route: "GET /intake/people/:id", who: "T A - P - - S - -", about: "person"},
		{route: "GET /intake/people/:id/edit", who: "T A - - - - - - -", about: "person"},
		{route: "POST /intake/people/:id/edit", who: "T A - - - - - - -", about: "person", send: meeting},
		{route: "GET /intake/people/:id/availability", who: "T A - P - - S - -", about: "person"},
		{route: "POST /intake/people/:id/availability", who: "T A - - - - S - -", about: "person", send: form("version", "1", "from", "2026-12-01")},
		{route: "GET /intake/people/:id/reach", who: "T A - P - - S - -", about: "person"},
		{route: "POST /intake/people/:id/reach", who: "T A - - - - S - -", about: "person", send: form("version", "1", "area", "duomo", "modes", "walk")},
		{route: "GET /intake/people/:id/work-access", who: "T A - - - - S - -", about: "person"},
		{route: "POST /intake/people/:id/work-access", who: "T A - - - - - - -", about: "person", send: form("version", "1", "act", "add", "kind", "citizen")},
		{route: "GET /intake/audit", who: "- - - - - A - - -"},
		{route: "POST /sign-out", status: 303},
		{route: "GET /sign-out", who: "public"},
	}
}

// announcement begins an import of one file of one byte.
func announcement() fields {
	sum := sha256.Sum256([]byte("x"))
	return fields{"files": list{fields{"name": "matrix.csv", "size": 1, "sha256": hex.EncodeToString(sum[:])}}}
}

func assessmentAPI() []rule {
	const everybody = "A A A A A A A A A"
	return []rule{
		{route: "GET /assessment/v1/concepts", who: everybody, query: "q=cucina&kind=occupation&language=it"},
		{route: "GET /assessment/v1/concept", who: everybody, query: "id=celav%3Ao%2Fkitchen-assistant&language=it"},
		{route: "POST /assessment/v1/labels", who: everybody, send: body(fields{"ids": list{cookJob}, "language": "it"})},
		{route: "GET /assessment/v1/taxonomy", who: everybody},
		{route: "GET /assessment/v1/taxonomy/relations", who: everybody},
		{route: "POST /assessment/v1/taxonomy/imports", who: "- - - - - - - A -", send: body(announcement())},
		{route: "GET /assessment/v1/taxonomy/imports/:id", who: "- - - - - - - A -"},
		{route: "PUT /assessment/v1/taxonomy/imports/:id/files/:name", who: "- - - - - - - A -", query: "offset=0", send: body([]byte("x"))},
		{route: "POST /assessment/v1/taxonomy/imports/:id/start", who: "- - - - - - - A -"},
		{route: "POST /assessment/v1/profiles/batch", who: "- - - - - - - A -", send: body(fields{"items": list{profile(otherPerson)}})},
		{route: "GET /assessment/v1/profiles/:id", who: "T A - P - - S - -", about: "person"},
		{route: "PUT /assessment/v1/profiles/:id", who: "T A - - - - S - -", about: "person", send: body(with(profileContent(), fields{"version": 1}))},
		{route: "GET /assessment/v1/changes", who: "- - - - - - - - A", query: "wait=0s"},
		{route: "GET /assessment/v1/tasks", who: "A A A A A A A A -"},
	}
}

func assessmentPages() []rule {
	const reads, writes, everybody = "T A - P - - S - -", "T A - - - - S - -", "A A A A A A A A -"
	skill := form("concept", dishesSkill, "level", "3", "evidence", "said")
	job := form("concept", cookJob, "what", "held", "months", "6")
	return []rule{
		{route: "GET /assessment/people", who: "T A - P - - - - -", shows: thePerson},
		{route: "GET /assessment/people/:id", who: reads, about: "person"},
		{route: "GET /assessment/people/:id/skills", who: reads, about: "person"},
		{route: "POST /assessment/people/:id/skills", who: writes, about: "person", send: skill},
		{route: "POST /assessment/people/:id/skills/remove", who: writes, about: "person", send: skill},
		{route: "GET /assessment/people/:id/occupations", who: reads, about: "person"},
		{route: "POST /assessment/people/:id/occupations", who: writes, about: "person", send: job},
		{route: "POST /assessment/people/:id/occupations/remove", who: writes, about: "person", send: job},
		{route: "GET /assessment/people/:id/learning", who: reads, about: "person"},
		{route: "POST /assessment/people/:id/learning", who: writes, about: "person", send: skill},
		{route: "POST /assessment/people/:id/learning/remove", who: writes, about: "person", send: skill},
		{route: "GET /assessment/people/:id/languages", who: reads, about: "person"},
		{route: "POST /assessment/people/:id/languages", who: writes, about: "person", send: form("language", "it", "listening", "B1")},
		{route: "POST /assessment/people/:id/languages/remove", who: writes, about: "person", send: form("concept", "it", "language", "it")},
		{route: "GET /assessment/people/:id/more", who: reads, about: "person"},
		{route: "POST /assessment/people/:id/more", who: writes, about: "person", send: form("version", "1", "kinds", "traineeship")},
		{route: "GET /assessment/concepts", who: everybody, query: "q=cucina"},
		{route: "GET /assessment/concept", who: everybody, query: "id=celav%3Ao%2Fkitchen-assistant"},
	}
}

func outreachAPI() []rule {
	place := fields{"address": "Via Matrice 2", "municipality": "Milano", "region": "lombardy", "lat": 45.4, "lon": 9.1}
	return []rule{
		{route: "GET /outreach/v1/companies", who: "A A C - - - - - -", shows: theCompany},
		{route: "POST /outreach/v1/companies", who: "A A - - - - - - -", send: body(fields{"name": "Matrice"})},
		{route: "POST /outreach/v1/companies/batch", who: "- - - - - - - A -", send: body(fields{"items": list{fields{"id": otherCompany, "name": "Altra Prova", "sites": list{site(otherSite)}}}})},
		{route: "GET /outreach/v1/companies/:id", who: "A A C - - - - - -", about: "company"},
		{route: "PUT /outreach/v1/companies/:id", who: "A A C - - - - - -", about: "company", send: body(fields{"version": 1, "name": "Corretta"})},
		{route: "POST /outreach/v1/companies/:id/sites", who: "A A C - - - - - -", about: "company", send: body(place)},
		{route: "PUT /outreach/v1/companies/:id/sites/:site", who: "A A C - - - - - -", about: "company", send: body(with(place, fields{"version": 1}))},
		{route: "PUT /outreach/v1/companies/:id/members/:subject", who: "A A - - - - - - -", about: "company"},
		{route: "DELETE /outreach/v1/companies/:id/members/:subject", who: "A A C - - - - - -", about: "company", absent: true},
		{route: "GET /outreach/v1/memberships/:subject", who: "- - - - - - - - A", absent: true},
		{route: "GET /outreach/v1/openings", who: "A A C - - - - - -", shows: theOpening},
		{route: "POST /outreach/v1/openings", who: "A A C - - - - - -", about: "company", send: func(r refs) any { return fields{"companyId": r.company, "terms": terms(r.site)} }},
		{route: "POST /outreach/v1/openings/batch", who: "- - - - - - - A -", send: body(fields{"items": list{fields{"id": otherOpening, "companyId": otherCompany, "state": "published", "publishedOn": "2026-11-02", "terms": terms(otherSite)}}})},
		{route: "POST /outreach/v1/openings/cards", who: "A A C - - - - - -", send: body(fields{"ids": list{ownOpening, otherOpening}}), shows: theOpening},
		{route: "GET /outreach/v1/openings/:id", who: "A A C - - - - - -", about: "opening"},
		{route: "PUT /outreach/v1/openings/:id", who: "A A C - - - - - -", about: "opening", send: func(r refs) any { return fields{"version": 1, "terms": terms(r.site)} }},
		{route: "POST /outreach/v1/openings/:id/state", who: "A A C - - - - - -", about: "opening", send: body(fields{"version": 1, "state": "paused"})},
		{route: "GET /outreach/v1/changes", who: "- - - - - - - - A", query: "wait=0s"},
		{route: "GET /outreach/v1/tasks", who: "A A A A A A A A -"},
	}
}

func outreachPages() []rule {
	const staff, hosts = "A A - - - - - - -", "A A C - - - - - -"
	firm := form("version", "1", "name", "Corretta")
	place := form("version", "1", "address", "Via Matrice 3", "area", "duomo")
	offer := func(r refs) any {
		return url.Values{
			"version": {"1"}, "company": {r.company}, "siteId": {r.site}, "kind": {"traineeship"}, "title": {"Aiuto"}, "language": {"it"},
			"occupation": {cookJob}, "seats": {"1"}, "start": {"2026-12-01"},
		}
	}
	return []rule{
		{route: "GET /outreach/openings", who: hosts, shows: theOpening},
		{route: "GET /outreach/openings/new", who: hosts},
		{route: "POST /outreach/openings/new", who: hosts, about: "company", send: offer},
		{route: "GET /outreach/openings/:id", who: hosts, about: "opening"},
		{route: "GET /outreach/openings/:id/edit", who: hosts, about: "opening"},
		{route: "POST /outreach/openings/:id/edit", who: hosts, about: "opening", send: offer},
		{route: "POST /outreach/openings/:id/state", who: hosts, about: "opening", send: form("version", "1", "to", "paused")},
		{route: "GET /outreach/company", who: hosts},
		{route: "GET /outreach/companies", who: hosts, shows: theCompany},
		{route: "GET /outreach/companies/new", who: staff},
		{route: "POST /outreach/companies/new", who: staff, send: firm},
		{route: "GET /outreach/companies/:id", who: hosts, about: "company"},
		{route: "GET /outreach/companies/:id/edit", who: hosts, about: "company"},
		{route: "POST /outreach/companies/:id/edit", who: hosts, about: "company", send: firm},
		{route: "GET /outreach/companies/:id/sites/new", who: hosts, about: "company"},
		{route: "POST /outreach/companies/:id/sites/new", who: hosts, about: "company", send: place},
		{route: "GET /outreach/companies/:id/sites/:site", who: hosts, about: "company"},
		{route: "POST /outreach/companies/:id/sites/:site", who: hosts, about: "company", send: place},
	}
}

func matchingAPI() []rule {
	return []rule{
		{route: "GET /matching/v1/people/:id/matches", who: "T A - - - - - - -", about: "person"},
		{route: "GET /matching/v1/people/:id/openings/:openingId", who: "T A - - - - - - -", about: "person"},
		{route: "GET /matching/v1/openings/:id/matches", who: "A A - - - - - - -", about: "opening"},
		{route: "GET /matching/v1/indices", who: "- A - - - A - A -"},
		{route: "POST /matching/v1/reindex", who: "- - - - - - - A -", send: body(fields{"fromZero": false})},
		{route: "GET /matching/v1/tasks", who: "A A A A A A A A -"},
	}
}

func matchingPages() []rule {
	return []rule{
		{route: "GET /matching/", who: "T A - - - - - - -"},
		{route: "GET /matching/people/:id", who: "T A - - - - - - -", about: "person"},
		{route: "GET /matching/openings/:id", who: "A A - - - - - - -", about: "opening"},
		{route: "GET /matching/people/:id/openings/:opening", who: "T A - - - - - - -", about: "person"},
	}
}
