package journey_test

// queueRules: what comes by itself is the operators' alone; what became of people is told by the people themselves or their
// counsellors, and counted for coordinators.
func queueRules() []rule {
	const operators, leads, tells = "- - - - - - - A -", "- A - - - - - - -", "T A - - - - S - -"
	const nobody = "0190a0de-0000-7000-8000-0000000009ff"
	return []rule{
		{route: "GET /matching/v1/queue", who: operators},
		{route: "POST /matching/v1/queue/retries", who: operators, absent: true, send: body(fields{"step": nobody})},
		{route: "GET /matching/queue", who: operators},
		{route: "POST /matching/queue/retries", who: operators, send: form("step", nobody)},
		{route: "GET /matching/v1/outcomes", who: leads},
		{route: "GET /matching/outcomes", who: leads},
		{route: "GET /matching/traineeships/:id/follow-up", who: tells, about: "traineeship"},
		{route: "POST /matching/traineeships/:id/follow-up", who: tells, about: "traineeship", send: form("version", "1", "months", "1", "now", "looking")},
	}
}
