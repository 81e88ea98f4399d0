package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// ListPublicOpenings implements contract.StrictServerInterface.
func (s Server) ListPublicOpenings(ctx context.Context, r contract.ListPublicOpeningsRequestObject) (contract.ListPublicOpeningsResponseObject, error) {
	l := store.Looking{
		Text: said(r.Params.Q), Kind: opening.Kind(said(r.Params.Kind)), Municipality: said(r.Params.Municipality), Group: said(r.Params.Group),
		Italian: said(r.Params.Italian), Language: said(r.Params.Asks), Skill: said(r.Params.Skill),
	}
	if id := said(r.Params.Near); id != "" {
		var known bool
		if l.Near, known = company.AreaByID(id); !known {
			return nil, fault.Violations{{Parameter: "near", Code: "unknown", Message: "is no area that is known"}}.Err()
		}
	}
	lines, next, total, err := s.Desk.Look(ctx, l, query(r.Params.Cursor, r.Params.Limit))
	if err != nil {
		return nil, err
	}
	items, err := s.publicOpenings(ctx, string(said(r.Params.Language)), lines)
	if err != nil {
		return nil, err
	}
	return contract.ListPublicOpenings200JSONResponse{Items: items, Next: next, Total: total}, nil
}

// GetPublicOpening implements contract.StrictServerInterface.
func (s Server) GetPublicOpening(ctx context.Context, r contract.GetPublicOpeningRequestObject) (contract.GetPublicOpeningResponseObject, error) {
	line, err := s.Desk.LiveOpening(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	items, err := s.publicOpenings(ctx, string(said(r.Params.Language)), []store.OpeningLine{line})
	if err != nil {
		return nil, err
	}
	return contract.GetPublicOpening200JSONResponse(items[0]), nil
}

func (s Server) publicOpenings(ctx context.Context, language string, lines []store.OpeningLine) ([]contract.PublicOpening, error) {
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.Terms.Occupation
	}
	labels, err := s.Labels.Known(ctx, orItalian(language), ids...)
	if err != nil {
		return nil, err
	}
	items := make([]contract.PublicOpening, len(lines))
	for i, l := range lines {
		t := l.Terms
		items[i] = contract.PublicOpening{
			Id: l.ID, Title: t.Title, Description: t.Description, Language: t.Language, Kind: contract.Kind(t.Kind),
			Occupation: t.Occupation, OccupationLabel: labels[t.Occupation], Municipality: l.Municipality, Region: l.Region,
			HoursWeek: t.HoursWeek, Months: t.Months, SeatsFree: t.Seats - t.SeatsTaken, Start: t.Start, ClosesOn: t.ClosesOn,
		}
		for _, d := range t.Languages {
			items[i].Languages = append(items[i].Languages, contract.LanguageDemand{Language: d.Language, Level: contract.Cefr(d.Level)})
		}
	}
	return items, nil
}

// ListSkillsWanted implements contract.StrictServerInterface.
func (s Server) ListSkillsWanted(ctx context.Context, r contract.ListSkillsWantedRequestObject) (contract.ListSkillsWantedResponseObject, error) {
	limit := said(r.Params.Limit)
	if limit == 0 {
		limit = 30
	}
	wanted, err := s.Desk.SkillsWanted(ctx, limit)
	if err != nil {
		return nil, err
	}
	choices, err := s.Desk.Choices(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(wanted))
	for i, w := range wanted {
		ids[i] = w.Skill
	}
	labels, err := s.Labels.Known(ctx, orItalian(string(said(r.Params.Language))), ids...)
	if err != nil {
		return nil, err
	}
	out := contract.ListSkillsWanted200JSONResponse{Items: make([]contract.SkillWanted, len(wanted)), Openings: choices.Openings, Seats: choices.Seats}
	for i, w := range wanted {
		out.Items[i] = contract.SkillWanted{Skill: w.Skill, Label: labels[w.Skill], Openings: w.Openings, Seats: w.Seats, Taught: w.Taught}
	}
	return out, nil
}

// said is a parameter's value, the zero value when it was left out.
func said[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

func orItalian(language string) string {
	if language == "" {
		return "it"
	}
	return language
}
