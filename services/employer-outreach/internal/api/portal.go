package api

import (
	"context"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/employer-outreach/internal/portal"
	"github.com/celav/celav/services/employer-outreach/internal/workguide"
)

// ListPortalPages implements contract.StrictServerInterface.
func (s Server) ListPortalPages(ctx context.Context, r contract.ListPortalPagesRequestObject) (contract.ListPortalPagesResponseObject, error) {
	pages, err := s.News.Pages(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names itself
	}
	out := contract.ListPortalPages200JSONResponse{Items: make([]contract.PortalPageLine, len(pages))}
	for i, p := range pages {
		out.Items[i] = pageLine(p, said(r.Params.Language))
	}
	return out, nil
}

// GetPortalPage implements contract.StrictServerInterface.
func (s Server) GetPortalPage(ctx context.Context, r contract.GetPortalPageRequestObject) (contract.GetPortalPageResponseObject, error) {
	p, err := s.News.Page(ctx, r.Page)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names itself
	}
	language := orItalian(said(r.Params.Language))
	words := p.Text(language).Words
	out := contract.GetPortalPage200JSONResponse{Page: pageLine(p, language)}
	for _, st := range p.Statements {
		line := contract.PortalStatement{
			Id: st.ID, Part: string(st.Part), Title: words[st.ID].Title, Text: words[st.ID].Text, Advice: st.Advice,
			Confidence: string(st.Confidence), Sources: []contract.PortalSource{}, ValidFrom: st.ValidFrom, ReviewBy: st.ReviewBy,
		}
		if p.Standing.State == portal.IsVerified {
			line.ReviewBy = p.Standing.ReviewBy
		}
		for _, source := range st.Sources {
			line.Sources = append(line.Sources, contract.PortalSource{Id: source.ID, Title: source.Title, Address: source.Address, Date: source.Date})
		}
		for _, l := range st.Links {
			line.Links = append(line.Links, l.URL)
		}
		out.Statements = append(out.Statements, line)
	}
	return out, nil
}

func pageLine(p portal.Shown, language string) contract.PortalPageLine {
	text := p.Text(orItalian(language))
	line := contract.PortalPageLine{
		Id: p.ID, Area: string(p.Area), For: p.For, Version: p.Version, Title: text.Title, Summary: text.Summary,
		Standing: contract.PortalStanding{State: contract.PortalStandingState(p.Standing.State), ReviewBy: p.Standing.ReviewBy, Overdue: p.Standing.Overdue},
	}
	if p.Standing.State == portal.IsVerified {
		last := p.Standing.Last
		line.Standing.VerifiedOn, line.Standing.VerifiedBy, line.Standing.VerifiedFor, line.Standing.Invented = &last.At, last.Name, last.Body, last.Demo
	}
	return line
}

// AskWorkGuide implements contract.StrictServerInterface.
func (s Server) AskWorkGuide(_ context.Context, r contract.AskWorkGuideRequestObject) (contract.AskWorkGuideResponseObject, error) {
	today := s.News.Today()
	rules, err := s.Rules.On(today)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "No rules are in force today.").Because(err)
	}
	b := r.Body
	q := workguide.Question{
		Document: policy.Document{
			Kind: policy.DocumentKind(b.Kind), IssuedOn: said(b.IssuedOn), ExpiresOn: said(b.ExpiresOn), LodgedOn: said(b.LodgedOn),
			RequestedOn: said(b.RequestedOn), EnteredOn: said(b.EnteredOn), Procedure: policy.Procedure(b.Procedure), Decision: policy.AsylumDecision(b.Decision),
		},
		Traineeship: b.Traineeship, Start: said(b.Start), End: said(b.End), HoursWeek: b.HoursWeek,
	}
	a, err := workguide.Ask(rules, q, today)
	if err != nil {
		return nil, err //nolint:wrapcheck // a fault for the caller
	}
	out := contract.AskWorkGuide200JSONResponse{
		Verdict: string(a.Verdict), Start: a.Start, From: a.From, Until: a.Until, Renewable: a.Renewable, HoursWeek: a.HoursWeek,
		Rule: a.Plan.Rule, Reason: a.Plan.Reason, Periods: []contract.WorkPeriod{}, Next: []contract.WorkStep{},
	}
	for _, f := range a.Findings {
		out.Periods = append(out.Periods, workPeriod(f))
	}
	for _, step := range workguide.Next(a, q.Document.Kind, q.Traineeship) {
		out.Next = append(out.Next, contract.WorkStep{Page: step.Page, Statement: step.Statement})
	}
	return out, nil
}

