package linking

import "math"

// query is a text prepared for one part.
type query struct {
	analysed
	grams []int32
	norm  float64
	words []queryWord
	mass  float64
}

type queryWord struct {
	text []rune
	id   int32 // -1 when no label has it
	idf  float64
	// likeness of the stems looked at so far: many labels share their words
	known map[int32]float64
}

func (p *part) query(text string) query {
	q := query{analysed: analyse(text, p.language)}
	unknown := float64(idf(float64(len(p.readings)), 0))
	var sum float64
	for _, g := range q.analysed.grams {
		id, ok := p.grams[g]
		w := unknown
		if ok {
			w = float64(p.weights[id])
			q.grams = append(q.grams, id)
		}
		sum += w * w
	}
	q.norm = math.Sqrt(sum)
	for _, s := range q.stems {
		w := queryWord{text: []rune(s), id: -1, idf: unknown, known: map[int32]float64{}}
		if id, ok := p.stems[s]; ok {
			w.id, w.idf = id, float64(p.stemIDF[id])
		}
		q.words = append(q.words, w)
		q.mass += w.idf
	}
	return q
}

// Weights of the judgement; chosen on the development part of MELO and on misspelt Italian words.
const (
	gramWeight = 0.45
	wordWeight = 0.55
	// sameWords is the score of a label with the same words otherwise inflected.
	sameWords = 0.98
	// near is the least likeness of two words that counts.
	near = 0.7
)

// judge scores a reading whose n-grams have the given cosine with the query's.
func (p *part) judge(q query, r *reading, cosine float64) float64 {
	if r.folded == q.folded {
		return 1
	}
	stems := p.words[r.first:r.last]
	var fromQuery, fromLabel float64 // idf found on the other side
	exact := 0
	var used [32]float64
	for _, w := range q.words {
		likeness, at := 0.0, -1
		for i, id := range stems {
			if id == w.id {
				likeness, at = 1, i
				break
			}
			l, known := w.known[id]
			if !known {
				l = alike(w.text, p.stemText[id])
				w.known[id] = l
			}
			if l > likeness {
				likeness, at = l, i
			}
		}
		if at < 0 || likeness < near {
			continue
		}
		if likeness == 1 {
			exact++
		}
		fromQuery += likeness * w.idf
		if at < len(used) && likeness > used[at] {
			fromLabel += (likeness - used[at]) * float64(p.stemIDF[stems[at]])
			used[at] = likeness
		}
	}
	if exact == len(stems) && exact == len(q.words) {
		return sameWords
	}
	precision, recall := fromLabel/float64(r.mass), fromQuery/q.mass
	words := 0.0
	if precision+recall > 0 {
		words = 2 * precision * recall / (precision + recall)
	}
	return min(gramWeight*cosine+wordWeight*words, sameWords)
}

// alike compares two words by their common beginning and by edits: 1 is equal, 0 nothing in common.
func alike(a, b []rune) float64 {
	if len(a) < 3 || len(b) < 3 {
		return 0
	}
	longest, gap := max(len(a), len(b)), len(a)-len(b)
	if gap < 0 {
		gap = -gap
	}
	if prefix(a, b) {
		return max(0.5+0.5*float64(min(len(a), len(b)))/float64(longest), 0.7)
	}
	most := int(float64(longest) * (1 - near))
	if gap > most {
		return 0
	}
	return 1 - float64(edits(a, b, most))/float64(longest)
}

func prefix(a, b []rune) bool {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// edits counts insertions, deletions, replacements and swaps of neighbours between two words of at most 63 letters;
// of longer ones the beginnings are compared. Beyond most it stops counting and returns something greater.
func edits(a, b []rune, most int) int {
	const longest = 63
	a, b = a[:min(len(a), longest)], b[:min(len(b), longest)]
	var rows [3][longest + 1]int
	for j := range len(b) + 1 {
		rows[1][j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, now := &rows[(i+2)%3], &rows[i%3], &rows[(i+1)%3]
		now[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
			least = min(least, now[j])
		}
		if least > most+1 { // a swap may still save one
			return longest
		}
	}
	return rows[(len(a)+1)%3][len(b)]
}
