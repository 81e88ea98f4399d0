package store

import (
	"context"
	"encoding/json"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/intake/internal/person"
)

// workFileJSON is what is sealed in the column work_file.
type workFileJSON struct {
	BirthDate *civil.Date    `json:"birthDate,omitempty"`
	Documents []documentJSON `json:"documents"`
	TaxCode   string         `json:"taxCode,omitempty"`
	Removed   []removedJSON  `json:"removed,omitempty"`
}

type removedJSON struct {
	Document documentJSON `json:"document"`
	Reason   string       `json:"reason"`
	On       civil.Date   `json:"on"`
	By       string       `json:"by"`
}

type documentJSON struct {
	ID          string                `json:"id,omitempty"`
	Number      string                `json:"number,omitempty"`
	Kind        policy.DocumentKind   `json:"kind"`
	IssuedOn    *civil.Date           `json:"issuedOn,omitempty"`
	ExpiresOn   *civil.Date           `json:"expiresOn,omitempty"`
	LodgedOn    *civil.Date           `json:"lodgedOn,omitempty"`
	RequestedOn *civil.Date           `json:"requestedOn,omitempty"`
	EnteredOn   *civil.Date           `json:"enteredOn,omitempty"`
	Procedure   policy.Procedure      `json:"procedure,omitempty"`
	Decision    policy.AsylumDecision `json:"decision,omitempty"`
}

// WorkFile returns a person's papers and the file's version; the zero value when nothing was entered.
func (s *Store) WorkFile(ctx context.Context, id string) (person.WorkFile, int64, error) {
	var r personRow
	if uuid.Validate(id) != nil {
		return person.WorkFile{}, 0, noFile()
	}
	if err := s.db.NewSelect().Model(&r).Column("id", "version", "work_file").Where("id = ?", id).Scan(ctx); err != nil {
		return person.WorkFile{}, 0, sqldb.Fault(err, what)
	}
	w, err := s.workFile(r)
	return w, r.Version, err
}

func (s *Store) workFile(r personRow) (person.WorkFile, error) {
	var w person.WorkFile
	if r.WorkFile == nil {
		return w, nil
	}
	plain, err := s.open(*r.WorkFile, r.ID, "work_file")
	if err != nil {
		return w, err
	}
	var stored workFileJSON
	if err := json.Unmarshal(plain, &stored); err != nil {
		return w, fmt.Errorf("read work file of %s: %w", r.ID, err)
	}
	w.BirthDate = orZero(stored.BirthDate)
	for _, d := range stored.Documents {
		w.Documents = append(w.Documents, d.document())
	}
	w.TaxCode = stored.TaxCode
	for _, d := range stored.Removed {
		w.Removed = append(w.Removed, person.RemovedDocument{Document: d.Document.document(), Reason: d.Reason, On: d.On, By: d.By})
	}
	return w, nil
}

func (d documentJSON) document() policy.Document {
	return policy.Document{
		ID: d.ID, Number: d.Number,
		Kind: d.Kind, IssuedOn: orZero(d.IssuedOn), ExpiresOn: orZero(d.ExpiresOn), LodgedOn: orZero(d.LodgedOn),
		RequestedOn: orZero(d.RequestedOn), EnteredOn: orZero(d.EnteredOn), Procedure: d.Procedure, Decision: d.Decision,
	}
}

func documentJSONOf(d policy.Document) documentJSON {
	return documentJSON{
		ID: d.ID, Number: d.Number,
		Kind: d.Kind, IssuedOn: orNil(d.IssuedOn), ExpiresOn: orNil(d.ExpiresOn), LodgedOn: orNil(d.LodgedOn),
		RequestedOn: orNil(d.RequestedOn), EnteredOn: orNil(d.EnteredOn), Procedure: d.Procedure, Decision: d.Decision,
	}
}

// WorkOutcome is what follows from the papers and may leave the service.
type WorkOutcome struct {
	Intervals []policy.Interval
	// MinimumAge and AgeStepOn are person.WorkFile.ReachedAge's answer.
	MinimumAge int
	AgeStepOn  civil.Date
	EndsOn     civil.Date // the last day of the access that holds now, where an end is known
}

// SaveWorkFile seals the papers and keeps what follows from them, if the file is still at version.
func (s *Store) SaveWorkFile(ctx context.Context, id string, version int64, w person.WorkFile, o WorkOutcome, entry audit.Entry) error {
	r := &personRow{ID: id}
	if err := s.setWork(r, w, o); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.freeTaxCode(ctx, tx, r); err != nil {
			return err
		}
		res, err := tx.NewUpdate().Model(r).Column("work_file", "work_access", "minimum_age", "age_step_on", "access_until", "tax_index").
			Set("version = version + 1").Where("id = ?", id).Where("version = ?", version).Exec(ctx)
		if err := sqldb.Versioned(res, err, what); err != nil {
			return err
		}
		if err := s.audit.Record(ctx, tx, entry); err != nil {
			return err
		}
		return s.feed.Append(ctx, tx, feed.Entry{Kind: candidateKind, ID: id})
	})
}

func (s *Store) setWork(r *personRow, w person.WorkFile, o WorkOutcome) error {
	stored := workFileJSON{BirthDate: orNil(w.BirthDate), Documents: []documentJSON{}}
	for _, d := range w.Documents {
		stored.Documents = append(stored.Documents, documentJSONOf(d))
	}
	stored.TaxCode = w.TaxCode
	for _, d := range w.Removed {
		stored.Removed = append(stored.Removed, removedJSON{documentJSONOf(d.Document), d.Reason, d.On, d.By})
	}
	r.TaxIndex = s.taxIndex(w.TaxCode)
	plain, err := json.Marshal(stored)
	if err != nil {
		return fmt.Errorf("write work file: %w", err)
	}
	sealed, err := s.seal(plain, r.ID, "work_file")
	if err != nil {
		return err
	}
	r.WorkFile = &sealed
	r.WorkAccess = nil // without a document nothing is known, and the file counts as not asked yet
	if len(w.Documents) > 0 {
		if r.WorkAccess, err = marshal(o.Intervals); err != nil {
			return err
		}
	}
	r.MinimumAge, r.AgeStepOn, r.AccessUntil = o.MinimumAge, orNil(o.AgeStepOn), orNil(o.EndsOn)
	return nil
}

// Stepping returns the ids of up to limit people whose age passes a legal minimum by a day.
func (s *Store) Stepping(ctx context.Context, by civil.Date, limit int64) ([]string, error) {
	var ids []string
	err := s.db.NewSelect().Model((*personRow)(nil)).Column("id").Where("age_step_on <= ?", by).OrderExpr("id").Limit(limit).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("look for ages that pass a minimum: %w", err)
	}
	return ids, nil
}

func orZero(d *civil.Date) civil.Date {
	if d == nil {
		return civil.Date{}
	}
	return *d
}

func orNil(d civil.Date) *civil.Date {
	if d == (civil.Date{}) {
		return nil
	}
	return &d
}

// freeTaxCode refuses a tax code that another active file has: it is one person's.
func (s *Store) freeTaxCode(ctx context.Context, tx bun.Tx, r *personRow) error {
	if r.TaxIndex == "" {
		return nil
	}
	taken, err := tx.NewSelect().Model((*personRow)(nil)).Where("tax_index = ?", r.TaxIndex).Where("id <> ?", r.ID).
		Where("state = ?", string(person.Active)).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for a tax code: %w", err)
	}
	var bad fault.Violations
	if taken {
		bad.Add("/taxCode", "in-use", "Another file has this tax code: it may be the same person.")
	}
	return bad.Err()
}
