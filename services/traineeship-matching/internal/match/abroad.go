package match

import (
	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

// art27 is a pair as the rules on trainees from abroad see it. Nothing here allocates. What hosts declare about safety
// and dismissals comes with the papers: until then it is not known, and a person asks. An opening that welcomes trainees
// from abroad is published only when somebody gives board and lodging on top of the allowance.
func (j *judge) art27(p *personRow, o *openingRow) (policy.Art27Person, policy.Art27Plan) {
	person := policy.Art27Person{Accepted: p.has.is(inAcceptedCohort), Age: int(p.age)}
	if p.titleOn != never {
		person.TitleOn = civil.Date{Year: 1970, Month: 1, Day: 1}.AddDays(int(p.titleOn))
	}
	plan := policy.Art27Plan{
		Region: o.region, Welcomes: o.has.is(offersArt27), Traineeship: o.kinds&traineeshipKind != 0, EQF: int(o.eqf), ISCO: int(o.isco),
		Application: j.on,
	}
	if o.has.is(hasMonths) {
		plan.Months = int(o.months)
	}
	if o.has.is(givesBoard) {
		plan.BoardLodging, plan.FromAllowance = policy.Yes, policy.No
	}
	return person, plan
}
