package runs

import (
	"context"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/wording"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
	"github.com/celav/celav/services/traineeship-matching/internal/runs"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// Sheet is one run in words of one language: what a page shows, what is printed, and what is exported.
type Sheet struct {
	Language  string     `json:"language"`
	Run       string     `json:"run"`
	At        time.Time  `json:"at"`
	Title     string     `json:"title"`
	Person    string     `json:"personId,omitempty"`
	Opening   string     `json:"openingId,omitempty"`
	Direction string     `json:"direction"`
	Facts     []Line     `json:"facts"`
	Results   []Reasons  `json:"results"`
	Decisions []Decision `json:"decisions"`
	Contests  []Contest  `json:"contests"`
	Elsewhere int        `json:"otherTeams"`
	InputHash string     `json:"inputHash"`
}

// Line is something said of the run.
type Line struct {
	Term  string `json:"term"`
	Value string `json:"value"`
}

// Reasons are those of one pair.
type Reasons struct {
	Person       string   `json:"personId"`
	Opening      string   `json:"openingId"`
	Title        string   `json:"title"`
	Standing     string   `json:"standing"`
	Total        *float64 `json:"total,omitempty"` // of 100
	Completeness int32    `json:"completeness"`
	Gate         []string `json:"gate"`
	Parts        []Part   `json:"parts"`
	Skills       []string `json:"skills"`
	Ask          []string `json:"ask"`
	Improve      []string `json:"improve"`
}

// Part is one part of the score; Value is a share, absent where it did not count.
type Part struct {
	Name   string   `json:"name"`
	Value  *float64 `json:"value,omitempty"`
	Weight int32    `json:"weight"`
	State  string   `json:"state"`
}

// Decision is what was decided on the run.
type Decision struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	What   string    `json:"what"`
	Reason string    `json:"reason,omitempty"`
	// Passed says who stood higher and was passed over, and why.
	Passed string `json:"passed,omitempty"`
	Entry  string `json:"entry"`
}

// Contest is what somebody objected to, and the answer; the words are left out for who may not read them.
type Contest struct {
	ID         string     `json:"id"`
	At         time.Time  `json:"at"`
	Text       string     `json:"text,omitempty"`
	Verdict    string     `json:"verdict,omitempty"`
	Reason     string     `json:"reason,omitempty"`
	AnsweredAt *time.Time `json:"answeredAt,omitempty"`
	// Title and Came say the same in words.
	Title string `json:"title"`
	Came  string `json:"came"`
}

// Build puts a run in words of the context's language.
func Build(ctx context.Context, f *runs.File) Sheet {
	r := &f.Run
	s := Sheet{
		Language: ui.Lang(ctx), Run: r.ID, At: r.At, Person: r.Person, Opening: r.Opening, Direction: r.Direction, Elsewhere: f.Elsewhere,
		Title: titleOf(ctx, f.Names, r), InputHash: r.InputHash, Facts: made(ctx, f), Results: []Reasons{}, Decisions: []Decision{}, Contests: []Contest{},
	}
	for i := range r.Results {
		s.Results = append(s.Results, reasons(ctx, f.Names, r, &r.Results[i]))
	}
	for i := range f.Decisions {
		s.Decisions = append(s.Decisions, decision(ctx, f, &f.Decisions[i]))
	}
	for _, c := range f.Contests {
		s.Contests = append(s.Contests, contest(ctx, c))
	}
	return s
}

func contest(ctx context.Context, c shortlist.Contest) Contest {
	out := Contest{
		ID: c.ID, At: c.At, Text: c.Text, Verdict: string(c.Verdict), Reason: c.Answer, AnsweredAt: c.AnsweredAt,
		Title: ui.T(ctx, "matching.contests.one", "At", ui.Instant(ctx, c.At)),
	}
	switch {
	case c.AnsweredAt == nil:
		out.Came = ui.T(ctx, "matching.contests.due", "Day", ui.Date(ctx, civil.DateOf(c.Due())))
	case c.Verdict != "":
		out.Came = ui.T(ctx, "matching.contests.verdict."+string(c.Verdict))
	default:
		out.Came = ui.T(ctx, "matching.contests.answered") + " " + ui.Instant(ctx, *c.AnsweredAt)
	}
	return out
}

