package shortlisting

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// Act is something done with an entry, by whoever asks.
type Act struct {
	Entry    string
	Version  int64
	Act      shortlist.Act
	Reason   string
	NextStep string
	Note     string
	How      string
	Contact  string
	Times    []time.Time
	Time     *time.Time
}

// Act does something with an entry. The same act sent twice is one.
func (d *Desk) Act(ctx context.Context, in Act) (shortlist.Entry, error) {
	e, last, err := d.load(ctx, in.Entry, identity.ShortlistAct)
	if err != nil {
		return e, err
	}
	by := d.Party(ctx, e)
	if by == "" {
		return shortlist.Entry{}, fault.New(fault.NotFound, "There is no such entry of a shortlist.")
	}
	request := requestOf(ctx, in)
	if last == request {
		return e, nil
	}
	if e.Version != in.Version {
		return e, changed()
	}
	if in.Act == shortlist.Propose || in.Act == shortlist.Hold || in.Act == shortlist.Pass {
		return e, fault.New(fault.Precondition, "A decision rests on the match: decide there.")
	}
	c := shortlist.Change{
		Act: in.Act, By: by, Reason: in.Reason, NextStep: in.NextStep, Note: strings.TrimSpace(in.Note), How: in.How,
		Contact: strings.TrimSpace(in.Contact), Times: in.Times, Time: in.Time,
	}
	if _, allowed := shortlist.Find(e.State, in.Act, by); allowed && in.Act == shortlist.Consent {
		if by == shortlist.Person {
			c.How = "signed-in"
		}
		if c.Name, err = d.nameOf(ctx, e.Person); err != nil {
			return e, err
		}
	}
	next, err := e.Apply(c, d.now().UTC(), d.matches.Today())
	if err != nil {
		return e, err
	}
	w := store.Write{Entry: next, Request: request, Action: identity.ShortlistAct, Notify: noticeOf(e, next)}
	if w.Event, err = d.event(ctx, e, next, by, in.Act); err != nil {
		return e, err
	}
	w.Also = d.tellHost(e, next, in.Act)
	return d.saved(ctx, w)
}

// nameOf asks, as who gives consent, what the person is called: the employer learns nothing that the person or their
// counsellor may not know.
func (d *Desk) nameOf(ctx context.Context, person string) (string, error) {
	p, ok := d.names.Names(ctx, naming.Wanted{People: []string{person}, Language: "it"}).People[person]
	if !ok || !p.Known {
		return "", fault.New(fault.Unavailable, "The person's name cannot be read now.")
	}
	return p.Label, nil
}

// Notices are what people are told when somebody else acted.
const (
	NoticeConsent = "release-consent"
	NoticeTimes   = "interview-times"
	NoticeOutcome = "shortlist-outcome"
)

func noticeOf(before, after shortlist.Entry) string {
	switch {
	case after.State == shortlist.ConsentAsked && before.State != after.State:
		return NoticeConsent
	case after.State == shortlist.TimesProposed:
		return NoticeTimes
	case after.State == shortlist.NotChosen && before.State.Identified():
		return NoticeOutcome
	default:
		return ""
	}
}

// Placed says that the traineeship or hire that was agreed is on record. Another part of the service calls it when that
// record is made; saying it again changes nothing.
func (d *Desk) Placed(ctx context.Context, entry, record string) error {
	e, _, err := d.store.Entry(ctx, entry)
	if err != nil {
		return err
	}
	if e.State == shortlist.Placed && e.Facts.Record == record {
		return nil
	}
	return d.byClock(ctx, e, shortlist.Change{Act: shortlist.Place, By: shortlist.Suite, Record: record})
}

// Agreed reads an entry on which a traineeship or a hire is agreed, for who opens it.
func (d *Desk) Agreed(ctx context.Context, entry string) (shortlist.Entry, error) {
	e, _, err := d.load(ctx, entry, identity.ShortlistRead)
	if err != nil {
		return e, err
	}
	if e.State != shortlist.Chosen {
		return e, fault.New(fault.Precondition, "Nothing is agreed on this entry.")
	}
	return e, nil
}

func (d *Desk) byClock(ctx context.Context, e shortlist.Entry, c shortlist.Change) error {
	next, err := e.Apply(c, d.now().UTC(), d.matches.Today())
	if err != nil {
		return err
	}
	w := store.Write{Entry: next, Request: "", Action: identity.ShortlistAct}
	if w.Event, err = d.event(ctx, e, next, c.By, c.Act); err != nil {
		return err
	}
	w.Also = d.tellHost(e, next, c.Act)
	_, err = d.store.Save(ctx, w)
	return err
}

// LapseOverdue takes back what was asked and not answered in time, and names whose consent has ended. It says how many.
func (d *Desk) LapseOverdue(ctx context.Context) (int, error) {
	entries, err := d.store.Overdue(ctx, d.matches.Today(), store.MostEntries)
	if err != nil {
		return 0, err
	}
	for i, e := range entries {
		if err := d.byClock(ctx, e, shortlist.Change{Act: shortlist.Lapse, By: shortlist.Suite}); err != nil && !fault.Is(err, fault.Conflict) {
			return i, fmt.Errorf("let entry %s lapse: %w", e.ID, err)
		}
	}
	return len(entries), nil
}
