package profile

import (
	"slices"

	"cloud.google.com/go/civil"
)

// After this long something is asked again.
const (
	skillDays   = 365
	ongoingDays = 180
	expirySoon  = 60
)

// The kinds of things that are asked again.
const (
	StaleSkill       = "skill"
	StaleExperience  = "experience"
	StaleCertificate = "certificate"
)

// Stale is one thing to ask again: a skill that was not looked at for a year, a job said to be going on half a year ago,
// a certificate that has expired or soon will.
type Stale struct {
	Kind, Key string
	On        civil.Date // when it was confirmed last; of a certificate, when it expires
}

// Confirmable reports whether "still true" answers it; a certificate needs its new date.
func (s Stale) Confirmable() bool { return s.Kind != StaleCertificate }

// Stale lists what to ask again, the oldest first of each kind. What others have seen or what is documented is left out
// for who can only give the own word.
func (c Content) Stale(today civil.Date, ownWord bool) []Stale {
	var list []Stale
	for _, s := range c.Skills {
		if today.DaysSince(s.ConfirmedOn) > skillDays && (!ownWord || s.Evidence == Said) {
			list = append(list, Stale{StaleSkill, s.Skill, s.ConfirmedOn})
		}
	}
	for _, e := range c.Experience {
		if e.To == "" && today.DaysSince(e.ConfirmedOn) > ongoingDays {
			list = append(list, Stale{StaleExperience, e.ID, e.ConfirmedOn})
		}
	}
	for _, one := range c.Certificates {
		if one.Expires != nil && one.Expires.DaysSince(today) <= expirySoon {
			list = append(list, Stale{StaleCertificate, one.ID, *one.Expires})
		}
	}
	slices.SortStableFunc(list, func(a, b Stale) int { return a.On.DaysSince(b.On) })
	return list
}

// Confirmed says of one thing that it is still true today; nothing changes when it is not there.
func (c Content) Confirmed(kind, key string, today civil.Date) Content {
	switch kind {
	case StaleSkill:
		c.Skills = slices.Clone(c.Skills)
		for i := range c.Skills {
			if c.Skills[i].Skill == key {
				c.Skills[i].ConfirmedOn = today
			}
		}
	case StaleExperience:
		for _, e := range c.Experience {
			if e.ID == key {
				e.ConfirmedOn = today
				return c.WithExperience(e, today)
			}
		}
	}
	return c
}
