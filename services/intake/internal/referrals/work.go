package referrals

import (
	"context"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/store"
)

// workOf is what the caller has to do with, narrowed to the own team; false for who has nothing to do with it.
func (d *Desk) workOf(ctx context.Context, which store.ReferralView) (store.ReferralWork, bool) {
	who := caller(ctx)
	w := store.ReferralWork{Which: which, Today: d.Today()}
	for _, scope := range identity.Scopes(who, identity.ReferralList) {
		switch scope {
		case identity.Any:
			return w, true
		case identity.OwnTeam:
			w.Team = who.Team
			return w, true
		}
	}
	return w, false
}

// Work returns a page of the referrals that the caller has work with, the longest waiting first.
func (d *Desk) Work(ctx context.Context, which store.ReferralView, after string, limit int) ([]Shown, string, error) {
	if err := identity.May(caller(ctx), identity.ReferralList); err != nil {
		return nil, "", err
	}
	shown, next, err := d.page(ctx, which, after, limit)
	if err != nil {
		return nil, "", err
	}
	return shown, next, d.Store.Saw(ctx, audit.Entry{Action: identity.ReferralList, Kind: "referral"})
}

func (d *Desk) page(ctx context.Context, which store.ReferralView, after string, limit int) ([]Shown, string, error) {
	w, ok := d.workOf(ctx, which)
	if !ok {
		return nil, "", nil
	}
	w.After, w.Limit = after, limit
	list, next, err := d.Store.Referrals(ctx, w)
	if err != nil {
		return nil, "", err
	}
	var ids []string
	for _, r := range list {
		ids = append(ids, r.Person)
	}
	people, err := d.Store.Lines(ctx, ids)
	if err != nil {
		return nil, "", err
	}
	owners := map[string]identity.Owner{}
	for _, p := range people {
		owners[p.ID] = identity.Owner{Team: p.Team, Partner: p.Partner, Person: p.ID}
	}
	labels, err := d.Files.Labels(ctx, ids)
	if err != nil {
		return nil, "", err
	}
	shown, err := d.shown(ctx, list, func(id string) identity.Owner { return owners[id] })
	for i := range shown {
		shown[i].Name = labels[shown[i].Person].Text
	}
	return shown, next, err
}

// Waiting is what waits for the caller in one part of the work.
type Waiting struct {
	Count int
	First []Shown // those that wait longest
}

// WaitingFor says how much of a part waits for the caller, and the first of it.
func (d *Desk) WaitingFor(ctx context.Context, which store.ReferralView, first int) (Waiting, error) {
	w, ok := d.workOf(ctx, which)
	if !ok {
		return Waiting{}, nil
	}
	n, err := d.Store.CountReferrals(ctx, w)
	if err != nil || n == 0 {
		return Waiting{}, err
	}
	list, _, err := d.page(ctx, which, "", first)
	return Waiting{Count: n, First: list}, err
}

// Load writes many referrals as a batch brings them. What is told is read from the files as they stand.
func (d *Desk) Load(ctx context.Context, list []referral.Referral) (created, updated int, err error) {
	if err := identity.May(caller(ctx), identity.BatchLoad); err != nil {
		return 0, 0, err
	}
	if err := d.complete(ctx, list); err != nil {
		return 0, 0, err
	}
	created, err = d.Store.LoadReferrals(ctx, list, d.Now(), audit.Entry{Action: identity.BatchLoad, Kind: "referral"})
	return created, len(list) - created, err
}
