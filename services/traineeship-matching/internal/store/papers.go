package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Papers keeps the versions of papers, their signatures and the links to sign by. What is written stays.
type Papers struct {
	db     *sqldb.DB
	sealer *seal.Sealer
	audit  *audit.Recorder
}

// NewPapers keeps papers in records that Open has brought up to date.
func NewPapers(db *sqldb.DB, sealer *seal.Sealer, recorder *audit.Recorder) *Papers {
	return &Papers{db, sealer, recorder}
}

const whatPaper = "paper_version"

type paperRow struct {
	bun.BaseModel `bun:"table:paper_version,alias:v"`

	ID          string    `bun:"id,pk"`
	Traineeship string    `bun:"traineeship"`
	Kind        string    `bun:"kind"`
	About       string    `bun:"about"`
	Number      int       `bun:"number"`
	Content     string    `bun:"content"`
	Body        string    `bun:"body"`
	Hash        string    `bun:"hash"`
	Terms       string    `bun:"terms"`
	MadeAt      time.Time `bun:"made_at"`
	MadeBy      string    `bun:"made_by"`
	Demo        bool      `bun:"demo"`
}

type signatureRow struct {
	bun.BaseModel `bun:"table:paper_signature"`

	ID      string    `bun:"id,pk"`
	Version string    `bun:"version"`
	Party   string    `bun:"party"`
	By      string    `bun:"by_subject"`
	Signer  string    `bun:"signer"`
	At      time.Time `bun:"at"`
	Hash    string    `bun:"hash"`
	Link    string    `bun:"link"`
}

