package policy

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"cloud.google.com/go/civil"
	"gopkg.in/yaml.v3"
)

//go:embed rulesets/*.yaml
var embedded embed.FS

// Embedded loads the rule sets that ship with the product.
func Embedded() (Library, error) {
	sub, err := fs.Sub(embedded, "rulesets")
	if err != nil {
		return Library{}, fmt.Errorf("policy: open the embedded rule sets: %w", err)
	}
	return Load(sub)
}

// Load reads every *.yaml file of a folder. It refuses unknown fields, a rule without a version, a known confidence or
// a listed source, an uncertain row that does not ask a person, and sets whose validity overlaps.
func Load(files fs.FS) (Library, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return Library{}, fmt.Errorf("policy: list rule sets: %w", err)
	}
	var lib Library
	for _, name := range names {
		set, err := loadFile(files, name)
		if err != nil {
			return Library{}, fmt.Errorf("policy: rule set %s: %w", name, err)
		}
		lib.sets = append(lib.sets, set)
	}
	slices.SortFunc(lib.sets, func(a, b RuleSet) int { return a.ValidFrom.Compare(b.ValidFrom) })
	for i := 1; i < len(lib.sets); i++ {
		before, after := lib.sets[i-1], lib.sets[i]
		if before.ValidTo.IsZero() || !before.ValidTo.Before(after.ValidFrom) {
			return Library{}, fmt.Errorf("policy: rule sets %q and %q are in force on the same days", before.Name(), after.Name())
		}
	}
	return lib, nil
}

