package journey_test

// postRules are the routes of the messages to companies.
func postRules() []rule {
	const staff, hosts = "A A - - - - - - -", "A A C - - - - - -"
	return []rule{
		{route: "GET /outreach/v1/messages", who: staff},
		{route: "POST /outreach/v1/messages", who: "- - - - - - - - A", send: body(fields{
			"id": "0190a0de-0000-7000-8000-000000000912", "companyId": ownCompany, "kind": "test", "texts": fields{"it": fields{"subject": "Prova", "body": "Prova."}},
		})},
		{route: "GET /outreach/v1/companies/:id/messages", who: hosts, about: "company"},
		{route: "GET /outreach/messages", who: staff},
		{route: "POST /outreach/messages/again", who: staff, send: form("message", "0190a0de-0000-7000-8000-000000000913"), absent: true},
		{route: "GET /outreach/companies/:id/messages", who: hosts, about: "company"},
	}
}
