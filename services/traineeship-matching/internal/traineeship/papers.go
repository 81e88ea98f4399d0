package traineeship

import (
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
)

// PaperKind is one item of the checklist before the start.
type PaperKind string

// The papers that somebody brings, and what is checked by rule.
const (
	PaperAgreement     PaperKind = "agreement"     // convenzione, by City and host
	PaperProject       PaperKind = "project"       // progetto formativo individuale, by all three
	PaperAccident      PaperKind = "accident"      // INAIL number
	PaperLiability     PaperKind = "liability"     // third-party policy number
	PaperDeclarations  PaperKind = "declarations"  // of the host
	PaperCommunication PaperKind = "communication" // mandatory, number and date
	CheckWorkAccess    PaperKind = "work-access"
	CheckDuration      PaperKind = "duration"
	CheckAllowance     PaperKind = "allowance"
	CheckSeats         PaperKind = "seats"
)

// paperRow is what the checklist knows of a kind.
type paperRow struct {
	kind      PaperKind
	owes      Party
	rule      string
	reference bool // it has a number
}

func paperRows() []paperRow {
	return []paperRow{
		{PaperAgreement, Host, "TR-14", false},
		{PaperProject, Counsellor, "TR-14", false},
		{PaperAccident, Host, "TR-14", true},
		{PaperLiability, Host, "TR-14", true},
		{PaperDeclarations, Host, "TR-11", false},
		{PaperCommunication, Host, "TR-15", true},
	}
}

// BroughtPapers are the kinds that somebody brings, in the order of the checklist.
func BroughtPapers() []PaperKind {
	var out []PaperKind
	for _, r := range paperRows() {
		out = append(out, r.kind)
	}
	return out
}

// HardPapers are those without which nothing starts, whoever may say otherwise.
func HardPapers() []PaperKind {
	return []PaperKind{PaperAgreement, PaperProject, PaperAccident, PaperLiability, PaperCommunication}
}

// HasReference reports whether a paper comes with a number.
func (k PaperKind) HasReference() bool {
	return slices.ContainsFunc(paperRows(), func(r paperRow) bool { return r.kind == k && r.reference })
}

// Paper is what was brought, or passed over.
type Paper struct {
	Kind      PaperKind  `json:"kind"`
	On        civil.Date `json:"on,omitzero"` // signed or sent; zero while it is only passed over
	Reference string     `json:"reference,omitempty"`
	By        string     `json:"by"`
	// WaivedOn, WaivedBy and Reason: a coordinator let it go without.
	WaivedOn civil.Date `json:"waivedOn,omitzero"`
	WaivedBy string     `json:"waivedBy,omitempty"`
	Reason   string     `json:"reason,omitempty"`
}

// Surroundings are the facts of others that the checklist depends on.
type Surroundings struct {
	// Access are the intervals of the person's work access; Known is false when nothing is recorded. Heard is false while
	// intake has told nothing of the person at all.
	Access       []policy.Interval
	Known, Heard bool
	// SeatLimit is the host's legal limit and Trainees how many it has; -1: not known.
	SeatLimit, Trainees int
	// Signed is how the papers stand that were made here to be signed, by their item.
	Signed map[PaperKind]Standing
}

// Item is one line of the checklist.
type Item struct {
	Kind   PaperKind
	Owes   Party
	Hard   bool
	Done   bool
	Paper  *Paper
	Rule   policy.Result // with decision and reason
	Blocks bool
	Waits  []Party // whose signature is missing; the others have signed
	// FreeOn is, of the work access, the day from which nobody has to decide, when the start lies before it.
	FreeOn civil.Date
}

// Checklist says what the start needs, who owes it, and what blocks.
func (t *Traineeship) Checklist(m Moment, around Surroundings) []Item {
	var list []Item
	for _, row := range paperRows() {
		rule, _ := m.Rules.Rule(row.rule)
		item := Item{Kind: row.kind, Owes: row.owes, Hard: rule.Hard, Paper: t.paper(row.kind)}
		item.Done = item.Paper != nil && item.Paper.On.IsValid()
		rule.Decision, rule.Reason = policy.OK, "paper-there"
		if !item.Done {
			rule.Decision, rule.Reason = policy.Block, "paper-missing"
		}
		if standing, made := around.Signed[row.kind]; made && (!item.Done || item.Paper.On.Before(standing.MadeOn)) {
			item.follow(t, standing, &rule)
		} else if item.Done && row.kind == PaperCommunication && item.Paper.On.After(m.Rules.LastCommunicationDay(t.Start)) {
			rule.Decision, rule.Reason, item.Done = policy.Block, "communicated-late", false
		}
		item.Rule = rule
		list = append(list, item)
	}
	list = append(list,
		t.checkAccess(m, around),
		t.check(CheckDuration, Counsellor, m.Rules.Duration(t.first())[0]),
		t.check(CheckAllowance, Counsellor, m.Rules.Allowance(t.facts(0))),
	)
	if around.SeatLimit >= 0 && around.Trainees >= 0 && t.Type != policy.DisadvantagedTraineeship && t.Type != policy.DisabledTraineeship {
		list = append(list, t.check(CheckSeats, Host, m.Rules.HostCapacity(around.Trainees, around.SeatLimit).Result()))
	}
	for i := range list {
		item := &list[i]
		waived := item.Paper != nil && item.Paper.WaivedOn.IsValid() && !item.Hard
		item.Blocks = item.Rule.Decision >= policy.Human && !waived
	}
	return list
}

