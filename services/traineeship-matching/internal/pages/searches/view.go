package searches

import (
	"context"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/finding"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/savedsearch"
)

// view is a search with its answer.
type view struct {
	Filter finding.Filter
	Found  finding.Found
	// Typed, Unknown and NoTaxonomy are what came of a text about people: they are in no address.
	Typed      string
	Unknown    []string
	NoTaxonomy bool
	Key        string // makes saving once only
	// Saved is the saved search that is shown, with what is new in it.
	Saved *savedsearch.Search
	New   map[string]bool
}

func newKey() string { return uuid.Must(uuid.NewV7()).String() }

func (v view) ofPeople() bool { return v.Filter.Kind == finding.People }

// self is the page's own address.
func (v view) self() string {
	if v.Saved != nil {
		return savedPath + "/" + v.Saved.ID
	}
	return link(v.Filter, "")
}

func (v view) title(ctx context.Context) string {
	if v.Saved != nil {
		return v.Saved.Name
	}
	return ui.T(ctx, "matching.search.title."+string(v.Filter.Kind))
}

func (v view) lead(ctx context.Context) string {
	if v.Saved != nil {
		return ui.T(ctx, "matching.search.saved.kind."+string(v.Filter.Kind))
	}
	return ui.T(ctx, "matching.search.lead."+string(v.Filter.Kind))
}

func (v view) crumbs(ctx context.Context) []ui.Link {
	crumbs := []ui.Link{{Text: ui.T(ctx, "matching.search.matches"), Href: "/matching/"}}
	if v.Saved != nil {
		crumbs = append(crumbs, ui.Link{Text: ui.T(ctx, "matching.search.tab.saved"), Href: savedPath})
	}
	return crumbs
}

// kept are the choices that a new text keeps.
func (v view) kept() []ui.Option {
	var list []ui.Option
	for _, p := range v.Filter.Picks {
		list = append(list, ui.Option{Value: p.Facet, Label: p.Value})
	}
	return list
}

// chip is a choice, and the address without it.
type chip struct{ Text, Href string }

func (v view) chips(ctx context.Context) []chip {
	var list []chip
	if v.Filter.Text != "" {
		f := v.Filter
		f.Text, f.Exact = "", false
		list = append(list, chip{ui.T(ctx, "matching.search.chip.text", "Text", v.Filter.Text), link(f, "")})
	}
	for _, p := range v.Filter.Picks {
		text := ui.T(ctx, "matching.search.facet."+p.Facet) + ui.Colon(ctx) + v.valueText(ctx, p.Facet, p.Value)
		list = append(list, chip{text, link(v.Filter.Without(p.Facet, p.Value), "")})
	}
	return list
}

// maybe are other concepts that the text may mean, and the address that takes them too.
func (v view) maybe() []ui.Link {
	var list []ui.Link
	for _, m := range v.Filter.Maybe {
		ids := finding.Concepts(m)
		list = append(list, ui.Link{Text: v.concept(ids[len(ids)-1]), Href: link(v.Filter.Widen(m), "")})
	}
	return list
}

// meant are the occupations and skills that the words stand for.
func (v view) meant() string {
	var labels []string
	for _, id := range v.Found.Meant {
		labels = append(labels, v.concept(id))
	}
	return strings.Join(labels, ", ")
}

// exactly is the address that searches for the words alone.
func (v view) exactly() string {
	f := v.Filter
	f.Exact = true
	return link(f, "")
}

func (v view) concept(id string) string {
	if label, ok := v.Found.Names.Concepts[id]; ok {
		return label
	}
	return shorten(id)
}

func shorten(id string) string {
	if len(id) > 8 {
		return "…" + id[len(id)-8:]
	}
	return id
}

// choice is one value of a facet.
type choice struct {
	Text, Href string
	Count      int
	Chosen     bool
}

type group struct {
	ID, Title string
	Choices   []choice
}

// groups are the facets that offer something.
func (v view) groups(ctx context.Context) []group {
	var list []group
	for _, c := range v.Found.Facets {
		g := group{ID: c.Facet, Title: ui.T(ctx, "matching.search.facet."+c.Facet)}
		for _, x := range c.Values {
			g.Choices = append(g.Choices, v.choice(ctx, c.Facet, x))
		}
		if len(g.Choices) > 0 {
			list = append(list, g)
		}
	}
	return list
}

func (v view) choice(ctx context.Context, facet string, x search.Count) choice {
	c := choice{Text: v.valueText(ctx, facet, x.Value), Count: x.Count, Chosen: v.Filter.Has(facet, x.Value)}
	c.Href = link(v.Filter.With(facet, x.Value), "")
	if c.Chosen {
		c.Href = link(v.Filter.Without(facet, x.Value), "")
	}
	return c
}

func (v view) valueText(ctx context.Context, facet, value string) string {
	switch {
	case facet == finding.Means:
		var labels []string
		for _, id := range finding.Concepts(value) {
			labels = append(labels, v.concept(id))
		}
		return strings.Join(labels, ui.T(ctx, "matching.search.or"))
	case finding.IsConcept(facet):
		return v.concept(value)
	case facet == finding.Team && v.Found.Teams[value] != "":
		return v.Found.Teams[value]
	case facet == finding.Language:
		tag, level, ok := catalogue.Level(value)
		if !ok || level < 2 {
			if !ok {
				tag = value
			}
			return languageText(ctx, tag)
		}
		return ui.T(ctx, "matching.search.at-least", "Language", languageText(ctx, tag), "Level", match.CEFR(level).String())
	case facet == finding.Italian && value != "0":
		return ui.T(ctx, "matching.search.up-to", "Level", levelOf(value))
	}
	if id := "matching.search." + facet + "." + value; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return value
}

func levelOf(digit string) string { return match.CEFR(digit[0] - '0').String() }

func languageText(ctx context.Context, tag string) string {
	if id := "matching.language." + tag; ui.Has(ctx, id) {
		return ui.T(ctx, id)
	}
	return tag
}

func (v view) pager() ui.Pager {
	p := ui.Pager{Shown: len(v.Found.IDs)}
	path, q := pathOf(v.Filter.Kind), v.Filter.Values()
	if v.Saved != nil {
		path, q = savedPath+"/"+v.Saved.ID, nil
	}
	if v.Found.Next != "" {
		p.Next = linkTo(path, withCursor(q), v.Found.Next)
	}
	if !v.Found.First {
		p.First = linkTo(path, q, "")
	}
	return p
}

// withCursor copies, so that a cursor is not left behind in the filter's own values.
func withCursor(q map[string][]string) map[string][]string {
	copied := map[string][]string{}
	for k, values := range q {
		copied[k] = values
	}
	return copied
}

func dateText(ctx context.Context, d *civil.Date) string {
	if d == nil {
		return ""
	}
	return ui.Date(ctx, *d)
}
