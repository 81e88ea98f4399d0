package journey_test

// portalRoutes are the orientation desk and the hiring information.
func portalRoutes() []rule {
	return []rule{
		{route: "GET /outreach/v1/public/openings", who: "public"},
		{route: "GET /outreach/v1/public/openings/:id", who: "public", about: "opening"},
		{route: "GET /outreach/v1/public/skills", who: "public"},
		{route: "GET /outreach/jobs", who: "public"},
		{route: "GET /outreach/jobs/:id", who: "public", about: "opening"},
		{route: "GET /outreach/skills", who: "public"},
	}
}
