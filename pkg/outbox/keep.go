package outbox

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
)

// Put adds a message in the transaction of what it tells; it leaves when that commits. A message whose id is
// there already changes nothing, and added is false.
func (o *Outbox) Put(ctx context.Context, tx bun.Tx, m Message) (added bool, err error) {
	now := o.options.Now().UTC().Truncate(time.Second)
	m.CreatedAt = now
	if m.NotBefore.Before(now) {
		m.NotBefore = now
	}
	if !m.Urgent {
		m.NotBefore = o.options.Hours.Next(m.NotBefore)
	}
	r, err := o.row(m)
	if err != nil {
		return false, err
	}
	res, err := tx.NewInsert().Model(r).On("CONFLICT (id) DO NOTHING").Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("keep a message: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("count kept messages: %w", err)
	}
	if n > 0 {
		sqldb.AfterCommit(ctx, o.ring)
	}
	return n > 0, nil
}

// ring lets the sender look before its next turn.
func (o *Outbox) ring() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// Withdraw takes back a message that has not left yet: what it tells is no longer so. One that has left stays.
func (o *Outbox) Withdraw(ctx context.Context, tx bun.Tx, id string) error {
	if _, err := tx.NewDelete().Model((*row)(nil)).Where("id = ?", id).Where("state = ?", string(Queued)).Exec(ctx); err != nil {
		return fmt.Errorf("withdraw a message: %w", err)
	}
	return nil
}

// Hand moves a recipient's messages to another recipient and team: after a merge, or when another team takes over.
func (o *Outbox) Hand(ctx context.Context, tx bun.Tx, from, to, team string) error {
	if _, err := tx.NewUpdate().Model((*row)(nil)).Set("recipient = ?", to).Set("team = ?", team).Where("recipient = ?", from).Exec(ctx); err != nil {
		return fmt.Errorf("hand messages over: %w", err)
	}
	return nil
}

// Carries reports whether messages of a channel leave by themselves.
func (o *Outbox) Carries(c Channel) bool {
	_, ok := o.options.Carriers[c]
	return ok
}

// Again queues a message anew that failed or was held. What was secret in it is gone: a message with a secret is made
// anew by whoever made it.
func (o *Outbox) Again(ctx context.Context, tx bun.Tx, id string) error {
	now := o.options.Now().UTC().Truncate(time.Second)
	res, err := tx.NewUpdate().Model((*row)(nil)).Set("state = ?", string(Queued)).Set("attempts = 0").Set("problem = ''").
		Set("not_before = ?", o.options.Hours.Next(now)).Set("done_at = NULL").
		Where("id = ?", id).Where("state IN (?)", bun.List([]string{string(Failed), string(Held)})).Exec(ctx)
	if err := sqldb.Versioned(res, err, "message"); err != nil {
		return err
	}
	sqldb.AfterCommit(ctx, o.ring)
	return nil
}

// Filter narrows a list of messages. Empty fields narrow nothing.
type Filter struct {
	Recipient, Team string
	State           State
	// Arrived leaves out what is still queued: what the recipient may be shown as received.
	Arrived bool
	After   string // the id that the last page ended with
	Limit   int
}

// List returns messages, the newest id first, and the cursor of the next page, "" at the end.
func (o *Outbox) List(ctx context.Context, f Filter) ([]Message, string, error) {
	var rows []row
	q := o.db.NewSelect().Model(&rows).OrderExpr("created_at DESC, id DESC").Limit(int64(f.Limit) + 1)
	if f.Recipient != "" {
		q = q.Where("recipient = ?", f.Recipient)
	}
	if f.Team != "" {
		q = q.Where("team = ?", f.Team)
	}
	if f.State != "" {
		q = q.Where("state = ?", string(f.State))
	}
	if f.Arrived {
		q = q.Where("state <> ?", string(Queued))
	}
	if f.After != "" {
		q = q.Where("(created_at, id) < (SELECT created_at, id FROM outbox_message WHERE id = ?)", f.After)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list messages: %w", err)
	}
	next := ""
	if len(rows) > f.Limit {
		rows = rows[:f.Limit]
		next = rows[len(rows)-1].ID
	}
	list := make([]Message, 0, len(rows))
	for _, r := range rows {
		m, err := o.message(r)
		if err != nil {
			return nil, "", err
		}
		list = append(list, m)
	}
	return list, next, nil
}

// Message returns one message.
func (o *Outbox) Message(ctx context.Context, id string) (Message, error) {
	var r row
	err := o.db.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx)
	if sqldb.IsNotFound(err) {
		return Message{}, fault.New(fault.NotFound, "There is no such message.")
	}
	if err != nil {
		return Message{}, fmt.Errorf("read a message: %w", err)
	}
	return o.message(r)
}

// Counts says how many messages of a team, of every team with "", are in each state.
func (o *Outbox) Counts(ctx context.Context, team string) (map[State]int, error) {
	var rows []struct {
		State string `bun:"state"`
		Count int    `bun:"count"`
	}
	q := o.db.NewSelect().Model((*row)(nil)).ColumnExpr("state, COUNT(*) AS count").GroupExpr("state")
	if team != "" {
		q = q.Where("team = ?", team)
	}
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("count messages: %w", err)
	}
	counts := make(map[State]int, len(rows))
	for _, r := range rows {
		counts[State(r.State)] = r.Count
	}
	return counts, nil
}
