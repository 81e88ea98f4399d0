package journey_test

// contestRules: the person objects, or staff for them; who follows the person answers.
func contestRules() []rule {
	const staff, persons = "T A - - - - - - -", "T A - - - - S - -"
	text := form("key", "matrix-contest-run", "text", "Non sono stato sentito.")
	return []rule{
		{route: "POST /matching/v1/runs/:run/contests", who: persons, absent: true, send: body(fields{"text": "Non sono stato sentito."})},
		{route: "GET /matching/v1/contests", who: staff},
		{route: "GET /matching/v1/contests/:contest", who: persons, absent: true},
		{route: "GET /matching/contests", who: staff},
		{route: "GET /matching/contests/:contest", who: persons, absent: true},
		{route: "POST /matching/contests/:contest/answer", who: staff, absent: true, send: form("version", "1", "verdict", "changed", "text", "Ci sentiamo.")},
		{route: "GET /matching/runs/:run/contest", who: persons, absent: true},
		{route: "POST /matching/runs/:run/contest", who: persons, absent: true, send: text},
	}
}
