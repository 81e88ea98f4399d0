package registration

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/filemerge"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/store"
)

// Hindrances are what a merge of two files meets in the other services: codes of what forbids it, and of what to know
// before. Unknown: the service that would tell does not answer.
type Hindrances struct {
	Blocks, Notices []string
	Unknown         bool
}

// The codes that are this service's own; the others are traineeship-matching's.
const (
	BlockPartnerFile  = "partner-file"  // the file of a partner's trainee stays, else the partner would lose it
	BlockTwoPartners  = "two-partners"  // the trainees of two partners
	BlockStillMoving  = "still-moving"  // an earlier merge of one of the files has not reached every service
	BlockNotAnswering = "not-answering" // whether two traineeships would run at once cannot be told
)

// Placements tells what stands in the way of a merge with hosts.
type Placements interface {
	Hindrances(ctx context.Context, kept, other string) (blocks, notices []string, err error)
}

// AskPlacements makes the desk ask before each merge. told is called after each merge and each undoing.
func (d *Desk) AskPlacements(p Placements, told func()) { d.placements, d.tell = p, told }

func (d *Desk) told() {
	if d.tell != nil {
		d.tell()
	}
}

// Hindrances says what a merge would meet. The caller may merge both files.
func (d *Desk) Hindrances(ctx context.Context, c Compared) (Hindrances, error) {
	var h Hindrances
	switch {
	case c.Other.Cohort != "" && c.Kept.Cohort == "":
		h.Blocks = append(h.Blocks, BlockPartnerFile)
	case c.Other.Cohort != "" && c.Other.Partner != c.Kept.Partner:
		h.Blocks = append(h.Blocks, BlockTwoPartners)
	}
	moving, err := d.store.Moving(ctx, c.Kept.ID, c.Other.ID)
	if err != nil {
		return h, err
	}
	if moving {
		h.Blocks = append(h.Blocks, BlockStillMoving)
	}
	if d.placements == nil {
		return h, nil
	}
	blocks, notices, err := d.placements.Hindrances(ctx, c.Kept.ID, c.Other.ID)
	if err != nil { // the page says so; nothing is merged blindly
		h.Unknown = true
		h.Blocks = append(h.Blocks, BlockNotAnswering)
		return h, nil
	}
	h.Blocks, h.Notices = append(h.Blocks, blocks...), notices
	return h, nil
}

func (d *Desk) mayJoin(ctx context.Context, c Compared) error {
	h, err := d.Hindrances(ctx, c)
	switch {
	case err != nil:
		return err
	case h.Unknown:
		return fault.New(fault.Unavailable, "Traineeship-matching does not answer: whether the files can be merged cannot be told now.")
	case len(h.Blocks) > 0:
		return fault.New(fault.Precondition, "These files cannot be merged now: %s.", h.Blocks[0])
	default:
		return nil
	}
}

// Moved says how far the other services have followed the merges of a file. The caller may read the file.
func (d *Desk) Moved(ctx context.Context, merges []store.Merge) (map[string][]store.Errand, error) {
	var ids []string
	for _, m := range merges {
		ids = append(ids, m.ID)
	}
	list, err := d.store.ErrandsOf(ctx, ids...)
	by := map[string][]store.Errand{}
	for _, e := range list {
		by[e.Merge] = append(by[e.Merge], e)
	}
	return by, err
}

// united is a with what only b has.
func united(a, b []string) []string {
	out := slices.Clone(a)
	for _, one := range b {
		if !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return out
}

// mail are the messages, which lie in the outbox: they go with the file.
func mail() []filemerge.Table {
	return []filemerge.Table{{Name: "outbox_message", Column: "recipient", Key: "id", Team: "team", How: filemerge.Follows}}
}

func (d *Desk) takeMessages(ctx context.Context, tx bun.Tx, m filemerge.Move) error {
	if d.box == nil {
		return nil
	}
	return filemerge.Follow(ctx, tx, m, mail())
}

func (d *Desk) returnMessages(ctx context.Context, tx bun.Tx, m filemerge.Move) error {
	if d.box == nil {
		return nil
	}
	return filemerge.Return(ctx, tx, m, mail())
}

// Waiting counts the merges of files of the caller's that another service refuses to follow: somebody has to settle what
// stands in the way. First is the file of the oldest.
func (d *Desk) Waiting(ctx context.Context) (count int, first string, err error) {
	who := caller(ctx)
	scopes := identity.Scopes(who, identity.PersonMerge)
	switch {
	case len(scopes) == 0:
		return 0, "", nil
	case slices.Contains(scopes, identity.Any):
		return d.store.Refused(ctx, "")
	default:
		return d.store.Refused(ctx, who.Team)
	}
}
