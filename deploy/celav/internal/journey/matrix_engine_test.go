package journey_test

// engineRules say who may look after the search indices: operators; who answers for the service may look.
func engineRules() []rule {
	const operators, readers = "- - - - - - - A -", "- A - - - A - A -"
	return []rule{
		{route: "POST /matching/v1/indices/compare", who: operators},
		{route: "GET /matching/indices", who: readers},
		{route: "POST /matching/indices/compare", who: operators},
		{route: "POST /matching/indices/rebuild", who: operators, send: form("fromZero", "")},
	}
}
