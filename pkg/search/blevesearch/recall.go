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
		s := summing{ctx: ctx, reader: r}
		if err := s.sumParts(q.Weights); err != nil {
			return err
		}
		allowed, err := matching(ctx, x, r, q.Where, &s)
		if err != nil {
			return err
		}
		a, err = best(r, s.total, allowed, q)
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

// summing is one recall under way.
type summing struct {
	ctx    context.Context
	reader index.IndexReader

	total sums
	// reached counts, by document number, of how many of the required parts the least sum was reached.
	reached  []uint8
	required uint8

	// counted says, by document number, in which round a document's heaviest term was counted.
	counted []uint32
	round   uint32
}

// sumParts gives per document number the sum over the parts.
func (s *summing) sumParts(parts []search.Part) error {
	for _, p := range parts {
		var part sums
		for _, one := range p.Terms {
			if err := s.ctx.Err(); err != nil {
				return err
			}
			if err := s.addHeaviest(one, &part); err != nil {
				return err
			}
		}
		if p.Scale != "" {
			if err := scale(s.reader, p.Scale, part); err != nil {
				return err
			}
		}
		if p.Least > 0 {
			s.require(p.Least, part)
		}
		for n, sum := range part {
			if sum > 0 {
				s.total.add(n, sum)
			}
		}
	}
	return nil
}

// require notes which documents reach a part's least sum.
func (s *summing) require(least float64, part sums) {
	s.required++
	if more := len(part) - len(s.reached); more > 0 {
		s.reached = append(s.reached, make([]uint8, more)...)
	}
	for n, sum := range part {
		if sum >= least {
			s.reached[n]++
		}
	}
}

// counts reports whether a document has a sum and reaches what is required of it.
func (s *summing) counts(n int) bool {
	return n < len(s.total) && s.total[n] > 0 && (s.required == 0 || n < len(s.reached) && s.reached[n] == s.required)
}

// addHeaviest adds to each document's sum the weight of the heaviest term that it holds.
func (s *summing) addHeaviest(one search.OneOf, part *sums) error {
	heaviest := slices.SortedFunc(slices.Values(one), func(a, b search.Weight) int { return cmp.Compare(b.Weight, a.Weight) })
	s.round++
	for _, w := range heaviest {
		err := postings(s.ctx, s.reader, w, func(n int) {
			if len(heaviest) > 1 {
				if n >= len(s.counted) {
					s.counted = append(s.counted, make([]uint32, n+1-len(s.counted))...)
				}
				if s.counted[n] == s.round {
					return
				}
				s.counted[n] = s.round
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

// matching lists the numbers of the documents that the filter selects and that have the sums.
func matching(ctx context.Context, x bleve.Index, r index.IndexReader, f search.Filter, sums *summing) (out []int, err error) {
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
		if n := int(binary.BigEndian.Uint64(m.IndexInternalID)); sums.counts(n) {
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
