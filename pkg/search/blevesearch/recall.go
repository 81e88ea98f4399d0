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

// sums of weights, by document number.
type sums []float64

func (s *sums) add(n int, weight float64) {
	if n >= len(*s) {
		*s = append(*s, make([]float64, n+1-len(*s))...)
	}
	(*s)[n] += weight
}

// sumWeights gives per document number the sum over the parts.
func sumWeights(ctx context.Context, r index.IndexReader, parts []search.Part) (sums, error) {
	var total sums
	for _, p := range parts {
		var part sums
		for _, one := range p.Terms {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if err := addHeaviest(ctx, r, one, &part); err != nil {
				return nil, err
			}
		}
		if p.Scale != "" {
			if err := scale(r, p.Scale, part); err != nil {
				return nil, err
			}
		}
		for n, sum := range part {
			if sum > 0 {
				total.add(n, sum)
			}
		}
	}
	return total, nil
}

// addHeaviest adds to each document's sum the weight of the heaviest term that it holds.
func addHeaviest(ctx context.Context, r index.IndexReader, one search.OneOf, part *sums) error {
	heaviest := slices.SortedFunc(slices.Values(one), func(a, b search.Weight) int { return cmp.Compare(b.Weight, a.Weight) })
	counted := map[int]bool{}
	for _, w := range heaviest {
		err := postings(ctx, r, w, func(n int) {
			if len(heaviest) > 1 {
				if counted[n] {
					return
				}
				counted[n] = true
			}
			part.add(n, w.Weight)
		})
		if err != nil {
			return fmt.Errorf("read the postings of a term: %w", err)
		}
	}
	return nil
}

func postings(ctx context.Context, r index.IndexReader, w search.Weight, visit func(n int)) (err error) {
	t, err := r.TermFieldReader(ctx, []byte(w.Term), w.Field, false, false, false)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := t.Close(); err == nil {
			err = closeErr
		}
	}()
	var doc index.TermFieldDoc
	for {
		next, err := t.Next(&doc)
		if err != nil || next == nil {
			return err
		}
		visit(int(binary.BigEndian.Uint64(next.ID)))
	}
}

// scale multiplies each sum by the document's number in the field, read from its sort key.
func scale(r index.IndexReader, field string, part sums) error {
	keys, err := r.DocValueReader([]string{sortField + "." + field})
	if err != nil {
		return err
	}
	for n, sum := range part {
		if sum == 0 {
			continue
		}
		factor := 0.0
		err := keys.VisitDocValues(index.NewIndexInternalID(nil, uint64(n)), func(_ string, term []byte) {
			factor = search.NumberOfSortKey(string(term))
		})
		if err != nil {
			return fmt.Errorf("read a document's scale: %w", err)
		}
		part[n] = sum * max(factor, 0)
	}
	return nil
}

// matching lists the numbers of the documents that the filter selects and that have a sum.
func matching(ctx context.Context, x bleve.Index, r index.IndexReader, f search.Filter, sums sums) (out []int, err error) {
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
func best(r index.IndexReader, sums sums, found []int, q search.Query) (search.Answer, error) {
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
