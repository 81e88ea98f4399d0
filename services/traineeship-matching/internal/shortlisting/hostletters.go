package shortlisting

import (
	"context"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/traineeship-matching/internal/hostletters"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

// Letters keep what employers are to be told.
type Letters interface {
	Put(ctx context.Context, tx bun.Tx, letters ...hostletters.Letter) error
	Recall(ctx context.Context, tx bun.Tx, entry, kind string) error
}

// The letters to employers, by what happened on their shortlist.
const (
	LetterReady       = "shortlist-ready" // somebody is proposed: one letter an opening and day
	LetterPresented   = "person-presented"
	LetterConsent     = "consent-given"
	LetterRefused     = "consent-refused"
	LetterLapsed      = "consent-lapsed" // nobody answered the question
	LetterHidden      = "consent-ended"  // the name is hidden again
	LetterBooked      = "interview-booked"
	LetterOtherTimes  = "interview-other-times"
	LetterWithdrawn   = "person-withdrawn"
	LetterAskOutcome  = "outcome-asked" // after the interview, unless an outcome is on record
	outcomeAskedAfter = 2 * time.Hour
)

// HostLetters lists the letters that there are.
func HostLetters() []string {
	return []string{
		LetterReady, LetterPresented, LetterConsent, LetterRefused, LetterLapsed, LetterHidden, LetterBooked, LetterOtherTimes, LetterWithdrawn, LetterAskOutcome,
	}
}

// letterOf says what an employer is told of a step of an entry; empty for nothing.
func letterOf(before, after shortlist.Entry, act shortlist.Act) string {
	byHost := before.Facts.Asked != nil && before.Facts.Asked.By == shortlist.Host
	switch act {
	case shortlist.Propose:
		return LetterReady
	case shortlist.Consent:
		if byHost {
			return LetterConsent
		}
		return LetterPresented
	case shortlist.Refuse:
		if byHost {
			return LetterRefused
		}
	case shortlist.Lapse:
		switch {
		case before.State.Identified():
			return LetterHidden
		case byHost:
			return LetterLapsed
		}
	case shortlist.AcceptTime:
		return LetterBooked
	case shortlist.AskOtherTimes:
		return LetterOtherTimes
	case shortlist.WithdrawConsent, shortlist.Withdraw:
		if before.State.Identified() || byHost && before.State == shortlist.ConsentAsked {
			return LetterWithdrawn
		}
	}
	return ""
}

// tellHost keeps, in the transaction of a step, what the employer is told of it. What an interview would have led to is
// asked for only while the interview stands.
func (d *Desk) tellHost(before, after shortlist.Entry, act shortlist.Act) func(ctx context.Context, tx bun.Tx) error {
	now, today := d.now().UTC(), d.matches.Today()
	return func(ctx context.Context, tx bun.Tx) error {
		if before.State == shortlist.Booked {
			if err := d.letters.Recall(ctx, tx, after.ID, LetterAskOutcome); err != nil {
				return err
			}
		}
		return d.letters.Put(ctx, tx, lettersOf(after, letterOf(before, after, act), now, today)...)
	}
}

// lettersOf writes a letter down, and with a booked interview the question for its outcome.
func lettersOf(e shortlist.Entry, kind string, now time.Time, today civil.Date) []hostletters.Letter {
	if kind == "" {
		return nil
	}
	l := hostletters.Letter{
		ID: letterID(e.ID, kind, e.Since.UTC().Format(time.RFC3339Nano)), Entry: e.ID, Company: e.Company, Kind: kind, Code: e.Code(),
		Answer: e.Facts.Decision.By, MadeAt: now, NextAt: now,
	}
	if kind == LetterReady {
		l.ID, l.Code = letterID(e.Opening, kind, today.String()), ""
	}
	out := []hostletters.Letter{l}
	if kind == LetterBooked && e.Facts.Booked != nil {
		ask := l
		ask.Kind, ask.NextAt = LetterAskOutcome, e.Facts.Booked.Add(outcomeAskedAfter)
		ask.ID = letterID(e.ID, ask.Kind, e.Facts.Booked.UTC().Format(time.RFC3339Nano))
		out = append(out, ask)
	}
	return out
}

// loadedLetter is what an employer was told last of an entry that was loaded as it stands.
func loadedLetter(e shortlist.Entry) string {
	switch e.State {
	case shortlist.Proposed:
		return LetterReady
	case shortlist.Released, shortlist.TimesProposed:
		return LetterConsent
	case shortlist.Refused:
		return LetterRefused
	case shortlist.OtherTimes:
		return LetterOtherTimes
	case shortlist.Booked:
		return LetterBooked
	case shortlist.Withdrawn:
		return LetterWithdrawn
	default:
		return ""
	}
}

func letterID(parts ...string) string {
	name := "celav host letter"
	for _, p := range parts {
		name += " " + p
	}
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)).String()
}
