package match

import (
	"slices"
	"strconv"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

// Explanation is one pair judged, with everything that stands behind it.
type Explanation struct {
	Person       string        `json:"person"`
	Opening      string        `json:"opening"`
	Standing     Standing      `json:"standing"`
	Total        int32         `json:"-"` // hundredths of a point; no total where too little is known
	Completeness int32         `json:"completeness"`
	Capped       bool          `json:"capped"` // held down by what is needed at start and missing
	Gate         []Check       `json:"gate"`
	Parts        []PartResult  `json:"parts"`
	Ask          []string      `json:"ask"` // what is not recorded, and on which side: "person.availability"
	Improvements []Improvement `json:"improvements,omitempty"`
	// Way is the smallest set of the improvements with which nothing blocks any more; nil where nothing blocks, or no set
	// of changes that are known here lifts it.
	Way *Way `json:"way,omitempty"`
	// Sides is how well the pair suits each of the two.
	Sides    Sides    `json:"sides"`
	Position Position `json:"-"`
	scored   bool
	// The versions of the two documents that were judged.
	PersonVersion  int64 `json:"personVersion"`
	OpeningVersion int64 `json:"openingVersion"`
}

// Versions says with what a run was judged.
type Versions struct {
	Rules    string `json:"rules"`
	Weights  string `json:"weights"`
	Taxonomy string `json:"taxonomy"`
}

// Check is one constraint of the gate.
type Check struct {
	Constraint Constraint      `json:"constraint"`
	Decision   policy.Decision `json:"decision"`
	Reason     string          `json:"reason"` // a stable code, translated by pages
	Ground     Ground          `json:"ground"`
	// Rule is the legal rule behind it, where there is one.
	Rule *policy.Result `json:"rule,omitempty"`
	// Rules are all the legal rules that were asked, where they are several: of people from abroad. Rule is the hardest.
	Rules []policy.Result `json:"rules,omitempty"`
	Facts []Fact          `json:"facts"`
}

// Fact is one thing that was compared, with the side that it comes from.
type Fact struct {
	Name  string `json:"name"`
	Side  string `json:"side"` // "person", "opening" or "estimate"
	Value string `json:"value"`
}

// PartResult is one part of the score.
type PartResult struct {
	Part   Part   `json:"part"`
	State  string `json:"state"` // "scored", "no-data" or "not-applicable"
	Value  int32  `json:"value"` // hundredths of a percent; 0 unless scored
	Weight int32  `json:"weight"`
	// Points is what the part gives, of at most Of: hundredths of a point, once the weight of parts without data is
	// shared among the rest. The points add up to the total before its ceiling.
	Points int32           `json:"points"`
	Of     int32           `json:"of"`
	Skills []SkillEvidence `json:"skills,omitempty"`
	Facts  []Fact          `json:"facts,omitempty"`
}

// SkillEvidence is one skill asked for and what was found for it. Found is empty when nothing near was.
type SkillEvidence struct {
	Skill       string      `json:"skill"`
	Weight      int         `json:"weight"`
	NeedLevel   int         `json:"needLevel"`
	Found       string      `json:"found,omitempty"`
	Nearness    Nearness    `json:"nearness,omitempty"`
	Level       int         `json:"level,omitempty"`
	Evidence    string      `json:"evidence,omitempty"`
	ConfirmedOn *civil.Date `json:"confirmedOn,omitempty"`
	Credit      int32       `json:"credit"` // hundredths of a percent
}

// Explain judges one pair of documents that the snapshot holds, with what would make it a match. It reports false when
// one of them is not there.
func (s *Snapshot) Explain(person, opening string, on civil.Date) (Explanation, Versions, bool, error) {
	return s.ExplainWith(person, opening, on, nil)
}

// ExplainWith is Explain with the weights of one run; nil takes the file's.
func (s *Snapshot) ExplainWith(person, opening string, on civil.Date, shares *Shares) (Explanation, Versions, bool, error) {
	j, err := s.judge(on)
	if err != nil {
		return Explanation{}, Versions{}, false, err
	}
	j = j.vary(shares)
	st := s.state.Load()
	pb, prow := st.findPerson(person)
	ob, orow := st.findOpening(opening)
	if pb < 0 || ob < 0 {
		return Explanation{}, Versions{}, false, nil
	}
	at := pair{st.people[pb], prow, st.openings[ob], orow}
	w := new(writer).begin(j, st)
	e := w.explain(at)
	j.improve(&trial{j: j, st: st, asked: w.asked}, at, &e)
	return e, s.versions(j, st), true, nil
}

func (s *Snapshot) versions(j *judge, st *state) Versions {
	return Versions{Rules: j.rules.Name(), Weights: j.weightsName(), Taxonomy: st.taxonomy.Version()}
}

// pair is a person and an opening in their blocks.
type pair struct {
	people   *peopleBlock
	person   int
	openings *openingsBlock
	opening  int
}

func (at pair) docs() (*Person, *Opening) {
	return &at.people.docs[at.person], &at.openings.docs[at.opening]
}

func (at pair) rows() (*personRow, *openingRow) {
	return &at.people.rows[at.person], &at.openings.rows[at.opening]
}

// askedNames is what is needed, then what is optional, in the order of the columns: a skill named twice counts once.
func (w *writer) askedNames(o *Opening) []OpeningSkill {
	out := w.names[:0]
	for _, list := range [2][]OpeningSkill{o.NeededAtStart, o.Optional} {
		for _, s := range list {
			if !slices.ContainsFunc(out, func(x OpeningSkill) bool { return x.Skill == s.Skill }) { // few: a map would cost more
				out = append(out, s)
			}
		}
	}
	w.names = out
	return out
}

// verdictOn judges a pair without explaining it.
func (j *judge) verdictOn(at pair, asked *askedSkills) judged {
	doc, _ := at.docs()
	p, o := at.rows()
	needed, useful := asked.cover(j, at.people.skills[p.skills.from:p.skills.to])
	var v judged
	j.judge(at.people, p, doc.WorkAccess, at.openings, o, needed, useful, &v)
	return v
}

// explain judges a pair and writes out why.
func (w *writer) explain(at pair) Explanation {
	j, asked := w.j, w.asked
	asked.fill(j, at.openings, &at.openings.rows[at.opening], w.st)
	v := j.verdictOn(at, asked)
	person, opening := at.docs()
	shared := w.shared(at)
	e := Explanation{
		Person: person.ID, Opening: opening.ID, PersonVersion: person.Version, OpeningVersion: opening.Version,
		Standing: j.standing(&v), Total: v.total, Completeness: v.completeness, Capped: v.capped,
		Gate: w.checks(at, &v, &shared), Ask: j.ask(at, &v), scored: j.enough(&v), Parts: make([]PartResult, 0, partCount),
	}
	skills := w.skillEvidence(at)
	for part, value := range v.parts {
		r := PartResult{Part: Part(part), State: "scored", Value: max(0, value), Weight: j.shares[part], Facts: w.partFacts(Part(part), at, value, &shared)}
		switch value {
		case noData:
			r.State = "no-data"
		case notApplicable:
			r.State = "not-applicable"
		}
		switch Part(part) {
		case Essential:
			r.Skills = skills[:asked.needed]
		case Optional:
			r.Skills = skills[asked.needed:]
		}
		e.Parts = append(e.Parts, r)
	}
	e.points()
	e.Sides = sidesOf(e.Parts)
	return e
}

// skillEvidence finds, for each skill asked for, what counts most for it.
func (w *writer) skillEvidence(at pair) []SkillEvidence {
	j, asked := w.j, w.asked
	person, opening := at.docs()
	p, _ := at.rows()
	names := w.askedNames(opening)
	out := make([]SkillEvidence, len(names))
	for i, n := range names {
		out[i] = SkillEvidence{Skill: n.Skill, Weight: int(asked.asked[i].weight), NeedLevel: int(asked.asked[i].level)}
	}
	for i, have := range at.people.skills[p.skills.from:p.skills.to] {
		for e := asked.first[have.skill]; e > 0; e = asked.entries[e-1].next {
			entry := asked.entries[e-1]
			credit := j.credit(entry.nearness, have, asked.asked[entry.asked].level)
			if found := &out[entry.asked]; credit > found.Credit {
				s := person.Skills[i]
				found.Found, found.Nearness, found.Credit = s.Skill, kinds()[entry.kind], credit
				found.Level, found.Evidence, found.ConfirmedOn = int(have.level), evidenceNames()[have.evidence], s.ConfirmedOn
			}
		}
	}
	return out
}

func number[N int | int8 | int16 | int32](n N) string { return strconv.Itoa(int(n)) }

// Points rounds hundredths to the nearest whole point, as every page shows them.
func Points(hundredths int32) int { return int(hundredths+50) / 100 }

// Scored reports whether a total is given: enough is known of both sides.
func (e *Explanation) Scored() bool { return e.scored }
