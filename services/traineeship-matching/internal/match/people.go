package match

import "cloud.google.com/go/civil"

// peopleBlock is some people compiled for scanning: what varies in length stands in shared columns, in which each row has
// its stretch. A block is immutable. One person is judged as a block of one, so that there is one way to judge.
type peopleBlock struct {
	docs      []Person
	rowOf     map[string]int
	rows      []personRow
	skills    []skillHeld
	languages []languageLevel
	licences  []uint32
	held      []occupationMonths
	wanted    []occupationMonths
	goals     []uint32
}

// span is a stretch of a column.
type span struct{ from, to uint32 }

type personRow struct {
	skills, languages, licences, held, wanted, goals span

	hours     week // when they can work
	lat, lon  float64
	waiting   int32 // days since 1970; earlier waits longer
	updated   int32 // of the profile
	availFrom int32
	titleOn   int32 // never: not known
	reach     int16 // minutes
	maxHours  int16
	age, eqf  int8
	modes     modeSet
	practical practicalSet
	kinds     kindSet
	has       personFacts
}

// personFacts says which facts are recorded; what is not recorded is asked for and never held against anybody.
type personFacts uint16

const (
	hasAvailability personFacts = 1 << iota
	hasHours
	hasFrom
	hasMaxHours
	hasPlace
	hasReachLimit
	hasGoals
	hasKinds
	hasLicences
	hasProfile
	refusesNights
	refusesWeekends
	livesAbroad
	isActive
	inAcceptedCohort
)

func (f personFacts) is(x personFacts) bool { return f&x != 0 }

type skillHeld struct {
	skill    uint32
	level    uint8 // 1..4
	evidence uint8 // index of evidenceNames
}

const evidenceCount = 3

func evidenceNames() [evidenceCount]string { return [...]string{"said", "seen", "documented"} }

type languageLevel struct {
	language uint32
	level    CEFR
}

type occupationMonths struct {
	occupation uint32
	isco       uint16
	months     uint16
}

type kindSet uint8

const (
	traineeshipKind kindSet = 1 << iota
	contractKind
)

// never is a day before all days.
const never = -1 << 30

func dayNumber(d *civil.Date) int32 {
	if d == nil || d.IsZero() {
		return never
	}
	return int32(d.DaysSince(civil.Date{Year: 1970, Month: 1, Day: 1}))
}

func compilePeople(docs []Person, names *symbols, taxonomy *Taxonomy) *peopleBlock {
	b := &peopleBlock{docs: docs, rowOf: make(map[string]int, len(docs)), rows: make([]personRow, len(docs))}
	for i := range docs {
		b.rowOf[docs[i].ID] = i
		b.rows[i] = b.compile(&docs[i], names, taxonomy)
	}
	return b
}

func (b *peopleBlock) compile(p *Person, names *symbols, taxonomy *Taxonomy) personRow {
	r := personRow{
		practical: practicalOf(p.Constraints), age: int8(p.MinimumAge), waiting: dayNumber(p.WaitingSince), updated: never, availFrom: never,
	}
	flag := func(set bool, f personFacts) {
		if set {
			r.has |= f
		}
	}
	flag(p.Residence == "abroad", livesAbroad)
	flag(p.State != "closed", isActive)
	flag(p.Cohort != nil && *p.Cohort != "", inAcceptedCohort)
	r.titleOn = dayNumber(p.TitleOn)
	flag(!p.UpdatedOn.IsZero(), hasProfile)
	flag(p.Licences != nil, hasLicences)
	flag(len(p.Learning) > 0, hasGoals)
	if r.waiting == never {
		r.waiting = 1 << 30 // nobody waits longer for not having a date
	}
	if r.has.is(hasProfile) {
		r.updated = dayNumber(&p.UpdatedOn)
	}
	if a := p.Availability; a != nil {
		r.has |= hasAvailability
		r.hours = weekOf(a.Slots, true)
		flag(len(a.Slots) > 0, hasHours)
		r.availFrom = dayNumber(a.From)
		flag(r.availFrom != never, hasFrom)
		r.limitHours(a.MaxHoursWeek)
	}
	if p.Reach != nil {
		r.has |= hasPlace
		r.lat, r.lon = p.Reach.Lat, p.Reach.Lon
		r.modes = modesOf(p.Reach.Modes)
		if p.Reach.MaxMinutes != nil {
			r.has |= hasReachLimit
			r.reach = int16(*p.Reach.MaxMinutes)
		}
	}
	if p.Education != nil && p.Education.EQF != nil {
		r.eqf = int8(*p.Education.EQF)
	}
	if f := p.Preferences; f != nil {
		r.limitHours(f.MaxHoursWeek)
		flag(f.NightShifts != nil && *f.NightShifts == "no", refusesNights)
		flag(f.Weekend != nil && *f.Weekend == "no", refusesWeekends)
		for _, k := range f.Kinds {
			switch k {
			case "traineeship":
				r.kinds |= traineeshipKind
			case "contract":
				r.kinds |= contractKind
			}
		}
		flag(r.kinds != 0, hasKinds)
	}
	b.compileColumns(&r, p, names, taxonomy)
	return r
}

// limitHours keeps the lower of two limits.
func (r *personRow) limitHours(hours *int) {
	if hours == nil || r.has.is(hasMaxHours) && int(r.maxHours) <= *hours {
		return
	}
	r.has |= hasMaxHours
	r.maxHours = int16(*hours)
}

func (b *peopleBlock) compileColumns(r *personRow, p *Person, names *symbols, taxonomy *Taxonomy) {
	r.skills.from = uint32(len(b.skills))
	for _, s := range p.Skills {
		b.skills = append(b.skills, skillHeld{names.number(skillName, s.Skill), uint8(min(max(s.Level, 1), 4)), evidenceIndex(s.Evidence)})
	}
	r.skills.to = uint32(len(b.skills))

	r.languages.from = uint32(len(b.languages))
	for _, l := range p.Languages {
		if level := l.AtWork(); level > 0 {
			b.languages = append(b.languages, languageLevel{names.number(languageName, l.Language), level})
		}
	}
	r.languages.to = uint32(len(b.languages))

	r.licences.from = uint32(len(b.licences))
	for _, l := range p.Licences {
		b.licences = append(b.licences, names.number(licenceName, l))
	}
	r.licences.to = uint32(len(b.licences))

	r.held.from = uint32(len(b.held))
	r.wanted.from = uint32(len(b.wanted))
	for _, o := range p.Occupations {
		x := occupationMonths{names.number(occupationName, o.Occupation), taxonomy.isco(o.Occupation), uint16(min(max(o.Months, 0), 1200))}
		if o.Held {
			b.held = append(b.held, x)
		}
		if o.Wanted {
			b.wanted = append(b.wanted, x)
		}
	}
	r.held.to = uint32(len(b.held))
	r.wanted.to = uint32(len(b.wanted))

	// A goal that was reached is no goal any more.
	r.goals.from = uint32(len(b.goals))
	for _, g := range p.Learning {
		number := names.number(skillName, g)
		if !has(b.skills[r.skills.from:], number) && !contains(b.goals[r.goals.from:], number) {
			b.goals = append(b.goals, number)
		}
	}
	r.goals.to = uint32(len(b.goals))
}

func has(column []skillHeld, skill uint32) bool {
	for _, s := range column {
		if s.skill == skill {
			return true
		}
	}
	return false
}

// evidenceIndex takes what it does not know as said.
func evidenceIndex(name string) uint8 {
	for i, n := range evidenceNames() {
		if n == name {
			return uint8(i)
		}
	}
	return 0
}