func titleOf(ctx context.Context, n naming.Names, r *runlog.Run) string {
	switch r.Direction {
	case runlog.ForPerson:
		return t(ctx, "of.person", "Person", personLabel(n, r.Person))
	case runlog.ForOpening:
		return t(ctx, "of.opening", "Opening", openingLabel(n, r.Opening))
	case runlog.ForPair:
		return t(ctx, "of.pair", "Person", personLabel(n, r.Person), "Opening", openingLabel(n, r.Opening))
	default:
		return t(ctx, "of.group")
	}
}

// made says who asked, when and with what.
func made(ctx context.Context, f *runs.File) []Line {
	r := &f.Run
	lines := []Line{
		{t(ctx, "at"), ui.Instant(ctx, r.At)},
		{t(ctx, "by"), who(ctx, f.Colleagues, r.Subject)},
		{t(ctx, "judged"), ui.Number(ctx, r.Scored)},
	}
	if r.Direction == runlog.ForGroup {
		lines = append(lines, Line{t(ctx, "placed"), ui.Number(ctx, r.Eligible)})
	} else {
		lines = append(lines, Line{t(ctx, "counts"), counts(ctx, r)})
	}
	if len(r.Parts) > 0 {
		var parts []string
		for _, part := range match.PartNames() {
			if share, kept := r.Parts[part.String()]; kept {
				parts = append(parts, ui.T(ctx, "matching.part."+part.String())+" "+ui.Number(ctx, share))
			}
		}
		lines = append(lines, Line{t(ctx, "weights"), strings.Join(parts, ui.Semicolon(ctx))})
	}
	return append(lines, Line{t(ctx, "versions"), r.Rules + "; " + r.Weights + "; " + r.Taxonomy})
}

func counts(ctx context.Context, r *runlog.Run) string {
	return t(ctx, "counts.text", "Eligible", ui.Number(ctx, r.Eligible), "NotEnough", ui.Number(ctx, r.NotEnough), "Blocked", ui.Number(ctx, r.Blocked))
}

func who(ctx context.Context, colleagues map[string]string, subject string) string {
	switch {
	case colleagues == nil:
		return "CeLav"
	case colleagues[subject] != "":
		return colleagues[subject]
	default:
		return subject
	}
}

func reasons(ctx context.Context, n naming.Names, r *runlog.Run, x *runlog.Result) Reasons {
	out := Reasons{
		Person: x.Person, Opening: x.Opening, Completeness: x.Completeness, Gate: []string{}, Parts: []Part{}, Skills: []string{}, Ask: []string{}, Improve: []string{},
	}
	switch r.Direction {
	case runlog.ForPerson, runlog.ForPair:
		out.Title = openingLabel(n, x.Opening)
	case runlog.ForGroup:
		out.Title = personLabel(n, x.Person) + ui.Colon(ctx) + placeLabel(ctx, n, x.Opening)
	default:
		out.Title = personLabel(n, x.Person)
	}
	if x.Standing != "" {
		out.Standing = t(ctx, "standing."+x.Standing)
	}
	if x.Total != nil {
		total := float64(*x.Total) / 100
		out.Total = &total
	}
	for _, c := range x.Gate {
		if c.Decision == "ok" {
			continue
		}
		text := ui.T(ctx, "matching.constraint."+c.Constraint) + ui.Colon(ctx) + ui.T(ctx, "matching.decision."+c.Decision) + ui.Comma(ctx) + named(ctx, "matching.reason.", c.Reason)
		if c.Rule != "" {
			text += " (" + t(ctx, "rule", "Rule", c.Rule) + ")"
		}
		if len(c.Sources) > 0 {
			text += " " + t(ctx, "sources", "Sources", strings.Join(c.Sources, ui.Semicolon(ctx)))
		}
		out.Gate = append(out.Gate, text)
	}
	for _, p := range x.Parts {
		part := Part{Name: ui.T(ctx, "matching.part."+p.Part), Weight: p.Weight, State: p.State}
		if p.State == "scored" {
			value := float64(p.Value) / 10_000
			part.Value = &value
		}
		out.Parts = append(out.Parts, part)
		for _, s := range p.Skills {
			out.Skills = append(out.Skills, skillText(ctx, n, s))
		}
	}
	for _, a := range x.Ask {
		out.Ask = append(out.Ask, named(ctx, "matching.ask.", a))
	}
	for _, c := range x.Improve {
		out.Improve = append(out.Improve, improveText(ctx, n, c))
	}
	return out
}

