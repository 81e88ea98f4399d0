package journey_test

import "strings"

// portalPage is a page that every visitor may read.
const portalPage = "day-61"

// portalRoutes are the orientation desk and the hiring information.
func portalRoutes() []rule {
	judgement := fields{"act": "verified", "version": 1, "fingerprint": strings.Repeat("0", 64), "seen": 0, "name": "Prova", "body": "Prova"}
	return []rule{
		{route: "GET /outreach/v1/public/openings", who: "public"},
		{route: "GET /outreach/v1/public/openings/:id", who: "public", about: "opening"},
		{route: "GET /outreach/v1/public/skills", who: "public"},
		{route: "GET /outreach/jobs", who: "public"},
		{route: "GET /outreach/jobs/:id", who: "public", about: "opening"},
		{route: "GET /outreach/skills", who: "public"},
		{route: "GET /outreach/looking", who: "public"},

		{route: "GET /outreach/v1/public/pages", who: "public"},
		{route: "GET /outreach/v1/public/pages/:page", who: "public"},
		{route: "POST /outreach/v1/public/work-guide", who: "public", send: body(fields{"kind": "refugee"})},
		{route: "GET /outreach/hiring", who: "public"},
		{route: "GET /outreach/hiring/guide", who: "public"},
		{route: "POST /outreach/hiring/guide", who: "public", send: form("kind", "refugee", "work", "contract")},
		{route: "GET /outreach/hiring/:page", who: "public"},

		{route: "GET /outreach/v1/reviews", who: "- A - - A - - - -"},
		{route: "POST /outreach/v1/reviews/:page", who: "- - - - A - - - -", send: body(judgement)},
		{route: "POST /outreach/v1/reviews/batch", who: "- - - - - - - A -", send: body(fields{"items": list{fields{
			"id": "0190a0de-0000-7000-8000-000000000901", "page": portalPage, "act": "verified", "name": "Prova (inventata)", "body": "Prova", "at": "2026-11-01T09:00:00Z",
		}}})},
		{route: "GET /outreach/reviews", who: "- A - - A - - - -"},
		{route: "GET /outreach/reviews/:page", who: "- A - - A - - - -"},
		{route: "POST /outreach/reviews/:page", who: "- - - - A - - - -", send: form("act", "verified", "version", "1", "fingerprint", "x", "seen", "0", "name", "Prova", "body", "Prova")},
	}
}
