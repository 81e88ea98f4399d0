package searches

import (
	"context"
	"strings"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// row is one thing found, with the way to whom or what matches it.
type row struct {
	Title, Lang, Href string
	Under             string
	Badges            []string
	New               bool
	Facts             []ui.Definition
	More              ui.Link
}

func (v view) rows(ctx context.Context) []row {
	var list []row
	for _, id := range v.Found.IDs {
		r := v.opening(ctx, id)
		if v.ofPeople() {
			r = v.person(ctx, id)
		}
		r.New = v.New[id]
		list = append(list, r)
	}
	return list
}

func (r *row) fact(ctx context.Context, id, value string) {
	if value != "" {
		r.Facts = append(r.Facts, ui.Definition{Term: ui.T(ctx, id), Value: value})
	}
}

func (v view) opening(ctx context.Context, id string) row {
	named, o := v.Found.Names.Openings[id], v.Found.Openings[id]
	r := row{
		Title: named.Title, Href: "/matching/openings/" + id,
		More: ui.Link{Text: ui.T(ctx, "matching.search.opening.page"), Href: "/outreach/openings/" + id},
	}
	language := named.Language
	if r.Title == "" {
		r.Title, language = o.Title, o.Language
	}
	if r.Title == "" {
		r.Title, language = shorten(id), ""
	}
	if language != ui.Lang(ctx) {
		r.Lang = language
	}
	place := named.Municipality
	if place == "" {
		place = o.Site.Municipality
	}
	r.Under = joined(named.Company, place)
	if o.ID == "" {
		return r
	}
	for _, kind := range []string{"traineeship", "contract"} {
		if o.Kind == kind || o.Kind == "both" {
			r.Badges = append(r.Badges, ui.T(ctx, "matching.search.kind."+kind))
		}
	}
	r.Badges = append(r.Badges, ui.T(ctx, "matching.search.seats-free", max(0, o.SeatsFree())))
	if label := v.concept(o.Occupation); o.Occupation != "" && !strings.EqualFold(label, r.Title) {
		r.fact(ctx, "matching.search.facet.occupation", label)
	}
	r.fact(ctx, "matching.search.start", dateText(ctx, o.Start))
	r.fact(ctx, "matching.search.languages", levels(ctx, o.Languages))
	r.fact(ctx, "matching.search.published", dateText(ctx, o.PublishedOn))
	return r
}

func levels(ctx context.Context, asked []match.RequiredLanguage) string {
	var texts []string
	for _, l := range asked {
		texts = append(texts, languageText(ctx, l.Language)+" "+max(l.Level, 1).String())
	}
	return strings.Join(texts, ui.Comma(ctx))
}

// shownOf is how many of a person's languages and occupations a row names.
const shownOf = 3

func (v view) person(ctx context.Context, id string) row {
	p := v.Found.People[id]
	r := row{Title: shorten(id), Href: "/matching/people/" + id, More: ui.Link{Text: ui.T(ctx, "matching.search.person.page"), Href: "/intake/people/" + id}}
	if named, ok := v.Found.Names.People[id]; ok {
		r.Title = named.Label
	}
	if p.ID == "" {
		return r
	}
	if p.WaitingSince != nil {
		r.Under = ui.T(ctx, "matching.search.waiting", "Day", ui.Date(ctx, *p.WaitingSince))
	}
	r.Badges = append(r.Badges, ui.T(ctx, "matching.search.skills", len(p.Skills)))
	if p.Residence == "abroad" {
		r.Badges = append(r.Badges, ui.T(ctx, "matching.search.residence.abroad"))
	}
	var spoken, held, wanted []string
	for _, l := range p.Languages {
		if level := l.AtWork(); level > 0 {
			spoken = append(spoken, languageText(ctx, l.Language)+" "+level.String())
		}
	}
	for _, o := range p.Occupations {
		if o.Held {
			held = append(held, v.concept(o.Occupation))
		}
		if o.Wanted {
			wanted = append(wanted, v.concept(o.Occupation))
		}
	}
	r.fact(ctx, "matching.search.facet.wanted", some(wanted))
	r.fact(ctx, "matching.search.facet.held", some(held))
	r.fact(ctx, "matching.search.languages", some(spoken))
	if p.Availability != nil {
		r.fact(ctx, "matching.search.free-from", dateText(ctx, p.Availability.From))
	}
	return r
}

func some(texts []string) string { return strings.Join(texts[:min(len(texts), shownOf)], ", ") }

func joined(texts ...string) string {
	var there []string
	for _, t := range texts {
		if t != "" {
			there = append(there, t)
		}
	}
	return strings.Join(there, " · ")
}
