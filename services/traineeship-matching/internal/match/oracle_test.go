package match_test

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// oracle judges a pair the plain way, from the documents and the text of the rules: double loops, no compiling, no
// sharing with the code under test but the weights.
type oracle struct {
	w         *match.Weights
	relations map[string]match.Relation
	on        civil.Date
}

type opinion struct {
	id           string
	blocked      bool
	enough       bool
	total        int
	completeness int
	wait         civil.Date
}

const absent = -1

func (o oracle) related(a, b string) bool {
	return slices.Contains(o.relations[a].Related, b) || slices.Contains(o.relations[b].Related, a)
}

// nearness is the best percentage that a skill counts where another is needed.
func (o oracle) nearness(have, need string) int {
	if have == need {
		return o.w.Nearness[match.Same]
	}
	best := 0
	up, down := o.relations[have].Broader, o.relations[need].Broader
	if slices.Contains(up, need) {
		best = max(best, o.w.Nearness[match.Narrower])
	}
	if slices.Contains(down, have) {
		best = max(best, o.w.Nearness[match.Broader])
	}
	if o.related(have, need) {
		best = max(best, o.w.Nearness[match.Related])
	}
	for _, heading := range up {
		below := 0
		for _, r := range o.relations {
			if slices.Contains(r.Broader, heading) {
				below++
			}
		}
		if slices.Contains(down, heading) && below <= o.w.SiblingGroupMax {
			best = max(best, o.w.Nearness[match.Sibling])
		}
	}
	return best
}

func (o oracle) coverage(p match.Person, asked []match.OpeningSkill) int {
	sum, weights := 0, 0
	for _, a := range asked {
		level := o.w.LevelUnset
		if a.Level != nil {
			level = *a.Level
		}
		best := 0
		for _, s := range p.Skills {
			best = max(best, o.nearness(s.Skill, a.Skill)*o.w.Level[s.Level-1][level-1]*o.w.Evidence[s.Evidence]/100)
		}
		weight := max(a.Weight, 1)
		sum += weight * best
		weights += weight
	}
	return sum / weights
}

func (o oracle) occupation(have match.PastOccupation, opening match.Opening) int {
	a, b := o.relations[have.Occupation].ISCO, opening.ISCO
	switch {
	case have.Occupation == opening.Occupation:
		return o.w.Experience.Same
	case a == "" || b == "":
		return 0
	case a == b:
		return o.w.Experience.Unit
	case a[:3] == b[:3]:
		return o.w.Experience.Minor
	case a[:2] == b[:2]:
		return o.w.Experience.SubMajor
	default:
		return 0
	}
}

func (o oracle) minutes(p match.Person, opening match.Opening) int {
	dy := (*opening.Site.Lat - p.Reach.Lat) * 111.195
	dx := (*opening.Site.Lon - p.Reach.Lon) * 111.195 * math.Cos(*opening.Site.Lat*math.Pi/180)
	km := math.Hypot(dx, dy) * float64(o.w.Commute.DetourPercent) / 100
	best := math.Inf(1)
	for _, m := range p.Reach.Modes {
		mode := o.w.Commute.Modes[m]
		best = min(best, km*60/float64(mode.KmPerHour)+float64(mode.FixedMinutes))
	}
	return int(math.Round(best))
}

// free counts half hours of shifts and those in which the person is free, minute by minute.
func free(p match.Person, opening match.Opening) (shifts, covered int) {
	within := func(slots []match.Slot, minute int) bool {
		for _, s := range slots {
			from := (s.Day-1)*1440 + int(s.From)
			to := (s.Day-1)*1440 + int(s.To)
			if s.To <= s.From {
				to += 1440
			}
			if from <= minute && minute < to || from <= minute+7*1440 && minute+7*1440 < to {
				return true
			}
		}
		return false
	}
	for half := 0; half < 7*1440; half += 30 {
		if !within(opening.Slots, half) {
			continue
		}
		shifts++
		if p.Availability != nil && within(p.Availability.Slots, half) {
			covered++
		}
	}
	return shifts, covered
}

