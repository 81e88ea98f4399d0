package bookkeeping

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// yearBack is how far lists look back: an account that stayed open longer is still in its traineeship.
const yearBack = 366

// Page is a part of a list of accounts.
type Page struct {
	Items []Account
	Next  string // cursor
	Names naming.Names
	Host  map[string]string // for a host, what its papers call the trainee, by traineeship
}

// scope narrows the book to what the caller may see under an action.
func scope(p identity.Principal, a identity.Action) store.Scope {
	s := store.Scope{Nothing: true}
	for _, x := range identity.Scopes(p, a) {
		switch x {
		case identity.Any:
			return store.Scope{}
		case identity.OwnTeam:
			return store.Scope{Team: p.Team}
		case identity.OwnCompany:
			return store.Scope{Company: p.Company}
		}
	}
	return s
}

// Shows are the states of a list by its name: what was sent back is missing again.
func Shows(list string) []ledger.State {
	if list == string(ledger.Missing) {
		return []ledger.State{ledger.Missing, ledger.Returned}
	}
	return []ledger.State{ledger.State(list)}
}

// waiting are the accounts of the past year in some states, the oldest first.
func (d *Desk) waiting(ctx context.Context, a identity.Action, states ...ledger.State) ([]Account, error) {
	book, err := d.Ledger.Book(ctx, scope(caller(ctx), a), d.Today().AddDays(-yearBack))
	if err != nil {
		return nil, err
	}
	var out []Account
	for _, b := range book {
		for _, x := range accounts(b, d.Today()) {
			if slices.Contains(states, x.State) {
				out = append(out, x)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Account) int {
		return cmp.Or(cmp.Compare(a.Portion.Month.String(), b.Portion.Month.String()), cmp.Compare(a.Term, b.Term))
	})
	return out, nil
}

// List shows accounts in some states: a team's to its counsellors, all to coordinators, a host's own to the host.
func (d *Desk) List(ctx context.Context, a identity.Action, cursor string, limit int, language string, states ...ledger.State) (Page, error) {
	if err := identity.May(caller(ctx), a); err != nil {
		return Page{}, err
	}
	all, err := d.waiting(ctx, a, states...)
	if err != nil {
		return Page{}, err
	}
	from := 0
	if cursor != "" {
		if from, err = strconv.Atoi(cursor); err != nil || from < 0 || from > len(all) {
			return Page{}, fault.New(fault.Invalid, "The cursor is not one of this list's.")
		}
	}
	page := Page{Items: all[from:], Host: map[string]string{}}
	if len(page.Items) > limit {
		page.Items, page.Next = page.Items[:limit], strconv.Itoa(from+limit)
	}
	w := naming.Wanted{Language: language}
	var seen []audit.Entry
	for _, x := range page.Items {
		w.People = append(w.People, x.Person)
		seen = append(seen, audit.Entry{Action: a, Kind: "grant", ID: x.Traineeship, Person: x.Person, Detail: "list"})
		if a == identity.GrantsOfHost && page.Host[x.Traineeship] == "" {
			t, err := d.Traineeships.Read(ctx, x.Traineeship)
			if err != nil {
				return Page{}, err
			}
			page.Host[x.Traineeship] = t.TraineeName
		}
	}
	if a != identity.GrantsOfHost {
		page.Names = d.Names.Names(ctx, w)
	}
	return page, d.Ledger.Saw(ctx, seen...)
}

// Task is something that waits for the caller.
type Task struct {
	Kind  string
	Count int
	Since civil.Date
	URL   string
}

// Tasks says what of the ledger waits for the caller.
func (d *Desk) Tasks(ctx context.Context) ([]Task, error) {
	p := caller(ctx)
	a, urls := identity.GrantList, map[string]string{"missing": "/matching/grants?show=missing", "confirm": "/matching/grants?show=confirm", "approve": "/matching/grants?show=approve"}
	if identity.May(p, a) != nil {
		a, urls = identity.GrantsOfHost, map[string]string{"missing": "/matching/attendance"}
	}
	if identity.May(p, a) != nil {
		return nil, nil
	}
	all, err := d.waiting(ctx, a, ledger.Missing, ledger.Returned, ledger.Confirm, ledger.Approve)
	if err != nil {
		return nil, err
	}
	var out []Task
	for _, kind := range []string{"missing", "confirm", "approve"} {
		t := Task{Kind: kind, URL: urls[kind]}
		for _, x := range all {
			if group(x.State) != kind {
				continue
			}
			since := x.Portion.To
			if x.State != ledger.Missing {
				since = civil.DateOf(x.Head.Since.In(d.Zone))
			}
			if t.Count == 0 || since.Before(t.Since) {
				t.Since = since
			}
			t.Count++
		}
		if t.Count > 0 && t.URL != "" {
			out = append(out, t)
		}
	}
	return out, nil
}

// group puts what was sent back with what is missing: both wait for hours.
func group(s ledger.State) string {
	if s == ledger.Returned {
		return string(ledger.Missing)
	}
	return string(s)
}
