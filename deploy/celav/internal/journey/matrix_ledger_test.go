package journey_test

// grantRules: a month that is not in a traineeship is "there is none" for who may ask, and a refusal for the others.
func grantRules() []rule {
	const staff, parties, enters, pays = "T A - - - - - - -", "T A C - - - S - -", "T A C - - - - - -", "- A - - - - - - -"
	return []rule{
		{route: "GET /matching/v1/traineeships/:id/grants", who: parties, about: "traineeship"},
		{route: "POST /matching/v1/traineeships/:id/grants/:term/:month/acts", who: enters, about: "traineeship", absent: true, send: body(fields{"act": "attendance", "lines": 0, "minutes": 60})},
		{route: "POST /matching/v1/grants/batch", who: "- - - - - - - A -", send: body(fields{"demo": false, "paid": false, "items": list{}})},
		{route: "GET /matching/v1/grants", who: staff, query: "show=missing"},
		{route: "GET /matching/v1/attendance", who: "- - C - - - - - -"},
		{route: "GET /matching/v1/grants/forecast", who: staff},
		{route: "GET /matching/v1/grants/exports", who: pays},
		{route: "POST /matching/v1/grants/exports", who: pays, send: body(fields{})},
		{route: "GET /matching/v1/grants/exports/:export", who: pays, absent: true},
		{route: "GET /matching/grants", who: staff},
		{route: "GET /matching/grants/forecast", who: staff},
		{route: "GET /matching/grants/exports", who: pays},
		{route: "POST /matching/grants/exports", who: pays, send: form()},
		{route: "GET /matching/grants/exports/:export", who: pays, absent: true},
		{route: "GET /matching/grants/exports/:export/csv", who: pays, absent: true},
		{route: "GET /matching/grants/exports/:export/xlsx", who: pays, absent: true},
		{route: "GET /matching/attendance", who: "- - C - - - - - -"},
		{route: "GET /matching/traineeships/:id/grants", who: parties, about: "traineeship"},
		{route: "GET /matching/traineeships/:id/grants/:term/:month", who: parties, about: "traineeship", absent: true},
		{route: "POST /matching/traineeships/:id/grants/:term/:month", who: enters, about: "traineeship", absent: true, send: form("act", "attendance", "lines", "0", "hours", "1")},
	}
}
