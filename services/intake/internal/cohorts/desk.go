// Package cohorts holds what is done with partners' cohorts: a partner uploads, mends and submits, the City accepts or
// sends back, and both follow the papers. Each use case asks the policy whether the caller may, and leaves a trace in the
// audit. A partner reaches its own cohorts only (rule A27-07).
package cohorts

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// Skills links texts to the taxonomy and writes what an accepted person can do; skills-assessment owns both.
type Skills interface {
	Link(ctx context.Context, text, kind, language string) (Concept, bool, error)
	Write(ctx context.Context, person string, p Profile) error
}

// Stages tells where people stand with hosts; matching owns that. Nil without an error: it does not tell.
type Stages interface {
	Stages(ctx context.Context, people []string) (map[string]Standing, error)
}

// Standing is where somebody stands with hosts.
type Standing struct {
	Stage, Reason string
	NextStep      string // a code, with the reason
	Since         civil.Date
}

// Desk is where cohorts are kept.
type Desk struct {
	Store  *store.Store
	Rules  policy.Library
	Now    func() time.Time
	NewID  func() (string, error)
	Zone   *time.Location
	Skills Skills
	Stages Stages
	// Outcome says what papers allow, as everywhere in intake.
	Outcome func(person.WorkFile) (store.WorkOutcome, error)
}

// Today is the date at the desk.
func (d *Desk) Today() civil.Date { return civil.DateOf(d.Now().In(d.Zone)) }

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}

// OwnerOf says whose a cohort is.
func OwnerOf(c cohort.Cohort) identity.Owner {
	return identity.Owner{Team: c.Team, Partner: c.Partner}
}

func trace(a identity.Action, id string) audit.Entry {
	return audit.Entry{Action: a, Kind: "cohort", ID: id}
}

// May reports whether the caller may do a with the cohort, for what a page offers.
func (d *Desk) May(ctx context.Context, c cohort.Cohort, a identity.Action) bool {
	return identity.Check(caller(ctx), a, OwnerOf(c)) == nil
}

// load returns a cohort that the caller may act upon. The City does not see what a partner has never submitted.
func (d *Desk) load(ctx context.Context, id string, a identity.Action) (cohort.Cohort, error) {
	if err := identity.May(caller(ctx), a); err != nil {
		return cohort.Cohort{}, err
	}
	c, err := d.Store.Cohort(ctx, id)
	if err != nil {
		return c, err
	}
	if err := identity.Check(caller(ctx), a, OwnerOf(c)); err != nil {
		return cohort.Cohort{}, err
	}
	if c.State == cohort.Draft && !d.May(ctx, c, identity.CohortWrite) {
		return cohort.Cohort{}, fault.New(fault.Forbidden, "The partner has not submitted this cohort yet.")
	}
	return c, nil
}

// Full is a cohort with its people.
type Full struct {
	cohort.Cohort
	Rows   []cohort.Row
	Counts cohort.Counts
	// Requests are the changes that the partner asked for, the newest first.
	Requests []cohort.Request
	// Asking: a file waits for the partner to say what its columns mean.
	Asking bool
}

// Open reads a cohort, and the audit says so of each person whose file there is.
func (d *Desk) Open(ctx context.Context, id string) (Full, error) {
	c, err := d.load(ctx, id, identity.CohortRead)
	if err != nil {
		return Full{}, err
	}
	f, err := d.full(ctx, c)
	if err != nil {
		return Full{}, err
	}
	entries := []audit.Entry{trace(identity.CohortRead, id)}
	for _, r := range f.Rows {
		if r.Person != "" {
			entries = append(entries, audit.Entry{Action: identity.CohortRead, Kind: "cohort", ID: id, Person: r.Person})
		}
	}
	return f, d.Store.Saw(ctx, entries...)
}

func (d *Desk) full(ctx context.Context, c cohort.Cohort) (Full, error) {
	rows, err := d.Store.CohortRows(ctx, c.ID)
	if err != nil {
		return Full{}, err
	}
	requests, err := d.Store.CohortRequests(ctx, c.ID)
	if err != nil {
		return Full{}, err
	}
	_, asking, err := d.Store.CohortFile(ctx, c.ID)
	return Full{c, rows, cohort.Count(rows), requests, asking}, err
}

