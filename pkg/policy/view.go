package policy

import "cloud.google.com/go/civil"

// AccessEnds returns the last day of the access to work that holds on a day, over what follows it without a gap; the
// zero date when there is no access then, or no end is known.
func AccessEnds(intervals []Interval, on civil.Date) civil.Date {
	var last civil.Date
	for _, i := range intervals {
		if last.IsZero() && !i.covers(on) || !last.IsZero() && i.From != last.AddDays(1) {
			continue
		}
		if i.Outcome != MayWork && i.Outcome != MayWorkLimited {
			break
		}
		if i.Until == nil {
			return civil.Date{}
		}
		last = *i.Until
	}
	return last
}

// Answer is what an employer may know.
type Answer string

// The answers.
const (
	AnswerYes Answer = "yes"
	AnswerAsk Answer = "ask" // somebody at the service looks first
	AnswerNo  Answer = "no"
)

// View is rule WA-11: whether somebody may work, within which limits, until when, and which papers to see and keep. It
// never tells why.
type View struct {
	Answer      Answer
	From, Until civil.Date // zero: not known
	Renewable   bool
	HoursWeek   int // 0: no limit
	Papers      []string
}

// EmployerView answers an employer who plans p.
func (s *RuleSet) EmployerView(intervals []Interval, p Plan) View {
	v := View{Answer: AnswerAsk, Papers: []string{"document-or-receipt", "tax-code"}}
	switch s.Access(intervals, p).Decision {
	case OK, Warn:
		v.Answer = AnswerYes
	case Block:
		v.Answer = AnswerNo
	}
	if v.Answer == AnswerNo {
		v.Papers = []string{}
		for _, i := range intervals { // from when it will be possible
			if i.From.After(p.Start) && (i.Outcome == MayWork || i.Outcome == MayWorkLimited) {
				v.From = i.From
				break
			}
		}
		return v
	}
	for _, i := range intervals {
		if !i.covers(p.Start) {
			continue
		}
		v.From, v.Renewable = i.From, i.Renewable && i.Until != nil
		if i.HoursWeek != nil {
			v.HoursWeek = *i.HoursWeek
		}
		v.Until = AccessEnds(intervals, p.Start)
	}
	return v
}
