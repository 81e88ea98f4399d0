package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
)

func (s *Server) entry(ctx context.Context, e shortlist.Entry) contract.Entry {
	d := e.Facts.Decision
	out := contract.Entry{
		Id: e.ID, Version: e.Version, PersonId: e.Person, OpeningId: e.Opening, State: contract.EntryState(e.State), Since: e.Since,
		Waits: party(e.State.Waits()), Reason: some(e.Facts.Reason), NextStep: some(e.Facts.NextStep),
		Note: some(e.Words.Note), HostNote: some(e.Words.HostNote), Host: outcome(e.Facts.Host), Desk: outcome(e.Facts.Desk),
		Booked: e.Facts.Booked, Record: some(e.Facts.Record), Acts: acts(e.State, s.Shortlists.Party(ctx, e)),
		Decision: contract.DecisionBasis{
			At: d.At, By: d.By, Run: d.Run, Rules: d.Rules, Weights: d.Weights, Taxonomy: d.Taxonomy, Completeness: int(d.Completeness),
			Standing: d.Standing, Higher: d.Higher, SkipReason: some(d.SkipReason), Override: some(d.Override),
		},
	}
	if d.Total != nil {
		total := hundredths(*d.Total)
		out.Decision.Total = &total
	}
	if len(d.Blocks) > 0 {
		out.Decision.Blocks = &d.Blocks
	}
	if a := e.Facts.Asked; a != nil {
		out.Asked = &contract.Asked{By: contract.Party(a.By), At: a.At, Until: a.Until}
	}
	if g := e.Facts.Given; g != nil {
		out.Given = &contract.Given{By: contract.Party(g.By), How: g.How, At: g.At, Until: g.Until}
	}
	if len(e.Facts.Times) > 0 {
		out.Times = &e.Facts.Times
	}
	if e.State.ShownToHost() {
		b := blind(e.Words.Blind)
		out.Blind = &b
	}
	return out
}

func (s *Server) entries(ctx context.Context, p shortlisting.Page) contract.Entries {
	out := contract.Entries{Items: []contract.Entry{}, OtherTeams: p.Elsewhere, Next: some(p.Next)}
	for _, e := range p.Entries {
		out.Items = append(out.Items, s.entry(ctx, e))
	}
	return out
}

func party(p shortlist.Party) *contract.Party {
	if p == "" {
		return nil
	}
	out := contract.Party(p)
	return &out
}

func outcome(o *shortlist.Outcome) *contract.Outcome {
	if o == nil {
		return nil
	}
	return &contract.Outcome{What: contract.OutcomeWhat(o.What), Reason: some(o.Reason), NextStep: some(o.NextStep), At: o.At}
}

func acts(state shortlist.State, by shortlist.Party) []string {
	out := []string{}
	for _, a := range shortlist.Acts(state, by) {
		out = append(out, string(a))
	}
	return out
}

func blind(b shortlist.Blind) contract.Blind {
	out := contract.Blind{
		Detail: b.Detail, Alike: b.Alike, Found: b.Found, Near: b.Near, Missing: b.Missing, From: some(b.From), Hours: some(b.Hours),
		Commute: some(b.Commute), Work: b.Work, Skills: []contract.BlindSkill{}, Languages: []contract.BlindLanguage{},
	}
	for _, s := range b.Skills {
		x := contract.BlindSkill{Skill: s.Skill, Needed: s.Needed, State: contract.BlindSkillState(s.State), Evidence: some(s.Evidence)}
		if s.Level > 0 {
			x.Level = &s.Level
		}
		out.Skills = append(out.Skills, x)
	}
	for _, l := range b.Languages {
		out.Languages = append(out.Languages, contract.BlindLanguage{Language: l.Language, Asked: l.Asked, Level: some(l.Level), Enough: some(l.Enough)})
	}
	return out
}

// hosted is an entry as the employer sees it. Identity is added for one entry at a time, once the look is on record.
func hosted(e shortlist.Entry, identified bool) contract.HostEntry {
	out := contract.HostEntry{
		Id: e.ID, Version: e.Version, Code: e.Code(), OpeningId: e.Opening, State: contract.EntryState(e.State), Since: e.Since,
		Waits: party(e.State.Waits()), Blind: blind(e.Words.Blind), Outcome: outcome(e.Facts.Host), Note: some(e.Words.HostNote),
		Acts: acts(e.State, shortlist.Host),
	}
	if !e.State.Identified() {
		return out
	}
	if len(e.Facts.Times) > 0 {
		out.Times = &e.Facts.Times
	}
	out.Booked = e.Facts.Booked
	if identified {
		out.Name, out.Contact = some(e.Words.Name), some(e.Words.Contact)
		if e.Facts.Given != nil {
			out.Until = &e.Facts.Given.Until
		}
	}
	return out
}

// ListHosted lists the people proposed to the caller's company.
func (s *Server) ListHosted(ctx context.Context, r contract.ListHostedRequestObject) (contract.ListHostedResponseObject, error) {
	page, err := s.Shortlists.Hosted(ctx, value(r.Params.Opening), r.Params.Waiting != nil && *r.Params.Waiting, value(r.Params.Cursor), limit(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	out := contract.ListHosted200JSONResponse{Items: []contract.HostEntry{}, Labels: contract.Labels{}, Next: some(page.Next)}
	w := naming.Wanted{Language: language(r.Params.Language)}
	for _, e := range page.Entries {
		out.Items = append(out.Items, hosted(e, false))
		for _, skill := range e.Words.Blind.Skills {
			w.Concepts = append(w.Concepts, skill.Skill)
		}
	}
	for id, label := range s.Shortlists.Names(ctx, w).Concepts {
		out.Labels[id] = label
	}
	return out, nil
}

// ReadHosted reads one person as the employer sees them.
func (s *Server) ReadHosted(ctx context.Context, r contract.ReadHostedRequestObject) (contract.ReadHostedResponseObject, error) {
	e, err := s.Shortlists.Host(ctx, r.Entry)
	if err != nil {
		return nil, err
	}
	out := hosted(e, true)
	if v := s.Shortlists.WorkView(ctx, e); v != nil {
		out.Work = &contract.WorkView{
			Answer: contract.WorkViewAnswer(v.Answer), From: someDay(v.From), Until: someDay(v.Until), Renewable: v.Renewable, HoursWeek: v.HoursWeek,
			Papers: append([]string{}, v.Papers...),
		}
	}
	return contract.ReadHosted200JSONResponse(out), nil
}
