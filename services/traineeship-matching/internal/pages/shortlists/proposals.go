package shortlists

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
)

// proposalsView is what was proposed to a person and why.
type proposalsView struct {
	Person string
	Files  []shortlisting.File
	Names  naming.Names
	Own    bool // the person looks
	Tried  tried
	Key    string
	Titles map[string]string // of openings, for who may not read their records
	OfRuns []shortlist.Contest
}

func (p *Pages) proposals(c echo.Context) error {
	return p.drawProposals(c, http.StatusOK, c.Param("id"), tried{})
}

func (p *Pages) drawProposals(c echo.Context, status int, person string, t tried) error {
	ctx := c.Request().Context()
	files, err := p.Desk.Proposals(ctx, person)
	if err != nil {
		return err
	}
	ofRuns, err := p.Desk.RunContests(ctx, person)
	if err != nil {
		return err
	}
	v := proposalsView{Person: person, Files: files, Own: callerPerson(ctx) == person, Tried: t, Key: key(), OfRuns: ofRuns}
	if t.Act == "contest" {
		v.Key = t.Typed.Get("key")
	}
	w := naming.Wanted{Language: ui.Lang(ctx), People: []string{person}}
	v.Titles = map[string]string{}
	for _, f := range files {
		if o, ok := p.Desk.OpeningDocument(f.Entry.Opening); ok {
			v.Titles[o.ID] = o.Title
		}
		w.Openings = append(w.Openings, f.Entry.Opening)
	}
	v.Names = p.Desk.Names(ctx, w)
	return web.Render(c, status, proposalsPage(v))
}

func (v proposalsView) path() string { return "/matching/people/" + v.Person + "/proposals" }

func (v proposalsView) title(ctx context.Context) string {
	if v.Own {
		return ui.T(ctx, "matching.shortlist.own")
	}
	return ui.T(ctx, "matching.shortlist.proposals", "Person", personLabel(v.Names, v.Person))
}

func (v proposalsView) lead(ctx context.Context) string {
	if v.Own {
		return ui.T(ctx, "matching.shortlist.own.lead")
	}
	return ui.T(ctx, "matching.shortlist.proposals.lead")
}

// opening is the opening's name; the person reads the public page of it.
func (v proposalsView) opening(e shortlist.Entry) string {
	if _, ok := v.Names.Openings[e.Opening]; ok || v.Titles[e.Opening] == "" {
		return openingLabel(v.Names, e.Opening)
	}
	if e.Words.Company == "" {
		return v.Titles[e.Opening]
	}
	return v.Titles[e.Opening] + " · " + e.Words.Company
}

func (v proposalsView) forms(e shortlist.Entry) []actForm {
	if !v.Own {
		return nil // staff act on the entry's own page, where they see all of it
	}
	return forms(e, shortlist.Person, v.path(), v.Tried)
}

// plain says what a state means for the person.
func (v proposalsView) plain(ctx context.Context, e shortlist.Entry) string {
	return ui.T(ctx, "matching.shortlist.plain."+string(e.State))
}

// facts are those that the person needs: nothing that was said between CeLav and the employer.
func (v proposalsView) facts(ctx context.Context, e shortlist.Entry) []ui.Definition {
	rows := facts(ctx, e)[:2]
	for _, r := range facts(ctx, e)[2:] {
		if r.Term != ui.T(ctx, "matching.shortlist.waits") {
			rows = append(rows, r)
		}
	}
	return rows
}

// Why puts the parts of the score in words: what helped, what was missing, what nobody knew.
func Why(ctx context.Context, e shortlist.Entry) []string {
	var lines []string
	for _, p := range e.Words.Why.Parts {
		word := "little"
		switch {
		case p.Value < 0:
			word = "unknown"
		case p.Value >= 7500:
			word = "strong"
		case p.Value >= 5000:
			word = "good"
		case p.Value >= 2500:
			word = "partly"
		}
		lines = append(lines, ui.T(ctx, "matching.part."+p.Part)+ui.Colon(ctx)+ui.T(ctx, "matching.shortlist.why."+word))
	}
	for _, g := range e.Words.Why.Gate {
		lines = append(lines, ui.T(ctx, "matching.constraint."+g.Constraint)+ui.Colon(ctx)+ui.T(ctx, "matching.reason."+g.Reason))
	}
	return lines
}

func (v proposalsView) contestText(e shortlist.Entry) string {
	if v.Tried.Act == "contest" && v.Tried.Entry == e.ID {
		return v.Tried.Typed.Get(prefix("contest", e.ID) + "text")
	}
	return ""
}

func (v proposalsView) contestError(e shortlist.Entry) string {
	if v.Tried.Act == "contest" && v.Tried.Entry == e.ID {
		return v.Tried.Errors.For(prefix("contest", e.ID) + "text")
	}
	return ""
}
