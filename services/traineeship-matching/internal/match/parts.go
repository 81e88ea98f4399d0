package match

// Each part is 0 to full, noData or notApplicable. What is missing on either side is noData: it is asked for.

// essential and optional are the weighted shares of the skills asked for, given the sum of weight x credit. An opening
// that needs nothing at start was not described; one that finds nothing useful has nothing to compare.
func essential(p *personRow, o *openingRow, sum int32) int32 {
	if p.skills.from == p.skills.to || o.neededSum == 0 {
		return noData
	}
	return sum / o.neededSum
}

func optional(p *personRow, o *openingRow, sum int32) int32 {
	switch {
	case o.optSum == 0:
		return notApplicable
	case p.skills.from == p.skills.to:
		return noData
	default:
		return sum / o.optSum
	}
}

// learning is for traineeships: the share of what somebody wants to learn and does not have yet that is learned here.
func learning(ps *peopleBlock, p *personRow, os *openingsBlock, o *openingRow) int32 {
	if o.kinds&traineeshipKind == 0 {
		return notApplicable
	}
	if !p.has.is(hasGoals) || o.learned.from == o.learned.to {
		return noData
	}
	goals := ps.goals[p.goals.from:p.goals.to]
	if len(goals) == 0 {
		return notApplicable // all reached
	}
	var met int32
	for _, g := range goals {
		for _, l := range os.learned[o.learned.from:o.learned.to] {
			if g == l {
				met++
				break
			}
		}
	}
	return learned(met, len(goals))
}

func learned(met int32, goals int) int32 { return full * met / int32(goals) }

// experience is the best of the occupations held: how near by ISCO, and for how long. Informal work counts.
func (j *judge) experience(ps *peopleBlock, p *personRow, o *openingRow) int32 {
	if !o.has.is(hasOccupation) || p.held.from == p.held.to {
		return noData
	}
	var best int32
	for _, h := range ps.held[p.held.from:p.held.to] {
		best = max(best, j.occupationNearness(h, o)*j.months(h.months))
	}
	return best
}

// occupationNearness is a percentage.
func (j *judge) occupationNearness(h occupationMonths, o *openingRow) int32 {
	x := &j.weights.Experience
	switch {
	case h.occupation == o.occupation:
		return int32(x.Same)
	case h.isco == 0 || o.isco == 0:
		return 0
	case h.isco == o.isco:
		return int32(x.Unit)
	case h.isco/10 == o.isco/10:
		return int32(x.Minor)
	case h.isco/100 == o.isco/100:
		return int32(x.SubMajor)
	default:
		return 0
	}
}

// months is a percentage of the time that counts in full.
func (j *judge) months(n uint16) int32 {
	if n == 0 {
		return int32(j.weights.Experience.UnknownPercent)
	}
	return min(100, 100*int32(n)/int32(j.weights.Experience.FullMonths))
}

// language is the margin over what the task needs, over the languages of which both sides are known.
func (j *judge) language(ps *peopleBlock, p *personRow, os *openingsBlock, o *openingRow) int32 {
	if o.languages.from == o.languages.to {
		return notApplicable
	}
	var sum, n int32
	for _, asked := range os.languages[o.languages.from:o.languages.to] {
		level := ps.speaks(p, asked.language)
		if level == 0 {
			continue
		}
		n++
		if margin := int32(level - asked.level); margin >= 0 {
			sum += min(100, int32(j.weights.Language.AtMinimum)+margin*int32(j.weights.Language.PerLevel))
		}
	}
	if n == 0 {
		return noData
	}
	return 100 * sum / n
}

// speaks returns somebody's level of a language, 0 when it is not known.
func (b *peopleBlock) speaks(p *personRow, language uint32) CEFR {
	for _, l := range b.languages[p.languages.from:p.languages.to] {
		if l.language == language {
			return l.level
		}
	}
	return 0
}

// schedule is the share of the shifts in which somebody is free.
func schedule(p *personRow, o *openingRow) int32 {
	if !p.has.is(hasHours) || !o.has.is(hasShifts) || o.shiftHours == 0 {
		return noData
	}
	return full * int32(p.hours.overlap(&o.shifts)) / int32(o.shiftHours)
}

// commute falls evenly with the estimated minutes, against the person's own limit.
func (j *judge) commute(p *personRow, minutes int32) int32 {
	if minutes == noData || !p.has.is(hasReachLimit) || p.reach <= 0 {
		return noData
	}
	zero := int32(p.reach) * int32(j.weights.Commute.ZeroAtPercent)
	if 100*minutes >= zero { // and no further sums: of thousands of minutes they would not fit
		return 0
	}
	return full - full*(100*minutes)/zero
}

// preference is what somebody wants: the kind of work, and the occupation.
func (j *judge) preference(ps *peopleBlock, p *personRow, o *openingRow) int32 {
	var sum, n int32
	if p.has.is(hasKinds) {
		n++
		if p.kinds&o.kinds != 0 {
			sum += 100
		}
	}
	if p.wanted.from != p.wanted.to && o.has.is(hasOccupation) {
		n++
		var best int32
		for _, h := range ps.wanted[p.wanted.from:p.wanted.to] {
			best = max(best, j.occupationNearness(h, o))
		}
		sum += best
	}
	if n == 0 {
		return noData
	}
	return 100 * sum / n
}

// freshness falls evenly with the age of the profile.
func (j *judge) freshness(p *personRow) int32 {
	if !p.has.is(hasProfile) {
		return noData
	}
	f := &j.weights.Freshness
	age, fresh, zero := j.today-p.updated, int32(f.FullDays), int32(f.ZeroDays)
	switch {
	case age <= fresh:
		return full
	case age >= zero:
		return 0
	default:
		return full * (zero - age) / (zero - fresh)
	}
}
