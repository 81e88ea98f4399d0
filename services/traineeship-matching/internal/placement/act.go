package placement

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/renewal"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Input is an act with what it takes; each act reads its own fields.
type Input struct {
	Act       traineeship.Act
	Paper     traineeship.PaperKind
	On        civil.Date
	Reference string
	Reason    string // a code or, where somebody passes over something, free words
	Party     traineeship.Party
	Wish      traineeship.Wish
	Override  string
	Key       string
	Cause     policy.Cause
	From      civil.Date
	Until     civil.Date
	Duty      string          // id
	Months    int             // after the end
	Now       traineeship.Now // what became of the person
}

// Act does something to a traineeship at the version that the caller saw. The table of transitions says who may.
func (d *Desk) Act(ctx context.Context, id string, version int64, in Input) (*traineeship.Traineeship, error) {
	right, ok := traineeship.RightFor(in.Act)
	if !ok || in.Act == traineeship.ActOpen {
		var bad fault.Violations
		bad.Add("/act", "unknown", "There is no such act.")
		return nil, bad.Err()
	}
	seen, err := d.load(ctx, id, action(right))
	if err != nil {
		return nil, err
	}
	role := d.RoleOf(ctx, seen)
	if in.Act == traineeship.ActAnswer {
		if in.Party, err = party(role, in.Party); err != nil {
			return nil, err
		}
	}
	around, err := d.surroundings(ctx, seen)
	if err != nil {
		return nil, err
	}
	m, err := d.moment(ctx, seen.Start)
	if err != nil {
		return nil, err
	}
	m.Role = role
	// A decision sent twice by the same form is one decision, whatever the version has become.
	if in.Act == traineeship.ActDecide && in.Key != "" {
		for _, x := range seen.Decisions {
			if x.Key == in.Key {
				return seen, nil
			}
		}
	}
	t, err := d.Store.Change(ctx, id, version, func(t *traineeship.Traineeship) (records.Effects, bool, error) {
		letters, err := apply(t, m, around, in)
		if err != nil {
			return records.Effects{}, false, err
		}
		d.judgeAnew(t, m, around)
		seats := in.Act == traineeship.ActStart || in.Act == traineeship.ActEndEarly
		effects := renewal.Effects(m, t, letters, seats)
		effects.Audit = []audit.Entry{trace(action(right), t, string(in.Act))}
		return effects, true, nil
	})
	if err != nil {
		return nil, err
	}
	d.Changed()
	return t, nil
}

// party says for whom an answer counts: hosts and trainees speak for themselves, staff write down what anybody said.
func party(role, wanted traineeship.Party) (traineeship.Party, error) {
	switch role {
	case traineeship.Host, traineeship.Trainee:
		if wanted != "" && wanted != role {
			return "", fault.New(fault.Forbidden, "Everybody answers for themselves.")
		}
		return role, nil
	default:
		if wanted == "" {
			return traineeship.Counsellor, nil
		}
		return wanted, nil
	}
}

// apply does the act and says which letters follow.
func apply(t *traineeship.Traineeship, m traineeship.Moment, around traineeship.Surroundings, in Input) ([]traineeship.Message, error) {
	switch in.Act {
	case traineeship.ActAskPapers:
		return nil, t.AskPapers(m, around)
	case traineeship.ActPaper:
		return nil, t.SetPaper(m, around, in.Paper, in.On, in.Reference)
	case traineeship.ActWaive:
		return nil, t.Waive(m, around, in.Paper, in.Reason)
	case traineeship.ActReschedule:
		return nil, t.Reschedule(m, around, in.On)
	case traineeship.ActAnswer:
		recorded := m.Role != traineeship.Host && m.Role != traineeship.Trainee && in.Party != traineeship.Counsellor
		return nil, t.Speak(m, in.Party, in.Wish, recorded)
	case traineeship.ActReport:
		return nil, t.Report(m, in.Duty, in.On, in.Reference)
	case traineeship.ActFollow:
		return nil, t.Follow(m, in.Months, in.Now)
	case traineeship.ActAcknowledge:
		return nil, t.Acknowledge(m)
	case traineeship.ActAttest:
		return nil, t.Attest(m, around, in.On)
	case traineeship.ActStart:
		if err := t.Begin(m, around); err != nil {
			return nil, err
		}
		return both("started", t.OpenTerm().PlannedEnd), nil
	case traineeship.ActDecide:
		access := t.Clock(m, around).Renewal
		if err := t.Decide(m, traineeship.Verdict{Outcome: in.Wish, Reason: in.Reason, Override: in.Override, Access: access, Key: in.Key}); err != nil {
			return nil, err
		}
		day := t.OpenTerm().PlannedEnd
		if in.Wish == traineeship.Renew {
			day = t.End()
		}
		letters := both("decided-"+string(in.Wish), day)
		if in.Wish == traineeship.Renew {
			letters = append(letters, t.Owed(t.OpenTerm().ID)...)
		}
		return letters, nil
	case traineeship.ActRevoke:
		if err := t.Revoke(m, in.Reason); err != nil {
			return nil, err
		}
		return both("revoked", t.OpenTerm().PlannedEnd), nil
	case traineeship.ActSuspend:
		if err := t.Suspend(m, in.Cause, in.From, in.Until); err != nil {
			return nil, err
		}
		return both("suspended", t.OpenTerm().PlannedEnd), nil
	case traineeship.ActResume:
		if err := t.Resume(m, in.On); err != nil {
			return nil, err
		}
		return both("resumed", t.OpenTerm().PlannedEnd), nil
	case traineeship.ActEndEarly:
		if err := t.EndEarly(m, in.On, in.Reason); err != nil {
			return nil, err
		}
		return append(both("term-ended", t.EndedOn), t.Owed(t.Terms[len(t.Terms)-1].ID)...), nil
	default:
		return nil, fault.New(fault.Invalid, "There is no such act.")
	}
}

func both(kind string, day civil.Date) []traineeship.Message {
	return []traineeship.Message{{To: traineeship.Trainee, Kind: kind, Day: day}, {To: traineeship.Host, Kind: kind, Day: day}}
}

// readable are the actions that let somebody see a list of traineeships.
func readable() []identity.Action {
	return []identity.Action{identity.TraineeshipList, identity.TraineesOfHost}
}
