package hiring

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// invitationAge is how long an invitation waits for the colleague.
const invitationAge = 14 * 24 * time.Hour

// Members lists who speaks for a company.
func (d *Desk) Members(ctx context.Context, companyID string) ([]store.Member, error) {
	if err := check(ctx, identity.MemberWrite, companyID); err != nil {
		return nil, err
	}
	return d.store.Members(ctx, companyID)
}

// AddMember says that a subject belongs to a company. Staff does; employers invite.
func (d *Desk) AddMember(ctx context.Context, companyID, subject string) error {
	if err := check(ctx, identity.CompanyCreate, companyID); err != nil {
		return err
	}
	if err := d.store.AddMember(ctx, companyID, subject); err != nil {
		return err
	}
	d.forget(subject)
	return nil
}

// RemoveMember takes a subject out of a company. A company keeps a member unless staff takes out the last one.
func (d *Desk) RemoveMember(ctx context.Context, companyID, subject string) error {
	if err := check(ctx, identity.MemberWrite, companyID); err != nil {
		return err
	}
	if err := d.store.RemoveMember(ctx, companyID, subject, check(ctx, identity.CompanyCreate, companyID) == nil); err != nil {
		return err
	}
	d.forget(subject)
	return nil
}

// NameMember says what colleagues call a member.
func (d *Desk) NameMember(ctx context.Context, companyID, subject, label string) error {
	if err := check(ctx, identity.MemberWrite, companyID); err != nil {
		return err
	}
	label, err := cleanLabel(label)
	if err != nil {
		return err
	}
	return d.store.NameMember(ctx, companyID, subject, label)
}

func cleanLabel(label string) (string, error) {
	label = strings.TrimSpace(label)
	var v fault.Violations
	switch {
	case label == "":
		v.Add("/label", "required", "is required")
	case utf8.RuneCountInString(label) > 80:
		v.Add("/label", "too-long", "is longer than 80 characters")
	}
	return label, v.Err() //nolint:wrapcheck // a fault for the caller
}

// Invite makes an invitation for a colleague and returns what its link holds. It is told once: only a hash is kept.
func (d *Desk) Invite(ctx context.Context, companyID, label string) (token string, expires time.Time, err error) {
	if err := check(ctx, identity.MemberWrite, companyID); err != nil {
		return "", time.Time{}, err
	}
	if label, err = cleanLabel(label); err != nil {
		return "", time.Time{}, err
	}
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return "", time.Time{}, fmt.Errorf("draw an invitation: %w", err)
	}
	token, expires = base64.RawURLEncoding.EncodeToString(secret), d.now().Add(invitationAge)
	err = d.store.AddInvitation(ctx, store.Invitation{Hash: hashOf(token), CompanyID: companyID, Label: label, ExpiresAt: expires})
	return token, expires, err
}

// InvitationPath is the page to which an invitation's link leads.
func InvitationPath(token string) string { return "/outreach/invitations/" + token }

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Invited tells which company an invitation is for, by name.
func (d *Desk) Invited(ctx context.Context, token string) (companyName string, err error) {
	if err := check(ctx, identity.CompanyRegister, ""); err != nil {
		return "", err
	}
	i, err := d.store.Invitation(ctx, hashOf(token))
	if err != nil {
		return "", err
	}
	c, err := d.store.Company(ctx, i.CompanyID)
	return c.Name, err
}

// AcceptInvitation makes the caller a member of the company that the invitation is for.
func (d *Desk) AcceptInvitation(ctx context.Context, token string) (companyID string, err error) {
	if err := check(ctx, identity.CompanyRegister, ""); err != nil {
		return "", err
	}
	p, _ := identity.From(ctx)
	companyID, err = d.store.AcceptInvitation(ctx, hashOf(token), p.Subject)
	if err == nil {
		d.forget(p.Subject)
	}
	return companyID, err
}