func (o oracle) judge(p match.Person, opening match.Opening) opinion {
	parts := map[string]int{}
	skip := map[string]bool{}
	set := func(name string, known bool, value func() int) {
		parts[name] = absent
		if known {
			parts[name] = value()
		}
	}
	set("essential", len(p.Skills) > 0 && len(opening.NeededAtStart) > 0, func() int { return o.coverage(p, opening.NeededAtStart) })
	set("optional", len(p.Skills) > 0 && len(opening.Optional) > 0, func() int { return o.coverage(p, opening.Optional) })
	skip["optional"] = len(opening.Optional) == 0

	var goals, met []string
	has := func(id string) bool {
		return slices.ContainsFunc(p.Skills, func(s match.PersonSkill) bool { return s.Skill == id })
	}
	taught := func(id string) bool {
		return slices.Contains(opening.LearnedHere, id) &&
			!slices.ContainsFunc(opening.NeededAtStart, func(s match.OpeningSkill) bool { return s.Skill == id })
	}
	for _, g := range p.Learning {
		if !has(g) {
			goals = append(goals, g)
			if taught(g) {
				met = append(met, g)
			}
		}
	}
	teaches := slices.ContainsFunc(opening.LearnedHere, taught)
	skip["learning"] = opening.Kind == "contract" || len(p.Learning) > 0 && teaches && len(goals) == 0
	set("learning", !skip["learning"] && len(p.Learning) > 0 && teaches, func() int { return 10000 * len(met) / len(goals) })

	held, wanted, months := false, false, 0
	wantedBest := 0
	for _, x := range p.Occupations {
		if x.Held {
			held = true
			time := o.w.Experience.UnknownPercent
			if x.Months > 0 {
				time = min(100, 100*x.Months/o.w.Experience.FullMonths)
			}
			months = max(months, o.occupation(x, opening)*time)
		}
		if x.Wanted {
			wanted = true
			wantedBest = max(wantedBest, o.occupation(x, opening))
		}
	}
	set("experience", held, func() int { return months })

	levels, n := 0, 0
	blocked := false
	for _, asked := range opening.Languages {
		for _, l := range p.Languages {
			if l.Language == asked.Language && l.AtWork() > 0 {
				n++
				if l.AtWork() >= asked.Level {
					levels += min(100, o.w.Language.AtMinimum+o.w.Language.PerLevel*int(l.AtWork()-asked.Level))
				} else {
					blocked = true
				}
			}
		}
	}
	skip["language"] = len(opening.Languages) == 0
	set("language", n > 0, func() int { return 100 * levels / n })

	shifts, covered := free(p, opening)
	known := p.Availability != nil && len(p.Availability.Slots) > 0 && shifts > 0
	set("schedule", known, func() int { return 10000 * covered / shifts })
	blocked = blocked || known && 10000*covered/shifts < 100*o.w.Gate.ScheduleBlockBelow

	located := p.Reach != nil && opening.Site.Lat != nil
	set("commute", located, func() int {
		m := o.minutes(p, opening)
		blocked = blocked || 100*m > *p.Reach.MaxMinutes*o.w.Gate.ReachBlockPercent
		return max(0, 10000-10000*(100*m)/(*p.Reach.MaxMinutes*o.w.Commute.ZeroAtPercent))
	})

	wish, wishes := 0, 0
	if p.Preferences != nil {
		wishes++
		if opening.Kind == "both" || slices.Contains(p.Preferences.Kinds, opening.Kind) {
			wish += 100
		}
	}
	if wanted {
		wishes++
		wish += wantedBest
	}
	set("preference", wishes > 0, func() int { return 100 * wish / wishes })
	age := o.on.DaysSince(p.UpdatedOn)
	full, zero := o.w.Freshness.FullDays, o.w.Freshness.ZeroDays
	set("freshness", true, func() int { return min(10000, max(0, 10000*(zero-age)/(zero-full))) })

	sum, shares, complete := 0, 0, 0
	for name, share := range o.w.Parts {
		if parts[name] >= 0 {
			sum += share * parts[name]
			shares += share
		}
		if parts[name] >= 0 || skip[name] {
			complete += share
		}
	}
	blocked = blocked || o.nightRuledOut(p, opening)
	result := opinion{completeness: complete, enough: parts["essential"] >= 0 && complete >= o.w.CompletenessMin}
	blocked = blocked || opening.EducationEQF != nil && p.Education != nil && *p.Education.EQF < *opening.EducationEQF
	result.blocked = blocked || p.State == "closed" || !opening.Live || opening.SeatsTaken >= opening.Seats ||
		p.Residence == "abroad" && o.abroadBlocked(p, opening) ||
		slices.ContainsFunc(opening.Licences, func(l string) bool { return p.Licences != nil && !slices.Contains(p.Licences, l) })
	if result.enough {
		result.total = min(sum/shares, parts["essential"]+100*o.w.CeilingWithoutNeeded)
	}
	return result
}

// abroadBlocked reads the rules A27-01 to A27-05 off their text, as Lombardy applies them; another region blocks only for
// what the State's rules say.
func (o oracle) abroadBlocked(p match.Person, opening match.Opening) bool {
	if !opening.WelcomesArt27 || opening.Kind == "contract" {
		return true
	}
	if strings.HasPrefix(opening.ISCO, "9") || opening.ISCO == "5152" {
		return true
	}
	if opening.Months != nil && (*opening.Months < 3 || *opening.Months > 12) {
		return true
	}
	if opening.Site.Region != "lombardy" {
		return false
	}
	university := opening.EducationEQF != nil && *opening.EducationEQF >= 6
	if opening.Months != nil && *opening.Months > 6 && opening.EducationEQF != nil && !university {
		return true
	}
	twelveMonthsOn := civil.Date{Year: p.TitleOn.Year + 1, Month: p.TitleOn.Month, Day: p.TitleOn.Day}
	return p.Cohort != nil && twelveMonthsOn.Before(o.on)
}

// nightRuledOut looks at every minute of the night, from ten to six.
func (o oracle) nightRuledOut(p match.Person, opening match.Opening) bool {
	if !slices.Contains(p.Constraints, "no-night") {
		return false
	}
	probe := match.Person{Availability: &match.Availability{}}
	for day := 1; day <= 7; day++ {
		probe.Availability.Slots = append(probe.Availability.Slots, match.Slot{Day: day, From: 22 * 60, To: 6 * 60})
	}
	_, covered := free(probe, opening)
	return covered > 0
}

// rank sorts what the oracle thinks into the three lists.
func (o oracle) rank(opinions []opinion) (eligible, notEnough, blocked []opinion) {
	slices.SortFunc(opinions, func(a, b opinion) int {
		return cmp.Or(cmp.Compare(b.total, a.total), a.wait.Compare(b.wait), cmp.Compare(a.id, b.id))
	})
	for _, x := range opinions {
		switch {
		case x.blocked:
			blocked = append(blocked, x)
		case !x.enough:
			notEnough = append(notEnough, x)
		default:
			eligible = append(eligible, x)
		}
	}
	return eligible, notEnough, blocked
}