func skillText(ctx context.Context, n naming.Names, s runlog.Skill) string {
	needed := concept(n, s.Skill)
	if s.Found == "" {
		return ui.T(ctx, "matching.skill.missing", "Skill", needed)
	}
	how := ui.T(ctx, "matching.level."+string(rune('0'+s.Level))) + ui.Comma(ctx) + ui.T(ctx, "matching.evidence."+s.Evidence)
	percent := ui.Percent(ctx, float64(s.Credit)/10_000)
	if s.Nearness == "same" {
		return ui.T(ctx, "matching.skill.found", "Skill", needed, "How", how, "Percent", percent)
	}
	return ui.T(ctx, "matching.skill.near", "Skill", needed, "Found", concept(n, s.Found), "Nearness", ui.T(ctx, "matching.nearness."+s.Nearness), "How", how, "Percent", percent)
}

func improveText(ctx context.Context, n naming.Names, c runlog.Change) string {
	gain := ""
	if c.Gain > 0 {
		gain = " " + ui.T(ctx, "matching.gain", "Points", ui.Decimal(ctx, float64(c.Gain)/100, 1))
	}
	return wording.Change(ctx, c.Kind, c.Value, c.To, func(id string) string { return concept(n, id) }) + gain
}

func decision(ctx context.Context, f *runs.File, d *runlog.Decision) Decision {
	out := Decision{
		At: d.At, By: who(ctx, f.Colleagues, d.Subject), Entry: d.Entry,
		What: ui.T(ctx, "matching.shortlist.act."+d.Act) + ui.Colon(ctx) + personLabel(f.Names, d.Person) + " – " + openingLabel(f.Names, d.Opening),
	}
	if d.Reason != "" {
		out.Reason = named(ctx, "matching.shortlist.reason.", d.Reason)
	}
	if d.Override != "" {
		override := named(ctx, "matching.shortlist.override.", d.Override)
		if out.Reason == "" {
			out.Reason = override
		} else {
			out.Reason += ui.Semicolon(ctx) + override
		}
	}
	if d.Higher > 0 {
		out.Passed = t(ctx, "passed", d.Higher) + " " + named(ctx, "matching.shortlist.skip.", d.SkipReason)
		if f.Colleagues != nil { // others' names are no matter of the person's
			var above []string
			for _, id := range d.Above {
				above = append(above, personLabel(f.Names, id))
			}
			out.Passed += " (" + strings.Join(above, ui.Comma(ctx)) + ")"
		}
	}
	return out
}

// named is the text of a code; one without a text is shown as it is.
func named(ctx context.Context, prefix, code string) string {
	if ui.Has(ctx, prefix+code) {
		return ui.T(ctx, prefix+code)
	}
	return code
}

func concept(n naming.Names, id string) string {
	if label, ok := n.Concepts[id]; ok {
		return label
	}
	return id
}

func personLabel(n naming.Names, id string) string {
	if p, ok := n.People[id]; ok {
		return p.Label
	}
	return short(id)
}

func openingLabel(n naming.Names, id string) string {
	if o, ok := n.Openings[id]; ok && o.Title != "" {
		return strings.TrimSuffix(o.Title+" · "+o.Company, " · ")
	}
	return short(id)
}

func placeLabel(ctx context.Context, n naming.Names, id string) string {
	if id == "" {
		return t(ctx, "unplaced")
	}
	return openingLabel(n, id)
}

func short(id string) string {
	if len(id) > 8 {
		return "…" + id[len(id)-8:]
	}
	return id
}