func (s *Papers) seal(plain, table, id, column string) (string, error) {
	sealed, err := s.sealer.Seal([]byte(plain), table, id, column)
	if err != nil {
		return "", fmt.Errorf("seal a paper: %w", err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

func (s *Papers) open(sealed, table, id, column string) (string, error) {
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", fmt.Errorf("read a sealed paper: %w", err)
	}
	plain, err := s.sealer.Open(raw, table, id, column)
	if err != nil {
		return "", fmt.Errorf("open a sealed paper: %w", err)
	}
	return string(plain), nil
}

// Saw records readings in the audit.
func (s *Papers) Saw(ctx context.Context, entries ...audit.Entry) error {
	return s.audit.Seen(ctx, entries...)
}

// Of returns every version of a traineeship's papers, the oldest of each kind first.
func (s *Papers) Of(ctx context.Context, id string) ([]papers.Version, error) {
	return s.versions(ctx, s.db.DB, id)
}

func (s *Papers) versions(ctx context.Context, db bun.IDB, id string) ([]papers.Version, error) {
	var rows []paperRow
	if err := db.NewSelect().Model(&rows).Where("traineeship = ?", id).OrderExpr("kind, about, number").Limit(mostVersions).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read papers: %w", err)
	}
	out := make([]papers.Version, 0, len(rows))
	ids := make([]string, 0, len(rows))
	for i, r := range rows {
		v, err := s.version(&r)
		if err != nil {
			return nil, err
		}
		v.Newest = i == len(rows)-1 || rows[i+1].Kind != r.Kind || rows[i+1].About != r.About
		out, ids = append(out, v), append(ids, r.ID)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var signed []signatureRow
	if err := db.NewSelect().Model(&signed).Where("version IN (?)", bun.List(ids)).OrderExpr("at, id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read signatures: %w", err)
	}
	for _, r := range signed {
		signer, err := s.open(r.Signer, "paper_signature", r.ID, "signer")
		if err != nil {
			return nil, err
		}
		for i := range out {
			if out[i].ID == r.Version {
				out[i].Signatures = append(out[i].Signatures, papers.Signature{
					ID: r.ID, Version: r.Version, Party: traineeship.Party(r.Party), By: r.By, Signer: signer, At: r.At.UTC(), Hash: r.Hash, Link: r.Link,
				})
			}
		}
	}
	return out, nil
}

// mostVersions bounds how many versions one traineeship may have.
const mostVersions = 60

func (s *Papers) version(r *paperRow) (papers.Version, error) {
	v := papers.Version{
		ID: r.ID, Traineeship: r.Traineeship, Kind: papers.Kind(r.Kind), About: r.About, Number: r.Number, Hash: r.Hash, Terms: r.Terms,
		MadeAt: r.MadeAt.UTC(), MadeBy: r.MadeBy, Demo: r.Demo,
	}
	content, err := s.open(r.Content, whatPaper, r.ID, "content")
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal([]byte(content), &v.Content); err != nil {
		return v, fmt.Errorf("read a paper's facts: %w", err)
	}
	v.Body, err = s.open(r.Body, whatPaper, r.ID, "body")
	return v, err
}

// Traineeship says whose a version is.
func (s *Papers) Traineeship(ctx context.Context, version string) (id string, err error) {
	if uuid.Validate(version) != nil {
		return "", fault.New(fault.NotFound, "There is no such paper.")
	}
	err = s.db.NewSelect().Model((*paperRow)(nil)).Column("traineeship").Where("id = ?", version).Scan(ctx, &id)
	if err != nil {
		return "", sqldb.Fault(err, "paper")
	}
	return id, nil
}

// Add writes a version after those there are, with signatures that it has from the start, and ends the links to those
// before it. Two at once with one number are a Conflict.
func (s *Papers) Add(ctx context.Context, v *papers.Version, entry audit.Entry) error {
	content, err := json.Marshal(v.Content)
	if err != nil {
		return fmt.Errorf("write down a paper's facts: %w", err)
	}
	r := paperRow{
		ID: v.ID, Traineeship: v.Traineeship, Kind: string(v.Kind), About: v.About, Number: v.Number, Hash: v.Hash, Terms: v.Terms,
		MadeAt: v.MadeAt.UTC(), MadeBy: v.MadeBy, Demo: v.Demo,
	}
	if r.Content, err = s.seal(string(content), whatPaper, v.ID, "content"); err != nil {
		return err
	}
	if r.Body, err = s.seal(v.Body, whatPaper, v.ID, "body"); err != nil {
		return err
	}
	if v.Number > mostVersions/2 {
		return fault.New(fault.Precondition, "This paper has too many versions.")
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
			return sqldb.Fault(err, "paper")
		}
		before := tx.NewSelect().Model((*paperRow)(nil)).Column("id").Where("traineeship = ?", v.Traineeship).Where("kind = ?", r.Kind).
			Where("about = ?", v.About).Where("number < ?", v.Number)
		if _, err := tx.NewUpdate().Table("paper_link").Set("revoked_at = ?", r.MadeAt).Where("revoked_at IS NULL").Where("version IN (?)", before).Exec(ctx); err != nil {
			return fmt.Errorf("end the links to earlier versions: %w", err)
		}
		for _, x := range v.Signatures {
			if err := s.sign(ctx, tx, x); err != nil {
				return err
			}
		}
		return s.audit.Record(ctx, tx, entry)
	})
}

func (s *Papers) sign(ctx context.Context, tx bun.Tx, x papers.Signature) error {
	signer, err := s.seal(x.Signer, "paper_signature", x.ID, "signer")
	if err != nil {
		return err
	}
	r := signatureRow{ID: x.ID, Version: x.Version, Party: string(x.Party), By: x.By, Signer: signer, At: x.At.UTC(), Hash: x.Hash, Link: x.Link}
	if _, err := tx.NewInsert().Model(&r).Exec(ctx); err != nil {
		return sqldb.Fault(err, "signature")
	}
	return nil
}

// Sign writes a signature on a version, as fn allows it: fn sees the version as it is in the same transaction.
func (s *Papers) Sign(ctx context.Context, traineeshipID, version string, entry audit.Entry, fn func(v *papers.Version) (*papers.Signature, error)) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		all, err := s.versions(ctx, tx, traineeshipID)
		if err != nil {
			return err
		}
		for i := range all {
			if all[i].ID != version {
				continue
			}
			x, err := fn(&all[i])
			if err != nil || x == nil {
				return err
			}
			if err := s.sign(ctx, tx, *x); err != nil {
				return err
			}
			return s.audit.Record(ctx, tx, entry)
		}
		return fault.New(fault.NotFound, "There is no such paper.")
	})
}
