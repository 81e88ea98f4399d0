package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/services/skills-assessment/internal/imports"
)

// BeginImport announces files.
func (s *Server) BeginImport(ctx context.Context, r contract.BeginImportRequestObject) (contract.BeginImportResponseObject, error) {
	files := make([]imports.File, len(r.Body.Files))
	for i, f := range r.Body.Files {
		files[i] = imports.File{Name: f.Name, Size: f.Size, SHA256: f.Sha256}
	}
	i, err := s.Imports.Begin(ctx, value(r.Body.Version), files)
	if err != nil {
		return nil, err
	}
	return contract.BeginImport200JSONResponse(encodeImport(i)), nil
}

// GetImport tells how far an import is.
func (s *Server) GetImport(ctx context.Context, r contract.GetImportRequestObject) (contract.GetImportResponseObject, error) {
	i, err := s.Imports.Get(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return contract.GetImport200JSONResponse(encodeImport(i)), nil
}

// SendPart takes the next part of a file.
func (s *Server) SendPart(ctx context.Context, r contract.SendPartRequestObject) (contract.SendPartResponseObject, error) {
	data, err := readPart(r.Body)
	if err != nil {
		return nil, err
	}
	f, err := s.Imports.Receive(ctx, r.Id, r.Name, r.Params.Offset, data)
	if err != nil {
		return nil, err
	}
	return contract.SendPart200JSONResponse{Name: f.Name, Size: f.Size, Received: f.Received}, nil
}

// StartImport lets the import go on by itself.
func (s *Server) StartImport(ctx context.Context, r contract.StartImportRequestObject) (contract.StartImportResponseObject, error) {
	i, err := s.Imports.Start(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return contract.StartImport200JSONResponse(encodeImport(i)), nil
}

func encodeImport(i imports.Import) contract.Import {
	out := contract.Import{
		Id: i.ID, State: contract.ImportState(i.State), Version: some(i.Version), File: some(i.File), BytesRead: i.BytesRead, BytesTotal: i.BytesTotal,
		CreatedAt: i.CreatedAt, StartedAt: i.StartedAt, FinishedAt: i.FinishedAt, Failure: some(i.Failure), Files: make([]contract.ImportFile, 0, len(i.Files)),
	}
	for _, f := range i.Files {
		out.Files = append(out.Files, contract.ImportFile{Name: f.Name, Size: f.Size, Received: f.Received})
	}
	if i.Report == nil {
		return out
	}
	report := contract.ImportReport{
		Concepts: i.Report.Concepts, Labels: i.Report.Labels, Links: i.Report.Links, Removed: i.Report.Removed, Retired: &i.Report.Retired,
		Files: make([]contract.FileReport, 0, len(i.Report.Files)),
	}
	for _, f := range i.Report.Files {
		file := contract.FileReport{Name: f.Name, Rows: f.Rows, Accepted: f.Accepted, Ignored: some(f.Ignored), Skipped: make([]contract.Skip, 0, len(f.Skipped))}
		for _, k := range f.Skipped {
			file.Skipped = append(file.Skipped, contract.Skip{Reason: k.Reason, Count: k.Count, FirstLine: k.FirstLine})
		}
		report.Files = append(report.Files, file)
	}
	out.Report = &report
	return out
}