// Row finds one person of a cohort.
func (f Full) Row(id string) (cohort.Row, error) {
	for _, r := range f.Rows {
		if r.ID == id {
			return r, nil
		}
	}
	return cohort.Row{}, fault.New(fault.NotFound, "There is no such row.")
}

// mostListed bounds a list: a partner has a few cohorts a year.
const mostListed = 100

// List returns the cohorts that the caller may see, the latest first; only those in a state when one is given.
func (d *Desk) List(ctx context.Context, states ...cohort.State) ([]store.CohortLine, error) {
	p := caller(ctx)
	if err := identity.May(p, identity.CohortList); err != nil {
		return nil, err
	}
	var all []store.CohortLine
	for _, scope := range identity.Scopes(p, identity.CohortList) {
		l := store.CohortListing{States: states, Limit: mostListed}
		switch scope {
		case identity.Any:
		case identity.OwnTeam:
			l.Team = p.Team
		case identity.OwnPartner:
			l.Partner = p.Partner
		default:
			continue
		}
		found, err := d.Store.Cohorts(ctx, l)
		if err != nil {
			return nil, err
		}
		for _, line := range found {
			if line.State != cohort.Draft || d.May(ctx, line.Cohort, identity.CohortWrite) {
				all = append(all, line)
			}
		}
	}
	return all, nil
}

// New begins a cohort of the caller's own partner. The same key makes one only.
func (d *Desk) New(ctx context.Context, title, key string) (cohort.Cohort, error) {
	p := caller(ctx)
	if err := identity.Check(p, identity.CohortWrite, identity.Owner{Partner: p.Partner}); err != nil {
		return cohort.Cohort{}, err
	}
	title, err := cohort.CleanTitle(title)
	if err != nil {
		return cohort.Cohort{}, err
	}
	if key != "" {
		sum := sha256.Sum256([]byte("cohort\x00" + p.Subject + "\x00" + key)) // the key of one caller is nobody else's
		key = hex.EncodeToString(sum[:])
		if made, ok, err := d.Store.CohortMadeBy(ctx, key); ok || err != nil {
			return made, err
		}
	}
	id, err := d.NewID()
	if err != nil {
		return cohort.Cohort{}, err
	}
	now := d.Now().UTC()
	c := cohort.Cohort{ID: id, Version: 1, Partner: p.Partner, Title: title, State: cohort.Draft, CreatedAt: now, ChangedAt: now}
	err = d.Store.CreateCohort(ctx, c, key, trace(identity.CohortWrite, id))
	if fault.Is(err, fault.Conflict) && key != "" { // the other click was faster
		if made, ok, again := d.Store.CohortMadeBy(ctx, key); ok || again != nil {
			return made, again
		}
	}
	if err != nil {
		return c, err
	}
	return d.Store.Cohort(ctx, id)
}

func (d *Desk) parameters() (policy.Art27Parameters, error) {
	set, err := d.Rules.On(d.Today())
	if err != nil {
		return policy.Art27Parameters{}, fmt.Errorf("judge a cohort: %w", err)
	}
	return set.Art27Parameters(), nil
}

// Quota is the three years whose quota is to be verified; "" when a decree is configured.
func (d *Desk) Quota() (string, error) {
	p, err := d.parameters()
	if err != nil || p.QuotaKnown {
		return "", err
	}
	return p.Quota, nil
}

// Standings tells where the accepted people of a cohort stand with hosts; nil when matching does not tell.
func (d *Desk) Standings(ctx context.Context, rows []cohort.Row) map[string]Standing {
	var ids []string
	for _, r := range rows {
		if r.Person != "" {
			ids = append(ids, r.Person)
		}
	}
	if d.Stages == nil || len(ids) == 0 {
		return nil
	}
	all := map[string]Standing{}
	const atOnce = 100
	for len(ids) > 0 {
		part := ids[:min(len(ids), atOnce)]
		ids = ids[len(part):]
		found, err := d.Stages.Stages(ctx, part)
		if err != nil || found == nil {
			return nil // the page says what it knows and leaves out what it does not
		}
		for id, s := range found {
			all[id] = s
		}
	}
	return all
}