// first are the facts of the first term alone.
func (t *Traineeship) first() policy.Traineeship {
	f := t.facts(t.Months)
	f.Months = 0
	return f
}

func (t *Traineeship) check(k PaperKind, owes Party, r policy.Result) Item {
	return Item{Kind: k, Owes: owes, Hard: r.Hard, Done: r.Decision < policy.Human, Paper: t.paper(k), Rule: r}
}

// checkAccess is the line of the work access. That there is none nobody can pass over.
func (t *Traineeship) checkAccess(m Moment, around Surroundings) Item {
	item := t.check(CheckWorkAccess, Trainee, t.access(m, around))
	item.Hard = item.Rule.Decision == policy.Block
	if !item.Done {
		item.FreeOn = t.Clock(m, around).FreeOn()
	}
	return item
}

// access judges the person's work access over the whole time, without telling why it is as it is.
func (t *Traineeship) access(m Moment, around Surroundings) policy.Result {
	if !around.Known {
		r, _ := m.Rules.Rule("WA-01")
		r.Decision, r.Reason = policy.Human, "access-unknown"
		return r
	}
	return m.Rules.Access(around.Access, policy.Plan{Traineeship: true, Start: t.Start, End: t.End(), HoursWeek: t.HoursWeek}).Result()
}

func (t *Traineeship) paper(k PaperKind) *Paper {
	for i := range t.Papers {
		if t.Papers[i].Kind == k {
			return &t.Papers[i]
		}
	}
	return nil
}

// Blocked returns the items that block.
func Blocked(list []Item) []Item {
	var out []Item
	for _, i := range list {
		if i.Blocks {
			out = append(out, i)
		}
	}
	return out
}

// settle moves the traineeship between papers and ready, as the checklist says.
func (t *Traineeship) settle(m Moment, around Surroundings) {
	if t.State != InPapers && t.State != Ready {
		return
	}
	t.State = Ready
	if len(Blocked(t.Checklist(m, around))) > 0 {
		t.State = InPapers
	}
}

// maxReference bounds the number of a paper.
const maxReference = 60

// SetPaper records a paper that was brought. An empty day takes it back.
func (t *Traineeship) SetPaper(m Moment, around Surroundings, k PaperKind, on civil.Date, reference string) error {
	if err := t.may(ActPaper); err != nil {
		return err
	}
	var bad fault.Violations
	if !slices.Contains(BroughtPapers(), k) {
		bad.Add("/paper", "unknown", "There is no such paper.")
	}
	if on.IsValid() && on.After(m.Today()) {
		bad.Add("/on", "future", "This day has not come yet.")
	}
	if on.IsValid() && k.HasReference() && reference == "" {
		bad.Add("/reference", "required", "Write the number.")
	}
	if len(reference) > maxReference {
		bad.Add("/reference", "too-long", "At most 60 characters.")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	p := t.paper(k)
	if p == nil {
		t.Papers = append(t.Papers, Paper{Kind: k})
		p = &t.Papers[len(t.Papers)-1]
	}
	p.On, p.Reference, p.By = on, reference, m.By
	t.settle(m, around)
	return nil
}

// Waive lets a traineeship start without an item that is not hard.
func (t *Traineeship) Waive(m Moment, around Surroundings, k PaperKind, reason string) error {
	if err := t.may(ActWaive); err != nil {
		return err
	}
	for _, item := range t.Checklist(m, around) {
		if item.Kind != k {
			continue
		}
		if item.Hard {
			return fault.New(fault.Precondition, "Nobody can pass over this: the law asks for it before the start.")
		}
		if err := needReason(reason); err != nil {
			return err
		}
		p := t.paper(k)
		if p == nil {
			t.Papers = append(t.Papers, Paper{Kind: k})
			p = &t.Papers[len(t.Papers)-1]
		}
		p.WaivedOn, p.WaivedBy, p.Reason = m.Today(), m.By, reason
		t.settle(m, around)
		return nil
	}
	var bad fault.Violations
	bad.Add("/paper", "unknown", "There is no such paper.")
	return bad.Err()
}

func needReason(reason string) error {
	var bad fault.Violations
	switch {
	case reason == "":
		bad.Add("/reason", "required", "Write the reason.")
	case len(reason) > MaxReason:
		bad.Add("/reason", "too-long", "Write at most %d characters.", MaxReason)
	}
	return bad.Err()
}

// MaxReason bounds a reason in free words, in bytes.
const MaxReason = 500
