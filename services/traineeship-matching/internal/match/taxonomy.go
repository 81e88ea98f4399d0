package match

// Relation is a concept of the taxonomy and what it is tied to, as skills-assessment serves it.
type Relation struct {
	ID        string   `json:"id"`
	Kind      string   `json:"kind"` // "skill" or "occupation"
	ISCO      string   `json:"isco"` // of occupations: four digits
	Broader   []string `json:"broader"`
	Related   []string `json:"related"`
	Essential []string `json:"essential"`
	Optional  []string `json:"optional"`
}

// Taxonomy is the relations that nearness is read from. It is immutable.
type Taxonomy struct {
	version  string
	concepts map[string]*concept
	groups   map[string][]string // occupations by ISCO code and its beginnings
	order    []string            // what has a heading; those of one heading stand together
}

type concept struct {
	isco     uint16 // of occupations, four digits as a number; 0: none
	broader  []string
	narrower []string
	related  []string
}

// NewTaxonomy makes a taxonomy of its relations, in any order. Related holds both ways.
func NewTaxonomy(version string, relations []Relation) *Taxonomy {
	t := &Taxonomy{version: version, concepts: make(map[string]*concept, len(relations))}
	for _, r := range relations {
		c := t.concept(r.ID)
		c.isco = iscoCode(r.ISCO)
		c.broader = append(c.broader, r.Broader...)
		for _, above := range r.Broader {
			t.concept(above).narrower = append(t.concept(above).narrower, r.ID)
		}
		for _, other := range r.Related {
			c.related = append(c.related, other)
			t.concept(other).related = append(t.concept(other).related, r.ID)
		}
	}
	told := map[string]bool{}
	for _, r := range relations {
		for _, above := range r.Broader {
			if !told[above] {
				told[above] = true
				t.order = append(t.order, t.concepts[above].narrower...)
			}
		}
	}
	t.groups = groupOccupations(t.concepts)
	return t
}

func (t *Taxonomy) concept(id string) *concept {
	c := t.concepts[id]
	if c == nil {
		c = &concept{}
		t.concepts[id] = c
	}
	return c
}

// Version names the taxonomy and its edition.
func (t *Taxonomy) Version() string { return t.version }

// isco returns the ISCO code of an occupation, 0 when it is not known.
func (t *Taxonomy) isco(occupation string) uint16 {
	if c := t.concepts[occupation]; c != nil {
		return c.isco
	}
	return 0
}

// iscoCode reads four digits; anything else is 0.
func iscoCode(s string) uint16 {
	if len(s) != 4 {
		return 0
	}
	var code uint16
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0
		}
		code = code*10 + uint16(r-'0')
	}
	return code
}

// Nearness is how a skill that somebody has relates to one that is needed.
type Nearness string

// The kinds of nearness; each has a value in the weights file.
const (
	Same     Nearness = "same"
	Narrower Nearness = "narrower" // they have something more special than what is needed
	Broader  Nearness = "broader"  // they have something more general
	Sibling  Nearness = "sibling"  // both are under one heading
	Related  Nearness = "related"
	Far      Nearness = ""
)

// around calls visit for every skill near to the one that somebody has, with how the skill that they HAVE relates to
// the other, were that one needed. A skill may be visited more than once: the best nearness counts. Headings with more
// than groupMax skills below them say too little and make no siblings.
func (t *Taxonomy) around(have string, groupMax int, visit func(needed string, n Nearness)) {
	visit(have, Same)
	c := t.concepts[have]
	if c == nil {
		return
	}
	for _, above := range c.broader {
		visit(above, Narrower)
		siblings := t.concepts[above].narrower
		if len(siblings) > groupMax {
			continue
		}
		for _, s := range siblings {
			if s != have {
				visit(s, Sibling)
			}
		}
	}
	for _, below := range c.narrower {
		visit(below, Broader)
	}
	for _, r := range c.related {
		visit(r, Related)
	}
}
