package journey_test

// runRules say who may read the matches that were made: staff of who they follow, the auditor all, a person the own.
func runRules() []rule {
	const persons, readers = "T A - - - A S - -", "A A - - - A - - -"
	return []rule{
		{route: "GET /matching/v1/runs", who: "- A - - - A - - -"},
		{route: "POST /matching/v1/runs/batch", who: "- - - - - - - A -", send: body(fields{"items": list{}})},
		{route: "GET /matching/v1/runs/:run/sheet", who: "A A - - - A A - -", absent: true},
		{route: "GET /matching/runs", who: "- A - - - A - - -"},
		{route: "GET /matching/people/:id/runs", who: persons, about: "person"},
		{route: "GET /matching/openings/:id/runs", who: readers, about: "opening"},
		{route: "GET /matching/runs/:run", who: "A A - - - A A - -", absent: true},
		{route: "GET /matching/runs/:run/sheet.pdf", who: "A A - - - A A - -", absent: true},
		{route: "GET /matching/runs/:run/sheet.json", who: "A A - - - A A - -", absent: true},
	}
}