func workPeriod(f policy.Finding) contract.WorkPeriod {
	var until *civil.Date
	if f.Interval.Until != nil {
		last := *f.Interval.Until
		until = &last
	}
	p := contract.WorkPeriod{
		From: f.Interval.From, Until: until, Outcome: string(f.Interval.Outcome), Traineeship: string(f.Interval.Traineeship), Rule: f.Result.Rule,
		RuleVersion: f.Result.Version, Reason: f.Result.Reason, Confidence: string(f.Result.Confidence), SignedBy: f.Result.SignedBy,
		Sources: []contract.PortalSource{}, ReviewBy: f.Result.ReviewBy,
	}
	for _, source := range f.Result.Sources {
		p.Sources = append(p.Sources, contract.PortalSource{Id: source.ID, Title: source.Title})
	}
	return p
}

// ListPageReviews implements contract.StrictServerInterface.
func (s Server) ListPageReviews(ctx context.Context, _ contract.ListPageReviewsRequestObject) (contract.ListPageReviewsResponseObject, error) {
	pages, err := s.News.Work(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names itself
	}
	out := contract.ListPageReviews200JSONResponse{Items: make([]contract.ReviewedPage, len(pages))}
	for i, p := range pages {
		out.Items[i] = reviewedPage(p)
	}
	return out, nil
}

// ReviewPage implements contract.StrictServerInterface.
func (s Server) ReviewPage(ctx context.Context, r contract.ReviewPageRequestObject) (contract.ReviewPageResponseObject, error) {
	b := r.Body
	p, err := s.News.Judge(ctx, r.Page, portal.Judgement{
		Act: portal.Act(b.Act), Version: b.Version, Fingerprint: b.Fingerprint, Seen: b.Seen, Name: b.Name, Body: b.Body, Note: b.Note,
	})
	if err != nil {
		return nil, err //nolint:wrapcheck // a fault for the caller
	}
	return contract.ReviewPage200JSONResponse(reviewedPage(p)), nil
}

func reviewedPage(p portal.Shown) contract.ReviewedPage {
	out := contract.ReviewedPage{Page: pageLine(p, "it"), Fingerprint: p.Fingerprint, Seen: len(p.Reviews), Acts: []contract.PageAct{}}
	for _, r := range p.Reviews {
		out.Acts = append(out.Acts, contract.PageAct{Act: string(r.Act), Version: r.Version, Note: r.Note, Name: r.Name, Body: r.Body, At: r.At, Invented: r.Demo})
	}
	return out
}

// LoadPageReviews implements contract.StrictServerInterface.
func (s Server) LoadPageReviews(ctx context.Context, r contract.LoadPageReviewsRequestObject) (contract.LoadPageReviewsResponseObject, error) {
	acts := make([]portal.Invented, len(r.Body.Items))
	for i, item := range r.Body.Items {
		acts[i] = portal.Invented{ID: item.Id, Page: item.Page, Act: portal.Act(item.Act), Name: item.Name, Body: item.Body, Note: item.Note, At: item.At}
	}
	n, err := s.News.Load(ctx, acts)
	if err != nil {
		return nil, err //nolint:wrapcheck // it names itself
	}
	if err := s.markDemo(ctx, true); err != nil {
		return nil, err
	}
	return contract.LoadPageReviews200JSONResponse{Created: n}, nil
}
