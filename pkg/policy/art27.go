package policy

import (
	"slices"
	"strconv"

	"cloud.google.com/go/civil"
)

// Art27Person is what the rules on traineeships for people resident abroad (TUI art. 27 c. 1 lett. f) ask of a
// candidate of an accepted cohort. That the person lives outside the Union and is not in Italy was checked when the City
// accepted the cohort, and nobody else is ever judged by these rules.
type Art27Person struct {
	// Accepted: the person belongs to a cohort that the City accepted.
	Accepted bool
	// Age is the highest legal minimum reached; 0: not known.
	Age int
	// TitleOn is when the qualification was obtained; zero: not known.
	TitleOn civil.Date
}

// Known is what is known of a declaration.
type Known uint8

// What can be known of it.
const (
	Unknown Known = iota
	Yes
	No
)

// Art27Plan is the traineeship that is judged.
type Art27Plan struct {
	// Region of the host's site: the rules follow it.
	Region string
	// Welcomes: the host takes trainees who come from abroad. Traineeship: it may be one, not only a contract.
	Welcomes, Traineeship bool
	Months                int // 0: not known
	EQF                   int // the level that the work asks for; 0: not known
	ISCO                  int // unit group; 0: not known
	// Application is the day on which the application is made, the day of the judgement at the earliest.
	Application civil.Date
	// HostInOrder is the host's declaration on safety, L. 68/1999 and dismissals.
	HostInOrder Known
	// BoardLodging: somebody gives board and lodging. FromAllowance: its cost is taken from the allowance.
	BoardLodging, FromAllowance Known
}

// Art27Parameters are those that the cohort's own checks and clocks need.
type Art27Parameters struct {
	AdultAge int
	// TitleMaxMonths is the strictest region's.
	TitleMaxMonths int
	Clocks         Art27Clocks
	// Quota is the three years whose quota counts; QuotaKnown is false while no decree is configured.
	Quota      string
	QuotaKnown bool
}

// Art27Clocks are rule A27-09's days. Zero: a clock that nobody has verified, which is off.
type Art27Clocks struct {
	RegionDays      int `yaml:"region_stamp"`
	VisaRequestDays int `yaml:"visa_request_after_stamp"`
	ConsulateDays   int `yaml:"consulate"`
	PermitDays      int `yaml:"permit_request_after_entry"`
	HospitalityDays int `yaml:"hospitality"`
	StartDays       int `yaml:"start_after_permit_request"`
}

// art27Region is what a region's own rules add.
type art27Region struct {
	TitleMaxMonths  int `yaml:"title_max_age_months"`
	SecondaryMonths int `yaml:"max_months_upper_secondary"`
	TertiaryMonths  int `yaml:"max_months_tertiary"`
}

type art27 struct {
	minMonths, maxMonths int
	regions              map[string]art27Region
	domestic             []int
	clocks               Art27Clocks
	triennium            string
	quota                int

	person, continuity, duration, host, boardLodging, modules, quotaRule *Result
}

// tertiaryEQF is the lowest European level of a university title.
const tertiaryEQF = 6

// Art27 judges one pair by the rules A27-01 to A27-06 and returns the hardest answer, the first of equals. It allocates
// nothing; ExplainArt27 returns them all.
func (s *RuleSet) Art27(p Art27Person, o Art27Plan) Verdict {
	worst := s.art27Person(&p, &o)
	worst = worst.or(s.art27Duration(&o))
	worst = worst.or(s.art27Continuity(&o))
	worst = worst.or(s.art27Host(&o))
	worst = worst.or(s.art27BoardLodging(&o))
	return worst.or(s.art27Modules())
}

// or returns the harder of two verdicts, the first of equals.
func (v Verdict) or(w Verdict) Verdict {
	if w.Decision > v.Decision {
		return w
	}
	return v
}

// ExplainArt27 is Art27 with every rule's answer, in the order of their numbers, and rule A27-11's on the quota.
func (s *RuleSet) ExplainArt27(p Art27Person, o Art27Plan) []Result {
	var out []Result
	for _, v := range []Verdict{
		s.art27Person(&p, &o), s.art27Continuity(&o), s.art27Duration(&o), s.art27Host(&o),
		s.art27BoardLodging(&o), s.art27Modules(), s.art27Quota(),
	} {
		r := v.Result()
		r.Inputs = append(r.Inputs, Input{"region", o.Region})
		out = append(out, r)
	}
	if !p.TitleOn.IsZero() {
		out[0].Inputs = append(out[0].Inputs, Input{"titleOn", p.TitleOn.String()}, Input{"application", o.Application.String()})
	}
	if o.Months > 0 {
		out[2].Inputs = append(out[2].Inputs, Input{"months", strconv.Itoa(o.Months)})
	}
	return out
}

