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
	labelList // names only: one a row, a concept's first is its preferred one
)

// kindOf tells how a file is read by its name without language and ending, in lower case: downloads of different years
// spell names differently. tongued files have a language at their name's end.
func kindOf(name string) (kind kindOfFile, tongued, ok bool) {
	switch name {
	case "iscogroups":
		return iscoGroups, true, true
	case "skillgroups":
		return skillGroups, true, true
	case "skillshierarchy":
		return skillsHierarchy, true, true
	case "occupations":
		return occupations, true, true
	case "skills":
		return skills, true, true
	case "broaderrelationsoccpillar":
		return broaderOccupations, false, true
	case "broaderrelationsskillpillar":
		return broaderSkills, false, true
	case "skillskillrelations":
		return skillSkill, false, true
	case "occupationskillrelations":
		return occupationSkill, false, true
	}
	return 0, false, false
}

// isNotNeeded reports whether a file repeats what the others hold.
func isNotNeeded(name string) bool {
	return strings.HasSuffix(name, "collection") || name == "conceptschemes" || name == "dictionary" || name == "greenshareocc"
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
		if tag, found := strings.CutPrefix(stem, "occupation_labels_"); found {
			if language, ours := taxonomy.ParseLanguage(tag); ours {
				order = append(order, planned{File: f, kind: labelList, language: language})
				continue
			}
		}
		name, tag, _ := strings.Cut(stem, "_")
		kind, tongued, known := kindOf(name)
		if known && !tongued && tag == "" {
			order = append(order, planned{File: f, kind: kind})
			continue
		}
		known = known && tongued
		language, ours := taxonomy.ParseLanguage(tag)
		switch {
		case known && ours:
			order = append(order, planned{File: f, kind: kind, language: language})
		case known && tag != "":
			ignored = append(ignored, FileReport{Name: f.Name, Ignored: ReasonOtherTongue})
		case isNotNeeded(name):
			ignored = append(ignored, FileReport{Name: f.Name, Ignored: ReasonNotNeeded})
		default:
			ignored = append(ignored, FileReport{Name: f.Name, Ignored: ReasonNotESCO})
		}
	}
	order = slices.DeleteFunc(order, func(p planned) bool {
		// The download's own file of a language says more than a list of names.
		whole := func(o planned) bool { return o.kind == occupations && o.language == p.language }
		if p.kind != labelList || !slices.ContainsFunc(order, whole) {
			return false
		}
		ignored = append(ignored, FileReport{Name: p.Name, Ignored: ReasonNotNeeded})
		return true
	})
	languages := []taxonomy.Language{taxonomy.English, taxonomy.Italian, taxonomy.French, taxonomy.Arabic, ""}
	rank := func(p planned) int { return slices.Index(languages, p.language)*100 + int(p.kind) }
	sort.SliceStable(order, func(i, j int) bool { return rank(order[i]) < rank(order[j]) })
	return order, ignored
}
