package match

// Ground is the rule by which a constraint was judged, and where the rule comes from.
type Ground struct {
	Rule    string `json:"rule"`
	Version string `json:"version"`
	Source  string `json:"source"` // ByLaw, ByOpening, ByPerson, ByPractice, ByRecord
}

// The sources of a rule.
const (
	ByLaw      = "law"      // Check.Rule names the law and its sources
	ByOpening  = "opening"  // what the opening asks for, as its host published it
	ByPerson   = "person"   // what the person said
	ByPractice = "practice" // a limit of the weights file, over what both said
	ByRecord   = "record"   // the state of the records
)

// ground is the rule of a constraint where no law decides: G-01 to G-10, in the order in which they are shown, in the
// version of the weights file, which holds their limits.
func ground(c Constraint, version string) Ground {
	source := [constraintCount]string{
		WorkAccess: ByLaw, Age: ByLaw, Licence: ByOpening, EducationLevel: ByOpening, LanguageLevel: ByOpening,
		Hours: ByPractice, Practical: ByPerson, Distance: ByPractice, Seat: ByRecord, Live: ByRecord,
	}[c]
	n := byte(c + 1)
	return Ground{Rule: string([]byte{'G', '-', '0' + n/10, '0' + n%10}), Version: version, Source: source}
}
