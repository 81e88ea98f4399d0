package journey_test

func projectRules() []rule {
	const reads, writes = "T A - - - - S - -", "T A - - - - - - -"
	action := fields{"version": 1, "by": "celav", "what": "Prova", "due": "2026-12-20"}
	typed := form("version", "1", "goal", "Prova", "by", "celav", "what", "Prova", "due", "2026-12-20", "state", "open", "agreedOn", "2026-11-01")
	return []rule{
		{route: "GET /intake/v1/people/:id/project", who: reads, about: "person"},
		{route: "PUT /intake/v1/people/:id/project", who: writes, about: "person", send: body(fields{"version": 1, "goal": "Prova"})},
		{route: "POST /intake/v1/people/:id/project/actions", who: writes, about: "person", send: body(action)},
		{route: "PUT /intake/v1/people/:id/project/actions/:action", who: writes, about: "person", send: body(action), absent: true},
		{route: "PUT /intake/v1/people/:id/project/actions/:action/state", who: reads, about: "person", send: body(fields{"version": 1, "state": "done"}), absent: true},
		{route: "PUT /intake/v1/people/:id/project/agreement", who: writes, about: "person", send: body(fields{"version": 1, "agreedOn": "2026-11-01"})},
		{route: "POST /intake/v1/projects/batch", who: "- - - - - - - A -", send: body(fields{"items": list{fields{"personId": otherPerson, "goal": "Prova", "actions": list{}}}})},
		{route: "GET /intake/people/:id/project", who: reads, about: "person"},
		{route: "GET /intake/people/:id/project/print", who: reads, about: "person"},
		{route: "GET /intake/people/:id/project/edit", who: writes, about: "person"},
		{route: "POST /intake/people/:id/project/edit", who: writes, about: "person", send: typed},
		{route: "POST /intake/people/:id/project/agreement", who: writes, about: "person", send: typed},
		{route: "GET /intake/people/:id/project/actions/new", who: writes, about: "person"},
		{route: "POST /intake/people/:id/project/actions/new", who: writes, about: "person", send: typed},
		{route: "GET /intake/people/:id/project/actions/:action", who: writes, about: "person", absent: true},
		{route: "POST /intake/people/:id/project/actions/:action", who: writes, about: "person", send: typed, absent: true},
		{route: "POST /intake/people/:id/project/actions/:action/state", who: reads, about: "person", send: typed, absent: true},
	}
}
