package blevesearch

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2"
	bsearch "github.com/blevesearch/bleve/v2/search"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/celav/celav/pkg/search"
)

// recall sums weights over the postings of the weighted terms. The library's own scores are not sums: they depend on
// how rare a term is and on how many of the terms matched.
func recall(ctx context.Context, x bleve.Index, q search.Query) (search.Answer, error) {
	var a search.Answer
	err := read(x, func(r index.IndexReader) error {
		sums, err := sumWeights(ctx, r, q.Weights)
		if err != nil {
			return err
		}
		allowed, err := matching(ctx, x, r, q.Where, sums)
		if err != nil {
			return err
		}
		a, err = best(r, sums, allowed, q)
		return err
	})
	return a, err
}

// sumWeights gives per document number the sum of the weights of the terms it holds.
func sumWeights(ctx context.Context, r index.IndexReader, weights []search.Weight) (sums []float64, err error) {
	for _, w := range weights {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t, err := r.TermFieldReader(ctx, []byte(w.Term), w.Field, false, false, false)
		if err != nil {
			return nil, fmt.Errorf("read the postings of a term: %w", err)
		}
		var doc index.TermFieldDoc
		for {
			next, err := t.Next(&doc)
			if err != nil {
				return nil, fmt.Errorf("read the postings of a term: %w", err)
			}
			if next == nil {
				break
			}
			n := int(binary.BigEndian.Uint64(next.ID))
			if n >= len(sums) {
				sums = append(sums, make([]float64, n+1-len(sums))...)
			}
			sums[n] += w.Weight
		}
		if err := t.Close(); err != nil {
			return nil, err
		}
	}
	return sums, nil
}

// matching lists the numbers of the documents that the filter selects and that have a sum.
func matching(ctx context.Context, x bleve.Index, r index.IndexReader, f search.Filter, sums []float64) (out []int, err error) {
	s, err := whole(x.Mapping(), f).Searcher(ctx, r, x.Mapping(), bsearch.SearcherOptions{Score: "none"})
	if err != nil {
		return nil, err
	}
	defer func() {
		if closeErr := s.Close(); err == nil {
			err = closeErr
		}
	}()
	sc := &bsearch.SearchContext{DocumentMatchPool: bsearch.NewDocumentMatchPool(s.DocumentMatchPoolSize()+1, 0), IndexReader: r}
	for {
		if len(out)%1024 == 1023 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		m, err := s.Next(sc)
		if err != nil || m == nil {
			return out, err
		}
		if n := int(binary.BigEndian.Uint64(m.IndexInternalID)); n < len(sums) && sums[n] > 0 {
			out = append(out, n)
		}
		sc.DocumentMatchPool.Put(m)
	}
}

// best orders by sum, then id, and cuts at the limit.
func best(r index.IndexReader, sums []float64, found []int, q search.Query) (search.Answer, error) {
	a := search.Answer{Total: len(found)}
	slices.SortFunc(found, func(i, j int) int { return cmp.Compare(sums[j], sums[i]) })
	// Documents that tie with the last one within the limit compete for it by id.
	end := min(q.Limit, len(found))
	for end > 0 && end < len(found) && sums[found[end]] == sums[found[end-1]] {
		end++
	}
	type candidate struct {
		search.DriverHit
		sum float64
	}
	candidates := make([]candidate, 0, end)
	versions, err := r.DocValueReader([]string{versionField})
	if err != nil {
		return a, err
	}
	for _, n := range found[:end] {
		internal := index.NewIndexInternalID(nil, uint64(n))
		id, err := r.ExternalID(internal)
		if err != nil {
			return a, fmt.Errorf("read a document's id: %w", err)
		}
		c := candidate{DriverHit: search.DriverHit{ID: id}, sum: sums[n]}
		if q.Versions {
			err := versions.VisitDocValues(internal, func(_ string, term []byte) { c.Version = parseVersion(string(term)) })
			if err != nil {
				return a, err
			}
		}
		candidates = append(candidates, c)
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(a.ID, b.ID))
	})
	for _, c := range candidates[:min(q.Limit, len(candidates))] {
		a.Hits = append(a.Hits, c.DriverHit)
	}
	return a, nil
}
