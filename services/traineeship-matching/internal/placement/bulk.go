package placement

import (
	"context"
	"slices"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// MostAtOnce is how many renewals one call decides or reminds of.
const MostAtOnce = 100

// Hindrance is why one of several renewals is not decided with the others.
type Hindrance string

// The hindrances.
const (
	None     Hindrance = ""
	Unknown  Hindrance = "unknown"  // there is none, or not for the caller
	Over     Hindrance = "over"     // no term is open, or its last day has passed
	Before   Hindrance = "before"   // somebody decided already
	Changed  Hindrance = "changed"  // it changed since the caller looked
	Stopped  Hindrance = "stopped"  // the rules forbid it
	Consent  Hindrance = "consent"  // not all three have consented: a coordinator decides it alone, with a reason
	Judge    Hindrance = "judge"    // the right to work is to be judged: a coordinator decides it alone, with a reason
	Hindered Hindrance = "hindered" // the records did not take it: it is decided by sending the same again
)

// Hindrances returns every hindrance.
func Hindrances() []Hindrance {
	return []Hindrance{Unknown, Over, Before, Changed, Stopped, Consent, Judge, Hindered}
}

// Candidate is one of several renewals that are to be decided together.
type Candidate struct {
	ID string
	// Renewal is what the caller may know of it; nil when there is none for the caller.
	Renewal   *Renewal
	Hindrance Hindrance
	// Made is the decision in force; nil when there is none.
	Made *traineeship.Decision
}

// Batch is one decision on several renewals.
type Batch struct {
	Items   []Chosen
	Outcome traineeship.Wish // Renew or End
	Reason  string           // code
	Key     string           // of the form or call: the same again decides nothing twice
}

// Chosen is one renewal at the version that the caller saw.
type Chosen struct {
	ID      string
	Version int64
}

// Foresee says of each renewal what a decision would do, or what hinders it.
func (d *Desk) Foresee(ctx context.Context, ids []string, w traineeship.Wish, language string) ([]Candidate, naming.Names, error) {
	if err := identity.May(caller(ctx), identity.TraineeshipWrite); err != nil {
		return nil, naming.Names{}, err
	}
	if err := together(w, len(ids)); err != nil {
		return nil, naming.Names{}, err
	}
	out := make([]Candidate, 0, len(ids))
	var known []*traineeship.Traineeship
	for _, id := range unique(ids) {
		c, err := d.candidate(ctx, id, w)
		if err != nil {
			return nil, naming.Names{}, err
		}
		if c.Renewal != nil {
			known = append(known, c.Renewal.Traineeship)
		}
		out = append(out, c)
	}
	return out, d.names(ctx, language, known...), d.saw(ctx, known)
}

// together refuses what cannot be decided for several at once.
func together(w traineeship.Wish, n int) error {
	var bad fault.Violations
	if w != traineeship.Renew && w != traineeship.End {
		bad.Add("/outcome", "required", "Choose to renew or to end.")
	}
	if n == 0 || n > MostAtOnce {
		bad.Add("/items", "out-of-range", "Choose between 1 and %d.", MostAtOnce)
	}
	return bad.Err()
}

func unique(ids []string) []string {
	var out []string
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// candidate looks at a renewal and at what hinders it.
func (d *Desk) candidate(ctx context.Context, id string, w traineeship.Wish) (Candidate, error) {
	c := Candidate{ID: id}
	t, err := d.load(ctx, id, identity.TraineeshipWrite)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		c.Hindrance = Unknown
		return c, nil
	}
	if err != nil {
		return c, err
	}
	r, err := d.renewal(ctx, t)
	if err != nil {
		return c, err
	}
	c.Renewal = &r
	open := t.OpenTerm()
	if open != nil {
		c.Made = t.DecisionOn(open.ID)
	}
	switch {
	case open == nil || !t.Offers(traineeship.ActDecide) || d.Today().After(open.PlannedEnd):
		c.Hindrance = Over
	case c.Made != nil:
		c.Hindrance = Before
	case w == traineeship.Renew && len(r.Stops()) > 0:
		c.Hindrance = Stopped
	case w == traineeship.Renew && len(r.Ceiling.Missing) > 0:
		c.Hindrance = Consent
	case w == traineeship.Renew && r.Access.Decision == policy.Human:
		c.Hindrance = Judge
	}
	return c, nil
}

// DecideAll decides several renewals, each by itself as a single decision is: one that is refused holds up no other. Every
// one is answered for; the same batch again finds done what was done.
func (d *Desk) DecideAll(ctx context.Context, b Batch, language string) ([]Candidate, naming.Names, error) {
	if err := identity.May(caller(ctx), identity.TraineeshipWrite); err != nil {
		return nil, naming.Names{}, err
	}
	if err := together(b.Outcome, len(b.Items)); err != nil {
		return nil, naming.Names{}, err
	}
	var bad fault.Violations
	if !slices.Contains(traineeship.Reasons(b.Outcome), b.Reason) {
		bad.Add("/reason", "required", "Choose a reason.")
	}
	if b.Key == "" || len(b.Key) > maxKey {
		bad.Add("/key", "required", "The call has no key of its own.")
	}
	if err := bad.Err(); err != nil {
		return nil, naming.Names{}, err
	}
	var out []Candidate
	var known []*traineeship.Traineeship
	var hindered error
	done := map[string]bool{}
	for _, x := range b.Items {
		if done[x.ID] {
			continue
		}
		done[x.ID] = true
		c, err := d.decide(ctx, x, b)
		if err != nil {
			hindered = err
		}
		if c.Renewal != nil {
			known = append(known, c.Renewal.Traineeship)
		}
		out = append(out, c)
	}
	if hindered != nil && !slices.ContainsFunc(out, func(c Candidate) bool { return c.Hindrance != Hindered }) {
		return nil, naming.Names{}, hindered
	}
	return out, d.names(ctx, language, known...), nil
}

// maxKey bounds the key of a batch.
const maxKey = 100

// decide decides one of a batch. An error is one that the candidate reports as Hindered.
func (d *Desk) decide(ctx context.Context, x Chosen, b Batch) (Candidate, error) {
	key := b.Key + "/" + x.ID
	c, err := d.candidate(ctx, x.ID, b.Outcome)
	switch {
	case err != nil:
		return Candidate{ID: x.ID, Hindrance: Hindered}, err
	case c.Made != nil && c.Made.Key == key: // sent again
		c.Hindrance = None
		return c, nil
	case c.Hindrance != None:
		return c, nil
	}
	t, err := d.Act(ctx, x.ID, x.Version, Input{Act: traineeship.ActDecide, Wish: b.Outcome, Reason: b.Reason, Key: key})
	switch {
	case err == nil:
		c.Renewal.Traineeship, c.Made = t, t.DecisionOn(t.OpenTerm().ID)
		return c, nil
	case fault.Is(err, fault.Conflict), fault.Is(err, fault.Precondition):
		again, readErr := d.candidate(ctx, x.ID, b.Outcome)
		if readErr != nil {
			return Candidate{ID: x.ID, Hindrance: Hindered}, readErr
		}
		if again.Made != nil && again.Made.Key == key { // the same call, at the same time
			again.Hindrance = None
		} else if again.Hindrance == None {
			again.Hindrance = Changed
		}
		return again, nil
	default:
		c.Hindrance = Hindered
		return c, err
	}
}
