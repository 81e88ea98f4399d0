package ownfile

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/correction"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

// CorrectionRecords keeps requests for correction.
type CorrectionRecords interface {
	Correction(ctx context.Context, id string) (correction.Request, error)
	AddCorrection(ctx context.Context, c correction.Request, entry audit.Entry) (added bool, err error)
	SaveCorrection(ctx context.Context, c correction.Request, entry audit.Entry, also store.Also) error
	ListCorrections(ctx context.Context, q store.Corrections) ([]correction.Request, error)
	LoadCorrections(ctx context.Context, all []correction.Request, entry audit.Entry) (created int, err error)
	Saw(ctx context.Context, entries ...audit.Entry) error
}

// Corrections takes and answers requests for correction.
type Corrections struct {
	Records CorrectionRecords
	Files   Files
	Post    Post
	Now     func() time.Time
	NewID   func() (string, error)
}

// maxOpen bounds how much one person asks for at a time.
const maxOpen = 20

// OwnCorrections is the page on which a person reads the answers.
const OwnCorrections = "/intake/me/corrections"

// Ask records what a person asks to have put right. The same key again is the same request.
func (c *Corrections) Ask(ctx context.Context, person string, item correction.Item, text, key string) (correction.Request, error) {
	none := correction.Request{}
	owner, err := allowed(ctx, c.Files, person, identity.CorrectionAsk)
	if err != nil {
		return none, err
	}
	id, err := c.NewID()
	if err != nil {
		return none, err
	}
	if key != "" {
		id = uuid.NewSHA1(uuid.NameSpaceOID, []byte("celav correction "+owner.Person+" "+key)).String()
	}
	made, err := correction.Ask(id, owner.Person, item, text, c.Now())
	if err != nil {
		return none, err
	}
	open, err := c.Records.ListCorrections(ctx, store.Corrections{Person: owner.Person, State: correction.Open, Limit: maxOpen})
	if err != nil {
		return none, err
	}
	if len(open) >= maxOpen {
		return none, fault.New(fault.Precondition, "There are %d open requests already.", maxOpen)
	}
	_, err = c.Records.AddCorrection(ctx, made, trace(identity.CorrectionAsk, made))
	return made, err
}

// Of returns what was asked for one person, those that are open first.
func (c *Corrections) Of(ctx context.Context, person string) ([]correction.Request, error) {
	owner, err := allowed(ctx, c.Files, person, identity.CorrectionRead)
	if err != nil {
		return nil, err
	}
	list, err := c.Records.ListCorrections(ctx, store.Corrections{Person: owner.Person})
	who, _ := identity.From(ctx)
	if err != nil || who.Person == owner.Person {
		return list, err
	}
	return list, c.Records.Saw(ctx, audit.Entry{Action: identity.CorrectionRead, Kind: "correction", Person: owner.Person})
}

// Read returns one request.
func (c *Corrections) Read(ctx context.Context, id string) (correction.Request, error) {
	r, err := c.load(ctx, id, identity.CorrectionRead)
	if err != nil {
		return r, err
	}
	return r, c.Records.Saw(ctx, trace(identity.CorrectionRead, r))
}

func (c *Corrections) load(ctx context.Context, id string, a identity.Action) (correction.Request, error) {
	r, err := c.Records.Correction(ctx, id)
	if err != nil {
		return r, err
	}
	if _, err := allowed(ctx, c.Files, r.Person, a); err != nil {
		return correction.Request{}, err
	}
	return r, nil
}

// Answer answers a request; the person is written to.
func (c *Corrections) Answer(ctx context.Context, id string, version int64, state correction.State, text string) (correction.Request, error) {
	r, err := c.load(ctx, id, identity.CorrectionAnswer)
	if err != nil {
		return r, err
	}
	if r.Version != version {
		return r, fault.New(fault.Conflict, "Somebody else answered this request in the meantime.")
	}
	who, _ := identity.From(ctx)
	answered, err := r.Answered(state, text, who.Subject, c.Now())
	if err != nil {
		return r, err
	}
	owner, err := c.Files.Owner(ctx, r.Person)
	if err != nil {
		return r, err
	}
	letter, err := c.Post.Enclose(ctx, registration.Notice{
		About: r.ID, Person: owner.Person, Kind: "correction-answered", Text: "intake.mine.message.correction", URL: OwnCorrections,
	})
	if err != nil {
		return r, err
	}
	if err := c.Records.SaveCorrection(ctx, answered, trace(identity.CorrectionAnswer, answered), letter); err != nil {
		return r, err
	}
	answered.Version++
	return answered, nil
}

// Waiting returns the open requests that the caller may answer, the oldest first. With mine they are those of the people
// whom the caller follows, and of those whom nobody follows.
func (c *Corrections) Waiting(ctx context.Context, mine bool) ([]correction.Request, error) {
	who, _ := identity.From(ctx)
	if err := identity.May(who, identity.CorrectionAnswer); err != nil {
		return nil, err
	}
	q := store.Corrections{State: correction.Open, Team: who.Team}
	for _, s := range identity.Scopes(who, identity.CorrectionAnswer) {
		if s == identity.Any {
			q.Team = ""
		}
	}
	if mine {
		q.Tutor = who.Subject
	}
	return c.Records.ListCorrections(ctx, q)
}

// Load writes many requests at once, as a batch brings them.
func (c *Corrections) Load(ctx context.Context, all []correction.Request) (created, updated int, err error) {
	who, _ := identity.From(ctx)
	if err := identity.May(who, identity.BatchLoad); err != nil {
		return 0, 0, err
	}
	for i, r := range all {
		made, err := correction.Ask(r.ID, r.Person, r.Item, r.Text, r.AskedAt)
		if err == nil && r.State != correction.Open {
			made, err = made.Answered(r.State, r.Answer, r.AnsweredBy, r.AnsweredAt)
		}
		if err != nil {
			return 0, 0, fmt.Errorf("item %d: %w", i, err)
		}
		all[i] = made
	}
	created, err = c.Records.LoadCorrections(ctx, all, audit.Entry{Action: identity.BatchLoad, Kind: "correction"})
	return created, len(all) - created, err
}

func trace(a identity.Action, r correction.Request) audit.Entry {
	return audit.Entry{Action: a, Kind: "correction", ID: r.ID, Person: r.Person, Detail: string(r.State)}
}
