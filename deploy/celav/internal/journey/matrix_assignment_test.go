package journey_test

// assignmentRules say who may place a group of people at once: staff, for the people whom they follow.
func assignmentRules() []rule {
	// Whoever has a traineeship is in no plan: for the own person "there is none" is the answer to who may ask.
	const staff = "T A - - - - - - -"
	change := func(r refs) any {
		return fields{"version": 99, "personId": r.person, "openingId": r.opening, "act": "forbid"}
	}
	return []rule{
		{route: "GET /matching/v1/assignment/groups", who: staff, shows: func(r refs) string { return r.team }},
		{route: "GET /matching/v1/assignment", who: staff, query: "team=" + ownTeam, shows: func(r refs) string { return r.team }},
		{route: "GET /matching/v1/assignment/people/:id", who: staff, about: "person", absent: true},
		{route: "PUT /matching/v1/assignment/overrides", who: staff, about: "person", send: change},
		{route: "PUT /matching/v1/assignment/together", who: staff, about: "person", absent: true, send: func(r refs) any {
			return fields{"version": 99, "people": list{r.person, r.person + "x"}, "act": "keep"}
		}},
		{route: "GET /matching/assignment/together", who: staff, query: "team=" + ownTeam, shows: func(r refs) string { return r.team }},
		{route: "POST /matching/assignment/together", who: staff, about: "person", absent: true, send: func(r refs) any {
			return form("version", "99", "person", r.person, "person", r.person+"x", "act", "keep")(r)
		}},
		{route: "GET /matching/assignment/people/:id/prices", who: staff, about: "person", absent: true},
		{route: "GET /matching/assignment/groups", who: staff, shows: func(r refs) string { return "team=" + r.team }},
		{route: "GET /matching/assignment", who: staff, query: "team=" + ownTeam, shows: func(r refs) string { return r.team }},
		{route: "GET /matching/assignment/people/:id", who: staff, about: "person", absent: true},
		{route: "POST /matching/assignment/overrides", who: staff, about: "person", send: func(r refs) any {
			return form("version", "99", "person", r.person, "opening", r.opening, "act", "forbid")(r)
		}},
	}
}
