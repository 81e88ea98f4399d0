package journey_test

// mergeRoutes are the routes by which merges are checked before and followed by the other services.
func mergeRoutes() []rule {
	const staff, service = "T A - - - - - - -", "- - - - - - - - A"
	follow := body(fields{"kept": nowhere, "other": nowhere, "keptTeam": ownTeam, "otherTeam": ownTeam, "standing": true, "revision": 1})
	return []rule{
		{route: "GET /intake/v1/people/:id/merge/:other", who: staff, about: "person", absent: true},
		{route: "PUT /assessment/v1/merges/:merge", who: service, send: follow},
		{route: "PUT /matching/v1/merges/:merge", who: service, send: follow},
		{route: "POST /matching/v1/merges/check", who: staff, send: func(r refs) any { return fields{"kept": r.person, "other": r.person} }},
		{route: "POST /intake/v1/cohorts/:cohort/rows/:row/requests", who: "- - - P - - - - -", about: "cohort", send: body(fields{"column": "phone", "value": "+216 20 999 999", "why": "Matrice"})},
		{route: "POST /intake/v1/cohorts/:cohort/requests/:wish", who: staff, about: "cohort", absent: true, send: body(fields{"version": 1, "decision": "accepted"})},
		{route: "POST /intake/cohorts/:id/rows/:row/requests", who: "- - - P - - - - -", about: "cohort", send: form("column", "phone", "value", "+216 20 999 999", "why", "Matrice")},
		{route: "POST /intake/cohorts/:id/requests/:wish", who: staff, about: "cohort", absent: true, send: form("version", "1", "decision", "accepted")},
	}
}
