// Package encoding writes the service's values as the contract has them, and reads them back.
package encoding

import (
	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// Profile is a profile as the feed carries it.
func Profile(p profile.Profile) assessment.Profile {
	c := content(p.Content)
	return assessment.Profile{
		PersonId: p.Person, TaxonomyVersion: p.TaxonomyVersion, UpdatedAt: p.UpdatedAt,
		Skills: c.Skills, Occupations: c.Occupations, Languages: c.Languages, Education: c.Education,
		Licences: c.Licences, Learning: c.Learning, Preferences: c.Preferences,
	}
}

// View is a profile as the API answers it.
func View(p profile.Profile) assessment.ProfileView {
	c := content(p.Content)
	for i, s := range p.Skills {
		c.Skills[i].ConfirmedBy = confirmedBy(s.ConfirmedBy)
	}
	experience, titles, certificates := history(p.Content)
	percent, lacks := p.Completeness()
	missing := make([]assessment.ProfileViewMissing, len(lacks))
	for i, m := range lacks {
		missing[i] = assessment.ProfileViewMissing(m)
	}
	return assessment.ProfileView{
		PersonId: p.Person, Version: p.Version, TaxonomyVersion: p.TaxonomyVersion, UpdatedAt: p.UpdatedAt,
		Completeness: percent, Missing: missing,
		Skills: c.Skills, Occupations: c.Occupations, Languages: c.Languages, Education: c.Education,
		Licences: c.Licences, Learning: c.Learning, Preferences: c.Preferences,
		Experience: &experience, Titles: &titles, Certificates: &certificates,
	}
}

func content(c profile.Content) assessment.ProfileContent {
	out := assessment.ProfileContent{
		Skills: make([]assessment.ProfileSkill, 0, len(c.Skills)), Occupations: make([]assessment.ProfileOccupation, 0, len(c.Occupations)),
		Languages: make([]assessment.ProfileLanguage, 0, len(c.Languages)), Licences: append([]string{}, c.Licences...), Learning: append([]string{}, c.Learning...),
	}
	for _, s := range c.Skills {
		out.Skills = append(out.Skills, assessment.ProfileSkill{Skill: s.Skill, Level: int(s.Level), Evidence: assessment.Evidence(s.Evidence), ConfirmedOn: s.ConfirmedOn})
	}
	for _, o := range c.Occupations {
		out.Occupations = append(out.Occupations, assessment.ProfileOccupation{Occupation: o.Occupation, Held: o.Held, Wanted: o.Wanted, Months: o.Months, Informal: o.Informal})
	}
	for _, l := range c.Languages {
		out.Languages = append(out.Languages, assessment.ProfileLanguage{
			Language: l.Language, Listening: cefr(l.Listening), Reading: cefr(l.Reading), Interaction: cefr(l.Interaction),
			Production: cefr(l.Production), Writing: cefr(l.Writing),
		})
	}
	if c.Education != nil {
		out.Education = &assessment.Education{Eqf: c.Education.EQF}
	}
	if p := c.Preferences; p != nil {
		out.Preferences = &assessment.Preferences{MaxHoursWeek: p.MaxHoursWeek, NightShifts: yesNo(p.NightShifts), Weekend: yesNo(p.Weekend), Kinds: make([]assessment.PreferencesKinds, 0, 2)}
		for _, k := range p.Kinds {
			out.Preferences.Kinds = append(out.Preferences.Kinds, assessment.PreferencesKinds(k))
		}
	}
	return out
}

func cefr(level string) *assessment.Cefr {
	if level == "" {
		return nil
	}
	c := assessment.Cefr(level)
	return &c
}

func yesNo(b *bool) *assessment.YesNo {
	if b == nil {
		return nil
	}
	answer := assessment.YesNo("no")
	if *b {
		answer = "yes"
	}
	return &answer
}

// Content reads what a request holds.
func Content(c assessment.ProfileContent) profile.Content {
	out := profile.Content{Licences: c.Licences, Learning: c.Learning}
	readHistory(c, &out)
	for _, s := range c.Skills {
		out.Skills = append(out.Skills, profile.Skill{Skill: s.Skill, Level: profile.Level(s.Level), Evidence: profile.Evidence(s.Evidence), ConfirmedOn: s.ConfirmedOn})
	}
	for _, o := range c.Occupations {
		out.Occupations = append(out.Occupations, profile.Occupation{Occupation: o.Occupation, Held: o.Held, Wanted: o.Wanted, Months: o.Months, Informal: o.Informal})
	}
	for _, l := range c.Languages {
		out.Languages = append(out.Languages, profile.Language{
			Language: l.Language, Listening: text(l.Listening), Reading: text(l.Reading), Interaction: text(l.Interaction),
			Production: text(l.Production), Writing: text(l.Writing),
		})
	}
	if c.Education != nil {
		out.Education = &profile.Education{EQF: c.Education.Eqf}
	}
	if p := c.Preferences; p != nil {
		out.Preferences = &profile.Preferences{MaxHoursWeek: p.MaxHoursWeek, NightShifts: isYes(p.NightShifts), Weekend: isYes(p.Weekend)}
		for _, k := range p.Kinds {
			out.Preferences.Kinds = append(out.Preferences.Kinds, string(k))
		}
	}
	return out
}

func text(c *assessment.Cefr) string {
	if c == nil {
		return ""
	}
	return string(*c)
}

func isYes(a *assessment.YesNo) *bool {
	if a == nil {
		return nil
	}
	yes := *a == "yes"
	return &yes
}
