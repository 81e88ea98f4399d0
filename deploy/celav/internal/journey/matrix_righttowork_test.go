package journey_test

// rightToWorkRules: staff of the team and the person see the clock; a host never does.
func rightToWorkRules() []rule {
	return []rule{
		{route: "GET /matching/v1/traineeships/:id/right-to-work", who: "T A - - - - S - -", about: "traineeship"},
		{route: "GET /matching/right-to-work", who: "T A - - - - - - -"},
	}
}
