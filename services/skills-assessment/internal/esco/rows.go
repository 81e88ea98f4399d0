package esco

import (
	"strings"
	"unicode/utf8"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// howToRead says which columns a kind of file must have and what a row means. The row's function returns why the row is
// left out, or nothing.
func howToRead(kind kindOfFile) (columns []string, row func(r *run, f planned, t *table) string) {
	switch kind {
	case iscoGroups, skillGroups:
		return []string{"conceptUri", "preferredLabel"}, (*run).group
	case skillsHierarchy:
		return []string{"Level 0 URI", "Level 0 preferred term"}, (*run).hierarchy
	case occupations:
		return []string{"conceptUri", "iscoGroup", "preferredLabel", "altLabels"}, (*run).occupation
	case skills:
		return []string{"conceptUri", "skillType", "preferredLabel", "altLabels"}, (*run).skill
	case skillSkill:
		return []string{"originalSkillUri", "relationType", "relatedSkillUri"}, (*run).skillRelation
	case occupationSkill:
		return []string{"occupationUri", "relationType", "skillUri"}, (*run).occupationRelation
	case labelList:
		return []string{"conceptUri", "label"}, (*run).listed
	default: // the two of broader relations
		return []string{"conceptUri", "broaderUri"}, (*run).broader
	}
}

func (r *run) group(f planned, t *table) string {
	return r.concept(f, t, taxonomy.Group, "")
}

func (r *run) occupation(f planned, t *table) string {
	isco := t.cell("iscoGroup")
	if len(isco) > 0 && len(isco) < 4 {
		// Spreadsheets eat the leading zeros of the armed forces' groups.
		isco = strings.Repeat("0", 4-len(isco)) + isco
	}
	if f.language == r.first && !taxonomy.ValidISCO(isco) {
		return ReasonISCO
	}
	return r.concept(f, t, taxonomy.Occupation, isco)
}

func (r *run) skill(f planned, t *table) string {
	kind := taxonomy.Skill
	switch {
	case t.cell("reuseLevel") == "transversal":
		kind = taxonomy.Transversal
	case t.cell("skillType") == "knowledge":
		kind = taxonomy.Knowledge
	}
	return r.concept(f, t, kind, "")
}

func (r *run) concept(f planned, t *table, kind taxonomy.Kind, isco string) string {
	id, ok := ShortID(t.cell("conceptUri"))
	if !ok {
		return ReasonURI
	}
	if s := t.cell("status"); s != "" && s != "released" {
		return ReasonStatus
	}
	if _, twice := r.seen[id]; twice {
		return ReasonTwice
	}
	preferred := t.cell("preferredLabel")
	if preferred == "" {
		return ReasonLabel
	}
	if utf8.RuneCountInString(preferred) > maxLabel {
		return ReasonTooLong
	}
	if _, known := r.known[id]; !known && f.language != r.first {
		return ReasonNotDefined
	}
	r.seen[id] = struct{}{}
	r.define(f, id, kind, isco)
	r.label(f, id, preferred, alternatives(t.cell("altLabels"), t.cell("hiddenLabels")))
	return ""
}

// define hands a concept on, once, and only from the language that says which concepts exist.
func (r *run) define(f planned, id string, kind taxonomy.Kind, isco string) {
	if _, known := r.known[id]; known || f.language != r.first {
		return
	}
	r.known[id] = kind
	r.concepts = append(r.concepts, Concept{ID: id, Kind: kind, ISCO: isco})
	r.report.Concepts[string(kind)]++
}

func (r *run) label(f planned, id, preferred string, others []string) {
	r.labels = append(r.labels, Label{Concept: id, Language: f.language, Label: taxonomy.Label{Preferred: preferred, Alternatives: others}})
	r.report.Labels[string(f.language)]++
}

// listed takes a list of names, in which the names of a concept stand together.
func (r *run) listed(f planned, t *table) string {
	id, ok := ShortID(t.cell("conceptUri"))
	if !ok {
		return ReasonURI
	}
	name := t.cell("label")
	switch {
	case name == "":
		return ReasonLabel
	case utf8.RuneCountInString(name) > maxLabel:
		return ReasonTooLong
	}
	if _, known := r.known[id]; !known {
		return ReasonNotDefined
	}
	if _, seen := r.seen[id]; !seen {
		r.seen[id] = struct{}{}
		r.label(f, id, name, nil)
		return ""
	}
	if len(r.labels) == 0 || r.labels[len(r.labels)-1].Concept != id || len(r.labels[len(r.labels)-1].Alternatives) == maxAlternatives {
		return ReasonTwice
	}
	last := &r.labels[len(r.labels)-1]
	last.Alternatives = append(last.Alternatives, name)
	return ""
}

// hierarchy rows are paths from the top; they name the few top groups that no other file names, and repeat the rest.
func (r *run) hierarchy(f planned, t *table) string {
	up := ""
	for _, level := range []string{"Level 0", "Level 1", "Level 2", "Level 3"} {
		uri, term := t.cell(level+" URI"), t.cell(level+" preferred term")
		if uri == "" {
			break
		}
		id, ok := ShortID(uri)
		if !ok {
			return ReasonURI
		}
		if _, known := r.known[id]; !known && f.language != r.first {
			return ReasonNotDefined
		}
		if _, known := r.known[id]; !known && term != "" && utf8.RuneCountInString(term) <= maxLabel {
			r.define(f, id, taxonomy.Group, "")
			r.label(f, id, term, nil)
		}
		if up != "" && f.language == r.first {
			r.link(Link{From: id, Relation: taxonomy.Broader, To: up})
		}
		up = id
	}
	if up == "" {
		return ReasonURI
	}
	return ""
}

func (r *run) broader(_ planned, t *table) string {
	return r.relation(t.cell("conceptUri"), taxonomy.Broader, t.cell("broaderUri"))
}

// skillRelation reads which knowledge a skill builds on. Essential or optional, the suite takes both as "related".
func (r *run) skillRelation(_ planned, t *table) string {
	return r.relation(t.cell("originalSkillUri"), taxonomy.Related, t.cell("relatedSkillUri"))
}

func (r *run) occupationRelation(_ planned, t *table) string {
	kind := taxonomy.Relation(t.cell("relationType"))
	if kind != taxonomy.Essential && kind != taxonomy.Optional {
		return ReasonRelation
	}
	return r.relation(t.cell("occupationUri"), kind, t.cell("skillUri"))
}

func (r *run) relation(fromURI string, kind taxonomy.Relation, toURI string) string {
	from, ok := ShortID(fromURI)
	to, ok2 := ShortID(toURI)
	if !ok || !ok2 {
		return ReasonURI
	}
	if from == to {
		return ReasonSelfRelation
	}
	_, ok = r.known[from]
	_, ok2 = r.known[to]
	if !ok || !ok2 {
		return ReasonUnknownEnd
	}
	r.link(Link{From: from, Relation: kind, To: to})
	return ""
}

func (r *run) link(l Link) {
	if _, twice := r.seenLinks[l]; twice {
		return
	}
	r.seenLinks[l] = struct{}{}
	r.links = append(r.links, l)
	r.report.Links[string(l.Relation)]++
}
