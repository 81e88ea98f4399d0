package person

// Level is how much support was agreed with the person.
type Level string

// The levels, the lightest first; "" means that none was agreed yet.
const (
	Information Level = "information"
	Guidance    Level = "guidance"
	Project     Level = "project"
)

// Levels lists the levels, the lightest first.
func Levels() []Level { return []Level{Information, Guidance, Project} }

// Valid reports whether l is a level or not agreed yet.
func (l Level) Valid() bool { return l == "" || l == Information || l == Guidance || l == Project }

// Answer is what somebody declared: yes, no, or "" when not asked.
type Answer string

// The answers.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// Valid reports whether a is one of the answers or none.
func (a Answer) Valid() bool { return a == "" || a == Yes || a == No }

// Declared is what decides whether the service is for the person, in their own word; nothing is to be proved.
type Declared struct {
	Unemployed Answer
	InMilan    Answer
}

// Valid reports whether both are answers.
func (d Declared) Valid() bool { return d.Unemployed.Valid() && d.InMilan.Valid() }

// Elsewhere reports whether the person is to be referred to another service, because one of the two is not so.
func (d Declared) Elsewhere() bool { return d.Unemployed == No || d.InMilan == No }

// Following is who follows the person and how closely.
type Following struct {
	Tutor string // subject of a member of the file's team; "" while nobody
	Level Level
}
