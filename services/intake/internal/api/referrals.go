package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/referrals"
	"github.com/celav/celav/services/intake/internal/store"
)

// ListReferralsOf lists a person's referrals.
func (s *Server) ListReferralsOf(ctx context.Context, r contract.ListReferralsOfRequestObject) (contract.ListReferralsOfResponseObject, error) {
	list, err := s.Referrals.Of(ctx, r.Id)
	return contract.ListReferralsOf200JSONResponse(s.referrals(list, "")), err
}

// ListReferrals lists the caller's work with referrals.
func (s *Server) ListReferrals(ctx context.Context, r contract.ListReferralsRequestObject) (contract.ListReferralsResponseObject, error) {
	view := store.OpenReferrals
	if r.Params.View != nil {
		view = store.ReferralView(*r.Params.View)
	}
	list, next, err := s.Referrals.Work(ctx, view, value(r.Params.Cursor), limit(r.Params.Limit))
	return contract.ListReferrals200JSONResponse(s.referrals(list, next)), err
}

// AddReferral begins a referral.
func (s *Server) AddReferral(ctx context.Context, r contract.AddReferralRequestObject) (contract.AddReferralResponseObject, error) {
	b := r.Body
	made, err := s.Referrals.Begin(ctx, r.Id, referral.Referral{
		Direction: referral.Direction(b.Direction), Service: b.Service, Reason: referral.Reason(b.Reason), Items: items(b.Items), Note: value(b.Note),
		Consent: consent(b.Consent), CreatedOn: date(b.ReceivedOn),
	}, value(r.Params.IdempotencyKey))
	if err != nil {
		return nil, err
	}
	out, err := s.referral(ctx, r.Id, made)
	return contract.AddReferral201JSONResponse(out), err
}

// GetReferral reads a referral.
func (s *Server) GetReferral(ctx context.Context, r contract.GetReferralRequestObject) (contract.GetReferralResponseObject, error) {
	found, err := s.Referrals.One(ctx, r.Id, r.Referral)
	return contract.GetReferral200JSONResponse(s.referralOf(found)), err
}

// PutReferral writes a draft anew.
func (s *Server) PutReferral(ctx context.Context, r contract.PutReferralRequestObject) (contract.PutReferralResponseObject, error) {
	b := r.Body
	saved, err := s.Referrals.Amend(ctx, r.Id, b.Version, referral.Referral{
		ID: r.Referral, Service: b.Service, Reason: referral.Reason(b.Reason), Items: items(b.Items), Note: value(b.Note), Consent: consent(b.Consent),
	})
	if err != nil {
		return nil, err
	}
	out, err := s.referral(ctx, r.Id, saved)
	return contract.PutReferral200JSONResponse(out), err
}

// ActOnReferral does one of CeLav's acts.
func (s *Server) ActOnReferral(ctx context.Context, r contract.ActOnReferralRequestObject) (contract.ActOnReferralResponseObject, error) {
	b := r.Body
	done, err := s.Referrals.Act(ctx, r.Id, r.Referral, b.Version, referral.Act(b.Act), referral.Given{Refusal: referral.Refusal(value(b.Refusal)), Note: value(b.Note)})
	if err != nil {
		return nil, err
	}
	out, err := s.referral(ctx, r.Id, done)
	return contract.ActOnReferral200JSONResponse(out), err
}

// WithdrawReferralConsent takes consent back.
func (s *Server) WithdrawReferralConsent(ctx context.Context, r contract.WithdrawReferralConsentRequestObject) (contract.WithdrawReferralConsentResponseObject, error) {
	done, err := s.Referrals.WithdrawConsent(ctx, r.Id, r.Referral, r.Body.Version)
	if err != nil {
		return nil, err
	}
	out, err := s.referral(ctx, r.Id, done)
	return contract.WithdrawReferralConsent200JSONResponse(out), err
}

