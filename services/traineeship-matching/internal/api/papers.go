package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/paperwork"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// ListPapers implements contract.StrictServerInterface.
func (s *Server) ListPapers(ctx context.Context, r contract.ListPapersRequestObject) (contract.ListPapersResponseObject, error) {
	f, err := s.Papers.Of(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	out := contract.Papers{Items: []contract.PaperVersion{}}
	for i := range f.Versions {
		out.Items = append(out.Items, paper(&f.Versions[i], f.Stale(&f.Versions[i])))
	}
	return contract.ListPapers200JSONResponse(out), nil
}

// PreparePaper implements contract.StrictServerInterface.
func (s *Server) PreparePaper(ctx context.Context, r contract.PreparePaperRequestObject) (contract.PreparePaperResponseObject, error) {
	v, err := s.Papers.Prepare(ctx, r.Id, papers.Kind(r.Body.Kind))
	if err != nil {
		return nil, err
	}
	return contract.PreparePaper200JSONResponse(paper(&v, false)), nil
}

// GetPaper implements contract.StrictServerInterface.
func (s *Server) GetPaper(ctx context.Context, r contract.GetPaperRequestObject) (contract.GetPaperResponseObject, error) {
	p, err := s.Papers.Read(ctx, r.Id, r.Version)
	if err != nil {
		return nil, err
	}
	out := paper(&p.Version, p.Stale(&p.Version))
	out.Document = &p.Version.Body
	changed := []string{}
	for _, d := range p.Changes {
		changed = append(changed, d.Name)
	}
	out.Changed = &changed
	return contract.GetPaper200JSONResponse(out), nil
}

// SignPaper implements contract.StrictServerInterface.
func (s *Server) SignPaper(ctx context.Context, r contract.SignPaperRequestObject) (contract.SignPaperResponseObject, error) {
	b := r.Body
	if err := s.Papers.Sign(ctx, r.Id, r.Version, papers.Consent{Hash: b.Hash, Signer: b.Signer, Agreed: b.Agreed}); err != nil {
		return nil, err
	}
	return contract.SignPaper204Response{}, nil
}

// GivePaperLink implements contract.StrictServerInterface.
func (s *Server) GivePaperLink(ctx context.Context, r contract.GivePaperLinkRequestObject) (contract.GivePaperLinkResponseObject, error) {
	path, l, err := s.Papers.Give(ctx, r.Id, r.Version, traineeship.Party(r.Party), r.Body.Send)
	if err != nil {
		return nil, err
	}
	return contract.GivePaperLink200JSONResponse{Path: some(path), ExpiresAt: l.ExpiresAt}, nil
}

// WithdrawPaperLink implements contract.StrictServerInterface.
func (s *Server) WithdrawPaperLink(ctx context.Context, r contract.WithdrawPaperLinkRequestObject) (contract.WithdrawPaperLinkResponseObject, error) {
	if err := s.Papers.Withdraw(ctx, r.Id, r.Version, traineeship.Party(r.Party)); err != nil {
		return nil, err
	}
	return contract.WithdrawPaperLink204Response{}, nil
}

// LoadPapers implements contract.StrictServerInterface.
func (s *Server) LoadPapers(ctx context.Context, r contract.LoadPapersRequestObject) (contract.LoadPapersResponseObject, error) {
	var pasts []paperwork.Past
	for _, x := range r.Body.Items {
		p := paperwork.Past{Traineeship: x.TraineeshipId, Kind: papers.Kind(x.Kind), DaysAgo: x.DaysAgo, Sources: papers.Sources{
			Language: string(x.Language), Place: or(x.Place), CityTutor: or(x.CityTutor),
			Host: papers.Host{Name: x.Host, TaxNumber: or(x.TaxNumber), Address: or(x.Address)},
		}}
		for _, l := range or(x.Learned) {
			p.Sources.Learned = append(p.Sources.Learned, l)
		}
		for _, g := range x.Signed {
			p.Signed = append(p.Signed, paperwork.PastSignature{Party: traineeship.Party(g.Party), Signer: g.Signer})
		}
		pasts = append(pasts, p)
	}
	made, err := s.Papers.Load(ctx, pasts)
	if err != nil {
		return nil, err
	}
	if r.Body.Demo && s.MarkDemo != nil {
		if err := s.MarkDemo(ctx); err != nil {
			return nil, fault.New(fault.Unavailable, "The demonstration could not be marked.").Because(err)
		}
	}
	return contract.LoadPapers200JSONResponse{Made: made}, nil
}

func paper(v *papers.Version, stale bool) contract.PaperVersion {
	out := contract.PaperVersion{
		Id: v.ID, Kind: contract.PaperKind(v.Kind), Number: v.Number, Hash: v.Hash, MadeAt: v.MadeAt, Newest: v.Newest, Stale: stale,
		Language: some(v.Content.Language), Signatures: []contract.PaperSignature{}, Missing: []contract.PaperParty{},
	}
	for _, x := range v.Signatures {
		out.Signatures = append(out.Signatures, contract.PaperSignature{
			Party: contract.PaperParty(x.Party), Signer: x.Signer, At: x.At, Hash: x.Hash, ByLink: x.Link != "",
		})
	}
	for _, p := range v.Missing() {
		out.Missing = append(out.Missing, contract.PaperParty(p))
	}
	return out
}
