package journey_test

// factsRules are the routes of needs, reserved facts and the view for employers.
func factsRules() []rule {
	const reads, writes, team = "T A - - - - S - -", "T A - - - - - - -", "T - - - - - - - -"
	const need = "0190a0de-0000-7000-8000-00000000f001"
	unknown := func(route, who string, send func(refs) any, query string) rule {
		return rule{route: route, who: who, about: "person", absent: true, send: send, query: query}
	}
	change := body(fields{"version": 1, "state": "resolved"})
	removal := "reason=mistake&version=1"
	return []rule{
		{route: "GET /intake/v1/people/:id/needs", who: reads, about: "person"},
		{route: "POST /intake/v1/people/:id/needs", who: writes, about: "person", send: body(fields{"code": "housing"})},
		unknown("PUT /intake/v1/people/:id/needs/:need", writes, change, ""),
		unknown("DELETE /intake/v1/people/:id/needs/:need", writes, nil, removal),
		{route: "PUT /intake/v1/people/:id/constraints", who: writes, about: "person", send: body(fields{"version": 1, "constraints": list{"no-night"}})},
		{route: "POST /intake/v1/people/:id/reserved-facts/openings", who: team, about: "person", send: body(fields{"reason": "interview"})},
		{route: "GET /intake/v1/people/:id/reserved-facts", who: team, about: "person"},
		{route: "POST /intake/v1/people/:id/reserved-facts", who: team, about: "person", send: body(fields{"code": "health"})},
		unknown("PUT /intake/v1/people/:id/reserved-facts/:need", team, change, ""),
		unknown("DELETE /intake/v1/people/:id/reserved-facts/:need", team, nil, removal),
		{route: "POST /intake/v1/facts/batch", who: "- - - - - - - A -", send: func(r refs) any {
			return fields{"items": list{fields{"person": ownPerson, "needs": list{fields{"id": need, "code": "housing", "author": "demo-counsellor-1"}}}}}
		}},
		{route: "GET /intake/v1/people/:id/employer-view", who: "T A - - - - - - A", about: "person"},

		{route: "GET /intake/people/:id/needs", who: reads, about: "person"},
		{route: "POST /intake/people/:id/needs", who: writes, about: "person", send: form("key", "0190a0de-0000-7000-8000-00000000f002", "code", "housing")},
		unknown("GET /intake/people/:id/needs/:need", writes, nil, ""),
		unknown("POST /intake/people/:id/needs/:need", writes, form("version", "1", "state", "resolved"), ""),
		{route: "POST /intake/people/:id/constraints", who: writes, about: "person", send: form("version", "1", "constraints", "no-night")},
		{route: "GET /intake/people/:id/reserved", who: team, about: "person"},
		{route: "POST /intake/people/:id/reserved/open", who: team, about: "person", send: form("reason", "interview")},
		{route: "POST /intake/people/:id/reserved", who: team, about: "person", send: form("key", "0190a0de-0000-7000-8000-00000000f003", "code", "health")},
		unknown("GET /intake/people/:id/reserved/:need", team, nil, ""),
		unknown("GET /intake/people/:id/work-access/:document", writes, nil, ""),
		unknown("POST /intake/people/:id/work-access/:document", writes, form("version", "1", "kind", "citizen"), ""),
		unknown("POST /intake/people/:id/reserved/:need", team, form("version", "1", "state", "resolved"), ""),
	}
}
