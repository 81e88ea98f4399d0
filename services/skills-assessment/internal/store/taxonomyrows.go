package store

import (
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

type setRow struct {
	bun.BaseModel `bun:"table:taxonomy_set"`

	Name     string    `bun:"name,pk"`
	Version  string    `bun:"version"`
	LoadedAt time.Time `bun:"loaded_at"`
}

type conceptRow struct {
	bun.BaseModel `bun:"table:concept"`

	ID      string `bun:"id,pk"`
	SetName string `bun:"set_name"`
	Kind    string `bun:"kind"`
	ISCO    string `bun:"isco"`
	Retired bool   `bun:"retired"`
	Run     int64  `bun:"run"`
}

type labelRow struct {
	bun.BaseModel `bun:"table:label"`

	Concept      string `bun:"concept,pk"`
	Language     string `bun:"language,pk"`
	Preferred    string `bun:"preferred"`
	Alternatives string `bun:"alternatives"`
	SetName      string `bun:"set_name"`
	Run          int64  `bun:"run"`
}

type relationRow struct {
	bun.BaseModel `bun:"table:relation"`

	From     string `bun:"from_id,pk"`
	Relation string `bun:"relation,pk"`
	To       string `bun:"to_id,pk"`
	SetName  string `bun:"set_name"`
	Run      int64  `bun:"run"`
}

func joinLines(list []string) string { return strings.Join(list, "\n") }

func splitLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func (r conceptRow) concept() taxonomy.Concept {
	return taxonomy.Concept{ID: r.ID, Set: r.SetName, Kind: taxonomy.Kind(r.Kind), ISCO: r.ISCO, Labels: map[taxonomy.Language]taxonomy.Label{}}
}

// add puts a relation where it belongs.
func (r relationRow) add(c *taxonomy.Concept) {
	switch taxonomy.Relation(r.Relation) {
	case taxonomy.Broader:
		c.Broader = append(c.Broader, r.To)
	case taxonomy.Related:
		c.Related = append(c.Related, r.To)
	case taxonomy.Essential:
		c.Essential = append(c.Essential, r.To)
	case taxonomy.Optional:
		c.Optional = append(c.Optional, r.To)
	}
}
