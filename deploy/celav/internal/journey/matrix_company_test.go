package journey_test

import "net/url"

// companyRoutes are those by which companies come to the service.
func companyRoutes() []rule {
	return append(append(joiningRoutes(), contactRoutes()...), deskRoutes()...)
}

func joiningRoutes() []rule {
	const signedIn, staff, hosts = "A A A A A A A A -", "A A - - - - - - -", "A A C - - - - - -"
	place := fields{"address": "Via Matrice 2", "municipality": "Milano", "region": "lombardy", "lat": 45.4, "lon": 9.1}
	// Its tax number is wrong, so that nobody of the matrix becomes an employer by it.
	firm := fields{"name": "Matrice", "taxNumber": "00743110158", "contact": fields{"name": "X", "phone": "+39 02 1234567"}, "sites": list{place}}
	return []rule{
		{route: "POST /outreach/v1/companies/register", who: signedIn, send: body(firm)},
		{route: "POST /outreach/v1/companies/:id/confirm", who: staff, about: "company", send: body(fields{"version": 1})},
		{route: "GET /outreach/v1/companies/:id/alike", who: staff, about: "company"},
		{route: "GET /outreach/v1/companies/:id/members", who: hosts, about: "company"},
		{route: "POST /outreach/v1/companies/:id/invitations", who: hosts, about: "company", send: body(fields{"label": "Matrice"})},
		{route: "POST /outreach/v1/invitations/accept", who: signedIn, send: body(fields{"token": "nobody-has-made-this-one"}), absent: true},

		{route: "GET /outreach/register", who: signedIn},
		{route: "POST /outreach/register", who: signedIn, send: form("name", "Matrice", "taxNumber", "00743110158")},
		{route: "GET /outreach/invitations/:token", who: signedIn, absent: true},
		{route: "POST /outreach/invitations/:token", who: signedIn, absent: true},
		{route: "GET /outreach/companies/:id/members", who: hosts, about: "company"},
		{route: "POST /outreach/companies/:id/members/invite", who: hosts, about: "company", send: form("label", "Matrice")},
		{route: "PUT /outreach/v1/companies/:id/members/:subject/name", who: hosts, about: "company", send: body(fields{"label": "Matrice"}), absent: true},
		{route: "POST /outreach/companies/:id/members/name", who: hosts, about: "company", send: form("subject", "nobody", "n", "0", "name-0", "Matrice"), absent: true},
		{route: "POST /outreach/companies/:id/members/remove", who: hosts, about: "company", send: form("subject", "nobody"), absent: true},
		{route: "POST /outreach/companies/:id/confirm", who: staff, about: "company", send: form("version", "1")},
		{route: "GET /outreach/openings/:id/preview", who: hosts, about: "opening"},
	}
}

// contactRoutes are those of the outreach log.
func contactRoutes() []rule {
	const staff = "A A - - - - - - -"
	spoke := fields{"heldOn": "2026-11-20", "channel": "phone", "result": "informed", "subject": "Matrice"}
	typed := func(r refs) any {
		return url.Values{"company": {r.company}, "heldOn": {"2026-11-20"}, "channel": {"phone"}, "result": {"informed"}, "subject": {"Matrice"}}
	}
	return []rule{
		{route: "GET /outreach/v1/contacts", who: staff},
		{route: "POST /outreach/v1/contacts", who: staff, send: func(r refs) any { return with(spoke, fields{"companyId": r.company}) }},
		{route: "GET /outreach/v1/contacts/summary", who: staff},
		{route: "POST /outreach/v1/contacts/batch", who: "- - - - - - - A -", send: body(fields{"items": list{with(spoke, fields{"id": ownContact, "companyId": ownCompany, "by": "demo-counsellor-1"})}})},
		{route: "GET /outreach/v1/contacts/:id", who: staff, absent: true},
		{route: "PUT /outreach/v1/contacts/:id", who: staff, absent: true, send: body(with(spoke, fields{"version": 1}))},
		{route: "POST /outreach/v1/contacts/:id/done", who: staff, absent: true, send: body(fields{"version": 1})},
		{route: "PUT /outreach/v1/leads/:id/company", who: staff, absent: true, send: body(fields{"companyId": ownCompany})},
		{route: "GET /outreach/contacts", who: staff},
		{route: "GET /outreach/contacts/new", who: staff},
		{route: "POST /outreach/contacts/new", who: staff, send: typed},
		{route: "GET /outreach/contacts/:id", who: staff, absent: true},
		{route: "POST /outreach/contacts/:id", who: staff, absent: true, send: typed},
		{route: "POST /outreach/contacts/:id/done", who: staff, absent: true, send: form("version", "1")},
		{route: "POST /outreach/leads/:id/company", who: staff, absent: true, send: form("company", ownCompany)},
	}
}

