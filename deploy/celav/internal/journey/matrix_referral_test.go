package journey_test

// referralRules are the routes of referrals and of the city directory. What belongs to a referral that is not there
// answers 404 to who may ask. A service answers without an account: nobody guesses a link.
func referralRules() []rule {
	const staff, withPerson, reads, lead = "T A - - - - - - -", "T A - - - - S - -", "A A - - - - - - -", "- A - - - - - - -"
	entry := fields{"kind": "legal", "names": fields{"it": "Matrice"}, "about": "Prova", "answerDays": 5, "email": "matrice@example.org"}
	draft := fields{"service": "caf", "reason": "benefits"}
	act := fields{"version": 1, "act": "send"}
	typed := form("direction", "out", "version", "1", "service", "caf", "reason", "benefits", "items", "language", "consent", "signed", "consentOn", "2026-11-01",
		"note", "Prova", "key", "matrix-referral", "act", "send")
	service := form("version", "1", "names.it", "Matrice", "kind", "legal", "about", "Prova", "answerDays", "5", "email", "matrice@example.org", "key", "matrix-service")
	return []rule{
		{route: "GET /intake/v1/city-services", who: reads},
		{route: "POST /intake/v1/city-services", who: lead, send: body(entry)},
		{route: "GET /intake/v1/city-services/:service", who: reads},
		{route: "PUT /intake/v1/city-services/:service", who: lead, send: body(fields{"version": 1, "withdrawn": false, "terms": entry})},
		{route: "GET /intake/v1/people/:id/referrals", who: withPerson, about: "person"},
		{route: "POST /intake/v1/people/:id/referrals", who: staff, about: "person", send: body(with(draft, fields{"direction": "out"}))},
		{route: "GET /intake/v1/people/:id/referrals/:referral", who: withPerson, about: "person", absent: true},
		{route: "PUT /intake/v1/people/:id/referrals/:referral", who: staff, about: "person", send: body(with(draft, fields{"version": 1})), absent: true},
		{route: "POST /intake/v1/people/:id/referrals/:referral/acts", who: staff, about: "person", send: body(act), absent: true},
		{route: "POST /intake/v1/people/:id/referrals/:referral/consent-withdrawal", who: withPerson, about: "person", send: body(fields{"version": 1}), absent: true},
		{route: "GET /intake/v1/referrals", who: staff},
		{route: "POST /intake/v1/referrals/batch", who: "- - - - - - - A -", send: body(fields{"items": list{with(draft, fields{
			"id": "0190a0de-0000-7000-8000-000000000a01", "personId": ownPerson, "direction": "out", "state": "draft", "author": "demo-counsellor-1", "createdOn": "2026-11-01",
		})}})},

		{route: "GET /intake/referrals", who: staff},
		{route: "GET /intake/people/:id/referrals", who: withPerson, about: "person"},
		{route: "GET /intake/people/:id/referrals/new", who: staff, about: "person"},
		{route: "POST /intake/people/:id/referrals/new", who: staff, about: "person", send: typed},
		{route: "GET /intake/people/:id/referrals/:referral", who: withPerson, about: "person", absent: true},
		{route: "POST /intake/people/:id/referrals/:referral", who: staff, about: "person", send: typed, absent: true},
		{route: "GET /intake/people/:id/referrals/:referral/edit", who: staff, about: "person", absent: true},
		{route: "POST /intake/people/:id/referrals/:referral/edit", who: staff, about: "person", send: typed, absent: true},
		{route: "GET /intake/people/:id/referrals/:referral/letter", who: withPerson, about: "person", absent: true},
		{route: "POST /intake/people/:id/referrals/:referral/consent", who: withPerson, about: "person", send: typed, absent: true},
		{route: "GET /intake/city-services", who: reads},
		{route: "GET /intake/city-services/new", who: lead},
		{route: "POST /intake/city-services/new", who: lead, send: service},
		{route: "GET /intake/city-services/:service", who: reads},
		{route: "GET /intake/city-services/:service/edit", who: lead},
		{route: "POST /intake/city-services/:service/edit", who: lead, send: service},
		{route: "GET /intake/answers/:token", who: "public", absent: true},
		{route: "POST /intake/answers/:token", who: "public", send: form("act", "open", "version", "1"), absent: true},
	}
}
