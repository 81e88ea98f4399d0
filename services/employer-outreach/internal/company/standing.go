package company

// Standing says whether somebody of the service has looked at a company that registered by itself.
//
//	to-check ──confirm──▶ confirmed
type Standing string

// The standings. What staff records is confirmed from the start.
const (
	ToCheck   Standing = "to-check"
	Confirmed Standing = "confirmed"
)