// ownContact is a contact with the own company.
const ownContact = "0190a0de-0000-7000-8000-000000000601"

// deskRoutes are those of the in-person desk.
func deskRoutes() []rule {
	const staff, signedIn = "A A - - - - - - -", "A A A A A A A A -"
	slot := fields{"id": ownContact, "start": "2030-11-25T08:00:00Z", "end": "2030-11-25T08:30:00Z", "place": "Via Prova 1", "by": "demo-counsellor-1"}
	visit := fields{"slotId": otherOpening, "kind": "person", "name": "Prova", "reach": "+39 02 1234567"}
	stretch := "from=2026-11-23T00:00:00Z&to=2026-11-30T00:00:00Z"
	return []rule{
		{route: "GET /outreach/v1/consultation/slots", who: "public"},
		{route: "POST /outreach/v1/consultation/slots", who: staff, send: body(fields{"start": "2030-11-26T08:00:00Z", "end": "2030-11-26T09:00:00Z", "minutes": 30, "place": "Via Prova 1"})},
		{route: "POST /outreach/v1/consultation/slots/:id/close", who: staff, absent: true},
		{route: "POST /outreach/v1/consultation/batch", who: "- - - - - - - A -", send: body(fields{"slots": list{slot}})},
		{route: "GET /outreach/v1/consultation/bookings", who: staff, query: stretch},
		{route: "POST /outreach/v1/consultation/bookings", who: "public", send: body(visit)},
		{route: "POST /outreach/v1/consultation/bookings/cancel", who: "public", absent: true, send: body(fields{"token": "nobody-has-made-this-one"})},
		{route: "GET /outreach/v1/consultation/bookings/:id", who: staff, absent: true},
		{route: "PUT /outreach/v1/consultation/bookings/:id", who: staff, absent: true, send: body(fields{"version": 1, "state": "no-show"})},
		{route: "POST /outreach/v1/consultation/bookings/:id/cancel", who: signedIn, absent: true},
		{route: "GET /outreach/consultation", who: "public"},
		{route: "GET /outreach/consultation/book", who: "public"},
		{route: "POST /outreach/consultation/book", who: "public", send: form("name", "Prova")},
		{route: "GET /outreach/consultation/visits/:token", who: "public", absent: true},
		{route: "POST /outreach/consultation/visits/:token", who: "public", absent: true},
		{route: "POST /outreach/consultation/own/:id/cancel", who: signedIn, absent: true},
		{route: "GET /outreach/consultation/desk", who: staff},
		{route: "POST /outreach/consultation/desk", who: staff, send: form("date", "2030-11-27", "from", "09:00", "to", "10:00", "minutes", "30", "place", "Via Prova 1")},
		{route: "GET /outreach/consultation/desk/:id", who: staff, absent: true},
		{route: "POST /outreach/consultation/desk/:id", who: staff, absent: true, send: form("state", "no-show")},
		{route: "POST /outreach/consultation/slots/:id/close", who: staff, absent: true},
	}
}
