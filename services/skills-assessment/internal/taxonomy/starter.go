package taxonomy

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strings"
)

//go:embed starter
var starterFiles embed.FS

// Starter is the set that ships with the product.
type Starter struct {
	// Version changes whenever a file of the set changes: "starter-" and eight hexadecimal digits.
	Version  string
	Concepts []Concept
}

// LoadStarter reads and validates the embedded set. An error is a Problems, or a file that cannot be read.
func LoadStarter() (Starter, error) {
	root, err := fs.Sub(starterFiles, "starter")
	if err != nil {
		return Starter{}, fmt.Errorf("open the embedded starter taxonomy: %w", err)
	}
	return ReadStarter(root)
}

// ReadStarter reads a set laid out as one folder per family, each with occupations.csv, skills.csv and links.csv
// (any of them may be missing in a family). Concepts come back sorted by id.
func ReadStarter(root fs.FS) (Starter, error) {
	families, err := fs.ReadDir(root, ".")
	if err != nil {
		return Starter{}, fmt.Errorf("list the families of the starter taxonomy: %w", err)
	}
	r := reader{concepts: map[string]*entry{}}
	sum := sha256.New()
	for _, name := range []string{"occupations.csv", "skills.csv", "links.csv"} {
		for _, family := range families {
			if !family.IsDir() {
				continue
			}
			path := family.Name() + "/" + name
			data, err := fs.ReadFile(root, path)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return Starter{}, fmt.Errorf("read %s: %w", path, err)
			}
			_, _ = fmt.Fprintf(sum, "%s %d\n", path, len(data)) // a hash takes everything
			sum.Write(data)
			r.read(path, name, data)
		}
	}
	r.check()
	if len(r.problems) > 0 {
		return Starter{}, r.problems
	}
	out := Starter{Version: "starter-" + hex.EncodeToString(sum.Sum(nil))[:8]}
	for _, e := range r.concepts {
		out.Concepts = append(out.Concepts, e.Concept)
	}
	sort.Slice(out.Concepts, func(i, j int) bool { return out.Concepts[i].ID < out.Concepts[j].ID })
	return out, nil
}

// OccupationID and SkillID make the concept id of a slug of the starter set.
func OccupationID(slug string) string { return "celav:o/" + slug }

// SkillID makes the concept id of a skill's slug.
func SkillID(slug string) string { return "celav:s/" + slug }

func splitList(s string) []string {
	var out []string
	for _, part := range strings.Split(s, "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
