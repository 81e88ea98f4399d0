package esco

import (
	"slices"
	"sort"
	"strings"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// kindOfFile says how a file is read.
type kindOfFile int

const (
	iscoGroups kindOfFile = iota
	skillGroups
	skillsHierarchy
	occupations
	skills
	broaderOccupations
	broaderSkills
	skillSkill
	occupationSkill
)

// byName are the files with a language at their end, relations the ones without. Lower case: downloads of different
// years spell them differently.
var byName = map[string]kindOfFile{
	"iscogroups": iscoGroups, "skillgroups": skillGroups, "skillshierarchy": skillsHierarchy,
	"occupations": occupations, "skills": skills,
}

var relations = map[string]kindOfFile{
	"broaderrelationsoccpillar": broaderOccupations, "broaderrelationsskillpillar": broaderSkills,
	"skillskillrelations": skillSkill, "occupationskillrelations": occupationSkill,
}

// notNeeded repeat what the files above hold.
var notNeeded = []string{
	"conceptschemes", "dictionary", "languageskillscollection", "transversalskillscollection", "digitalskillscollection",
	"digcompskillscollection", "greenskillscollection", "researchskillscollection", "researchoccupationscollection",
	"greenshareocc", "ictskillscollection",
}

type planned struct {
	File
	kind     kindOfFile
	language taxonomy.Language
}

// plan orders the files: groups, skills and occupations of the first language, the same of the others, relations.
func plan(files []File) (order []planned, ignored []FileReport) {
	for _, f := range files {
		stem, ok := strings.CutSuffix(strings.ToLower(f.Name), ".csv")
		if !ok {
			ignored = append(ignored, FileReport{Name: f.Name, Ignored: ReasonNotESCO})
			continue
		}
		if kind, ok := relations[stem]; ok {
			order = append(order, planned{File: f, kind: kind})
			continue
		}
		name, tag, _ := strings.Cut(stem, "_")
		kind, known := byName[name]
		language, ours := taxonomy.ParseLanguage(tag)
		switch {
		case known && ours:
			order = append(order, planned{File: f, kind: kind, language: language})
		case known && tag != "":
			ignored = append(ignored, FileReport{Name: f.Name, Ignored: ReasonOtherTongue})
		case slices.Contains(notNeeded, name):
			ignored = append(ignored, FileReport{Name: f.Name, Ignored: ReasonNotNeeded})
		default:
			ignored = append(ignored, FileReport{Name: f.Name, Ignored: ReasonNotESCO})
		}
	}
	languages := []taxonomy.Language{taxonomy.English, taxonomy.Italian, taxonomy.French, taxonomy.Arabic, ""}
	rank := func(p planned) int { return slices.Index(languages, p.language)*100 + int(p.kind) }
	sort.SliceStable(order, func(i, j int) bool { return rank(order[i]) < rank(order[j]) })
	return order, ignored
}
