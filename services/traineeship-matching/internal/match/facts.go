package match

import (
	"strconv"

	"github.com/celav/celav/pkg/policy"
)

const (
	ofPerson   = "person"
	ofOpening  = "opening"
	ofEstimate = "estimate"
)

// checks writes out the gate, with the legal rule and the facts behind each outcome.
func (j *judge) checks(at pair, v *judged) []Check {
	person, opening := at.docs()
	p, o := at.rows()
	checks := make([]Check, constraintCount)
	for c := range constraintCount {
		checks[c] = Check{Constraint: c, Decision: v.gate[c].decision, Reason: v.gate[c].reason, Facts: []Fact{}, Ground: j.ground(c)}
	}
	rule := func(c Constraint, r policy.Result) {
		checks[c].Rule = &r
		checks[c].Ground = Ground{Rule: r.Rule, Version: r.Version, Source: ByLaw}
	}
	fact := func(c Constraint, side, name, value string) {
		if value != "" {
			checks[c].Facts = append(checks[c].Facts, Fact{name, side, value})
		}
	}
	if p.has.is(livesAbroad) {
		person, plan := j.art27(p, o)
		rule(WorkAccess, j.rules.Art27(person, plan).Result())
		checks[WorkAccess].Rules = j.rules.ExplainArt27(person, plan)
	} else {
		plan := j.plan(o)
		rule(WorkAccess, j.rules.ExplainAccess(person.WorkAccess, plan))
		fact(WorkAccess, ofOpening, "start", plan.Start.String())
		fact(WorkAccess, ofOpening, "end", plan.End.String())
		for _, i := range person.WorkAccess {
			until := ""
			if i.Until != nil {
				until = i.Until.String()
			}
			fact(WorkAccess, ofPerson, "access", i.From.String()+"/"+until+" "+string(i.Outcome))
		}
	}
	rule(Age, j.rules.MinimumAge(person.MinimumAge, opening.MinimumAge).Result())
	if o.limit >= 0 {
		rule(Seat, j.rules.HostCapacity(int(o.taken), int(o.limit)).Result())
		fact(Seat, ofOpening, "hostLimit", number(o.limit))
	}
	for _, l := range opening.Licences {
		fact(Licence, ofOpening, "licence", l)
	}
	for _, l := range person.Licences {
		if len(opening.Licences) > 0 {
			fact(Licence, ofPerson, "licence", l)
		}
	}
	if o.eqf > 0 {
		fact(EducationLevel, ofOpening, "eqf", number(o.eqf))
		if p.eqf > 0 {
			fact(EducationLevel, ofPerson, "eqf", number(p.eqf))
		}
	}
	for _, f := range languageFacts(person, opening) {
		fact(LanguageLevel, f.Side, f.Name, f.Value)
	}
	for _, f := range hoursFacts(person, opening) {
		fact(Hours, f.Side, f.Name, f.Value)
	}
	p.practical.each(func(code string) { fact(Practical, ofPerson, "constraint", code) })
	if p.practical != 0 {
		o.offers.each(func(code string) { fact(Practical, ofOpening, "offers", code) })
		fact(Practical, ofOpening, "shifts", slotsText(opening.Slots))
	}
	for _, f := range j.distanceFacts(p, o) {
		fact(Distance, f.Side, f.Name, f.Value)
	}
	fact(Seat, ofOpening, "seatsFree", number(max(0, o.free)))
	if opening.ClosesOn != nil {
		fact(Live, ofOpening, "closesOn", opening.ClosesOn.String())
	}
	return checks
}

func languageFacts(person *Person, opening *Opening) []Fact {
	var facts []Fact
	for _, asked := range opening.Languages {
		facts = append(facts, Fact{"language", ofOpening, asked.Language + " " + max(asked.Level, 1).String()})
		for _, l := range person.Languages {
			if level := l.AtWork(); l.Language == asked.Language && level > 0 {
				facts = append(facts, Fact{"language", ofPerson, l.Language + " " + level.String()})
			}
		}
	}
	return facts
}

func hoursFacts(person *Person, opening *Opening) []Fact {
	var facts []Fact
	add := func(side, name, value string) {
		if value != "" {
			facts = append(facts, Fact{name, side, value})
		}
	}
	add(ofOpening, "shifts", slotsText(opening.Slots))
	if opening.HoursWeek != nil {
		add(ofOpening, "hoursWeek", number(*opening.HoursWeek))
	}
	if opening.Start != nil {
		add(ofOpening, "start", opening.Start.String())
	}
	if a := person.Availability; a != nil {
		add(ofPerson, "slots", slotsText(a.Slots))
		if a.From != nil {
			add(ofPerson, "from", a.From.String())
		}
		if a.MaxHoursWeek != nil {
			add(ofPerson, "maxHoursWeek", number(*a.MaxHoursWeek))
		}
	}
	if f := person.Preferences; f != nil {
		if f.NightShifts != nil {
			add(ofPerson, "nightShifts", *f.NightShifts)
		}
		if f.Weekend != nil {
			add(ofPerson, "weekend", *f.Weekend)
		}
	}
	return facts
}

