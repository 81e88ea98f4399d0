package registration

import (
	"context"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/store"
)

// Reminder says in how many files something runs out, and since when that is worth a look.
type Reminder struct {
	Name  string // "access-30", as lists of files take it
	Kind  store.DueKind
	Days  int
	Count int
	Since civil.Date
}

// Reminders are those of rules WA-06 and WA-07 and the needs to confirm, in the files that the caller works on. Each
// file counts once, in the nearest.
func (d *Desk) Reminders(ctx context.Context) ([]Reminder, error) {
	p := caller(ctx)
	team, any := "", false
	for _, scope := range identity.Scopes(p, identity.WorkAccessWrite) {
		any = any || scope == identity.Any || scope == identity.OwnTeam
		if scope == identity.OwnTeam {
			team = p.Team
		}
	}
	if !any {
		return nil, nil
	}
	set, err := d.ruleSet()
	if err != nil {
		return nil, err
	}
	watch := set.Watch()
	var list []Reminder
	add := func(kind store.DueKind, days int) error {
		name := string(kind) + "-" + strconv.Itoa(days)
		due, ok, err := d.due(name)
		if err != nil || !ok {
			return err
		}
		n, first, err := d.store.CountDue(ctx, team, due)
		if err == nil && n > 0 {
			list = append(list, Reminder{Name: name, Kind: kind, Days: days, Count: n, Since: first.AddDays(-days)})
		}
		return err
	}
	for i := len(watch.Expiry) - 1; i >= 0; i-- {
		if err := add(store.AccessEnds, watch.Expiry[i]); err != nil {
			return nil, err
		}
	}
	if err := add(store.TurnsAdult, watch.AdultBefore); err != nil {
		return nil, err
	}
	stale, err := d.Stale(ctx)
	if err == nil && stale.Count > 0 {
		list = append(list, Reminder{Name: string(store.NeedsConfirm) + "-0", Kind: store.NeedsConfirm, Count: stale.Count, Since: stale.Since.AddDays(1)})
	}
	return list, err
}

// due reads a reminder's name: what runs out within the days, and not so soon that a nearer reminder says it.
func (d *Desk) due(name string) (store.Due, bool, error) {
	kind, text, _ := strings.Cut(name, "-")
	days, err := strconv.Atoi(text)
	if err != nil {
		return store.Due{}, false, nil
	}
	set, err := d.ruleSet()
	if err != nil {
		return store.Due{}, false, err
	}
	today := d.Today()
	due := store.Due{Kind: store.DueKind(kind), From: today, Until: today.AddDays(days)}
	watch := set.Watch()
	switch due.Kind {
	case store.AccessEnds:
		for i, reminder := range watch.Expiry {
			if reminder == days {
				if i+1 < len(watch.Expiry) {
					due.From = today.AddDays(watch.Expiry[i+1] + 1)
				}
				return due, true, nil
			}
		}
	case store.TurnsAdult:
		return due, days == watch.AdultBefore, nil
	case store.NeedsConfirm:
		return store.Due{Kind: due.Kind, Until: today.AddDays(-1)}, days == 0, nil
	}
	return store.Due{}, false, nil
}
