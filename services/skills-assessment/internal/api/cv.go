package api

import (
	"bytes"
	"context"

	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/services/skills-assessment/internal/cv"
	"github.com/celav/celav/services/skills-assessment/internal/cv/sheet"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// GetCV answers a person's CV for Europass.
func (s *Server) GetCV(ctx context.Context, r contract.GetCVRequestObject) (contract.GetCVResponseObject, error) {
	paper, err := s.CVs.CV(ctx, r.Id, cvOptions(r.Params.Language, r.Params.Name, r.Params.Contacts))
	if err != nil {
		return nil, err
	}
	data, err := sheet.Europass(ctx, paper)
	if err != nil {
		return nil, err
	}
	return contract.GetCV200JSONResponse{SkillsPassport: data}, nil
}

// PrintCV answers a person's CV as PDF.
func (s *Server) PrintCV(ctx context.Context, r contract.PrintCVRequestObject) (contract.PrintCVResponseObject, error) {
	paper, err := s.CVs.CV(ctx, r.Id, cvOptions(r.Params.Language, r.Params.Name, r.Params.Contacts))
	if err != nil {
		return nil, err
	}
	data, err := sheet.PDF(ctx, s.Printer, paper)
	if err != nil {
		return nil, err
	}
	return contract.PrintCV200ApplicationpdfResponse{Body: bytes.NewReader(data), ContentLength: int64(len(data))}, nil
}

func cvOptions(language *contract.CVLanguage, name, contacts *bool) cv.Options {
	o := cv.Options{Language: taxonomy.Italian, Name: value(name), Contacts: value(contacts)}
	if l := value(language); l != "" {
		o.Language = taxonomy.Language(l)
	}
	return o
}
