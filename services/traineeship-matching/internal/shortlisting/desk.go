// Package shortlisting is what people do with shortlists: counsellors decide, employers look and ask, people agree or
// not. Each use case loads the record, asks the policy, holds the act against the table of transitions, and writes it.
package shortlisting

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/runlog"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Matches judges pairs and holds the documents of people and openings.
type Matches interface {
	Judge(ctx context.Context, person, opening string) (desk.Judgement, error)
	Compare(person, opening string) (desk.Judgement, error)
	Document(person string) (match.Person, bool)
	OpeningDocument(opening string) (match.Opening, bool)
	Today() civil.Date
}

// Names says how to call people and openings, as far as the caller may know.
type Names interface {
	Names(ctx context.Context, w naming.Wanted) naming.Names
}

// Runs is the log of matches: what was decided on one is kept beside it.
type Runs interface {
	Get(ctx context.Context, id string) (runlog.Run, error)
	Decided(ctx context.Context, tx bun.Tx, d runlog.Decision) error
}

// Desk answers. Who asks is in the context.
type Desk struct {
	store   *store.Shortlists
	matches Matches
	names   Names
	letters Letters
	works   WorkViews
	runs    Runs
	now     func() time.Time
}

// New makes a desk.
func New(s *store.Shortlists, m Matches, n Names, letters Letters, works WorkViews, runs Runs, now func() time.Time) *Desk {
	return &Desk{s, m, n, letters, works, runs, now}
}

// Now is the time at the desk.
func (d *Desk) Now() time.Time { return d.now() }

// Names says how to call what is wanted.
func (d *Desk) Names(ctx context.Context, w naming.Wanted) naming.Names { return d.names.Names(ctx, w) }

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}

// owner says whose an entry is; the team is the one that follows the person now.
func (d *Desk) owner(e shortlist.Entry) identity.Owner {
	o := d.ownerOf(e.Person, e.Team)
	o.Company = e.Company
	return o
}

// load reads an entry that the caller may do a with.
func (d *Desk) load(ctx context.Context, id string, a identity.Action) (shortlist.Entry, string, error) {
	if err := identity.May(caller(ctx), a); err != nil {
		return shortlist.Entry{}, "", err
	}
	e, last, err := d.store.Entry(ctx, id)
	if err != nil {
		return e, "", err
	}
	if err := identity.Check(caller(ctx), a, d.owner(e)); err != nil {
		return shortlist.Entry{}, "", err
	}
	return e, last, nil
}

// Party is as what the caller acts on an entry.
func (d *Desk) Party(ctx context.Context, e shortlist.Entry) shortlist.Party {
	p, o := caller(ctx), d.owner(e)
	switch {
	case identity.Check(p, identity.ShortlistWrite, o) == nil:
		return shortlist.Desk
	case p.Person != "" && p.Person == e.Person && p.Has(identity.Person):
		return shortlist.Person
	case identity.Check(p, identity.ShortlistHost, o) == nil && e.State.ShownToHost():
		return shortlist.Host
	default:
		return ""
	}
}

// MayOverride reports whether the caller may set a block aside that is no law's.
func MayOverride(ctx context.Context) bool {
	return identity.May(caller(ctx), identity.ShortlistOverride) == nil
}

// Decide is a decision about a person for an opening.
type Decide struct {
	Person, Opening string
	Act             shortlist.Act // propose, hold or pass
	Version         int64         // of the entry that the decision is based on; 0: there was none
	Reason          string
	SkipReason      string
	Override        string
	Note            string
}

// Weigh is what a decision will rest on, to be shown before it is made.
type Weigh struct {
	Judgement desk.Judgement
	Entry     *shortlist.Entry
	Undecided []string // eligible people above, of whom nothing was decided
}

// Weigh judges a pair and looks who stands above without a decision.
func (d *Desk) Weigh(ctx context.Context, person, opening string) (Weigh, error) {
	j, err := d.matches.Judge(ctx, person, opening)
	if err != nil {
		return Weigh{}, err
	}
	w := Weigh{Judgement: j}
	e, _, err := d.store.Of(ctx, person, opening)
	switch {
	case err == nil:
		w.Entry = &e
	case !fault.Is(err, fault.NotFound):
		return w, err
	}
	entries, _, err := d.store.Entries(ctx, store.Wanted{Opening: opening, Limit: store.MostEntries})
	if err != nil {
		return w, err
	}
	decided := map[string]bool{}
	for _, x := range entries {
		decided[x.Person] = true
	}
	for _, id := range j.Higher {
		if !decided[id] {
			w.Undecided = append(w.Undecided, id)
		}
	}
	return w, nil
}

