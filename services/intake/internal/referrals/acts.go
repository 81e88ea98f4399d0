package referrals

import (
	"context"
	"slices"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/store"
)

// answerInDays is in how many working days CeLav answers who sends somebody.
const answerInDays = 5

// Begin writes a new referral: a draft, or one that came in. Key is the same for each try of one call.
func (d *Desk) Begin(ctx context.Context, person string, r referral.Referral, key string) (referral.Referral, error) {
	o, err := d.owner(ctx, person, identity.ReferralWrite)
	if err != nil {
		return r, err
	}
	if o.Person != person {
		return r, fault.New(fault.Conflict, "This file was merged into another one.")
	}
	r.Person, r.Author, r.State = person, caller(ctx).Subject, referral.Draft
	if r.Direction == referral.Out || r.CreatedOn.IsZero() {
		r.CreatedOn = d.Today()
	}
	if r, err = d.clean(ctx, r, o); err != nil {
		return r, err
	}
	if r.Direction == referral.In {
		r.State, r.AnswerBy = referral.Received, referral.AnswerBy(r.CreatedOn, answerInDays, outbox.Working)
	}
	if r.ID, err = d.NewID(); err != nil {
		return r, err
	}
	return d.Store.AddReferral(ctx, r, keyOf(ctx, key), d.Now(), trace(identity.ReferralWrite, r, string(r.State)))
}

// Amend writes a draft anew.
func (d *Desk) Amend(ctx context.Context, person string, version int64, in referral.Referral) (referral.Referral, error) {
	o, err := d.owner(ctx, person, identity.ReferralWrite)
	if err != nil {
		return in, err
	}
	s, err := d.writable(ctx, person, in.ID, version)
	if err != nil {
		return in, err
	}
	r := s.Referral
	r.Service, r.Reason, r.Items, r.Note, r.Consent = in.Service, in.Reason, in.Items, in.Note, in.Consent
	if err := r.Do(referral.Amend, referral.CeLav, referral.Given{Today: d.Today()}); err != nil {
		return r, err
	}
	if r, err = d.clean(ctx, r, o); err != nil {
		return r, err
	}
	return d.Store.SaveReferral(ctx, r, d.Now(), trace(identity.ReferralWrite, r, "amended"))
}

// clean checks what was typed, and that the service is one that is offered and that the caller may send to.
func (d *Desk) clean(ctx context.Context, r referral.Referral, o identity.Owner) (referral.Referral, error) {
	if r.Consent != nil && r.Consent.By == "" {
		c := *r.Consent
		c.By = caller(ctx).Subject
		r.Consent = &c
	}
	r, err := r.Clean(d.Today())
	if err != nil {
		return r, err
	}
	var bad fault.Violations
	switch at, err := d.Store.CityService(ctx, r.Service); {
	case fault.Is(err, fault.NotFound) || err == nil && at.Withdrawn:
		bad.Add("/service", "unknown", "Choose a service of the directory.")
	case err != nil:
		return r, err
	case at.Reserved && identity.Check(caller(ctx), identity.ReservedOpen, o) != nil:
		bad.Add("/service", "reserved", "Only the person's team refers to this service.")
	}
	return r, bad.Err()
}

// writable returns a referral at a version, if the caller may change it and may see to whom it goes.
func (d *Desk) writable(ctx context.Context, person, id string, version int64) (Shown, error) {
	s, err := d.one(ctx, person, id, identity.ReferralWrite)
	switch {
	case err != nil:
		return s, err
	case s.Hidden:
		return s, fault.New(fault.Forbidden, "Only the person's team acts on this referral.")
	case s.Version != version:
		return s, fault.New(fault.Conflict, "Somebody else changed this referral in the meantime.")
	}
	return s, nil
}

// Act does one of CeLav's acts: sends, reminds, withdraws, notes an answer that came by telephone, takes note of one, or
// answers who sent somebody. What the service is to know leaves in the same transaction.
func (d *Desk) Act(ctx context.Context, person, id string, version int64, act referral.Act, g referral.Given) (referral.Referral, error) {
	s, err := d.writable(ctx, person, id, version)
	if err != nil {
		return s.Referral, err
	}
	r := s.Referral
	g.Today = d.Today()
	if act == referral.Send || act == referral.Remind {
		g.AnswerBy = referral.AnswerBy(g.Today, max(s.At.AnswerDays, 1), outbox.Working)
	}
	if act == referral.Send {
		if s.At.Withdrawn || s.At.ID == "" {
			return r, fault.New(fault.Precondition, "This service is not in the directory any more.")
		}
		if err := r.Ready(); err != nil {
			return r, err
		}
		if g.Told, err = d.tell(ctx, r); err != nil {
			return r, err
		}
	}
	before := r.Messages
	if err := r.Do(act, referral.CeLav, g); err != nil {
		return r, err
	}
	var also []store.Also
	if before > 0 && (r.Messages > before || r.State == referral.Withdrawn) {
		also = append(also, d.takeBack(r, before)) // what has not left yet says what is no longer so
	}
	if r.Messages > before {
		written, err := d.write(ctx, r, s.At, act)
		if err != nil {
			return r, err
		}
		also = append(also, written...)
	}
	return d.Store.SaveReferral(ctx, r, d.Now(), trace(identity.ReferralWrite, r, string(act)), also...)
}

// WithdrawConsent takes the person's consent back; the person may, too. The referral ends and its link is shut.
func (d *Desk) WithdrawConsent(ctx context.Context, person, id string, version int64) (referral.Referral, error) {
	s, err := d.one(ctx, person, id, identity.ReferralWithdraw)
	if err != nil {
		return s.Referral, err
	}
	if s.Hidden {
		return s.Referral, fault.New(fault.Forbidden, "Only the person's team acts on this referral.")
	}
	if s.Version != version {
		return s.Referral, fault.New(fault.Conflict, "Somebody else changed this referral in the meantime.")
	}
	r := s.Referral
	if err := r.WithdrawConsent(d.Today()); err != nil {
		return r, err
	}
	var also []store.Also
	if r.Messages > 0 {
		also = append(also, d.takeBack(r, r.Messages))
	}
	return d.Store.SaveReferral(ctx, r, d.Now(), trace(identity.ReferralWithdraw, r, "consent withdrawn"), also...)
}

// Acts lists what CeLav may do with a referral.
func Acts(r referral.Referral) []referral.Act {
	var list []referral.Act
	for _, a := range []referral.Act{referral.Send, referral.Remind, referral.Accept, referral.Refuse, referral.Finish, referral.Withdraw, referral.TakeNote} {
		if r.May(a, referral.CeLav) {
			list = append(list, a)
		}
	}
	return slices.Clip(list)
}
