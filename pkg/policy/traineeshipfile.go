package policy

import "slices"

// TraineeshipType is rule TR-02's answer: what kind of traineeship somebody does. Never two at once.
type TraineeshipType string

// The types of domestic traineeships.
const (
	OrdinaryTraineeship      TraineeshipType = "ordinary"
	DisadvantagedTraineeship TraineeshipType = "disadvantaged"
	DisabledTraineeship      TraineeshipType = "disabled"
	InclusionTraineeship     TraineeshipType = "tis" // social inclusion, for people whom the services have in charge
)

// TraineeshipTypes returns every type, in the order in which forms offer them.
func TraineeshipTypes() []TraineeshipType {
	return []TraineeshipType{OrdinaryTraineeship, DisadvantagedTraineeship, DisabledTraineeship, InclusionTraineeship}
}

// longest is the limit of a type, in months; zero means that there is no such case.
type longest struct {
	Limit   int `yaml:"limit"`
	Higher  int `yaml:"higher"`
	Opinion int `yaml:"opinion"`
}

// traineeshipParameters are the parameters of the rules on traineeships.
type traineeshipParameters struct {
	shortest                  map[TraineeshipType]int
	longest                   map[TraineeshipType]longest
	months, renewals, renewal int
	extensions, askDays       int
	wake                      WakeDays
	ordinaryCents, shortCents int64
	shortHours                int
	communicationDays         int
	changeDays                int
	personalDays, closureDays int
	fullPayPercent            int
	followUpMonths            []int
}

// sound reports whether every type has its limits and no number is missing.
func (p *traineeshipParameters) sound() bool {
	for _, t := range TraineeshipTypes() {
		_, known := p.shortest[t]
		if !known || p.longest[t].Limit <= 0 {
			return false
		}
	}
	return min(p.months, p.renewals, p.renewal, p.extensions, p.askDays, p.shortHours, p.communicationDays, p.changeDays, p.personalDays, p.closureDays, p.fullPayPercent, p.wake.Daily) > 0 && len(p.followUpMonths) > 0 && slices.IsSorted(p.followUpMonths) && p.followUpMonths[0] > 0 &&
		p.wake.Evaluation > p.wake.Decision && p.wake.Decision > p.wake.Reminder && p.wake.Reminder > p.askDays && p.askDays > p.wake.Daily &&
		min(p.ordinaryCents, p.shortCents) > 0
}

// WakeDays are the days before a term's end on which its parties hear of it.
type WakeDays struct {
	Evaluation int `yaml:"evaluation"`
	Decision   int `yaml:"decision"`
	Reminder   int `yaml:"reminder"`
	Daily      int `yaml:"daily"` // every day from here to the end
}

// traineeshipFile is the part of a rule file on traineeships.
type traineeshipFile struct {
	MinDuration struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			Months map[TraineeshipType]int `yaml:"months"`
		} `yaml:"parameters"`
	} `yaml:"TR-03"`
	MaxDuration struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			Months map[TraineeshipType]longest `yaml:"months"`
		} `yaml:"parameters"`
	} `yaml:"TR-04"`
	Pattern struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			Months        int `yaml:"months"`
			Renewals      int `yaml:"renewals"`
			RenewalMonths int `yaml:"renewal_months"`
		} `yaml:"parameters"`
	} `yaml:"TR-05"`
	Extension struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			Most          int      `yaml:"most"`
			AskDaysBefore int      `yaml:"ask_days_before"`
			WakeDays      WakeDays `yaml:"wake_days"`
		} `yaml:"parameters"`
	} `yaml:"TR-06"`
	Allowance struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			OrdinaryCents int64 `yaml:"ordinary_cents"`
			ShortDayCents int64 `yaml:"short_day_cents"`
			ShortDayHours int   `yaml:"short_day_hours"`
		} `yaml:"parameters"`
	} `yaml:"TR-07"`
	Pay struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			FullPayPercent int `yaml:"full_pay_percent"`
		} `yaml:"parameters"`
	} `yaml:"TR-08"`
	HostDeclarations struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			Months int `yaml:"months"`
		} `yaml:"parameters"`
	} `yaml:"TR-11"`
	Papers struct {
		ruleFile `yaml:",inline"`
	} `yaml:"TR-14"`
	Communication struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			DaysBefore int `yaml:"days_before"`
		} `yaml:"parameters"`
	} `yaml:"TR-15"`
	Changes struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			Days int `yaml:"days"`
		} `yaml:"parameters"`
	} `yaml:"TR-16"`
	Suspension struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			PersonalDays int `yaml:"personal_days"`
			ClosureDays  int `yaml:"closure_days"`
		} `yaml:"parameters"`
	} `yaml:"TR-18"`
	Outcomes struct {
		ruleFile   `yaml:",inline"`
		Parameters struct {
			Months []int `yaml:"months"`
		} `yaml:"parameters"`
	} `yaml:"TR-20"`
}

func (f *traineeshipFile) rules() []listedRule {
	return []listedRule{
		{"TR-03", f.MinDuration.ruleFile},
		{"TR-04", f.MaxDuration.ruleFile},
		{"TR-05", f.Pattern.ruleFile},
		{"TR-06", f.Extension.ruleFile},
		{"TR-07", f.Allowance.ruleFile},
		{"TR-08", f.Pay.ruleFile},
		{"TR-11", f.HostDeclarations.ruleFile},
		{"TR-14", f.Papers.ruleFile},
		{"TR-15", f.Communication.ruleFile},
		{"TR-16", f.Changes.ruleFile},
		{"TR-18", f.Suspension.ruleFile},
		{"TR-20", f.Outcomes.ruleFile},
	}
}

func (f *traineeshipFile) parameters() traineeshipParameters {
	return traineeshipParameters{
		shortest: f.MinDuration.Parameters.Months, longest: f.MaxDuration.Parameters.Months,
		months: f.Pattern.Parameters.Months, renewals: f.Pattern.Parameters.Renewals, renewal: f.Pattern.Parameters.RenewalMonths,
		extensions: f.Extension.Parameters.Most, askDays: f.Extension.Parameters.AskDaysBefore,
		wake:          f.Extension.Parameters.WakeDays,
		ordinaryCents: f.Allowance.Parameters.OrdinaryCents, shortCents: f.Allowance.Parameters.ShortDayCents,
		shortHours: f.Allowance.Parameters.ShortDayHours, communicationDays: f.Communication.Parameters.DaysBefore,
		fullPayPercent: f.Pay.Parameters.FullPayPercent, followUpMonths: f.Outcomes.Parameters.Months,
		changeDays: f.Changes.Parameters.Days, personalDays: f.Suspension.Parameters.PersonalDays, closureDays: f.Suspension.Parameters.ClosureDays,
	}
}
