package policy

import "errors"

// art27File is the rules A27-01 to A27-11 as a rule file has them.
type art27File struct {
	Person struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			Regions map[string]art27Region `yaml:"regions"`
		} `yaml:"parameters"`
	} `yaml:"A27-01"`
	Continuity struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			Domestic []int `yaml:"domestic_isco"`
		} `yaml:"parameters"`
	} `yaml:"A27-02"`
	Duration struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			MinMonths int `yaml:"min_months"`
			MaxMonths int `yaml:"max_months"`
		} `yaml:"parameters"`
	} `yaml:"A27-03"`
	Host struct {
		ruleFile `yaml:",inline"`
	} `yaml:"A27-04"`
	BoardLodging struct {
		ruleFile `yaml:",inline"`
	} `yaml:"A27-05"`
	Modules struct {
		ruleFile `yaml:",inline"`
	} `yaml:"A27-06"`
	Clocks struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			Days Art27Clocks `yaml:"days"`
		} `yaml:"parameters"`
	} `yaml:"A27-09"`
	Quota struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			Triennium    string `yaml:"triennium"`
			Traineeships *int   `yaml:"traineeships"`
		} `yaml:"parameters"`
	} `yaml:"A27-11"`
}

func (f *art27File) listed() []listedRule {
	return []listedRule{
		{"A27-01", f.Person.ruleFile},
		{"A27-02", f.Continuity.ruleFile},
		{"A27-03", f.Duration.ruleFile},
		{"A27-04", f.Host.ruleFile},
		{"A27-05", f.BoardLodging.ruleFile},
		{"A27-06", f.Modules.ruleFile},
		{"A27-09", f.Clocks.ruleFile},
		{"A27-11", f.Quota.ruleFile},
	}
}

// build needs the rules' results, which the set has made of listed.
func (f *art27File) build(rules map[string]*Result) (art27, error) {
	d := f.Duration.Parameters
	a := art27{
		minMonths: d.MinMonths, maxMonths: d.MaxMonths, regions: f.Person.Parameters.Regions, domestic: f.Continuity.Parameters.Domestic,
		clocks: f.Clocks.Parameters.Days, triennium: f.Quota.Parameters.Triennium,
		person: rules["A27-01"], continuity: rules["A27-02"], duration: rules["A27-03"], host: rules["A27-04"],
		boardLodging: rules["A27-05"], modules: rules["A27-06"], quotaRule: rules["A27-11"],
	}
	if n := f.Quota.Parameters.Traineeships; n != nil {
		a.quota = *n
	}
	if a.minMonths <= 0 || a.maxMonths < a.minMonths || a.triennium == "" || a.clocks.ConsulateDays <= 0 || a.clocks.PermitDays <= 0 || a.clocks.StartDays <= 0 {
		return a, errors.New("rules A27: a parameter is missing or out of range")
	}
	for region, r := range a.regions {
		if r.SecondaryMonths < a.minMonths || r.TertiaryMonths < r.SecondaryMonths || r.TitleMaxMonths < 0 {
			return a, errors.New("rule A27-01, " + region + ": a parameter is missing or out of range")
		}
	}
	return a, nil
}

// listedRule is a rule with its id.
type listedRule struct {
	id string
	ruleFile
}
