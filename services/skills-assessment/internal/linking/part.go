package linking

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// part holds the labels of one language and one rank (occupations or skills): labels compete, and words are rare or
// common, among their own.
type part struct {
	language    taxonomy.Language
	occupations bool
	forms       []form
	readings    []reading
	words       []int32 // stems of all readings, one after the other

	grams    map[string]int32 // -> index in postings
	postings [][]int32        // readings that have the gram, ascending
	weights  []float32        // idf of the gram
	stems    map[string]int32
	stemIDF  []float32
	stemText [][]rune

	scratch sync.Pool
}

type form struct{ entry Entry }

// reading is one way to read a label: see variants.
type reading struct {
	form        int32
	first, last int32   // its stems in part.words
	norm        float32 // length of its vector of n-grams
	mass        float32 // sum of its stems' idf
	folded      string
}

type hit struct {
	form  int32
	score float64
}

func newPart(language taxonomy.Language, occupations bool, entries []Entry) *part {
	p := &part{
		language: language, occupations: occupations,
		grams: map[string]int32{}, stems: map[string]int32{},
	}
	var stemCount []int
	var gramsOf [][]int32
	for _, e := range entries {
		p.forms = append(p.forms, form{entry: e})
		for _, text := range variants(e.Text) {
			a := analyse(text, language)
			if len(a.stems) == 0 {
				continue
			}
			id := int32(len(p.readings))
			r := reading{form: int32(len(p.forms) - 1), first: int32(len(p.words)), folded: a.folded}
			for _, s := range a.stems {
				i, ok := p.stems[s]
				if !ok {
					i = int32(len(p.stems))
					p.stems[s] = i
					p.stemText = append(p.stemText, []rune(s))
					stemCount = append(stemCount, 0)
				}
				stemCount[i]++
				p.words = append(p.words, i)
			}
			r.last = int32(len(p.words))
			ids := make([]int32, len(a.grams))
			for k, g := range a.grams {
				i, ok := p.grams[g]
				if !ok {
					i = int32(len(p.grams))
					p.grams[g] = i
					p.postings = append(p.postings, nil)
				}
				p.postings[i] = append(p.postings[i], id)
				ids[k] = i
			}
			gramsOf = append(gramsOf, ids)
			p.readings = append(p.readings, r)
		}
	}
	n := float64(len(p.readings))
	p.weights = make([]float32, len(p.postings))
	for i, list := range p.postings {
		p.weights[i] = idf(n, float64(len(list)))
		p.postings[i] = slices.Clip(list)
	}
	p.stemIDF = make([]float32, len(stemCount))
	for i, c := range stemCount {
		p.stemIDF[i] = idf(n, float64(c))
	}
	for i := range p.readings {
		r := &p.readings[i]
		var sum float64
		for _, g := range gramsOf[i] {
			sum += float64(p.weights[g]) * float64(p.weights[g])
		}
		r.norm = float32(math.Sqrt(sum))
		for _, w := range p.words[r.first:r.last] {
			r.mass += p.stemIDF[w]
		}
	}
	p.scratch.New = func() any { return &scratch{scores: make([]float32, len(p.readings))} }
	return p
}

func idf(n, count float64) float32 { return float32(math.Log((n+1)/(count+0.5)) + 0.1) }

type scratch struct {
	scores  []float32
	touched []int32
}

// rerank is how many of the best by n-grams are compared word by word.
const rerank = 200

func (p *part) find(text string, limit int) []hit {
	s := p.scratch.Get().(*scratch)
	defer p.scratch.Put(s)
	best := map[int32]float64{}
	for _, v := range variants(text) {
		q := p.query(v)
		if len(q.stems) == 0 {
			continue
		}
		for _, c := range p.nearest(q, s) {
			r := &p.readings[c.form]
			score := p.judge(q, r, c.score)
			if old, ok := best[r.form]; !ok || score > old {
				best[r.form] = score
			}
		}
	}
	hits := make([]hit, 0, len(best))
	for f, score := range best {
		hits = append(hits, hit{f, score})
	}
	p.support(hits)
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.form, b.form)) })
	return hits[:min(len(hits), limit)]
}

// nearest gives the readings with the greatest cosine of n-grams (hit.form is the reading here).
func (p *part) nearest(q query, s *scratch) []hit {
	s.touched = s.touched[:0]
	for _, g := range q.grams {
		w := p.weights[g]
		w *= w
		for _, id := range p.postings[g] {
			if s.scores[id] == 0 {
				s.touched = append(s.touched, id)
			}
			s.scores[id] += w
		}
	}
	hits := make([]hit, 0, len(s.touched))
	for _, id := range s.touched {
		hits = append(hits, hit{id, float64(s.scores[id]) / (q.norm * float64(p.readings[id].norm))})
		s.scores[id] = 0
	}
	if len(hits) > rerank {
		// Find the cut without sorting everything: scores lie in (0,1].
		var histogram [256]int
		for _, h := range hits {
			histogram[bucket(h.score)]++
		}
		cut, kept := 255, 0
		for ; cut > 0 && kept < rerank; cut-- {
			kept += histogram[cut]
		}
		hits = slices.DeleteFunc(hits, func(h hit) bool { return bucket(h.score) <= cut })
	}
	return hits
}

func bucket(score float64) int { return max(0, min(255, int(score*255))) }

// supportWeight is what a concept's other labels add to each of them when they fit too.
const supportWeight = 0.1

// support raises labels whose concept has other labels that fit: several words for one thing agree.
func (p *part) support(hits []hit) {
	type two struct{ first, second float64 }
	byConcept := map[string]two{}
	for _, h := range hits {
		t := byConcept[p.forms[h.form].entry.Concept]
		switch {
		case h.score > t.first:
			t.first, t.second = h.score, t.first
		case h.score > t.second:
			t.second = h.score
		}
		byConcept[p.forms[h.form].entry.Concept] = t
	}
	for i, h := range hits {
		t := byConcept[p.forms[h.form].entry.Concept]
		other := t.first
		if h.score == t.first {
			other = t.second
		}
		hits[i].score += supportWeight * other * (1 - h.score)
	}
}
