package api

import (
	"context"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/intake/internal/person"
)

// GetWorkAccess reads the papers and what they allow.
func (s *Server) GetWorkAccess(ctx context.Context, r contract.GetWorkAccessRequestObject) (contract.GetWorkAccessResponseObject, error) {
	out, err := s.workAccess(ctx, r.Id)
	return contract.GetWorkAccess200JSONResponse(out), err
}

// UpdateWorkAccess replaces the papers.
func (s *Server) UpdateWorkAccess(ctx context.Context, r contract.UpdateWorkAccessRequestObject) (contract.UpdateWorkAccessResponseObject, error) {
	file := workFile(r.Body.BirthDate, value(r.Body.TaxCode), r.Body.Documents)
	removal := "replaced"
	if r.Body.Removal != nil {
		removal = string(*r.Body.Removal)
	}
	if err := s.Desk.SetWorkAccess(ctx, r.Id, r.Body.Version, file, removal); err != nil {
		return nil, err
	}
	out, err := s.workAccess(ctx, r.Id)
	return contract.UpdateWorkAccess200JSONResponse(out), err
}

func workFile(born *civil.Date, taxCode string, documents []contract.WorkDocument) person.WorkFile {
	w := person.WorkFile{BirthDate: date(born), TaxCode: taxCode}
	for _, d := range documents {
		w.Documents = append(w.Documents, policy.Document{
			ID: value(d.Id), Number: value(d.Number), Kind: policy.DocumentKind(d.Kind), IssuedOn: date(d.IssuedOn), ExpiresOn: date(d.ExpiresOn), LodgedOn: date(d.LodgedOn),
			RequestedOn: date(d.RequestedOn), EnteredOn: date(d.EnteredOn),
			Procedure: policy.Procedure(value(d.Procedure)), Decision: policy.AsylumDecision(value(d.Decision)),
		})
	}
	return w
}

func (s *Server) workAccess(ctx context.Context, id string) (contract.WorkAccess, error) {
	w, err := s.Desk.WorkAccess(ctx, id)
	if err != nil {
		return contract.WorkAccess{}, err
	}
	out := contract.WorkAccess{
		Version: w.Person.Version, BirthDate: some(w.File.BirthDate), TaxCode: some(w.File.TaxCode),
		Documents: []contract.WorkDocument{}, Findings: []contract.WorkFinding{},
	}
	for _, d := range w.File.Documents {
		out.Documents = append(out.Documents, workDocument(d))
	}
	removed := []contract.RemovedDocument{}
	for _, d := range w.File.Removed {
		removed = append(removed, contract.RemovedDocument{Document: workDocument(d.Document), Reason: d.Reason, RemovedOn: d.On, By: d.By})
	}
	out.Removed = &removed
	for _, f := range w.Findings {
		finding := contract.WorkFinding{
			From: f.Interval.From, Until: f.Interval.Until, Outcome: contract.WorkFindingOutcome(f.Interval.Outcome),
			Traineeship: some(contract.WorkFindingTraineeship(f.Interval.Traineeship)),
			Rule:        f.Result.Rule, RuleVersion: some(f.Result.Version), Reason: f.Result.Reason, Sources: []string{},
			Confidence: some(contract.WorkFindingConfidence(f.Result.Confidence)), SignedBy: some(f.Result.SignedBy),
			ReviewBy: some(f.Result.ReviewBy), Renewable: f.Interval.Renewable, HoursWeek: f.Interval.HoursWeek,
		}
		for _, source := range f.Result.Sources {
			finding.Sources = append(finding.Sources, source.Title)
		}
		out.Findings = append(out.Findings, finding)
	}
	return out, nil
}

func workDocument(d policy.Document) contract.WorkDocument {
	return contract.WorkDocument{
		Id: some(d.ID), Number: some(d.Number), Kind: string(d.Kind), IssuedOn: some(d.IssuedOn), ExpiresOn: some(d.ExpiresOn),
		LodgedOn: some(d.LodgedOn), RequestedOn: some(d.RequestedOn), EnteredOn: some(d.EnteredOn),
		Procedure: some(string(d.Procedure)), Decision: some(string(d.Decision)),
	}
}