// Decide makes a decision. The same decision sent twice is one.
func (d *Desk) Decide(ctx context.Context, in Decide) (shortlist.Entry, error) {
	if in.Act != shortlist.Propose && in.Act != shortlist.Hold && in.Act != shortlist.Pass {
		return shortlist.Entry{}, fault.Violations{{Pointer: "/decision", Code: "required", Message: "Propose, hold or pass over."}}.Err()
	}
	w, err := d.Weigh(ctx, in.Person, in.Opening)
	if err != nil {
		return shortlist.Entry{}, err
	}
	if err := identity.Check(caller(ctx), identity.ShortlistWrite, identity.Owner{Team: w.Judgement.Person.Team}); err != nil {
		return shortlist.Entry{}, err
	}
	request := requestOf(ctx, in)
	now := d.now().UTC()
	e := shortlist.Entry{Opening: in.Opening, Person: in.Person, Company: w.Judgement.Opening.CompanyID, State: shortlist.New, Made: now}
	if w.Entry != nil {
		current, last, err := d.store.Of(ctx, in.Person, in.Opening)
		if err != nil {
			return e, err
		}
		if last == request {
			return current, nil
		}
		if current.Version != in.Version {
			return current, changed()
		}
		e = current
	} else if in.Version != 0 {
		return e, changed()
	}
	e.Team = w.Judgement.Person.Team
	next, err := e.Apply(d.decision(ctx, in, w), now, d.matches.Today())
	if err != nil {
		return e, err
	}
	write := store.Write{Entry: next, Request: request, Action: identity.ShortlistWrite}
	if w.Entry == nil {
		if write.Entry.ID, err = newID(); err != nil {
			return e, err
		}
	}
	if write.Event, err = d.event(ctx, e, write.Entry, shortlist.Desk, in.Act); err != nil {
		return e, err
	}
	tell, record := d.tellHost(e, write.Entry, in.Act), d.recordDecision(&write, w.Undecided)
	write.Also = func(ctx context.Context, tx bun.Tx) error {
		if err := tell(ctx, tx); err != nil {
			return err
		}
		return record(ctx, tx)
	}
	if w.Entry != nil {
		return d.saved(ctx, write)
	}
	made, err := d.store.Add(ctx, write)
	if fault.Is(err, fault.Conflict) { // the other half of a double click was faster
		if current, last, again := d.store.Of(ctx, in.Person, in.Opening); again == nil && last == request {
			return current, nil
		}
		return e, changed()
	}
	return made, err
}

func (d *Desk) decision(ctx context.Context, in Decide, w Weigh) shortlist.Change {
	j := w.Judgement
	decided := shortlist.Decision{
		At: d.now().UTC(), By: caller(ctx).Subject, Run: j.Run.ID, Rules: j.Run.Versions.Rules, Weights: j.Run.Versions.Weights,
		Taxonomy: j.Run.Versions.Taxonomy, Completeness: j.Match.Completeness, Standing: j.Match.Standing.String(),
		Higher: len(w.Undecided), SkipReason: in.SkipReason, Override: in.Override, Blocks: j.Blocks,
	}
	if j.Match.Scored() {
		total := j.Match.Total
		decided.Total = &total
	}
	c := shortlist.Change{
		Act: in.Act, By: shortlist.Desk, Reason: in.Reason, Note: in.Note, Decision: &decided, Why: whyOf(j.Match),
		MayOverride: MayOverride(ctx), HardBlocks: j.Hard,
	}
	c.Company = d.names.Names(ctx, naming.Wanted{Openings: []string{in.Opening}, Language: "it"}).Openings[in.Opening].Company
	if in.Act == shortlist.Propose {
		c.Blind = d.blind(j)
	}
	return c
}

// recordDecision keeps beside the run what was decided on it, with who stood higher and was passed over.
func (d *Desk) recordDecision(w *store.Write, above []string) func(ctx context.Context, tx bun.Tx) error {
	f := w.Entry.Facts
	kept := runlog.Decision{
		ID: w.Event.ID, Run: w.Event.Run, At: w.Event.At, Subject: w.Event.Subject, Entry: w.Entry.ID, Person: w.Entry.Person, Opening: w.Entry.Opening,
		Act: w.Event.Act, Reason: f.Reason, SkipReason: f.Decision.SkipReason, Override: f.Decision.Override, Higher: f.Decision.Higher, Above: above,
	}
	return func(ctx context.Context, tx bun.Tx) error { return d.runs.Decided(ctx, tx, kept) }
}

// saved writes a change, or finds that the same request has written it already.
func (d *Desk) saved(ctx context.Context, w store.Write) (shortlist.Entry, error) {
	e, err := d.store.Save(ctx, w)
	if !fault.Is(err, fault.Conflict) {
		return e, err
	}
	current, last, again := d.store.Entry(ctx, w.Entry.ID)
	if again == nil && last == w.Request {
		return current, nil
	}
	return current, err
}

func (d *Desk) event(ctx context.Context, from, to shortlist.Entry, by shortlist.Party, act shortlist.Act) (store.Event, error) {
	id, err := newID()
	if err != nil {
		return store.Event{}, err
	}
	v := store.Event{
		ID: id, Entry: to.ID, At: d.now().UTC(), Subject: caller(ctx).Subject, Party: string(by), Act: string(act),
		From: string(from.State), To: string(to.State), Reason: to.Facts.Reason, NextStep: to.Facts.NextStep,
	}
	if act == shortlist.Propose || act == shortlist.Hold || act == shortlist.Pass {
		v.Run = to.Facts.Decision.Run
	}
	return v, nil
}

func changed() error {
	return fault.New(fault.Conflict, "Somebody else changed this entry in the meantime.")
}

// requestOf is a hash of who asks for what: the same again is the same act.
func requestOf(ctx context.Context, what any) string {
	text, _ := json.Marshal(what) // plain data: it cannot fail
	sum := sha256.Sum256(append(text, caller(ctx).Subject...))
	return hex.EncodeToString(sum[:])
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("draw an id: %w", err)
	}
	return id.String(), nil
}