// slotsText writes slots for programs and pages alike: "1 08:00-14:00, 2 08:00-14:00".
func slotsText(slots []Slot) string {
	text := make([]byte, 0, 16*len(slots))
	for i, s := range slots {
		if i > 0 {
			text = append(text, ", "...)
		}
		text = append(strconv.AppendInt(text, int64(s.Day), 10), ' ')
		text = s.To.append(append(s.From.append(text), '-'))
	}
	return string(text)
}

// distanceFacts never tell where somebody lives: minutes only.
func (j *judge) distanceFacts(p *personRow, o *openingRow) []Fact {
	var facts []Fact
	if minutes := j.minutes(p, o); minutes != noData {
		facts = append(facts, Fact{"minutes", ofEstimate, number(minutes)})
	}
	if p.has.is(hasReachLimit) {
		facts = append(facts, Fact{"maxMinutes", ofPerson, number(p.reach)})
	}
	return facts
}

// partFacts is what a part other than skills was drawn from.
func (j *judge) partFacts(part Part, at pair, value int32) []Fact {
	person, opening := at.docs()
	p, o := at.rows()
	var facts []Fact
	add := func(side, name, value string) { facts = append(facts, Fact{name, side, value}) }
	switch part {
	case Learning:
		learned := map[string]bool{}
		for _, s := range opening.LearnedHere {
			learned[s] = true
		}
		for _, g := range person.Learning {
			if value >= 0 && learned[g] && !person.hasSkill(g) && !opening.needs(g) {
				add(ofOpening, "learns", g)
				delete(learned, g)
			} else if !person.hasSkill(g) {
				add(ofPerson, "goal", g)
			}
		}
		for _, s := range opening.LearnedHere {
			if value != notApplicable && learned[s] {
				add(ofOpening, "teaches", s)
			}
		}
	case Experience, Preference:
		if opening.Occupation != "" {
			add(ofOpening, "occupation", opening.Occupation)
		}
		for _, x := range person.Occupations {
			switch {
			case part == Experience && x.Held:
				add(ofPerson, "held", x.Occupation)
				add(ofPerson, "months", number(x.Months))
			case part == Preference && x.Wanted:
				add(ofPerson, "wanted", x.Occupation)
			}
		}
		if part == Preference && person.Preferences != nil {
			for _, k := range person.Preferences.Kinds {
				add(ofPerson, "kind", k)
			}
			add(ofOpening, "kind", opening.Kind)
		}
	case Language:
		facts = languageFacts(person, opening)
	case Schedule:
		facts = hoursFacts(person, opening)
	case Commute:
		facts = j.distanceFacts(p, o)
	case Freshness:
		if !person.UpdatedOn.IsZero() {
			add(ofPerson, "updatedOn", person.UpdatedOn.String())
		}
	}
	return facts
}

func (p *Person) hasSkill(id string) bool {
	for _, s := range p.Skills {
		if s.Skill == id {
			return true
		}
	}
	return false
}

func (o *Opening) needs(id string) bool {
	for _, s := range o.NeededAtStart {
		if s.Skill == id {
			return true
		}
	}
	return false
}

// ask lists what is not recorded, with its side, in the order of the parts.
func (j *judge) ask(at pair, v *judged) []string {
	person, opening := at.docs()
	p, o := at.rows()
	asks := []string{}
	missing := func(part Part, personHas, openingHas bool, what, where string) {
		if v.parts[part] != noData {
			return
		}
		if !personHas {
			asks = append(asks, "person."+what)
		}
		if !openingHas {
			asks = append(asks, "opening."+where)
		}
	}
	missing(Essential, len(person.Skills) > 0, len(opening.NeededAtStart) > 0, "skills", "neededAtStart")
	missing(Learning, len(person.Learning) > 0, o.learned.from != o.learned.to, "learning", "learnedHere")
	missing(Experience, p.held.from != p.held.to, o.has.is(hasOccupation), "experience", "occupation")
	missing(Language, false, true, "languages", "")
	missing(Schedule, p.has.is(hasHours), o.has.is(hasShifts), "availability", "shifts")
	missing(Commute, p.has.is(hasPlace) && p.has.is(hasReachLimit), o.has.is(hasSite), "reach", "site")
	missing(Preference, false, true, "preferences", "")
	missing(Freshness, false, true, "profile", "")
	for _, x := range []struct {
		c      Constraint
		reason string
		ask    string
	}{
		{WorkAccess, "access-unknown", "person.workAccess"},
		{Age, "age-unknown", "person.age"},
		{Licence, "licence-unknown", "person.licences"},
		{EducationLevel, "education-unknown", "person.education"},
	} {
		if v.gate[x.c].reason == x.reason {
			asks = append(asks, x.ask)
		}
	}
	return asks
}