func loadFile(files fs.FS, name string) (RuleSet, error) {
	f, err := files.Open(name)
	if err != nil {
		return RuleSet{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	decoder := yaml.NewDecoder(f)
	decoder.KnownFields(true)
	var d setFile
	if err := decoder.Decode(&d); err != nil {
		return RuleSet{}, err
	}
	return d.build()
}

// The shape of a rule file. Each rule has its own typed parameters, so that a misspelt one is refused.
type setFile struct {
	ID         string            `yaml:"id"`
	Version    string            `yaml:"version"`
	ValidFrom  date              `yaml:"valid_from"`
	ValidTo    date              `yaml:"valid_to"`
	VerifiedOn date              `yaml:"verified_on"`
	ReviewBy   date              `yaml:"review_by"`
	Sources    map[string]string `yaml:"sources"`
	Rules      struct {
		MayWork struct {
			ruleFile   `yaml:",inline"`
			Parameters struct {
				Statuses                 map[DocumentKind]statusFile `yaml:"statuses"`
				TemporaryProtectionUntil date                        `yaml:"temporary_protection_until"`
			} `yaml:"parameters"`
		} `yaml:"WA-01"`
		AsylumWait struct {
			ruleFile   `yaml:",inline"`
			Parameters struct {
				WaitDays int `yaml:"wait_days"`
			} `yaml:"parameters"`
		} `yaml:"WA-02"`
		Receipt struct {
			ruleFile   `yaml:",inline"`
			Parameters struct {
				FirstRequestDays int `yaml:"first_request_days_after_entry"`
			} `yaml:"parameters"`
		} `yaml:"WA-03"`
		StudyHours struct {
			ruleFile   `yaml:",inline"`
			Parameters struct {
				HoursWeek int `yaml:"hours_week"`
				HoursYear int `yaml:"hours_year"`
			} `yaml:"parameters"`
		} `yaml:"WA-04"`
		MinimumAge struct {
			ruleFile   `yaml:",inline"`
			Parameters struct {
				Lowest int `yaml:"lowest"`
				Adult  int `yaml:"adult"`
			} `yaml:"parameters"`
		} `yaml:"WA-05"`
		TurningAdult struct {
			ruleFile   `yaml:",inline"`
			Parameters struct {
				DaysBefore      int `yaml:"days_before"`
				DaysAfterExpiry int `yaml:"days_after_expiry"`
			} `yaml:"parameters"`
		} `yaml:"WA-06"`
		ExpiryWatch struct {
			ruleFile   `yaml:",inline"`
			Parameters struct {
				Days []int `yaml:"days"`
			} `yaml:"parameters"`
		} `yaml:"WA-07"`
		EndAfterExpiry struct {
			ruleFile `yaml:",inline"`
		} `yaml:"WA-08"`
		NoPermit struct {
			ruleFile `yaml:",inline"`
		} `yaml:"WA-09"`
		EmployerView struct {
			ruleFile `yaml:",inline"`
		} `yaml:"WA-11"`
		Traineeship  traineeshipFile `yaml:",inline"`
		HostCapacity struct {
			ruleFile   `yaml:",inline"`
			Parameters struct {
				Regions map[string]capacity `yaml:"regions"`
			} `yaml:"parameters"`
		} `yaml:"TR-09"`
		art27File `yaml:",inline"`
	} `yaml:"rules"`
}

type ruleFile struct {
	Name       string     `yaml:"name"`
	Version    int        `yaml:"version"`
	Confidence Confidence `yaml:"confidence"`
	Sources    []string   `yaml:"sources"`
	Hard       bool       `yaml:"hard"`
	SignedBy   string     `yaml:"signed_by"`
}

type statusFile struct {
	Outcome    Outcome    `yaml:"outcome"`
	Renewable  bool       `yaml:"renewable"`
	Confidence Confidence `yaml:"confidence"`
	Sources    []string   `yaml:"sources"`
}

// date reads YYYY-MM-DD; null stays zero.
type date struct{ civil.Date }

// UnmarshalYAML implements yaml.Unmarshaler.
func (d *date) UnmarshalYAML(n *yaml.Node) error {
	if n.Tag == "!!null" {
		return nil
	}
	parsed, err := civil.ParseDate(n.Value)
	if err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	d.Date = parsed
	return nil
}

func (f *setFile) build() (RuleSet, error) {
	r := &f.Rules
	s := RuleSet{
		ID: f.ID, Version: f.Version,
		ValidFrom: f.ValidFrom.Date, ValidTo: f.ValidTo.Date, ReviewBy: f.ReviewBy.Date,
		rules:                    map[string]*Result{},
		statuses:                 map[DocumentKind]status{},
		temporaryProtectionUntil: r.MayWork.Parameters.TemporaryProtectionUntil.Date,
		asylumWaitDays:           r.AsylumWait.Parameters.WaitDays,
		firstRequestDays:         r.Receipt.Parameters.FirstRequestDays,
		studyHoursWeek:           r.StudyHours.Parameters.HoursWeek,
		studyHoursYear:           r.StudyHours.Parameters.HoursYear,
		lowestAge:                r.MinimumAge.Parameters.Lowest,
		adultAge:                 r.MinimumAge.Parameters.Adult,
		watch:                    Watch{r.ExpiryWatch.Parameters.Days, r.TurningAdult.Parameters.DaysBefore, r.TurningAdult.Parameters.DaysAfterExpiry},
		capacities:               r.HostCapacity.Parameters.Regions,
	}
	var faults []error
	complain := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if s.ID == "" || s.Version == "" || s.ValidFrom.IsZero() || f.VerifiedOn.IsZero() || s.ReviewBy.IsZero() {
		complain("id, version, valid_from, verified_on and review_by are needed")
	}
	if s.asylumWaitDays <= 0 || s.firstRequestDays <= 0 || s.studyHoursWeek <= 0 || s.studyHoursYear <= 0 || s.lowestAge <= 0 ||
		s.adultAge <= s.lowestAge || s.temporaryProtectionUntil.IsZero() {
		complain("a parameter is missing or out of range")
	}
	if s.watch.AdultBefore <= 0 || s.watch.AdultAfter <= 0 || !s.watch.falling() {
		complain("rules WA-06 and WA-07: days are needed, the longest reminder first")
	}
	s.traineeship = r.Traineeship.parameters()
	if !s.traineeship.sound() {
		complain("a parameter of the rules on traineeships is missing or out of range")
	}
	for region, c := range s.capacities {
		if c.PercentAbove <= 0 || len(c.Bands) == 0 {
			complain("rule TR-09, %s: bands and percent_above are needed", region)
		}
	}
	for _, x := range append([]listedRule{
		{"WA-01", r.MayWork.ruleFile},
		{"WA-02", r.AsylumWait.ruleFile},
		{"WA-03", r.Receipt.ruleFile},
		{"WA-04", r.StudyHours.ruleFile},
		{"WA-05", r.MinimumAge.ruleFile},
		{"WA-06", r.TurningAdult.ruleFile},
		{"WA-07", r.ExpiryWatch.ruleFile},
		{"WA-08", r.EndAfterExpiry.ruleFile},
		{"WA-09", r.NoPermit.ruleFile},
		{"WA-11", r.EmployerView.ruleFile},
		{"TR-09", r.HostCapacity.ruleFile},
	}, append(r.listed(), r.Traineeship.rules()...)...) {
		sources, err := f.cite(x.Confidence, x.Sources)
		if err != nil {
			complain("rule %s: %w", x.id, err)
		}
		if x.Name == "" || x.Version < 1 {
			complain("rule %s: name and version are needed", x.id)
		}
		s.rules[x.id] = &Result{
			Rule: x.id, Version: fmt.Sprintf("%s/%d", s.Name(), x.Version), Decision: Human,
			Sources: sources, Confidence: x.Confidence, SignedBy: x.SignedBy, ReviewBy: s.ReviewBy, Hard: x.Hard,
		}
	}
	s.brief = briefRules{
		mayWork: s.rules["WA-01"], studyHours: s.rules["WA-04"], minimumAge: s.rules["WA-05"],
		endAfterExpiry: s.rules["WA-08"], hostCapacity: s.rules["TR-09"],
	}
	var err error
	if s.abroad, err = r.build(s.rules); err != nil {
		faults = append(faults, err)
	}
	for kind, row := range r.MayWork.Parameters.Statuses {
		sources, err := f.cite(row.Confidence, row.Sources)
		if err != nil {
			complain("rule WA-01, %s: %w", kind, err)
		}
		if !row.Outcome.known() {
			complain("rule WA-01, %s: unknown outcome %q", kind, row.Outcome)
		}
		if !row.Confidence.firm() && row.Outcome != NeedsHuman {
			complain("rule WA-01, %s: confidence %s may only ask a person", kind, row.Confidence)
		}
		s.statuses[kind] = status{row.Outcome, row.Renewable, row.Confidence, sources}
	}
	for _, kind := range DocumentKinds() {
		if _, ok := s.statuses[kind]; !ok && kind != AsylumSeeker && kind != NoPermit {
			complain("rule WA-01: no row for %s", kind)
		}
	}
	return s, errors.Join(faults...)
}

// cite resolves source ids. A rule without a source that the file lists is refused.
func (f *setFile) cite(c Confidence, ids []string) ([]Source, error) {
	if !c.known() {
		return nil, fmt.Errorf("unknown confidence %q", c)
	}
	if len(ids) == 0 {
		return nil, errors.New("no source is named")
	}
	sources := make([]Source, 0, len(ids))
	for _, id := range ids {
		title, ok := f.Sources[id]
		if !ok || title == "" {
			return nil, fmt.Errorf("source %q is not listed", id)
		}
		sources = append(sources, Source{id, title})
	}
	return sources, nil
}
