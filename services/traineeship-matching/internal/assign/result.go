package assign

import "slices"

// Result is a placement with the proof that it is a best one.
type Result struct {
	Place []int // by person: an opening's index, or None
	Total int64 // of the scores, less the cost of everybody unplaced
	Proof Proof
}

// Proof is one price per seat that is scarce: with them every total can be bounded, and the bound is reached.
type Proof struct {
	Gains    []int64 // by person: what is left of the score after the prices
	Openings []int64 // by opening: the price of a seat; nothing where some stay free
	Limits   []int64 // by limit
}

// Result returns the placement as it stands.
func (p *Plan) Result() Result {
	t := &p.seats
	r := Result{
		Place: make([]int, len(p.place)),
		Proof: Proof{slices.Clone(p.gain), make([]int64, t.openings), make([]int64, t.root-t.openings)},
	}
	for i, o := range p.place {
		r.Place[i] = int(o)
		if o == None {
			r.Total += p.alone
		} else {
			pair, _ := pairWith(p.open[i], o)
			r.Total += int64(pair.Score)
		}
	}
	price := slices.Clone(t.price)
	for v := t.root - 1; v >= 0; v-- {
		if t.flow[v] == 0 { // the price of what is empty is the one above: it says nothing of its own
			price[v] = max(price[v], price[t.parent[v]])
		}
		own := price[v] - price[t.parent[v]]
		if v < t.openings {
			r.Proof.Openings[v] = own
		} else {
			r.Proof.Limits[v-t.openings] = own
		}
	}
	return r
}
