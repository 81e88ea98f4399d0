package journey_test

import "testing"

// Cohorts of the fixture: both submitted, one by the partner whose cohorts equipe-1 checks.
const (
	ownCohort    = "0190a0de-0000-7000-8000-000000000501"
	otherCohort  = "0190a0de-0000-7000-8000-000000000502"
	newCohort    = "0190a0de-0000-7000-8000-000000000503"
	ownTrainee   = "0190a0de-0000-7000-8000-000000000601"
	otherTrainee = "0190a0de-0000-7000-8000-000000000602"
	otherPartner = "other-partner"
)

func (c *city) settleCohorts(t *testing.T, operator *api) {
	t.Helper()
	operator.must("PUT", "/intake/v1/partners/"+otherPartner, fields{"name": "Autre partenaire", "country": "MA", "team": otherTeam}, nil)
	operator.must("POST", "/intake/v1/cohorts/batch", fields{"demo": false, "items": list{
		submitted(ownCohort, partnerTunis, ownTrainee), submitted(otherCohort, otherPartner, otherTrainee),
	}}, nil)
}

func submitted(id, partner, trainee string) fields {
	return fields{"id": id, "partner": partner, "title": "Promotion", "state": "submitted", "submittedOn": "2026-11-02", "rows": list{fields{"id": trainee, "cells": trainees(1)[0]}}}
}

func theCohort(r refs) string { return r.cohort }

func cohortRoutes() []rule {
	const seen, partner, decides = "T A - P - - - - -", "- - - P - - - - -", "T A - - - - - - -"
	columns := body(fields{"columns": list{"ref"}})
	return []rule{
		{route: "GET /intake/v1/cohorts", who: seen, shows: theCohort},
		{route: "POST /intake/v1/cohorts", who: partner, send: body(fields{"title": "Matrice"})},
		{route: "POST /intake/v1/cohorts/batch", who: "- - - - - - - A -", send: body(fields{"demo": false, "items": list{fields{"id": newCohort, "partner": partnerTunis, "title": "Lotto", "state": "draft", "rows": list{}}}})},
		{route: "GET /intake/v1/cohorts/:cohort", who: seen, about: "cohort"},
		{route: "PUT /intake/v1/cohorts/:cohort/file", who: partner, about: "cohort", send: body("Nom;Prénom")},
		{route: "PUT /intake/v1/cohorts/:cohort/columns", who: partner, about: "cohort", send: columns},
		{route: "PUT /intake/v1/cohorts/:cohort/rows/:row", who: partner, about: "cohort", send: body(fields{"version": 1, "cells": fields{"ref": "T-1"}})},
		{route: "DELETE /intake/v1/cohorts/:cohort/rows/:row", who: partner, about: "cohort"},
		{route: "POST /intake/v1/cohorts/:cohort/rows/:row/papers", who: decides, about: "cohort", send: body(fields{"version": 1, "stage": "papers", "on": "2026-11-02", "document": "PFI"})},
		{route: "POST /intake/v1/cohorts/:cohort/submit", who: partner, about: "cohort", send: body(fields{"version": 1})},
		{route: "POST /intake/v1/cohorts/:cohort/decide", who: decides, about: "cohort", send: body(fields{"version": 99, "decision": "accepted"})},
		{route: "GET /intake/cohorts", who: seen, shows: theCohort},
		{route: "GET /intake/cohorts/new", who: partner},
		{route: "POST /intake/cohorts/new", who: partner, send: form("title", "Matrice")},
		{route: "GET /intake/cohorts/template.csv", who: seen},
		{route: "GET /intake/cohorts/template.xlsx", who: seen},
		{route: "GET /intake/cohorts/:id", who: seen, about: "cohort"},
		{route: "POST /intake/cohorts/:id/file", who: partner, about: "cohort"},
		{route: "GET /intake/cohorts/:id/columns", who: partner, about: "cohort"},
		{route: "POST /intake/cohorts/:id/columns", who: partner, about: "cohort", send: form("columns.0", "ref")},
		{route: "GET /intake/cohorts/:id/errors.csv", who: seen, about: "cohort"},
		{route: "POST /intake/cohorts/:id/submit", who: partner, about: "cohort", send: form("version", "1")},
		{route: "POST /intake/cohorts/:id/decide", who: decides, about: "cohort", send: form("version", "99", "decision", "accepted")},
		{route: "POST /intake/cohorts/:id/profiles", who: decides, about: "cohort"},
		{route: "GET /intake/cohorts/:id/rows/:row", who: seen, about: "cohort"},
		{route: "POST /intake/cohorts/:id/rows/:row", who: partner, about: "cohort", send: form("version", "1", "ref", "T-1")},
		{route: "POST /intake/cohorts/:id/rows/:row/remove", who: partner, about: "cohort"},
		{route: "POST /intake/cohorts/:id/rows/:row/papers", who: decides, about: "cohort", send: form("version", "1", "stage", "papers", "on", "2026-11-02", "document", "PFI")},
	}
}
