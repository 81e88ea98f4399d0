package taxonomy

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// maxLabel keeps labels short enough for a list on a phone and for the store's columns.
const maxLabel = 160

type entry struct {
	Concept
	at origin
	// origins of the links, for problems found when all files are read
	refs []reference
}

type reference struct {
	id     string
	column string
	at     origin
}

type reader struct {
	concepts map[string]*entry
	problems Problems
}

// columnsOf lists the columns that a file must have.
func columnsOf(name string) []string {
	switch name {
	case "occupations.csv":
		return []string{"id", "isco08", "it", "it_alt", "en", "en_alt", "fr", "fr_alt", "ar", "ar_alt", "broader"}
	case "skills.csv":
		return []string{"id", "kind", "broader", "related", "it", "it_alt", "en", "en_alt", "fr", "fr_alt", "ar", "ar_alt"}
	default:
		return []string{"occupation", "skill", "relation"}
	}
}

// row gives a record's cells by header name.
type row map[string]string

func (r *reader) read(path, name string, data []byte) {
	at := origin{file: path, line: 1}
	if !utf8.Valid(data) {
		r.problems.add(at, "", "the file is not UTF-8")
		return
	}
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	head, err := c.Read()
	if err != nil {
		r.problems.add(at, "", "no header: %v", err)
		return
	}
	for _, want := range columnsOf(name) {
		if !slices.Contains(head, want) {
			r.problems.add(at, want, "the column is missing")
			return
		}
	}
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			at.line = parse.Line
			r.problems.add(at, "", "%v", parse.Err)
			continue
		}
		if err != nil {
			r.problems.add(at, "", "%v", err)
			return
		}
		at.line, _ = c.FieldPos(0)
		cells := make(row, len(head))
		for i, h := range head {
			cells[h] = strings.TrimSpace(record[i])
		}
		switch name {
		case "occupations.csv":
			r.occupation(at, cells)
		case "skills.csv":
			r.skill(at, cells)
		case "links.csv":
			r.link(at, cells)
		}
	}
}

func (r *reader) occupation(at origin, cells row) {
	e := &entry{Concept: Concept{ID: OccupationID(cells["id"]), Set: StarterSet, Kind: Occupation, ISCO: cells["isco08"]}, at: at}
	if !ValidISCO(e.ISCO) {
		r.problems.add(at, "isco08", "%q is not an ISCO-08 unit group", e.ISCO)
	}
	for _, slug := range splitList(cells["broader"]) {
		e.Broader = append(e.Broader, OccupationID(slug))
		e.refs = append(e.refs, reference{OccupationID(slug), "broader", at})
	}
	r.add(e, cells)
}

func (r *reader) skill(at origin, cells row) {
	e := &entry{Concept: Concept{ID: SkillID(cells["id"]), Set: StarterSet, Kind: Kind(cells["kind"])}, at: at}
	if !e.Kind.IsSkill() {
		r.problems.add(at, "kind", "%q is none of skill, knowledge, transversal, tool", cells["kind"])
	}
	for _, slug := range splitList(cells["broader"]) {
		e.Broader = append(e.Broader, SkillID(slug))
		e.refs = append(e.refs, reference{SkillID(slug), "broader", at})
	}
	for _, slug := range splitList(cells["related"]) {
		e.Related = append(e.Related, SkillID(slug))
		e.refs = append(e.refs, reference{SkillID(slug), "related", at})
	}
	r.add(e, cells)
}

func (r *reader) add(e *entry, cells row) {
	if !slugForm.MatchString(cells["id"]) {
		r.problems.add(e.at, "id", "%q is not a slug (a-z, 0-9, single hyphens)", cells["id"])
		return
	}
	if first, ok := r.concepts[e.ID]; ok {
		r.problems.add(e.at, "id", "%q was defined at %s:%d", cells["id"], first.at.file, first.at.line)
		return
	}
	e.Labels = make(map[Language]Label, 4)
	for _, l := range Languages() {
		label := Label{Preferred: cells[string(l)], Alternatives: splitList(cells[string(l)+"_alt"])}
		if label.Preferred == "" {
			r.problems.add(e.at, string(l), "the label is missing")
		}
		for _, s := range append([]string{label.Preferred}, label.Alternatives...) {
			if utf8.RuneCountInString(s) > maxLabel {
				r.problems.add(e.at, string(l), "a label is longer than %d characters", maxLabel)
			}
		}
		e.Labels[l] = label
	}
	r.concepts[e.ID] = e
}

func (r *reader) link(at origin, cells row) {
	occupation, ok := r.concepts[OccupationID(cells["occupation"])]
	if !ok {
		r.problems.add(at, "occupation", "there is no occupation %q", cells["occupation"])
		return
	}
	id := SkillID(cells["skill"])
	if slices.Contains(occupation.Essential, id) || slices.Contains(occupation.Optional, id) {
		r.problems.add(at, "skill", "the pair %q, %q is there already", cells["occupation"], cells["skill"])
		return
	}
	occupation.refs = append(occupation.refs, reference{id, "skill", at})
	switch Relation(cells["relation"]) {
	case Essential:
		occupation.Essential = append(occupation.Essential, id)
	case Optional:
		occupation.Optional = append(occupation.Optional, id)
	default:
		r.problems.add(at, "relation", "%q is neither essential nor optional", cells["relation"])
	}
}
