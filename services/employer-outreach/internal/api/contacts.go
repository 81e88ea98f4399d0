package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/employer-outreach/internal/contact"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// ListContacts implements contract.StrictServerInterface.
func (s Server) ListContacts(ctx context.Context, r contract.ListContactsRequestObject) (contract.ListContactsResponseObject, error) {
	p := r.Params
	w := store.WantedEntries{Open: p.Open != nil && *p.Open}
	if p.Company != nil {
		w.Company = *p.Company
	}
	if p.Lead != nil {
		w.Lead = *p.Lead
	}
	if p.Result != nil {
		w.Result = string(*p.Result)
	}
	if p.Mine != nil && *p.Mine {
		who, _ := identity.From(ctx)
		w.By = who.Subject
	}
	lines, next, err := s.Desk.Contacts(ctx, w, query(p.Cursor, p.Limit))
	if err != nil {
		return nil, err
	}
	out := contract.ListContacts200JSONResponse{Items: make([]contract.ContactEntry, len(lines)), Next: next}
	for i, l := range lines {
		out.Items[i] = writeContact(l.Entry, l.Name)
	}
	return out, nil
}

// LogContact implements contract.StrictServerInterface.
func (s Server) LogContact(ctx context.Context, r contract.LogContactRequestObject) (contract.LogContactResponseObject, error) {
	b := r.Body
	var lead *contact.Lead
	if b.Lead != nil {
		lead = &contact.Lead{Name: b.Lead.Name, Municipality: b.Lead.Municipality, Reach: b.Lead.Reach}
	}
	e, err := s.Desk.LogContact(ctx, contact.Entry{
		CompanyID: b.CompanyId, LeadID: b.LeadId, HeldOn: b.HeldOn, Channel: string(b.Channel), Result: string(b.Result),
		Subject: b.Subject, Note: b.Note, Next: b.Next, NextOn: b.NextOn,
	}, lead, "")
	if err != nil {
		return nil, err
	}
	return contract.LogContact201JSONResponse(writeContact(e, "")), nil
}

// GetContact implements contract.StrictServerInterface.
func (s Server) GetContact(ctx context.Context, r contract.GetContactRequestObject) (contract.GetContactResponseObject, error) {
	e, name, err := s.Desk.Contact(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return contract.GetContact200JSONResponse(writeContact(e, name)), nil
}

// UpdateContact implements contract.StrictServerInterface.
func (s Server) UpdateContact(ctx context.Context, r contract.UpdateContactRequestObject) (contract.UpdateContactResponseObject, error) {
	b := r.Body
	e, err := s.Desk.EditContact(ctx, contact.Entry{
		ID: r.Id, Version: b.Version, HeldOn: b.HeldOn, Channel: string(b.Channel), Result: string(b.Result),
		Subject: b.Subject, Note: b.Note, Next: b.Next, NextOn: b.NextOn, NextDone: b.NextDone,
	})
	if err != nil {
		return nil, err
	}
	return contract.UpdateContact200JSONResponse(writeContact(e, "")), nil
}

// FinishStep implements contract.StrictServerInterface.
func (s Server) FinishStep(ctx context.Context, r contract.FinishStepRequestObject) (contract.FinishStepResponseObject, error) {
	e, err := s.Desk.StepDone(ctx, r.Id, r.Body.Version)
	if err != nil {
		return nil, err
	}
	return contract.FinishStep200JSONResponse(writeContact(e, "")), nil
}

// GetReached implements contract.StrictServerInterface.
func (s Server) GetReached(ctx context.Context, _ contract.GetReachedRequestObject) (contract.GetReachedResponseObject, error) {
	r, err := s.Desk.Reached(ctx)
	if err != nil {
		return nil, err
	}
	return contract.GetReached200JSONResponse{Contacts: r.Contacts, Companies: r.Companies, Leads: r.Leads, Target: s.Target}, nil
}

// LinkLead implements contract.StrictServerInterface.
func (s Server) LinkLead(ctx context.Context, r contract.LinkLeadRequestObject) (contract.LinkLeadResponseObject, error) {
	if err := s.Desk.LinkLead(ctx, r.Id, r.Body.CompanyId); err != nil {
		return nil, err
	}
	return contract.LinkLead204Response{}, nil
}

// LoadContacts implements contract.StrictServerInterface.
func (s Server) LoadContacts(ctx context.Context, r contract.LoadContactsRequestObject) (contract.LoadContactsResponseObject, error) {
	leads, entries := make([]contact.Lead, len(r.Body.Leads)), make([]contact.Entry, len(r.Body.Items))
	for i, l := range r.Body.Leads {
		leads[i] = contact.Lead{ID: l.Id, Name: l.Name, Municipality: l.Municipality, Reach: l.Reach, Demo: r.Body.Demo}
	}
	for i, b := range r.Body.Items {
		entries[i] = contact.Entry{
			ID: b.Id, CompanyID: b.CompanyId, LeadID: b.LeadId, HeldOn: b.HeldOn, Channel: string(b.Channel), Result: string(b.Result),
			Subject: b.Subject, Note: b.Note, Next: b.Next, NextOn: b.NextOn, NextDone: b.NextDone, By: b.By, Demo: r.Body.Demo,
		}
	}
	written, err := s.Desk.LoadContacts(ctx, leads, entries)
	if err != nil {
		return nil, err
	}
	if err := s.markDemo(ctx, r.Body.Demo); err != nil {
		return nil, err
	}
	return contract.LoadContacts200JSONResponse{Created: written.Created, Updated: written.Updated}, nil
}

func writeContact(e contact.Entry, name string) contract.ContactEntry {
	return contract.ContactEntry{
		Id: e.ID, Version: e.Version, CompanyId: e.CompanyID, LeadId: e.LeadID, Name: name, HeldOn: e.HeldOn,
		Channel: contract.ContactChannel(e.Channel), Result: contract.ContactResult(e.Result), Subject: e.Subject, Note: e.Note,
		Next: e.Next, NextOn: e.NextOn, NextDone: e.NextDone, By: e.By,
	}
}
