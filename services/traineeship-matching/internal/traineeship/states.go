package traineeship

// State is where a traineeship stands.
type State string

// The states of a traineeship.
const (
	Draft     State = "draft"
	InPapers  State = "papers" // something is missing before the start
	Ready     State = "ready"  // nothing is missing
	Running   State = "running"
	Suspended State = "suspended"
	Ended     State = "ended"
	Attested  State = "attested"
)

// States returns every state, in the order of the path.
func States() []State { return []State{Draft, InPapers, Ready, Running, Suspended, Ended, Attested} }

// TermState is where a term stands.
type TermState string

// The states of a term.
const (
	Planned TermState = "planned"
	Open    TermState = "open"
	Closed  TermState = "closed"
)

// Outcome is how a term closed.
type Outcome string

// The outcomes. Undecided is nobody's wish: the last day passed without a decision.
const (
	Renewed   Outcome = "renewed"
	Converted Outcome = "converted" // into a contract
	Finished  Outcome = "ended"
	Early     Outcome = "early"
	Undecided Outcome = "undecided"
)

// RequestState is where a renewal request stands.
type RequestState string

// The states of a request.
const (
	Asked     RequestState = "asked"
	Consented RequestState = "consented"
	Decided   RequestState = "decided"
	Withdrawn RequestState = "withdrawn"
)

// Party is who acts or owes something.
type Party string

// The parties. Counsellor stands for the City, the promoter.
const (
	Counsellor  Party = "counsellor"
	Coordinator Party = "coordinator"
	Host        Party = "host"
	Trainee     Party = "trainee"
	ByClock     Party = "clock"
)

// Parties returns the three whose consent a renewal needs.
func Parties() []Party { return []Party{Trainee, Host, Counsellor} }
