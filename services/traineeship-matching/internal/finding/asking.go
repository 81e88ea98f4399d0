package finding

import (
	"context"
	"fmt"
	"strings"

	"github.com/celav/celav/pkg/search"
)

// asking is one search under way.
type asking struct {
	desk   *Desk
	ask    Ask
	engine Engine
	team   string
	facets bool
}

// run asks for the page and, with facets, for what the other choices would find.
func (s *asking) run(ctx context.Context, found *Found) error {
	fuzzy := false
	r, err := s.page(ctx, found.Meant, fuzzy)
	if err == nil && r.Total == 0 && s.ask.Filter.Text != "" {
		fuzzy = true
		if r, err = s.page(ctx, found.Meant, fuzzy); err == nil {
			found.Similar = r.Total > 0
		}
	}
	if err != nil {
		return err
	}
	found.IDs, found.Total, found.Next, found.Facets = nil, r.Total, r.Next, nil
	for _, h := range r.Hits {
		found.IDs = append(found.IDs, h.ID)
	}
	if s.facets {
		found.Facets, err = s.count(ctx, r, found.Meant, found.Similar)
	}
	return err
}

func (s *asking) page(ctx context.Context, meant []string, fuzzy bool) (search.Result, error) {
	q := search.Query{Where: s.where("", meant, fuzzy), Limit: s.ask.Limit, Sort: []search.Sort{{Field: "published", Descending: true}}}
	if s.ask.Filter.Kind == People {
		q.Sort = []search.Sort{{Field: "waitingSince"}}
	}
	if _, own := s.engine.(*memory); own == strings.HasPrefix(s.ask.Cursor, memoryCursor) {
		q.After = s.ask.Cursor // a cursor of the other way begins anew
	}
	if s.facets {
		for _, d := range s.offered() {
			if d.field != "" && len(s.ask.Filter.Of(d.name)) == 0 {
				q.Facets = append(q.Facets, search.Facet{Field: d.field, Limit: countedAtMost})
			}
		}
	}
	r, err := s.engine.Query(ctx, q)
	if err != nil {
		return r, fmt.Errorf("search %s: %w", s.ask.Filter.Kind, err)
	}
	return r, nil
}

// countedAtMost is how many values of a facet are asked for: those of languages are added up.
const countedAtMost = 60

// where is the whole selection, but for the choices of one facet.
func (s *asking) where(except string, meant []string, fuzzy bool) search.Filter {
	f, today := s.ask.Filter, s.desk.Today()
	all := search.All{}
	if f.Kind == People {
		all = append(all, search.Term("state", "active"))
		if s.team != "" {
			all = append(all, search.Term("team", s.team))
		}
	} else {
		all = append(all, search.Is{Field: "live", Value: true},
			search.Any{search.Not{Filter: search.Exists{Field: "closes"}}, search.Days{Field: "closes", From: &today}})
	}
	if f.Text != "" {
		text := search.Any{search.Words{Field: "text", Text: f.Text, Fuzzy: fuzzy}}
		if len(meant) > 0 {
			text = append(text, inAny([]string{"occupation", "needed"}, meant...))
		}
		all = append(all, text)
	}
	for _, d := range facetsOf(f.Kind) {
		if values := f.Of(d.name); len(values) > 0 && d.name != except {
			all = append(all, d.where(values, today))
		}
	}
	return all
}

// offered are the facets that the caller is offered: whoever sees one team only chooses none.
func (s *asking) offered() []facet {
	var out []facet
	for _, d := range facetsOf(s.ask.Filter.Kind) {
		if d.name != Means && (d.name != Team || s.team == "") {
			out = append(out, d)
		}
	}
	return out
}

// count gives every facet its values. One of which something is chosen is counted without that choice, so that others
// can be added or take its place.
func (s *asking) count(ctx context.Context, r search.Result, meant []string, fuzzy bool) ([]Counted, error) {
	var out []Counted
	for _, d := range s.offered() {
		counts := r.Facets[d.field]
		switch chosen := len(s.ask.Filter.Of(d.name)) > 0; {
		case d.field == "":
			for _, v := range []string{"now", "month"} {
				n, err := s.engine.Query(ctx, search.Query{Where: search.All{s.where(d.name, meant, fuzzy), d.where([]string{v}, s.desk.Today())}})
				if err != nil {
					return nil, fmt.Errorf("count %s: %w", d.name, err)
				}
				counts = append(counts, search.Count{Value: v, Count: n.Total})
			}
		case chosen:
			n, err := s.engine.Query(ctx, search.Query{Where: s.where(d.name, meant, fuzzy), Facets: []search.Facet{{Field: d.field, Limit: countedAtMost}}})
			if err != nil {
				return nil, fmt.Errorf("count %s: %w", d.name, err)
			}
			counts = n.Facets[d.field]
		}
		out = append(out, Counted{d.name, s.choose(d, counts)})
	}
	return out, nil
}

// choose keeps the values that are offered: the first, and those that are chosen, whatever they count.
func (s *asking) choose(d facet, counts []search.Count) []search.Count {
	if d.gather != nil {
		counts = d.gather(counts)
	}
	var out []search.Count
	chosen := map[string]bool{}
	for _, v := range s.ask.Filter.Of(d.name) {
		chosen[v] = true
	}
	for i, c := range counts {
		if c.Count > 0 && (i < d.shown || chosen[c.Value]) {
			out = append(out, c)
			delete(chosen, c.Value)
		}
	}
	return out
}
