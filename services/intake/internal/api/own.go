package api

import (
	"context"
	"time"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/services/intake/internal/correction"
	"github.com/celav/celav/services/intake/internal/ownfile"
)

// Own is what people do with their own files.
type Own struct {
	Links       *ownfile.Links
	Corrections *ownfile.Corrections
}

// GetPersonLink says whether there is a link.
func (s *Server) GetPersonLink(ctx context.Context, r contract.GetPersonLinkRequestObject) (contract.GetPersonLinkResponseObject, error) {
	l, ok, err := s.Own.Links.Of(ctx, r.Id)
	if err != nil || !ok {
		return contract.GetPersonLink200JSONResponse{}, err
	}
	return contract.GetPersonLink200JSONResponse{
		Live: l.Live(s.Own.Links.Now()), MadeAt: some(l.MadeAt), ExpiresAt: some(l.ExpiresAt), Uses: some(l.Uses), LastUsed: some(l.LastUsed),
	}, nil
}

// GivePersonLink makes a link.
func (s *Server) GivePersonLink(ctx context.Context, r contract.GivePersonLinkRequestObject) (contract.GivePersonLinkResponseObject, error) {
	token, l, err := s.Own.Links.Give(ctx, r.Id, false)
	return contract.GivePersonLink200JSONResponse{Path: ownfile.Path(token), ExpiresAt: l.ExpiresAt}, err
}

// RevokePersonLink ends the link.
func (s *Server) RevokePersonLink(ctx context.Context, r contract.RevokePersonLinkRequestObject) (contract.RevokePersonLinkResponseObject, error) {
	return contract.RevokePersonLink204Response{}, s.Own.Links.Revoke(ctx, r.Id)
}

// PutOwnContact says how the person is reached.
func (s *Server) PutOwnContact(ctx context.Context, r contract.PutOwnContactRequestObject) (contract.PutOwnContactResponseObject, error) {
	p, err := s.Desk.SetOwnContact(ctx, r.Id, r.Body.Version, contact(r.Body.Contact), r.Body.Language)
	return contract.PutOwnContact200JSONResponse(encode(p)), err
}

// SkipAppointment records that the person cannot come.
func (s *Server) SkipAppointment(ctx context.Context, r contract.SkipAppointmentRequestObject) (contract.SkipAppointmentResponseObject, error) {
	return contract.SkipAppointment204Response{}, s.Agenda.Skip(ctx, r.Id, r.Appointment)
}

// ListCorrections lists what a person asked to have put right.
func (s *Server) ListCorrections(ctx context.Context, r contract.ListCorrectionsRequestObject) (contract.ListCorrectionsResponseObject, error) {
	list, err := s.Own.Corrections.Of(ctx, r.Id)
	out := contract.ListCorrections200JSONResponse{Items: []contract.Correction{}}
	for _, c := range list {
		out.Items = append(out.Items, encodeCorrection(c))
	}
	return out, err
}

// AskCorrection asks to have something put right.
func (s *Server) AskCorrection(ctx context.Context, r contract.AskCorrectionRequestObject) (contract.AskCorrectionResponseObject, error) {
	c, err := s.Own.Corrections.Ask(ctx, r.Id, correction.Item(r.Body.Item), r.Body.Text, value(r.Params.IdempotencyKey))
	return contract.AskCorrection201JSONResponse(encodeCorrection(c)), err
}

// AnswerCorrection answers a request.
func (s *Server) AnswerCorrection(ctx context.Context, r contract.AnswerCorrectionRequestObject) (contract.AnswerCorrectionResponseObject, error) {
	c, err := s.Own.Corrections.Answer(ctx, r.Correction, r.Body.Version, correction.State(r.Body.State), value(r.Body.Answer))
	return contract.AnswerCorrection200JSONResponse(encodeCorrection(c)), err
}

// LoadCorrections writes many requests at once.
func (s *Server) LoadCorrections(ctx context.Context, r contract.LoadCorrectionsRequestObject) (contract.LoadCorrectionsResponseObject, error) {
	if value(r.Body.Demo) {
		// Marked before anything is written: invented people must never stand unmarked.
		if err := s.MarkDemo(ctx); err != nil {
			return nil, err
		}
	}
	all := make([]correction.Request, 0, len(r.Body.Items))
	for _, c := range r.Body.Items {
		in := correction.Request{
			ID: c.Id, Version: 1, Person: c.PersonId, Item: correction.Item(c.Item), Text: c.Text, AskedAt: c.AskedAt, State: correction.State(c.State),
			Answer: value(c.Answer), AnsweredAt: value(c.AnsweredAt), AnsweredBy: value(c.AnsweredBy),
		}
		all = append(all, in)
	}
	created, updated, err := s.Own.Corrections.Load(ctx, all)
	return contract.LoadCorrections200JSONResponse{Created: created, Updated: updated}, err
}

func encodeCorrection(c correction.Request) contract.Correction {
	out := contract.Correction{
		Id: c.ID, Version: c.Version, PersonId: c.Person, Item: contract.CorrectionItem(c.Item), Text: c.Text, AskedAt: c.AskedAt,
		State: contract.CorrectionState(c.State), Answer: some(c.Answer),
	}
	if !c.AnsweredAt.IsZero() {
		out.AnsweredAt = instant(c.AnsweredAt)
	}
	return out
}

func instant(t time.Time) *time.Time { return &t }