func (s *RuleSet) art27Person(p *Art27Person, o *Art27Plan) Verdict {
	region, known := s.abroad.regions[o.Region]
	switch {
	case !o.Welcomes:
		return judged(s.abroad.person, Block, "abroad-not-offered")
	case !o.Traineeship:
		return judged(s.abroad.person, Block, "abroad-traineeship-only")
	case !p.Accepted:
		return judged(s.abroad.person, Human, "abroad-not-accepted")
	case p.Age > 0 && p.Age < s.adultAge:
		return judged(s.abroad.person, Block, "abroad-too-young")
	case !known:
		return judged(s.abroad.person, Human, "abroad-region-unknown")
	case p.Age == 0:
		return judged(s.abroad.person, Human, "abroad-age-unknown")
	case p.TitleOn.IsZero():
		return judged(s.abroad.person, Human, "abroad-title-unknown")
	case region.TitleMaxMonths > 0 && p.TitleOn.AddMonths(region.TitleMaxMonths).Before(o.Application):
		return judged(s.abroad.person, Block, "abroad-title-old")
	default:
		return judged(s.abroad.person, OK, "abroad-person-fits")
	}
}

// art27Continuity never says yes by itself: an adviser states how the traineeship completes the training begun at home.
func (s *RuleSet) art27Continuity(o *Art27Plan) Verdict {
	if o.ISCO >= 9000 {
		return judged(s.abroad.continuity, Block, "abroad-elementary")
	}
	if slices.Contains(s.abroad.domestic, o.ISCO) {
		return judged(s.abroad.continuity, Block, "abroad-domestic")
	}
	return judged(s.abroad.continuity, Human, "abroad-continuity")
}

func (s *RuleSet) art27Duration(o *Art27Plan) Verdict {
	region, known := s.abroad.regions[o.Region]
	switch {
	case o.Months == 0:
		return judged(s.abroad.duration, Human, "abroad-months-unknown")
	case o.Months < s.abroad.minMonths:
		return judged(s.abroad.duration, Block, "abroad-too-short")
	case o.Months > s.abroad.maxMonths:
		return judged(s.abroad.duration, Block, "abroad-too-long")
	case !known:
		return judged(s.abroad.duration, Human, "abroad-region-unknown")
	case o.Months <= region.SecondaryMonths:
		return judged(s.abroad.duration, OK, "abroad-months-fit")
	case o.EQF == 0:
		return judged(s.abroad.duration, Human, "abroad-level-unknown")
	case o.EQF < tertiaryEQF || o.Months > region.TertiaryMonths:
		return judged(s.abroad.duration, Block, "abroad-too-long-for-level")
	default:
		return judged(s.abroad.duration, OK, "abroad-months-fit")
	}
}

func (s *RuleSet) art27Host(o *Art27Plan) Verdict {
	switch o.HostInOrder {
	case Yes:
		return judged(s.abroad.host, OK, "abroad-host-in-order")
	case No:
		return judged(s.abroad.host, Block, "abroad-host-not-in-order")
	default:
		return judged(s.abroad.host, Human, "abroad-host-to-declare")
	}
}

func (s *RuleSet) art27BoardLodging(o *Art27Plan) Verdict {
	switch {
	case o.BoardLodging == No:
		return judged(s.abroad.boardLodging, Block, "abroad-no-board")
	case o.FromAllowance == Yes:
		return judged(s.abroad.boardLodging, Block, "abroad-board-from-allowance")
	case o.BoardLodging == Unknown:
		return judged(s.abroad.boardLodging, Human, "abroad-board-unknown")
	default:
		return judged(s.abroad.boardLodging, OK, "abroad-board-given")
	}
}

// art27Modules: before the training project is written, nobody can say that the modules stand in it.
func (s *RuleSet) art27Modules() Verdict {
	return judged(s.abroad.modules, Human, "abroad-modules")
}

// art27Quota is rule A27-11. Without a decree for the three years it says so, and never that there is room.
func (s *RuleSet) art27Quota() Verdict {
	if s.abroad.quota == 0 {
		return judged(s.abroad.quotaRule, Warn, "abroad-quota-to-verify")
	}
	return judged(s.abroad.quotaRule, Human, "abroad-quota-national")
}

// Art27Parameters returns what the checks of cohorts and the clocks of their papers need.
func (s *RuleSet) Art27Parameters() Art27Parameters {
	p := Art27Parameters{AdultAge: s.adultAge, Clocks: s.abroad.clocks, Quota: s.abroad.triennium, QuotaKnown: s.abroad.quota > 0}
	for _, r := range s.abroad.regions {
		if r.TitleMaxMonths > 0 && (p.TitleMaxMonths == 0 || r.TitleMaxMonths < p.TitleMaxMonths) {
			p.TitleMaxMonths = r.TitleMaxMonths
		}
	}
	return p
}