// LoadReferrals writes many referrals.
func (s *Server) LoadReferrals(ctx context.Context, r contract.LoadReferralsRequestObject) (contract.LoadReferralsResponseObject, error) {
	list := make([]referral.Referral, 0, len(r.Body.Items))
	for _, b := range r.Body.Items {
		c := consent(b.Consent)
		if c != nil {
			c.By = b.Author
		}
		list = append(list, referral.Referral{
			ID: b.Id, Person: b.PersonId, Direction: referral.Direction(b.Direction), State: referral.State(b.State), Service: b.Service,
			Reason: referral.Reason(b.Reason), Items: items(b.Items), Note: value(b.Note), Consent: c, Author: b.Author, CreatedOn: b.CreatedOn,
			SentOn: date(b.SentOn), SeenOn: date(b.SeenOn), AnsweredOn: date(b.AnsweredOn), EndedOn: date(b.EndedOn),
			Refusal: referral.Refusal(value(b.Refusal)), AnswerNote: value(b.AnswerNote), Unread: value(b.Unread),
		})
	}
	if value(r.Body.Demo) {
		if err := s.MarkDemo(ctx); err != nil {
			return nil, err
		}
	}
	created, updated, err := s.Referrals.Load(ctx, list)
	return contract.LoadReferrals200JSONResponse{Created: created, Updated: updated}, err
}

// referral answers with a referral that was just written, with its service beside.
func (s *Server) referral(ctx context.Context, person string, r referral.Referral) (contract.Referral, error) {
	found, err := s.Referrals.One(ctx, person, r.ID)
	return s.referralOf(found), err
}

func (s *Server) referrals(list []referrals.Shown, next string) contract.Referrals {
	out := contract.Referrals{Items: []contract.Referral{}, Next: some(next)}
	for _, one := range list {
		out.Items = append(out.Items, s.referralOf(one))
	}
	return out
}

func (s *Server) referralOf(r referrals.Shown) contract.Referral {
	out := contract.Referral{
		Id: r.ID, PersonId: r.Person, PersonName: some(r.Name), Version: r.Version, Direction: contract.ReferralDirection(r.Direction),
		State: contract.ReferralState(r.State), Hidden: r.Hidden, Service: some(r.Service), ServiceName: some(r.At.Name("it")), Reason: some(string(r.Reason)),
		Items: []contract.ReferralItem{}, Note: some(r.Note), CreatedOn: r.CreatedOn, SentOn: some(r.SentOn), SeenOn: some(r.SeenOn),
		AnsweredOn: some(r.AnsweredOn), EndedOn: some(r.EndedOn), AnswerBy: some(r.AnswerBy), Overdue: r.Overdue(s.Referrals.Today()),
		Refusal: some(contract.ReferralRefusal(r.Refusal)), AnswerNote: some(r.AnswerNote), AnsweredBy: some(string(r.AnsweredBy)), Unread: r.Unread, Acts: []string{},
	}
	for _, i := range r.Items {
		out.Items = append(out.Items, contract.ReferralItem(i))
	}
	if c := r.Consent; c != nil {
		out.Consent = &contract.ReferralConsent{On: c.On, How: contract.ReferralConsentHow(c.How)}
		out.ConsentWithdrawnOn = some(c.WithdrawnOn)
	}
	if r.MayAct {
		for _, a := range referrals.Acts(r.Referral) {
			out.Acts = append(out.Acts, string(a))
		}
	}
	if t := r.Told; t != nil {
		out.Told = told(*t)
	}
	return out
}

func told(t referral.Told) *contract.ReferralTold {
	out := &contract.ReferralTold{
		Code: t.Code, Name: some(t.Name), Contact: some(t.Contact), Request: some(t.Request), Language: some(t.Language),
		AvailableFrom: some(t.AvailableFrom), MaxHoursWeek: some(t.MaxHoursWeek),
	}
	if t.Needs != nil {
		out.Needs = &t.Needs
	}
	if t.Work != nil {
		list := []contract.ReferralStretch{}
		for _, w := range t.Work {
			list = append(list, contract.ReferralStretch{From: w.From, Until: some(w.Until)})
		}
		out.Work = &list
	}
	return out
}

func items(list *[]contract.ReferralItem) []referral.Item {
	var out []referral.Item
	for _, i := range value(list) {
		out = append(out, referral.Item(i))
	}
	return out
}

func consent(c *contract.ReferralConsent) *referral.Consent {
	if c == nil {
		return nil
	}
	return &referral.Consent{On: c.On, How: referral.How(c.How)}
}
