package journey_test

// cockpitRules: a traineeship of another team is answered for as if there were none, so each list is held against what it
// shows, and a batch against the role alone.
func cockpitRules() []rule {
	const staff = "T A - - - - - - -"
	its := func(r refs) string { return traineeshipOf(r.person) }
	ids := func(of fields) func(refs) any {
		return func(r refs) any { return with(of, fields{"ids": list{its(r)}}) }
	}
	batch := func(r refs) any {
		return fields{"outcome": "renew", "reason": "goals-open", "key": "matrix-key-0002", "items": list{fields{"traineeshipId": its(r), "version": 1}}}
	}
	ticked := func(pairs ...string) func(refs) any {
		return func(r refs) any { return form(append(pairs, "id", its(r), "version."+its(r), "1")...)(r) }
	}
	return []rule{
		{route: "GET /matching/v1/renewals", who: staff, query: "weeks=26", shows: its},
		{route: "GET /matching/v1/renewals/forecast", who: staff},
		{route: "POST /matching/v1/renewals/preview", who: staff, send: ids(fields{"outcome": "renew"})},
		{route: "POST /matching/v1/renewals/decisions", who: staff, send: batch},
		{route: "POST /matching/v1/renewals/reminders", who: staff, send: ids(nil)},
		{route: "GET /matching/v1/renewals/calendar", who: staff},
		{route: "POST /matching/v1/renewals/calendar", who: staff},
		{route: "DELETE /matching/v1/renewals/calendar", who: staff, absent: true},
		{route: "GET /matching/traineeships/renewals", who: staff, query: "weeks=26", shows: its},
		{route: "POST /matching/traineeships/renewals/confirm", who: staff, send: ticked("outcome", "renew")},
		{route: "POST /matching/traineeships/renewals/decide", who: staff, send: ticked("outcome", "renew", "key", "matrix-key-0003")},
		{route: "POST /matching/traineeships/renewals/reminders", who: staff, send: ticked()},
		{route: "GET /matching/traineeships/renewals/forecast", who: staff},
		{route: "GET /matching/traineeships/renewals/calendar", who: staff},
		{route: "POST /matching/traineeships/renewals/calendar", who: staff, send: form("act", "make")},
		{route: "POST /matching/traineeships/renewals/links", who: staff, send: ticked(), absent: true},
		{route: "GET /matching/answers/:token", who: "public", absent: true},
		{route: "POST /matching/answers/:token", who: "public", absent: true, send: form("act", "open")},
		{route: "GET /matching/calendar/:token", who: "public", absent: true},
	}
}
