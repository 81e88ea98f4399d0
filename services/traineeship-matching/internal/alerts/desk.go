package alerts

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
)

// Scope is whose alerts are meant: those of a team, or all; from a score on, in hundredths.
type Scope struct {
	Team  string
	Floor int32
}

// Listed are a person's open alerts.
type Listed struct {
	Person string
	Best   int32
	Alerts []Alert
}

// Store keeps what the desk reads and decides. Pairs on a shortlist are not open any more.
type Store interface {
	List(ctx context.Context, s Scope, cursor string, limit int) (list []Listed, next string, err error)
	Count(ctx context.Context, s Scope) (Count, error)
	ToldOf(ctx context.Context, people []string) (map[Pair]bool, error)
	Read(ctx context.Context, id string) (Alert, error)
	// Dismiss is a fault.Conflict when the alert is not open any more.
	Dismiss(ctx context.Context, a Alert) error
	Dismissed(ctx context.Context, s Scope, cursor string, limit int) (list []Alert, next string, err error)
	Setting(ctx context.Context, subject string) (Setting, error)
	SaveSetting(ctx context.Context, s Setting) error
}

// Count is how much waits.
type Count struct {
	Pairs, People int
	Since         *time.Time
}

// Names says how to call what is told.
type Names interface {
	Names(ctx context.Context, w naming.Wanted) naming.Names
}

// Audit records whose matches were looked at.
type Audit interface {
	Seen(ctx context.Context, entries ...audit.Entry) error
}

// Desk is what counsellors do with alerts.
type Desk struct {
	Store    Store
	Snapshot *match.Snapshot
	Names    Names
	Audit    Audit
	Now      func() time.Time
	Zone     *time.Location
}

// Line is an alert as it stands today.
type Line struct {
	Alert
	Match match.Explanation
	Known bool // both documents are in the snapshot
}

// Person is somebody with the best of what is new.
type Person struct {
	ID    string
	Lines []Line
	// Rest is how many other openings match at least as well as the caller's threshold and were not told.
	Rest int
}

// Digest is one page of what is new.
type Digest struct {
	People  []Person
	Next    string
	Count   Count
	Setting Setting
	Names   naming.Names
}

// Today is the day at the desk.
func (d *Desk) Today() civil.Date { return civil.DateOf(d.Now().In(d.Zone)) }

// scope is what the caller may see and wants to.
func (d *Desk) scope(ctx context.Context) (Scope, Setting, error) {
	caller, _ := identity.From(ctx)
	if err := identity.May(caller, identity.AlertRead); err != nil {
		return Scope{}, Setting{}, err
	}
	set, err := d.Store.Setting(ctx, caller.Subject)
	if err != nil {
		return Scope{}, set, err
	}
	s := Scope{Team: caller.Team, Floor: int32(set.Threshold) * 100}
	if slices.Contains(identity.Scopes(caller, identity.AlertRead), identity.Any) {
		s.Team = ""
	}
	return s, set, nil
}

// Count says how much waits for the caller.
func (d *Desk) Count(ctx context.Context) (Count, error) {
	s, _, err := d.scope(ctx)
	if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.Unauthenticated) {
		return Count{}, nil
	}
	if err != nil {
		return Count{}, err
	}
	return d.Store.Count(ctx, s)
}

// Digest returns a page of people with what is new for them, the best first.
func (d *Desk) Digest(ctx context.Context, cursor string, limit int, language string) (Digest, error) {
	s, set, err := d.scope(ctx)
	if err != nil {
		return Digest{}, err
	}
	out := Digest{Setting: set}
	if out.Count, err = d.Store.Count(ctx, s); err != nil {
		return out, err
	}
	list, next, err := d.Store.List(ctx, s, cursor, limit)
	if err != nil {
		return out, err
	}
	out.Next = next
	rest, err := d.rest(ctx, list, s.Floor)
	if err != nil {
		return out, err
	}
	w := naming.Wanted{Language: language}
	var seen []audit.Entry
	for _, l := range list {
		p := Person{ID: l.Person, Rest: rest[l.Person]}
		w.People = append(w.People, l.Person)
		seen = append(seen, audit.Entry{Action: identity.AlertRead, Kind: "alert", Person: l.Person, Detail: "new matches"})
		for _, a := range l.Alerts {
			line := Line{Alert: a}
			if line.Match, _, line.Known, err = d.Snapshot.Explain(a.Person, a.Opening, d.Today()); err != nil {
				return out, fmt.Errorf("explain an alert: %w", err)
			}
			w.Openings = append(w.Openings, a.Opening)
			w.Concepts = append(w.Concepts, skillsOf(line.Match)...)
			p.Lines = append(p.Lines, line)
		}
		out.People = append(out.People, p)
	}
	if len(seen) > 0 {
		if err := d.Audit.Seen(ctx, seen...); err != nil {
			return out, err
		}
	}
	out.Names = d.Names.Names(ctx, w)
	return out, nil
}

// rest counts, for each person of a page, what matches as well and was not told: it is counted now, not kept.
func (d *Desk) rest(ctx context.Context, list []Listed, floor int32) (map[string]int, error) {
	var ids []string
	var people []match.Person
	for _, l := range list {
		ids = append(ids, l.Person)
		if p, ok := d.Snapshot.Person(l.Person); ok {
			people = append(people, p)
		}
	}
	told, err := d.Store.ToldOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	scores, err := d.Snapshot.ScoreAll(ctx, people, d.Today(), nil)
	if err != nil {
		return nil, fmt.Errorf("count what else matches: %w", err)
	}
	rest := map[string]int{}
	for i := range scores.Rows {
		for _, s := range scores.Rows[i].Eligible {
			if pair := (Pair{scores.People[i].ID, scores.Openings[s.Opening].ID}); s.Total >= floor && !told[pair] {
				rest[pair.Person]++
			}
		}
	}
	return rest, nil
}

// skillsOf are the concepts that a line may name.
func skillsOf(e match.Explanation) []string {
	var ids []string
	for _, part := range e.Parts {
		for _, s := range part.Skills {
			ids = append(ids, s.Skill)
		}
	}
	return ids
}

// Dismiss puts an alert aside, with a reason.
func (d *Desk) Dismiss(ctx context.Context, id, reason string) error {
	caller, _ := identity.From(ctx)
	if err := identity.May(caller, identity.AlertWrite); err != nil {
		return err
	}
	a, err := d.Store.Read(ctx, id)
	if err != nil {
		return err
	}
	if err := identity.Check(caller, identity.AlertWrite, identity.Owner{Team: a.Team, Person: a.Person}); err != nil {
		return err
	}
	var bad fault.Violations
	if !slices.Contains(Reasons(), reason) {
		bad.Add("/reason", "required", "Say why.")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	now := d.Now().UTC()
	a.State, a.Reason, a.DecidedBy, a.DecidedAt = Dismissed, reason, caller.Subject, &now
	return d.Store.Dismiss(ctx, a)
}
