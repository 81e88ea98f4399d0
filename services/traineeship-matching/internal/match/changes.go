package match

import (
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

func changeOf(kind, side, value, to string, apply func(*Person, *Opening)) change {
	return change{Improvement{Kind: kind, Side: side, Value: value, To: to}, apply}
}

// liftsOf lists what would lift one block, each change as small as it can be. What nobody here can change, like a right
// that somebody does not have, has none.
func (j *judge) liftsOf(t *trial, p Person, o Opening, c Check) []change {
	words := func(side string, apply func(*Person, *Opening)) []change {
		return []change{changeOf(c.Constraint.String(), side, c.Reason, "", apply)}
	}
	switch c.Reason {
	case "no-access":
		return j.laterStart(t, p, o)
	case "too-young":
		return words(ofPerson, func(p *Person, o *Opening) { p.MinimumAge = max(o.MinimumAge, 18) })
	case "licence-missing":
		var all []change
		for _, l := range o.Licences {
			if !slices.Contains(p.Licences, l) {
				all = append(all, changeOf("licence", ofPerson, l, "", func(p *Person, _ *Opening) { p.Licences = append(slices.Clone(p.Licences), l) }))
			}
		}
		return all
	case "education-below":
		level := *o.EducationEQF
		return []change{changeOf("education", ofPerson, "", number(level), func(p *Person, _ *Opening) { p.Education = &Education{EQF: &level} })}
	case "language-below":
		return languageChanges(p, o, false)
	case "free-too-late":
		return j.laterStart(t, p, o)
	case "too-many-hours":
		return hoursChanges(p, o)
	case "no-nights", "night-shift":
		return words(ofOpening, func(_ *Person, o *Opening) { o.Slots = without(o.Slots, nights()) })
	case "no-weekends":
		return words(ofOpening, func(_ *Person, o *Opening) { o.Slots = without(o.Slots, weekends()) })
	case "shifts-not-covered":
		return []change{moreHours(p, o)}
	case "too-far":
		return j.nearer(p, o)
	case "no-seat", "host-full":
		// As many leave as have to: more may be there than the seats, or than the law lets in by now.
		return words(ofOpening, func(_ *Person, o *Opening) { o.SeatsTaken = max(0, min(o.SeatsTaken, o.SeatsFree()+o.SeatsTaken)-1) })
	case "not-live":
		return words(ofOpening, func(_ *Person, o *Opening) { o.Live = true })
	case "closed":
		return words(ofOpening, func(_ *Person, o *Opening) { o.ClosesOn = nil })
	case "person-closed":
		return words(ofPerson, func(p *Person, _ *Opening) { p.State = "active" })
	default:
		return nil
	}
}

// laterStart moves the start to the first day on which a right or an availability that is recorded already begins.
func (j *judge) laterStart(t *trial, p Person, o Opening) []change {
	days := []civil.Date{}
	for _, i := range p.WorkAccess {
		days = append(days, i.From)
	}
	if p.Availability != nil && p.Availability.From != nil {
		days = append(days, *p.Availability.From)
	}
	slices.SortFunc(days, civil.Date.Compare)
	for _, day := range days {
		if day.Before(j.on) || o.Start != nil && !day.After(*o.Start) {
			continue
		}
		c := changeOf("start", ofOpening, "", day.String(), func(_ *Person, o *Opening) { o.Start = &day })
		v := t.judge(p, o, c)
		if v.gate[WorkAccess].decision != policy.Block && v.gate[Hours].reason != "free-too-late" {
			return []change{c}
		}
	}
	return nil
}

func hoursChanges(p Person, o Opening) []change {
	limit := *o.HoursWeek
	for _, n := range []*int{mostHours(p.Availability), wishedHours(p.Preferences)} {
		if n != nil {
			limit = min(limit, *n)
		}
	}
	asked := *o.HoursWeek
	return []change{
		changeOf("hours-less", ofOpening, "", number(limit), func(_ *Person, o *Opening) { o.HoursWeek = &limit }),
		changeOf("hours-more", ofPerson, "", number(asked), func(p *Person, _ *Opening) {
			if p.Availability != nil {
				a := *p.Availability
				a.MaxHoursWeek, p.Availability = &asked, &a
			}
			if p.Preferences != nil {
				f := *p.Preferences
				f.MaxHoursWeek, p.Preferences = &asked, &f
			}
		}),
	}
}

func mostHours(a *Availability) *int {
	if a == nil {
		return nil
	}
	return a.MaxHoursWeek
}

func wishedHours(f *Preferences) *int {
	if f == nil {
		return nil
	}
	return f.MaxHoursWeek
}

// languageChanges raise each language that is known to what is asked for; further, one level above what is known.
func languageChanges(p Person, o Opening, further bool) []change {
	var out []change
	for _, asked := range o.Languages {
		for i, l := range p.Languages {
			to := max(asked.Level, 1)
			if further {
				to = min(max(to, l.AtWork()+1), 6)
			}
			if level := l.AtWork(); l.Language != asked.Language || level == 0 || level >= to {
				continue
			}
			out = append(out, changeOf("language", ofPerson, l.Language, to.String(), func(p *Person, _ *Opening) {
				p.Languages = slices.Clone(p.Languages)
				p.Languages[i].Listening, p.Languages[i].Interaction = max(l.Listening, to), max(l.Interaction, to)
			}))
		}
	}
	return out
}

// without leaves out the shifts that touch some hours.
func without(slots []Slot, hours week) []Slot {
	return slices.DeleteFunc(slices.Clone(slots), func(s Slot) bool {
		w := weekOf([]Slot{s}, false)
		return w.overlap(&hours) > 0
	})
}

// moreHours adds to what somebody is free for the shifts that they cannot do now.
func moreHours(p Person, o Opening) change {
	var missing []Slot
	mine := week{}
	if p.Availability != nil {
		mine = weekOf(p.Availability.Slots, true)
	}
	for _, s := range o.Slots {
		w := weekOf([]Slot{s}, false)
		if w.overlap(&mine) < w.count() {
			missing = append(missing, s)
		}
	}
	return changeOf("availability", ofPerson, slotsText(missing), "", func(p *Person, _ *Opening) {
		a := Availability{}
		if p.Availability != nil {
			a = *p.Availability
		}
		a.Slots = append(slices.Clone(a.Slots), missing...)
		p.Availability = &a
	})
}

// nearer is a higher limit, as little as lifts the block, or another way of travelling.
func (j *judge) nearer(p Person, o Opening) []change {
	at := pair{compilePeople([]Person{p}, newSymbols(), NewTaxonomy("", nil)), 0, compileOpenings([]Opening{o}, newSymbols(), NewTaxonomy("", nil), j.weights), 0}
	row, place := at.rows()
	percent := j.weights.Gate.ReachBlockPercent
	least := (100*int(j.minutes(row, place)) + percent - 1) / percent
	travel := func(set func(*Reach)) func(*Person, *Opening) {
		return func(p *Person, _ *Opening) {
			r := *p.Reach
			set(&r)
			p.Reach = &r
		}
	}
	return []change{
		changeOf("reach", ofPerson, "", number(least), travel(func(r *Reach) { r.MaxMinutes = &least })),
		changeOf("mode", ofPerson, "transit", "", travel(func(r *Reach) { r.Modes = append(slices.Clone(r.Modes), "transit") })),
	}
}
