package journey_test

// profileRoutes are what lies behind a profile, the guided interview and the CV.
func profileRoutes() []rule {
	const reads, writes, papers = "T A - P - - S - -", "T A - - - - S - -", "T A - - - - S - -"
	job := form("key", "matrix-experience", "concept", cookJob, "setting", "household", "from", "2019-03", "to", "2020-03", "language", "it")
	return []rule{
		{route: "GET /assessment/v1/profiles/:id/cv", who: papers, about: "person", query: "language=fr&name=true"},
		{route: "GET /assessment/v1/profiles/:id/cv.pdf", who: papers, about: "person", query: "language=en"},
		{route: "GET /assessment/people/:id/experience", who: reads, about: "person"},
		{route: "POST /assessment/people/:id/experience", who: writes, about: "person", send: job},
		{route: "POST /assessment/people/:id/experience/remove", who: writes, about: "person", send: form("concept", "matrix-experience")},
		{route: "GET /assessment/people/:id/studies", who: reads, about: "person"},
		{route: "POST /assessment/people/:id/titles", who: writes, about: "person", send: form("key", "matrix-title-1", "name", "Baccalauréat", "language", "fr")},
		{route: "POST /assessment/people/:id/titles/remove", who: writes, about: "person", send: form("concept", "matrix-title-1")},
		{route: "POST /assessment/people/:id/certificates", who: writes, about: "person", send: form("key", "matrix-paper-1", "code", "B", "expires", "2030-01-31")},
		{route: "POST /assessment/people/:id/certificates/remove", who: writes, about: "person", send: form("concept", "matrix-paper-1")},
		{route: "POST /assessment/people/:id/confirm", who: writes, about: "person", send: form("kind", "skill", "key", dishesSkill)},
		{route: "GET /assessment/people/:id/interview", who: writes, about: "person", query: "step=care&second=ar"},
		{route: "POST /assessment/people/:id/interview", who: writes, about: "person", send: form("step", "languages", "second", "ar", "language", "it", "listening", "B1")},
		{route: "GET /assessment/people/:id/cv", who: papers, about: "person", query: "cv=en&name=true"},
		{route: "GET /assessment/people/:id/cv/pdf", who: papers, about: "person", query: "cv=fr"},
		{route: "GET /assessment/people/:id/cv/europass", who: papers, about: "person"},
	}
}
