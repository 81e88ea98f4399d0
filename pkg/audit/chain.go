package audit

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
)

const (
	chainPurpose = "audit-chain"
	chainBatch   = 500
)

// link authenticates one event and, by its predecessor's tag, everything before it. The tag is keyed:
// whoever can write to the database alone cannot make a new chain.
type link struct {
	bun.BaseModel `bun:"table:audit_link"`

	Seq   int64  `bun:"seq,pk"`
	Event string `bun:"event"`
	Tag   []byte `bun:"tag"`
}

// Head is the chain's last link. Kept elsewhere, it shows later that nothing was cut off the end.
type Head struct {
	Seq int64
	Tag []byte
}

// Chain appends all waiting events to the chain, in batches, and returns how many. Several processes may
// do so at once: they take turns.
func (r *Recorder) Chain(ctx context.Context) (int, error) {
	total := 0
	for {
		n := 0
		err := r.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
			n, err = r.chainBatch(ctx, tx)
			return err
		})
		if err != nil {
			return total, fmt.Errorf("audit: chain: %w", err)
		}
		if total += n; n < chainBatch {
			return total, nil
		}
	}
}

func (r *Recorder) chainBatch(ctx context.Context, tx bun.Tx) (int, error) {
	var idle bool
	if err := tx.NewRaw("SELECT NOT EXISTS (SELECT 1 FROM audit_waiting)").Scan(ctx, &idle); err != nil || idle {
		return 0, err
	}
	if r.db.Dialect == sqldb.Postgres {
		if _, err := tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "celav/audit/"+r.db.Schema).Exec(ctx); err != nil {
			return 0, err
		}
	}
	var events []Event
	err := tx.NewSelect().Model(&events).Join("JOIN audit_waiting AS w ON w.event = e.id").OrderExpr("e.id").Limit(chainBatch).Scan(ctx)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	head, err := headOf(ctx, tx)
	if err != nil {
		return 0, err
	}
	links, ids := make([]link, len(events)), make([]string, len(events))
	for i := range events {
		head = Head{head.Seq + 1, r.sealer.Tag(chainPurpose, content(head.Tag, &events[i]))}
		links[i], ids[i] = link{Seq: head.Seq, Event: events[i].ID, Tag: head.Tag}, events[i].ID
	}
	if _, err := tx.NewInsert().Model(&links).Exec(ctx); err != nil {
		return 0, err
	}
	_, err = tx.NewDelete().Model((*waiting)(nil)).Where("event IN (?)", bun.List(ids)).Exec(ctx)
	return len(events), err
}

// Head returns the chain's last link; the zero Head of an empty chain.
func (r *Recorder) Head(ctx context.Context) (Head, error) {
	head, err := headOf(ctx, r.db.DB)
	if err != nil {
		return Head{}, fmt.Errorf("audit: %w", err)
	}
	return head, nil
}

func headOf(ctx context.Context, db bun.IDB) (Head, error) {
	var last []link
	if err := db.NewSelect().Model(&last).OrderExpr("seq DESC").Limit(1).Scan(ctx); err != nil || len(last) == 0 {
		return Head{}, err
	}
	return Head{last[0].Seq, last[0].Tag}, nil
}

// Tampering is what Verify found wrong.
type Tampering struct {
	// Seq is the first link that does not hold; it and what follows cannot be trusted.
	Seq int64
	// Event is the link's event, empty when the link itself is missing.
	Event  string
	Reason string
}

// Error implements error.
func (t *Tampering) Error() string {
	return fmt.Sprintf("audit: link %d (event %s): %s", t.Seq, t.Event, t.Reason)
}

// Verify reads the whole chain and returns a *Tampering at the first link that does not hold. known is a
// Head noted earlier, or the zero Head; events that still wait to be chained are not looked at.
func (r *Recorder) Verify(ctx context.Context, known Head) error {
	var before Head
	for {
		var rows []struct {
			Link int64  `bun:"link"`
			Tag  []byte `bun:"tag"`
			Of   string `bun:"of"`
			Event
		}
		err := r.db.NewSelect().TableExpr("audit_link AS l").Join("LEFT JOIN audit_event AS e ON e.id = l.event").
			ColumnExpr("l.seq AS link, l.tag AS tag, l.event AS of").
			ColumnExpr("COALESCE(e.id, '') AS id, COALESCE(e.at, ?) AS at, COALESCE(e.subject, '') AS subject, COALESCE(e.service, '') AS service", time.Unix(0, 0).UTC()).
			ColumnExpr("COALESCE(e.action, '') AS action, COALESCE(e.kind, '') AS kind, COALESCE(e.record, '') AS record").
			ColumnExpr("COALESCE(e.person, '') AS person, COALESCE(e.detail, '') AS detail, COALESCE(e.trace, '') AS trace").
			Where("l.seq > ?", before.Seq).OrderExpr("l.seq").Limit(chainBatch).Scan(ctx, &rows)
		if err != nil {
			return fmt.Errorf("audit: verify: %w", err)
		}
		for i := range rows {
			row := &rows[i]
			switch {
			case row.Link != before.Seq+1:
				return &Tampering{before.Seq + 1, "", "is missing"}
			case row.ID == "":
				return &Tampering{row.Link, row.Of, "its event is missing"}
			case !r.sealer.HasTag(chainPurpose, content(before.Tag, &row.Event), row.Tag):
				return &Tampering{row.Link, row.Of, "its event or the chain before it was changed"}
			case row.Link == known.Seq && !bytes.Equal(row.Tag, known.Tag):
				return &Tampering{row.Link, row.Of, "is not the link that was noted"}
			}
			before = Head{row.Link, row.Tag}
		}
		if len(rows) < chainBatch {
			break
		}
	}
	if before.Seq < known.Seq {
		return &Tampering{before.Seq + 1, "", "and what follows was cut off"}
	}
	return nil
}

// content is what a link's tag authenticates; no two events give the same bytes.
func content(before []byte, e *Event) []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(e.At.UnixMicro()))
	for _, part := range []string{string(before), e.ID, e.Subject, e.Service, e.Action, e.Kind, e.Record, e.Person, e.Detail, e.Trace} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(part)))
		b = append(b, part...)
	}
	return b
}
