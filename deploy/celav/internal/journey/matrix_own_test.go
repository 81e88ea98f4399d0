package journey_test

// ownRules are the routes of a person's own view. The own pages have no id: they are about whoever asks.
func ownRules() []rule {
	const self, staff, answers = "- - - - - - S - -", "T A - - - - - - -", "A A - - - - - - -"
	contact := fields{"channel": "other", "value": "allo sportello"}
	correction := fields{
		"id": "0190a0de-0000-7000-8000-00000000c001", "personId": otherPerson, "item": "other", "text": "Prova", "askedAt": "2026-11-02T10:00:00Z", "state": "open",
	}
	return []rule{
		{route: "GET /intake/v1/people/:id/link", who: staff, about: "person"},
		{route: "PUT /intake/v1/people/:id/link", who: staff, about: "person"},
		{route: "DELETE /intake/v1/people/:id/link", who: staff, about: "person"},
		{route: "PUT /intake/v1/people/:id/contact", who: self, about: "person", send: body(fields{"version": 1, "contact": contact, "language": "fr"})},
		{route: "PUT /intake/v1/people/:id/appointments/:appointment/skip", who: self, about: "person", absent: true},
		{route: "GET /intake/v1/people/:id/corrections", who: "T A - - - - S - -", about: "person"},
		{route: "POST /intake/v1/people/:id/corrections", who: self, about: "person", send: body(fields{"item": "other", "text": "Prova"})},
		{route: "PUT /intake/v1/corrections/:correction/answer", who: "A A - - - - - - -", send: body(fields{"version": 1, "state": "corrected"}), absent: true},
		{route: "POST /intake/v1/corrections/batch", who: "- - - - - - - A -", send: body(fields{"items": list{correction}})},
		{route: "GET /matching/v1/people/:id/overview", who: "T A - - - - S - -", about: "person"},
		{route: "GET /intake/me", who: "- - - - - - A - -"},
		{route: "GET /intake/me/data", who: "- - - - - - A - -"},
		{route: "GET /intake/me/contact", who: "- - - - - - A - -"},
		{route: "POST /intake/me/contact", who: "- - - - - - A - -", send: form("version", "1", "contact.channel", "other", "contact.value", "allo sportello", "language", "fr")},
		{route: "POST /intake/me/appointments/:appointment/skip", who: "- - - - - - A - -", absent: true},
		{route: "GET /intake/me/corrections", who: "- - - - - - A - -"},
		{route: "POST /intake/me/corrections", who: "- - - - - - A - -", send: form("key", "matrix-correction", "item", "other", "text", "Prova")},
		{route: "GET /intake/people/:id/looks", who: "- - - - - A S - -", about: "person"},
		{route: "GET /intake/people/:id/own", who: staff, about: "person"},
		{route: "POST /intake/people/:id/own", who: staff, about: "person", send: form("act", "print")},
		{route: "GET /intake/corrections", who: answers},
		{route: "GET /intake/corrections/:correction", who: answers, absent: true},
		{route: "POST /intake/corrections/:correction", who: answers, send: form("version", "1", "state", "corrected"), absent: true},
		{route: "GET /intake/link/:token", who: "public"},
		{route: "GET /intake/link", who: "public"},
		{route: "POST /intake/link", status: 404}, // the link is the key, whoever is signed in
	}
}
