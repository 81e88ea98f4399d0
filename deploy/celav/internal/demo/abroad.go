package demo

import (
	"fmt"

	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/contract/outreach"
)

// welcome are the openings that trainees from abroad can be proposed for: published, with board and lodging, above
// elementary work, which the law leaves out, and with nobody there yet: a full house is closed to all.
func welcome(openings []outreach.BatchOpening) []outreach.BatchOpening {
	var list []outreach.BatchOpening
	for _, x := range openings {
		if x.State == outreach.StatePublished && x.Terms.WelcomesArt27 && major(x.Terms.Isco) < 9 && x.Terms.SeatsTaken == 0 {
			list = append(list, x)
		}
	}
	return list
}

// fitted lets somebody want an opening's work and know what it needs at the start.
func fitted(o Options, p *assessment.BatchProfile, x outreach.BatchOpening) {
	p.Occupations = []assessment.ProfileOccupation{{Occupation: x.Terms.Occupation, Held: true, Wanted: true, Months: 6}}
	p.Skills = nil
	for _, k := range x.Terms.NeededAtStart {
		level := 2
		if k.Level != nil {
			level = *k.Level
		}
		p.Skills = append(p.Skills, assessment.ProfileSkill{Skill: k.Skill, Level: level, Evidence: "said", ConfirmedOn: o.Today.AddDays(-20)})
	}
	if p.Skills == nil {
		p.Skills = []assessment.ProfileSkill{}
	}
}

// abroadEntry is where somebody of the accepted cohort stands with a host: whose papers are under way was chosen, others are
// proposed, have an interview, or were not chosen with a reason; the last ones wait.
func abroadEntry(o Options, city *City, n int, p intake.BatchPerson, x outreach.BatchOpening) (matching.BatchEntry, bool) {
	e := matching.BatchEntry{
		Id: idOf(o.Seed, "abroad-entry", n), PersonId: p.Id, OpeningId: x.Id, CompanyId: x.CompanyId, Team: p.Team, Since: at(o.Today, -4-n%5, 9),
	}
	for _, c := range city.Companies {
		if c.Id == x.CompanyId {
			e.CompanyName = c.Name
		}
	}
	switch n {
	case 0, 1, 2, 3, 4, 5:
		e.State, e.Agreed = matching.EntryStateChosen, ptr([]matching.BatchEntryAgreed{matching.BatchEntryAgreedTraineeship}[0])
		e.Times = append(e.Times, at(o.Today, -20, 9))
		e.Since = at(o.Today, -25, 9)
	case 6:
		e.State = matching.EntryStateBooked
		e.Times = append(e.Times, at(o.Today, 2, 9))
	case 7:
		e.State = matching.EntryStateTimesProposed
		e.Times = append(e.Times, at(o.Today, 3, 9), at(o.Today, 4, 14))
	case 8:
		e.State = matching.EntryStateProposed
	case 9:
		e.State = matching.EntryStateConsentAsked
	case 10:
		e.State = matching.EntryStateReleased
	case 11:
		e.State, e.Reason, e.NextStep = matching.EntryStateNotChosen, "language-not-enough", "language-course"
	case 12:
		e.State, e.Reason, e.NextStep = matching.EntryStateNotChosen, "skills-not-enough", "training"
	case 13, 15:
		e.State, e.Reason, e.NextStep = matching.EntryStateNotChosen, "seat-taken", "other-openings"
	case 14:
		e.State, e.NextStep = matching.EntryStateNoShow, "talk-with-counsellor"
		e.Times = append(e.Times, at(o.Today, -1, 9))
	default:
		return e, false
	}
	if n < 8 || n == 10 || n == 14 {
		e.Name, e.ViewedAt = p.Name, ptr(at(o.Today, 0, 7))
	}
	return e, true
}

// abroadRequests are the changes that the partner asked for after submitting: one waits, one was accepted, one refused.
func abroadRequests(o Options, n int, row intake.BatchRow) *[]intake.BatchRequest {
	q := intake.BatchRequest{Id: idOf(o.Seed, "abroad-request", n), AskedAt: at(o.Today, -3, 8)}
	answered := ptr(at(o.Today, -1, 15))
	switch n {
	case 7:
		q.Column, q.Old, q.Value, q.Why, q.State = "phone", ptr(row.Cells["phone"]), "+216 20 999 007", "Nouveau numéro de téléphone.", "asked"
	case 8:
		q.Column, q.Old, q.Value, q.Why, q.State = "italian", ptr("A1"), row.Cells["italian"], "Certificat reçu.", "accepted"
		q.AnsweredAt = answered
	case 9:
		q.Column, q.Old, q.Value, q.Why, q.State = "title", ptr(row.Cells["title"]), "Licence en gestion", "Il préfère ce titre.", "refused"
		q.Answer, q.AnsweredAt = ptr("Il manque la copie du diplôme."), answered
	default:
		return nil
	}
	return &[]intake.BatchRequest{q}
}

// steps are how far the papers of somebody of the accepted cohort are; most wait for a host. One has declared where the
// person lodges, for one the 48 hours are running, for one they have run out.
func steps(o Options, n int) *[]intake.Paper {
	way := []string{"papers", "at-region", "stamped", "at-consulate", "visa-granted", "entered", "permit-requested"}
	reached := map[int]int{0: 7, 1: 6, 2: 6, 3: 4, 4: 2, 5: 1}[n]
	var list []intake.Paper
	for i := range reached {
		list = append(list, intake.Paper{Stage: way[i], On: o.Today.AddDays(-5 - 4*(reached-1-i)), Document: fmt.Sprintf("PFI %d/%d", n+1, i+1)})
	}
	switch n {
	case 0:
		list = append(list, intake.Paper{Stage: "hospitality-notified", On: list[5].On.AddDays(1), Document: "Questura 112" + mark})
	case 1:
		list[5].On, list[5].At = o.Today.AddDays(-1), ptr("18:30")
	case 3: // the consulate's answer is nearly due
		list[3].On = o.Today.AddDays(-84)
		for i := range 3 {
			list[i].On = o.Today.AddDays(-100 + 4*i)
		}
	}
	if list == nil {
		return nil
	}
	return &list
}
