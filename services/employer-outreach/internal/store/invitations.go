package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
)

type invitationRow struct {
	bun.BaseModel `bun:"table:invitation"`

	Hash      string     `bun:"hash,pk"`
	CompanyID string     `bun:"company_id"`
	Label     []byte     `bun:"label"`
	ExpiresAt time.Time  `bun:"expires_at"`
	UsedAt    *time.Time `bun:"used_at"`
}

// Invitation lets one more person join a company, once, until it expires. Hash is of what the link holds.
type Invitation struct {
	Hash, CompanyID, Label string
	ExpiresAt              time.Time
}

// maxInvitations bounds the open invitations of a company.
const maxInvitations = 20

// AddInvitation records an invitation.
func (s *Store) AddInvitation(ctx context.Context, i Invitation) error {
	label, err := s.sealText(i.Label, "invitation", i.Hash, "label")
	if err != nil {
		return err
	}
	row := invitationRow{Hash: i.Hash, CompanyID: i.CompanyID, Label: label, ExpiresAt: i.ExpiresAt.UTC()}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { //nolint:wrapcheck // the parts are wrapped
		n, err := tx.NewSelect().Model((*invitationRow)(nil)).Where("company_id = ?", i.CompanyID).
			Where("used_at IS NULL").Where("expires_at > ?", s.now().UTC()).Count(ctx)
		if err != nil {
			return fmt.Errorf("count invitations: %w", err)
		}
		if n >= maxInvitations {
			return fault.New(fault.Precondition, "There are %d open invitations already.", n)
		}
		_, err = tx.NewInsert().Model(&row).Exec(ctx)
		if sqldb.IsForeignKey(err) {
			return fault.New(fault.NotFound, "There is no such company.")
		}
		if err != nil {
			return sqldb.Fault(err, "invitation")
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.MemberWrite, Kind: "company", ID: i.CompanyID, Detail: "invited"})
	})
}

// Invitation reads an open invitation; NotFound for one that is used, expired or never was.
func (s *Store) Invitation(ctx context.Context, hash string) (Invitation, error) {
	return s.invitation(ctx, s.db.DB, hash)
}

func (s *Store) invitation(ctx context.Context, db bun.IDB, hash string) (Invitation, error) {
	var row invitationRow
	err := db.NewSelect().Model(&row).Where("hash = ?", hash).Where("used_at IS NULL").Where("expires_at > ?", s.now().UTC()).Scan(ctx)
	if err != nil {
		return Invitation{}, sqldb.Fault(err, "invitation")
	}
	label, err := s.openText(row.Label, "invitation", row.Hash, "label")
	return Invitation{Hash: row.Hash, CompanyID: row.CompanyID, Label: label, ExpiresAt: row.ExpiresAt}, err
}

// AcceptInvitation makes a subject a member, and the invitation is used up.
func (s *Store) AcceptInvitation(ctx context.Context, hash, subject string) (companyID string, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		i, err := s.invitation(ctx, tx, hash)
		if err != nil {
			return err
		}
		companyID = i.CompanyID
		res, err := tx.NewUpdate().Model((*invitationRow)(nil)).Set("used_at = ?", s.now().UTC()).
			Where("hash = ?", hash).Where("used_at IS NULL").Exec(ctx)
		if err != nil {
			return fmt.Errorf("use an invitation: %w", err)
		}
		if n, err := res.RowsAffected(); err == nil && n == 0 {
			return fault.New(fault.NotFound, "There is no such invitation.")
		}
		if err := s.join(ctx, tx, i.CompanyID, subject, i.Label); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.MemberWrite, Kind: "company", ID: i.CompanyID, Detail: "joined"})
	})
	return companyID, err //nolint:wrapcheck // the parts are wrapped
}
