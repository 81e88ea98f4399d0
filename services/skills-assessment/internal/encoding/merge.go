package encoding

import (
	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
	"github.com/celav/celav/services/skills-assessment/internal/profiling"
)

// TakenOver says what a profile took over from other files of the same person.
func TakenOver(merges []profiling.Merge) *[]assessment.TakenOver {
	var list []assessment.TakenOver
	for _, m := range merges {
		list = append(list, assessment.TakenOver{
			From: m.Other, At: m.At,
			Skills:       ids(m.Taken.Skills, func(s profile.Skill) string { return s.Skill }),
			Occupations:  ids(m.Taken.Occupations, func(o profile.Occupation) string { return o.Occupation }),
			Learning:     ids(m.Taken.Learning, func(s string) string { return s }),
			Languages:    ids(m.Taken.Languages, func(l profile.Language) string { return l.Language }),
			Licences:     ids(m.Taken.Licences, func(s string) string { return s }),
			Experience:   ids(m.Taken.Experience, func(e profile.Experience) string { return e.ID }),
			Titles:       ids(m.Taken.Titles, func(t profile.Title) string { return t.ID }),
			Certificates: ids(m.Taken.Certificates, func(c profile.Certificate) string { return c.ID }),
		})
	}
	return &list
}

func ids[T any](taken []profile.Change[T], id func(T) string) *[]string {
	if len(taken) == 0 {
		return nil
	}
	var list []string
	for _, c := range taken {
		list = append(list, id(c.After))
	}
	return &list
}
