package referrals

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/store"
)

// linkAge is how long a service's link leads to the referral; each message begins it anew.
const linkAge = 120 * 24 * time.Hour

// LinkPath is the page on which a service answers.
const LinkPath = "/intake/answers/"

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// write makes the message of an act, with a new link, which shuts the one before. Neither tells who it is about.
func (d *Desk) write(ctx context.Context, r referral.Referral, to referral.Service, act referral.Act) ([]store.Also, error) {
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return nil, fmt.Errorf("draw a personal link: %w", err)
	}
	token := base64.RawURLEncoding.EncodeToString(secret)
	p, err := d.Store.Lines(ctx, []string{r.Person})
	if err != nil {
		return nil, err
	}
	if len(p) == 0 {
		return nil, fault.New(fault.NotFound, "There is no such file.")
	}
	kind := "request"
	switch {
	case r.Direction == referral.In:
		kind = "reply"
	case act == referral.Remind:
		kind = "reminder"
	}
	day := r.AnswerBy
	if r.Direction == referral.In {
		day = r.CreatedOn
	}
	m := outbox.Message{
		ID: messageID(r, r.Messages), Recipient: to.ID, Team: p[0].Team, Kind: referral.MessageKind + kind, Language: "it", Channel: outbox.Email, Address: to.Email,
		Subject: d.Words.Say("it", "intake.referrals.mail."+kind+".subject"),
		Body:    d.Words.Say("it", "intake.referrals.mail."+kind, "Day", fmt.Sprintf("%02d/%02d/%d", day.Day, int(day.Month), day.Year)),
	}
	if to.Email == "" {
		m.Channel, m.Address = outbox.Letter, to.Address
	}
	if d.Box.Carries(m.Channel) {
		m.Secret = LinkPath + token
	} else { // somebody hands it over, who must be able to read it
		m.Body += "\n\n" + d.Origin + LinkPath + token
	}
	m.Body += "\n\n" + d.Words.Say("it", "intake.referrals.mail.end")
	put := func(ctx context.Context, tx bun.Tx) error {
		_, err := d.Box.Put(ctx, tx, m)
		return err
	}
	return []store.Also{d.Store.LinkReferral(r.ID, hashOf(token), d.Now().Add(linkAge)), put}, nil
}

// takeBack withdraws the n-th message, if it has not left.
func (d *Desk) takeBack(r referral.Referral, n int) store.Also {
	return func(ctx context.Context, tx bun.Tx) error { return d.Box.Withdraw(ctx, tx, messageID(r, n)) }
}

// messageID is the same for each try of one message.
func messageID(r referral.Referral, n int) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "celav referral %s %d", r.ID, n)).String()
}

// Cover returns what a service's link tells before somebody opens it by a deliberate act: how far the referral is, and
// nothing of the person. It is the same after it was opened once: a link that leaks into a preview tells nothing.
func (d *Desk) Cover(ctx context.Context, token string) (Shown, error) {
	s, err := d.byLink(ctx, token)
	s.Person, s.Name, s.Told, s.Items, s.Note, s.Reason = "", "", nil, nil, "", ""
	if s.Direction == referral.In {
		s.AnswerNote, s.Refusal = "", "" // CeLav's words about the person
	}
	return s, err
}

// OpenByLink returns what the service may read, for who asks for it by a deliberate act; the first time marks it as seen.
func (d *Desk) OpenByLink(ctx context.Context, token string) (Shown, error) {
	s, err := d.byLink(ctx, token)
	if err != nil {
		return s, err
	}
	if s.May(referral.Open, referral.TheService) {
		r := s.Referral
		if err := r.Do(referral.Open, referral.TheService, referral.Given{Today: d.Today()}); err != nil {
			return Shown{}, err
		}
		if s.Referral, err = d.Store.SaveReferral(ctx, r, d.Now(), trace(identity.ReferralWrite, r, string(referral.Open)+" by link")); err != nil {
			return Shown{}, err
		}
	}
	switch {
	case s.Direction == referral.In: // who sent several people must know of whom this is
		s.Told, s.Note, s.Reason = nil, "", ""
		if s.Name, err = d.initials(ctx, s.Person); err != nil {
			return Shown{}, err
		}
	case !s.Shows():
		return d.Cover(ctx, token)
	}
	return s, d.Store.Saw(ctx, trace(identity.ReferralRead, s.Referral, "by link"))
}

// byLink answers the same, whatever is wrong with a link.
func (d *Desk) byLink(ctx context.Context, token string) (Shown, error) {
	r, err := d.Store.ReferralByLink(ctx, hashOf(token), d.Now())
	if err != nil {
		return Shown{}, err
	}
	services, err := d.services(ctx, []string{r.Service})
	return Shown{Referral: r, At: services[r.Service]}, err
}

// ActByLink does one of the service's acts, on the version that its page showed.
func (d *Desk) ActByLink(ctx context.Context, token string, version int64, act referral.Act, g referral.Given) error {
	s, err := d.byLink(ctx, token)
	if err != nil {
		return err
	}
	if s.Version != version {
		return fault.New(fault.Conflict, "This was answered in the meantime.")
	}
	r := s.Referral
	g.Today = d.Today()
	if err := r.Do(act, referral.TheService, g); err != nil {
		return err
	}
	_, err = d.Store.SaveReferral(ctx, r, d.Now(), trace(identity.ReferralWrite, r, string(act)+" by link"))
	return err
}

func (d *Desk) initials(ctx context.Context, person string) (string, error) {
	found, err := d.Store.Lines(ctx, []string{person})
	if err != nil || len(found) == 0 {
		return "", err
	}
	var letters []string
	for word := range strings.FieldsSeq(found[0].Name) {
		for _, first := range word {
			letters = append(letters, string(first)+".")
			break
		}
	}
	return strings.Join(letters, " "), nil
}
