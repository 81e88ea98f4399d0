package profile

import (
	"reflect"
	"slices"
)

// Taken is what a profile took over from another file of the same person, so that each statement is marked with where it
// came from and can go back.
type Taken struct {
	Skills            []Change[Skill]
	Occupations       []Change[Occupation]
	Languages         []Change[Language]
	Licences          []Change[string]
	Learning          []Change[string]
	Experience        []Change[Experience]
	Titles            []Change[Title]
	Certificates      []Change[Certificate]
	Education         *Education
	Preferences       *Preferences
	PreferencesBefore *Preferences
}

// Change is one statement that was added, or completed.
type Change[T any] struct {
	Before *T // nil when it was not there
	After  T
}

// Empty reports whether nothing was taken over.
func (t Taken) Empty() bool { return reflect.DeepEqual(t, Taken{}) }

// part is how the statements of one kind are compared and completed.
type part[T any] struct {
	key  func(T) string           // equal for the same statement of one profile
	same func(kept, other T) bool // whether both say it
	fill func(kept, other T) T    // completes what the kept one leaves open; nil leaves it
	most int
}

func (p part[T]) combine(kept, other []T) ([]T, []Change[T]) {
	out, taken := slices.Clone(kept), []Change[T](nil)
	for _, o := range other {
		at := slices.IndexFunc(out, func(k T) bool { return p.same(k, o) })
		switch {
		case at < 0 && len(out) < p.most:
			out = append(out, o)
			taken = append(taken, Change[T]{After: o})
		case at >= 0 && p.fill != nil:
			before := out[at]
			if filled := p.fill(before, o); !reflect.DeepEqual(filled, before) {
				out[at] = filled
				taken = append(taken, Change[T]{Before: &before, After: filled})
			}
		}
	}
	return out, taken
}

// separate takes out what was taken over and is still as it was.
func (p part[T]) separate(now []T, taken []Change[T]) []T {
	now = slices.Clone(now)
	for _, c := range slices.Backward(taken) {
		at := slices.IndexFunc(now, func(n T) bool { return p.key(n) == p.key(c.After) })
		if at < 0 || !reflect.DeepEqual(now[at], c.After) {
			continue
		}
		if c.Before == nil {
			now = slices.Delete(now, at, at+1)
		} else {
			now[at] = *c.Before
		}
	}
	if len(now) == 0 {
		return nil
	}
	return now
}

func byKey[T any](key func(T) string, most int, fill func(kept, other T) T) part[T] {
	return part[T]{key, func(a, b T) bool { return key(a) == key(b) }, fill, most}
}

func skills() part[Skill] {
	return byKey(func(s Skill) string { return s.Skill }, MaxSkills, nil)
}

func occupations() part[Occupation] {
	return byKey(func(o Occupation) string { return o.Occupation }, MaxOccupations, func(kept, other Occupation) Occupation {
		kept.Wanted = kept.Wanted || other.Wanted
		if !kept.Held && other.Held {
			kept.Held, kept.Months, kept.Informal = true, other.Months, other.Informal
		}
		return kept
	})
}

func languages() part[Language] {
	return byKey(func(l Language) string { return l.Language }, MaxLanguages, func(kept, other Language) Language {
		for _, level := range []struct {
			to   *string
			from string
		}{
			{&kept.Listening, other.Listening},
			{&kept.Reading, other.Reading},
			{&kept.Interaction, other.Interaction},
			{&kept.Production, other.Production},
			{&kept.Writing, other.Writing},
		} {
			if *level.to == "" {
				*level.to = level.from
			}
		}
		return kept
	})
}

func codes(most int) part[string] {
	return byKey(func(s string) string { return s }, most, nil)
}

func experiences() part[Experience] {
	p := byKey(func(e Experience) string { return e.ID }, MaxExperience, nil)
	p.same = func(a, b Experience) bool {
		return a.ID == b.ID || a.Occupation == b.Occupation && a.Setting == b.Setting && a.From == b.From && a.To == b.To
	}
	return p
}

func titles() part[Title] {
	p := byKey(func(t Title) string { return t.ID }, MaxTitles, nil)
	p.same = func(a, b Title) bool { return a.ID == b.ID || a.Name == b.Name && a.Year == b.Year }
	return p
}

func certificates() part[Certificate] {
	p := byKey(func(c Certificate) string { return c.ID }, MaxCertificates, nil)
	p.same = func(a, b Certificate) bool { return a.ID == b.ID || a.Code == b.Code && a.Name == b.Name }
	return p
}

// Combine adds to a profile what only another file of the same person says. Where both say something the kept one's
// statement stands; Taken is what came from the other.
func Combine(kept, other Content) (Content, Taken) {
	var t Taken
	kept.Skills, t.Skills = skills().combine(kept.Skills, other.Skills)
	kept.Occupations, t.Occupations = occupations().combine(kept.Occupations, other.Occupations)
	kept.Languages, t.Languages = languages().combine(kept.Languages, other.Languages)
	kept.Licences, t.Licences = codes(MaxLicences).combine(kept.Licences, other.Licences)
	kept.Learning, t.Learning = codes(MaxLearning).combine(kept.Learning, other.Learning)
	kept.Experience, t.Experience = experiences().combine(kept.Experience, other.Experience)
	kept.Titles, t.Titles = titles().combine(kept.Titles, other.Titles)
	kept.Certificates, t.Certificates = certificates().combine(kept.Certificates, other.Certificates)
	if kept.Education == nil && other.Education != nil {
		e := *other.Education
		kept.Education, t.Education = &e, &e
	}
	if filled := fillPreferences(kept.Preferences, other.Preferences); !reflect.DeepEqual(filled, kept.Preferences) {
		t.PreferencesBefore, t.Preferences = kept.Preferences, filled
		kept.Preferences = filled
	}
	return kept, t
}

func fillPreferences(kept, other *Preferences) *Preferences {
	if kept == nil || other == nil {
		if kept == nil && other != nil {
			p := *other
			return &p
		}
		return kept
	}
	p := *kept
	if len(p.Kinds) == 0 {
		p.Kinds = other.Kinds
	}
	if p.MaxHoursWeek == nil {
		p.MaxHoursWeek = other.MaxHoursWeek
	}
	if p.NightShifts == nil {
		p.NightShifts = other.NightShifts
	}
	if p.Weekend == nil {
		p.Weekend = other.Weekend
	}
	return &p
}

// Separate takes out of a profile what it took over, as far as nobody has changed it since.
func Separate(now Content, t Taken) Content {
	now.Skills = skills().separate(now.Skills, t.Skills)
	now.Occupations = occupations().separate(now.Occupations, t.Occupations)
	now.Languages = languages().separate(now.Languages, t.Languages)
	now.Licences = codes(MaxLicences).separate(now.Licences, t.Licences)
	now.Learning = codes(MaxLearning).separate(now.Learning, t.Learning)
	now.Experience = experiences().separate(now.Experience, t.Experience)
	now.Titles = titles().separate(now.Titles, t.Titles)
	now.Certificates = certificates().separate(now.Certificates, t.Certificates)
	if t.Education != nil && reflect.DeepEqual(now.Education, t.Education) {
		now.Education = nil
	}
	if t.Preferences != nil && reflect.DeepEqual(now.Preferences, t.Preferences) {
		now.Preferences = t.PreferencesBefore
	}
	return now
}
