package profile

import "slices"

// The edits below change one thing and leave the rest; they replace what is there under the same key, so that doing
// one twice is doing it once. They never share memory with the content that they start from.

// WithSkill adds the skill or replaces it.
func (c Content) WithSkill(s Skill) Content {
	c.Skills = replace(c.Skills, s, func(o Skill) bool { return o.Skill == s.Skill })
	c.Learning = without(c.Learning, func(id string) bool { return id == s.Skill && s.Level >= Independent })
	return c
}

// WithoutSkill removes it.
func (c Content) WithoutSkill(id string) Content {
	c.Skills = without(c.Skills, func(s Skill) bool { return s.Skill == id })
	return c
}

// WithOccupation adds the occupation or replaces it.
func (c Content) WithOccupation(o Occupation) Content {
	c.Occupations = replace(c.Occupations, o, func(p Occupation) bool { return p.Occupation == o.Occupation })
	return c
}

// WithoutOccupation removes it.
func (c Content) WithoutOccupation(id string) Content {
	c.Occupations = without(c.Occupations, func(o Occupation) bool { return o.Occupation == id })
	return c
}

// WithLanguage adds the language or replaces it.
func (c Content) WithLanguage(l Language) Content {
	c.Languages = replace(c.Languages, l, func(m Language) bool { return m.Language == l.Language })
	return c
}

// WithoutLanguage removes it.
func (c Content) WithoutLanguage(tag string) Content {
	c.Languages = without(c.Languages, func(l Language) bool { return l.Language == tag })
	return c
}

// WithLearning adds a learning goal.
func (c Content) WithLearning(id string) Content {
	c.Learning = replace(c.Learning, id, func(other string) bool { return other == id })
	return c
}

// WithoutLearning removes a learning goal.
func (c Content) WithoutLearning(id string) Content {
	c.Learning = without(c.Learning, func(other string) bool { return other == id })
	return c
}

func replace[T any](list []T, item T, same func(T) bool) []T {
	out := slices.Clone(list)
	if i := slices.IndexFunc(out, same); i >= 0 {
		out[i] = item
		return out
	}
	return append(out, item)
}

func without[T any](list []T, gone func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), gone)
}
