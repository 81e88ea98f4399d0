package demo

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/intake"
)

// shownReferral is a case that whoever tries the demonstration should find in the first team, some days before today.
type shownReferral struct {
	direction        intake.ReferralDirection
	state            intake.ReferralState
	service          string
	reason           intake.ReferralReason
	sent, seen, told int // days ago; 0 for never
	refusal          intake.ReferralRefusal
	unread           bool
	note             string
}

// shownReferrals are one person's each; the demonstration's own person has the first two.
func shownReferrals() []shownReferral {
	return []shownReferral{
		{direction: "out", state: "accepted", service: "cpia-milano", reason: "italian", sent: 12, seen: 11, told: 9, note: "Lezione di prova il martedì sera. (demo)"},
		{direction: "out", state: "sent", service: "caf", reason: "benefits", sent: 2},
		{direction: "out", state: "sent", service: "housing-desk", reason: "housing", sent: 35},
		{direction: "out", state: "seen", service: "legal-desk", reason: "documents", sent: 24, seen: 20},
		{direction: "out", state: "seen", service: "afol-met", reason: "training", sent: 3, seen: 1},
		{direction: "out", state: "refused", service: "first-steps", reason: "family", sent: 20, seen: 18, told: 15, refusal: "no-place", unread: true},
		{direction: "out", state: "accepted", service: "wemi-family", reason: "family", sent: 9, seen: 7, told: 4, unread: true, note: "Primo colloquio fissato. (demo)"},
		{direction: "out", state: "done", service: "patronato", reason: "documents", sent: 60, seen: 58, told: 55},
		{direction: "out", state: "withdrawn", service: "serd", reason: "health", sent: 30},
		{direction: "out", state: "draft", service: "city-classes", reason: "italian"},
		{direction: "in", state: "received", service: "sai", reason: "work"},
		{direction: "in", state: "accepted", service: "welcome-center", reason: "work", told: 6},
		{direction: "in", state: "refused", service: "wish-mi", reason: "work", told: 8, refusal: "wrong-service"},
		{direction: "in", state: "done", service: "first-steps", reason: "training", told: 20},
	}
}

// inventReferrals draws who was sent to which service of the city, and who came from one.
func inventReferrals(o Options, people []intake.BatchPerson) []intake.BatchReferral {
	var list []intake.BatchReferral
	cases := shownReferrals()
	shown := 0
	for n, p := range people {
		switch d := roll(o.Seed, "referral", n); {
		case n == 0:
			list = append(list, inventReferral(o, 2*n, p, cases[0]), inventReferral(o, 2*n+1, p, cases[1]))
			shown = 2
		case p.Team == "equipe-1" && shown < len(cases):
			list = append(list, inventReferral(o, 2*n, p, cases[shown]))
			shown++
		case d.chance(12): // elsewhere most were answered
			list = append(list, inventReferral(o, 2*n, p, pick(d, []shownReferral{cases[0], cases[4], cases[7], cases[7], cases[11], cases[13]})))
		}
	}
	return list
}

func inventReferral(o Options, id int, p intake.BatchPerson, s shownReferral) intake.BatchReferral {
	ago := func(days int) *civil.Date {
		if days == 0 {
			return nil
		}
		return ptr(o.Today.AddDays(-days))
	}
	author := "demo-counsellor-1"
	if p.Tutor != nil {
		author = *p.Tutor
	}
	r := intake.BatchReferral{
		Id: idOf(o.Seed, "referral", id), PersonId: p.Id, Direction: s.direction, State: s.state, Service: s.service, Reason: s.reason, Author: author,
		CreatedOn: o.Today.AddDays(-max(s.sent, s.told+2, 1)), SentOn: ago(s.sent), SeenOn: ago(s.seen), AnsweredOn: ago(s.told),
		Note: ptr("Invenzione per la dimostrazione."),
	}
	if s.direction == "out" {
		r.Items = &[]intake.ReferralItem{"name", "language", "needs"}
	}
	if s.state != "draft" {
		r.Consent = &intake.ReferralConsent{On: r.CreatedOn, How: "signed"}
	}
	if s.refusal != "" {
		r.Refusal = &s.refusal
	}
	if s.unread {
		r.Unread = &s.unread
	}
	if s.told > 0 && s.note != "" {
		r.AnswerNote = &s.note
	}
	switch s.state {
	case "refused":
		r.EndedOn = r.AnsweredOn
	case "done":
		r.EndedOn = ago(max(s.told-3, 1))
	case "withdrawn":
		r.EndedOn = ago(max(s.sent-5, 1))
	}
	return r
}

func (l *loader) referrals(ctx context.Context, all []intake.BatchReferral, count *Count) error {
	return inBatches(ctx, l, "referrals", all, count, func(ctx context.Context, part []intake.BatchReferral) (Count, error) {
		r, err := answer[intake.BatchResult](l.intake.LoadReferrals(ctx, intake.ReferralBatch{Demo: ptr(true), Items: part}))
		return Count{r.Created, r.Updated}, err
	})
}
