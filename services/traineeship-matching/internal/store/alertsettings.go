package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
)

type alertSettingRow struct {
	bun.BaseModel `bun:"table:alert_setting"`

	Subject   string     `bun:"subject,pk"`
	Version   int64      `bun:"version"`
	Team      string     `bun:"team"`
	Threshold int        `bun:"threshold"`
	Mail      bool       `bun:"mail"`
	Address   string     `bun:"address"`
	Language  string     `bun:"language"`
	SentAt    *time.Time `bun:"sent_at"`
}

const settingTable = "alert_setting"

func (s *Alerts) setting(r alertSettingRow) (alerts.Setting, error) {
	out := alerts.Setting{Subject: r.Subject, Version: r.Version, Team: r.Team, Threshold: r.Threshold, Mail: r.Mail, Language: r.Language, SentAt: r.SentAt}
	if r.Address == "" {
		return out, nil
	}
	sealed, err := base64.StdEncoding.DecodeString(r.Address)
	if err != nil {
		return out, fmt.Errorf("read an address: %w", err)
	}
	plain, err := s.sealer.Open(sealed, settingTable, r.Subject, "address")
	if err != nil {
		return out, fmt.Errorf("open an address: %w", err)
	}
	out.Address = string(plain)
	return out, nil
}

// Setting implements alerts.Store.
func (s *Alerts) Setting(ctx context.Context, subject string) (alerts.Setting, error) {
	r := alertSettingRow{Subject: subject}
	if err := s.db.NewSelect().Model(&r).WherePK().Scan(ctx); err != nil {
		if sqldb.IsNotFound(err) {
			return alerts.Setting{Subject: subject, Threshold: alerts.DefaultThreshold, Language: "it"}, nil
		}
		return alerts.Setting{}, fmt.Errorf("read how somebody wants to be told: %w", err)
	}
	return s.setting(r)
}

// SaveSetting implements alerts.Store.
func (s *Alerts) SaveSetting(ctx context.Context, x alerts.Setting) error {
	r := alertSettingRow{Subject: x.Subject, Version: x.Version + 1, Team: x.Team, Threshold: x.Threshold, Mail: x.Mail, Language: x.Language, SentAt: x.SentAt}
	if x.Address != "" {
		sealed, err := s.sealer.Seal([]byte(x.Address), settingTable, x.Subject, "address")
		if err != nil {
			return fmt.Errorf("seal an address: %w", err)
		}
		r.Address = base64.StdEncoding.EncodeToString(sealed)
	}
	changed := fault.New(fault.Conflict, "This was changed in another window in the meantime.")
	if x.Version == 0 {
		result, err := s.db.NewInsert().Model(&r).On("CONFLICT (subject) DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("keep how somebody wants to be told: %w", err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return changed
		}
		return nil
	}
	result, err := s.db.NewUpdate().Model(&r).WherePK().Where("version = ?", x.Version).Exec(ctx)
	if err != nil {
		return fmt.Errorf("change how somebody wants to be told: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return changed
	}
	return nil
}

// Wishes lists who wants a message.
func (s *Alerts) Wishes(ctx context.Context) ([]alerts.Setting, error) {
	var rows []alertSettingRow
	if err := s.db.NewSelect().Model(&rows).Where("mail").OrderExpr("subject").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read who wants a message: %w", err)
	}
	var out []alerts.Setting
	for _, r := range rows {
		x, err := s.setting(r)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// Sent records in a transaction that a message about new matches was kept. It reports false when another process was
// faster.
func (s *Alerts) Sent(ctx context.Context, tx bun.Tx, x alerts.Setting, at time.Time) (bool, error) {
	q := tx.NewUpdate().Table(settingTable).Set("sent_at = ?", at.UTC()).Where("subject = ?", x.Subject)
	if x.SentAt == nil {
		q = q.Where("sent_at IS NULL")
	} else {
		q = q.Where("sent_at = ?", x.SentAt.UTC())
	}
	result, err := q.Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("record a message about new matches: %w", err)
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("count messages about new matches: %w", err)
	}
	return n == 1, nil
}

// DB is the database, for what shares its transactions.
func (s *Alerts) DB() *sqldb.DB { return s.db }
