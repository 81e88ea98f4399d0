package journey_test

// searchRules say who may search, save searches, and read what matches newly: staff, of people those whom they follow.
func searchRules() []rule {
	const everybody, staff = "A A - - - - - - -", "T A - - - - - - -"
	const none = "0190a0de-0000-7000-8000-0000000fffff"
	save := fields{"id": "0190a0de-0000-7000-8000-0000000aaaaa", "name": "Prova", "kind": "openings", "text": "cuoco"}
	name := fields{"version": 1, "name": "Altra prova"}
	of := func(method, path string) string { return method + " /matching" + path }
	return []rule{
		{route: of("POST", "/v1/search/openings"), who: everybody, send: body(fields{})},
		{route: of("POST", "/v1/search/people"), who: staff, send: body(fields{"limit": 100}), shows: thePerson},
		{route: of("GET", "/v1/searches"), who: everybody},
		{route: of("POST", "/v1/searches"), who: everybody, send: body(save)},
		{route: of("POST", "/v1/searches/batch"), who: "- - - - - - - A -", send: body(fields{"items": list{}})},
		{route: of("PUT", "/v1/searches/:search"), who: everybody, send: body(name), absent: true},
		{route: of("DELETE", "/v1/searches/:search"), who: everybody, query: "version=1", absent: true},
		{route: of("POST", "/v1/searches/:search/runs"), who: everybody, absent: true},
		{route: of("GET", "/search/openings"), who: everybody},
		{route: of("GET", "/search/people"), who: staff, shows: thePerson},
		{route: of("POST", "/search/people"), who: staff, send: form("text", "")},
		{route: of("GET", "/search/saved"), who: everybody},
		{route: of("POST", "/search/saved"), who: everybody, send: form("key", none, "kind", "openings", "query", "q=cuoco", "name", "Una prova")},
		{route: of("GET", "/search/saved/:id"), who: everybody, absent: true},
		{route: of("POST", "/search/saved/:id/run"), who: everybody, absent: true},
		{route: of("POST", "/search/saved/:id/rename"), who: everybody, send: form("version", "1", "name", "Nome"), absent: true},
		{route: of("GET", "/v1/alerts"), who: staff},
		{route: of("GET", "/v1/alerts/settings"), who: everybody},
		{route: of("PUT", "/v1/alerts/settings"), who: everybody, send: body(fields{"version": 99, "threshold": 70, "mail": false})},
		{route: of("POST", "/v1/alerts/:alert/dismissal"), who: staff, send: body(fields{"reason": "known"}), absent: true},
		{route: of("GET", "/alerts"), who: staff},
		{route: of("GET", "/alerts/dismissed"), who: staff},
		{route: of("GET", "/alerts/settings"), who: everybody},
		{route: of("POST", "/alerts/settings"), who: everybody, send: form("version", "99", "threshold", "70")},
		{route: of("POST", "/alerts/:id/dismiss"), who: staff, send: form("reason", "known"), absent: true},
		{route: of("POST", "/search/saved/:id/remove"), who: everybody, send: form("version", "1"), absent: true},
	}
}
