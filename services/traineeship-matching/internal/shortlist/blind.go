package shortlist

import "encoding/json"

// Anonymous is how many people at least must look alike in what an employer is shown.
const Anonymous = 3

// Blind is what an employer sees of somebody whom they do not know. It holds no name, contact, age, origin or employer;
// where few people look alike, it is coarsened until enough do.
type Blind struct {
	Detail    int             `json:"detail"` // 0: everything; higher: coarser
	Alike     int             `json:"alike"`  // how many people look like this
	Skills    []BlindSkill    `json:"skills,omitempty"`
	Found     int             `json:"found"`
	Near      int             `json:"near"`
	Missing   int             `json:"missing"`
	Languages []BlindLanguage `json:"languages,omitempty"`
	From      string          `json:"from,omitempty"`    // "now", or a month "2026-12", or "later"
	Hours     string          `json:"hours,omitempty"`   // all, part, unknown
	Commute   string          `json:"commute,omitempty"` // under-30, under-45, under-60, over-60, unknown
	Work      string          `json:"work,omitempty"`    // yes, limited, to-confirm: never why
}

// BlindSkill is one skill that the opening asks for.
type BlindSkill struct {
	Skill    string `json:"skill"`
	Needed   bool   `json:"needed"` // at the start; else useful
	State    string `json:"state"`  // found, near, missing
	Level    int    `json:"level,omitempty"`
	Evidence string `json:"evidence,omitempty"`
}

// BlindLanguage is one language. Those that the opening does not ask for are the first to be left out.
type BlindLanguage struct {
	Language string `json:"language"`
	Asked    bool   `json:"asked"`
	Level    string `json:"level,omitempty"`
	Enough   string `json:"enough,omitempty"` // yes, no, unknown: of those that are asked for
}

// The steps of coarsening. Each leaves out more than the one before.
const (
	detailAll = iota
	detailAskedLanguages
	detailNoLevels
	detailBroad
	detailNoWay
	detailCounts
	detailNothing
)

// coarsen leaves out what a step leaves out.
func (b Blind) coarsen(detail int) Blind {
	out := b
	out.Detail, out.Alike = detail, 0
	out.Skills, out.Languages = nil, nil
	for _, s := range b.Skills {
		if detail >= detailNoLevels {
			s.Level, s.Evidence = 0, ""
		}
		out.Skills = append(out.Skills, s)
	}
	for _, l := range b.Languages {
		if detail >= detailAskedLanguages && !l.Asked {
			continue
		}
		if detail >= detailNoLevels {
			l.Level = ""
		}
		out.Languages = append(out.Languages, l)
	}
	if detail >= detailBroad {
		if out.From != "now" && out.From != "" {
			out.From = "later"
		}
		switch out.Commute {
		case "under-30", "under-45":
			out.Commute = "under-60"
		}
	}
	if detail >= detailNoWay {
		out.Commute, out.From, out.Hours = "", "", ""
	}
	if detail >= detailCounts {
		out.Skills, out.Languages = nil, nil
	}
	if detail >= detailNothing {
		out = Blind{Detail: detail, Work: b.Work}
	}
	return out
}

func (b Blind) key() string {
	b.Alike = 0
	text, _ := json.Marshal(b) // plain data: it cannot fail
	return string(text)
}

// Blinded shows as much of somebody as at least Anonymous people share, themselves among them. The pool is everybody whom
// the person could be taken for, the person included.
func Blinded(one Blind, pool []Blind) Blind {
	for detail := detailAll; detail < detailNothing; detail++ {
		shown := one.coarsen(detail)
		key, alike := shown.key(), 0
		for _, other := range pool {
			if other.coarsen(detail).key() == key {
				alike++
			}
		}
		if alike >= Anonymous {
			shown.Alike = alike
			return shown
		}
	}
	return one.coarsen(detailNothing)
}
