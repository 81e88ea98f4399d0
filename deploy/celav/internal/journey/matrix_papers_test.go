package journey_test

// paperRules: a version that is not there is "there is none" for who may ask, and a refusal for the others.
func paperRules() []rule {
	const staff, parties = "T A - - - - - - -", "T A C - - - S - -"
	consent := fields{"hash": "0000000000000000000000000000000000000000000000000000000000000000", "signer": "Prova", "agreed": true}
	const version = "/traineeships/:id/papers/:version"
	return []rule{
		{route: "GET /matching/v1/traineeships/:id/papers", who: parties, about: "traineeship"},
		{route: "POST /matching/v1/traineeships/:id/papers", who: staff, about: "traineeship", send: body(fields{"kind": "project"})},
		{route: "GET /matching/v1" + version, who: parties, about: "traineeship", absent: true},
		{route: "PUT /matching/v1" + version + "/signature", who: parties, about: "traineeship", absent: true, send: body(consent)},
		{route: "PUT /matching/v1" + version + "/links/:party", who: staff, about: "traineeship", absent: true, send: body(fields{"send": false})},
		{route: "DELETE /matching/v1" + version + "/links/:party", who: staff, about: "traineeship", absent: true},
		{route: "POST /matching/v1/papers/batch", who: "- - - - - - - A -", send: body(fields{"demo": false, "items": list{}})},
		{route: "GET /matching/papers", who: "A A A - - - A - -"},
		{route: "GET /matching/traineeships/:id/papers", who: parties, about: "traineeship"},
		{route: "POST /matching/traineeships/:id/papers", who: staff, about: "traineeship", send: form("kind", "project")},
		{route: "GET /matching" + version, who: parties, about: "traineeship", absent: true},
		{route: "POST /matching" + version, who: parties, about: "traineeship", absent: true, send: form("signer", "Prova")},
		{route: "POST /matching" + version + "/links", who: staff, about: "traineeship", absent: true, send: form("act", "give", "party", "host")},
		{route: "GET /matching" + version + "/paper.pdf", who: parties, about: "traineeship", absent: true},
		{route: "GET /matching/sign/:token", who: "public"},
		{route: "GET /matching/sign", who: "public", absent: true}, // after the link above, which is none
		{route: "POST /matching/sign", status: 404},                // the link is the key, whoever is signed in
	}
}
