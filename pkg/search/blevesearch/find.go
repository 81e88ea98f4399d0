package blevesearch

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	bsearch "github.com/blevesearch/bleve/v2/search"

	"github.com/celav/celav/pkg/search"
)

// missingLast is what the library puts in place of a missing sort key.
func missingLast(descending bool) string {
	if descending {
		return "\x00"
	}
	return strings.Repeat(string(utf8.MaxRune), 3)
}

// find answers an ordinary query, ordered by sort keys and id. Scores are not even computed.
func find(ctx context.Context, x bleve.Index, q search.Query) (search.Answer, error) {
	r := bleve.NewSearchRequestOptions(whole(x.Mapping(), q.Where), q.Limit, 0, false)
	r.Score = "none"
	if q.Versions {
		r.Fields = []string{versionField}
	}
	order := make(bsearch.SortOrder, 0, len(q.Sort)+1)
	for _, s := range q.Sort {
		order = append(order, &bsearch.SortField{
			Field: sortField + "." + s.Field, Desc: s.Descending, Type: bsearch.SortFieldAsString,
		})
	}
	r.SortByCustom(append(order, &bsearch.SortDocID{}))
	if keys := q.Keys(); keys != nil {
		after := make([]string, len(keys))
		for i, k := range keys {
			if k != nil {
				after[i] = *k
			} else if i < len(q.Sort) {
				after[i] = missingLast(q.Sort[i].Descending)
			}
		}
		r.SetSearchAfter(after)
	}
	for _, f := range q.Facets {
		r.AddFacet(f.Field, bleve.NewFacetRequest(f.Field, f.Limit))
	}
	found, err := x.SearchInContext(ctx, r)
	if err != nil {
		return search.Answer{}, err
	}
	a := search.Answer{Total: int(found.Total), Facets: map[string][]search.Count{}}
	for _, h := range found.Hits {
		hit := search.DriverHit{ID: h.ID, Keys: make([]*string, len(h.Sort))}
		for i, k := range h.Sort {
			if i == len(q.Sort) {
				k = h.ID
			} else if k == missingLast(q.Sort[i].Descending) {
				continue
			}
			hit.Keys[i] = &k
		}
		if v, ok := h.Fields[versionField].(string); ok {
			hit.Version = parseVersion(v)
		}
		a.Hits = append(a.Hits, hit)
	}
	for field, f := range found.Facets {
		counts := []search.Count{}
		for _, t := range f.Terms.Terms() {
			counts = append(counts, search.Count{Value: t.Term, Count: t.Count})
		}
		a.Facets[field] = counts
	}
	return a, nil
}
