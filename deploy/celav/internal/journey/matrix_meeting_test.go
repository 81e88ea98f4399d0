package journey_test

// nowhere is an id that nothing has.
const nowhere = "0190a0de-0000-7000-8000-00000000dead"

// meetingRules are the routes around the first meeting: appointments, tutors, merging, staff, messages. What belongs
// to an appointment that does not exist answers 404 to who may ask.
func meetingRules() []rule {
	const staff, withPerson, lead = "T A - - - - - - -", "T A - - - - S - -", "- A - - - - - - -"
	when := fields{"startsAt": "2026-12-01T09:00:00Z", "minutes": 45, "place": "Sportello", "kind": "assessment", "with": "demo-counsellor-1"}
	return []rule{
		{route: "GET /intake/v1/people/:id/case", who: staff, about: "person"},
		{route: "PUT /intake/v1/people/:id/case", who: staff, about: "person", send: body(fields{"version": 1, "level": "guidance"})},
		{route: "PUT /intake/v1/people/:id/tutor", who: lead, about: "person", send: body(fields{"version": 1, "team": ownTeam})},
		{route: "GET /intake/v1/people/:id/appointments", who: withPerson, about: "person"},
		{route: "POST /intake/v1/people/:id/appointments", who: staff, about: "person", send: body(when)},
		{route: "PUT /intake/v1/people/:id/appointments/:appointment", who: staff, about: "person", send: body(with(when, fields{"version": 1})), absent: true},
		{route: "POST /intake/v1/people/:id/appointments/:appointment/state", who: staff, about: "person", send: body(fields{"version": 1, "state": "held"}), absent: true},
		{route: "GET /intake/v1/appointments", who: staff, query: "from=2026-11-23&until=2026-11-30"},
		{route: "POST /intake/v1/appointments/batch", who: "- - - - - - - A -", send: body(fields{"items": list{
			with(when, fields{"id": "0190a0de-0000-7000-8000-000000000901", "personId": ownPerson, "team": ownTeam, "state": "planned"}),
		}})},
		{route: "POST /intake/v1/people/:id/merge", who: staff, about: "person", send: body(fields{"other": demoPerson, "version": 0, "otherVersion": 0})},
		{route: "POST /intake/v1/merges/:merge/undo", who: staff, absent: true},
		{route: "GET /intake/v1/duplicates", who: staff},
		{route: "GET /intake/v1/people/:id/messages", who: withPerson, about: "person"},
		{route: "GET /intake/v1/messages", who: staff},
		{route: "POST /intake/v1/messages", who: "- - - - - - - - A", send: body(fields{
			"id": "0190a0de-0000-7000-8000-000000000902", "personId": ownPerson, "kind": "test", "texts": fields{"it": fields{"subject": "Prova", "body": "Prova."}},
		})},
		{route: "GET /intake/v1/staff", who: "A A - - - A - A A"},

		{route: "GET /intake/appointments", who: staff},
		{route: "GET /intake/people/:id/appointments", who: withPerson, about: "person"},
		{route: "GET /intake/people/:id/appointments/new", who: staff, about: "person"},
		{route: "POST /intake/people/:id/appointments/new", who: staff, about: "person", send: form("startsAt", "2026-12-01")},
		{route: "GET /intake/people/:id/appointments/:appointment", who: staff, about: "person", absent: true},
		{route: "POST /intake/people/:id/appointments/:appointment", who: staff, about: "person", send: form("act", "held", "version", "1"), absent: true},
		{route: "GET /intake/people/:id/case", who: staff, about: "person"},
		{route: "POST /intake/people/:id/case", who: staff, about: "person", send: form("version", "0", "level", "guidance")},
		{route: "POST /intake/people/:id/tutor", who: lead, about: "person", send: form("version", "0", "team", ownTeam)},
		{route: "GET /intake/caseload", who: lead},
		{route: "GET /intake/staff", who: "- A - - - A - A -"},
		{route: "GET /intake/staff/member", who: "- A - - - - - A -"},
		{route: "POST /intake/staff/member", who: "- A - - - - - A -", send: form("subject", "matrix-subject", "name", "Matrice", "roles", "reviewer")},
		{route: "GET /intake/staff/team", who: "- A - - - - - A -"},
		{route: "POST /intake/staff/team", who: "- A - - - - - A -", send: form("id", "matrix-team", "code", "M", "label", "Matrice")},
		{route: "GET /intake/duplicates", who: staff},
		{route: "POST /intake/duplicates", who: staff, send: func(r refs) any { return form("first", demoPerson, "second", r.person)(r) }, about: "person"},
		{route: "GET /intake/people/:id/merge/:other", who: staff, about: "person", absent: true},
		{route: "POST /intake/people/:id/merge/:other", who: staff, about: "person", send: form("version", "0", "otherVersion", "0"), absent: true},
		{route: "POST /intake/people/:id/parted", who: staff, absent: true},
		{route: "GET /intake/messages", who: staff},
		{route: "POST /intake/messages/again", who: staff, send: form("message", "0190a0de-0000-7000-8000-000000000903"), absent: true},
		{route: "GET /intake/people/:id/messages", who: withPerson, about: "person"},
	}
}
