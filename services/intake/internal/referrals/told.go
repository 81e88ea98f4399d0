package referrals

import (
	"context"
	"fmt"
	"slices"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/intake/internal/needs"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/referral"
)

// tell gathers what was chosen to be told, as the file says it now. Of the papers only from when until when the person
// may work; of the needs only those that are not resolved, by their codes; of what is reserved nothing.
func (d *Desk) tell(ctx context.Context, r referral.Referral) (*referral.Told, error) {
	p, err := d.Store.Person(ctx, r.Person)
	if err != nil {
		return nil, err
	}
	t := &referral.Told{Code: person.Code(p.ID)}
	if slices.Contains(r.Items, referral.NameAndContact) {
		t.Name, t.Channel, t.Contact = p.Name, string(p.Contact.Channel), p.Contact.Value
	}
	if slices.Contains(r.Items, referral.Request) {
		t.Request = p.Request
	}
	if slices.Contains(r.Items, referral.Language) {
		t.Language = p.Language
	}
	if a := p.Availability; a != nil && slices.Contains(r.Items, referral.Availability) {
		t.AvailableFrom, t.MaxHoursWeek = a.From, a.MaxHoursWeek
	}
	if slices.Contains(r.Items, referral.Needs) {
		list, err := d.Store.Needs(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		for _, n := range list {
			if n.State != needs.Resolved && !n.Expired(d.Today()) && !slices.Contains(t.Needs, string(n.Code)) {
				t.Needs = append(t.Needs, string(n.Code))
			}
		}
	}
	if slices.Contains(r.Items, referral.WorkDates) {
		if t.Work, err = d.work(ctx, p.ID); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// work is from when until when somebody may work; days that follow each other are one stretch.
func (d *Desk) work(ctx context.Context, id string) ([]referral.Stretch, error) {
	set, err := d.Rules.On(d.Today())
	if err != nil {
		return nil, fmt.Errorf("judge work access: %w", err)
	}
	file, _, err := d.Store.WorkFile(ctx, id)
	if err != nil {
		return nil, err
	}
	var list []referral.Stretch
	for _, i := range set.WorkAccess(file.Documents, d.Today()) {
		if i.Outcome != policy.MayWork && i.Outcome != policy.MayWorkLimited {
			continue
		}
		s := referral.Stretch{From: i.From}
		if i.Until != nil {
			s.Until = *i.Until
		}
		if n := len(list); n > 0 && !list[n-1].Until.IsZero() && list[n-1].Until.AddDays(1) == s.From {
			list[n-1].Until = s.Until
			continue
		}
		list = append(list, s)
	}
	return list, nil
}

// Preview is what a draft would tell if it were sent now.
func (d *Desk) Preview(ctx context.Context, person, id string) (*referral.Told, error) {
	s, err := d.one(ctx, person, id, identity.ReferralWrite)
	if err != nil || s.Hidden {
		return nil, err
	}
	return d.tell(ctx, s.Referral)
}
