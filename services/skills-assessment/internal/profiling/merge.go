package profiling

import (
	"context"
	"time"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// Merge is two files that are one person's, as intake says. Kept took over from Other what Taken holds.
type Merge struct {
	ID, Kept, Other string
	Standing        bool // false: undone, or never heard of
	Revision        int64
	Taken           profile.Taken
	At              time.Time
}

// Merges keep what merges did to profiles.
type Merges interface {
	// Merge reads one; at revision 0 when nobody has told of it.
	Merge(ctx context.Context, id string) (Merge, error)
	// MergesInto reads those that stand into a file, the last first.
	MergesInto(ctx context.Context, person string) ([]Merge, error)
	// Follow writes a merge, and the profile that was read at its version unless it is nil; all or nothing.
	Follow(ctx context.Context, m Merge, p *profile.Profile, entry audit.Entry) error
}

// tries is how often a merge is followed again when somebody edits the profile meanwhile.
const tries = 4

// Follow does to the profiles what a merge does, or its undoing. What was heard before changes nothing. The other file's
// profile stays as it was: it is nobody's while the merge stands, for its file leads to the kept one's.
func (d *Desk) Follow(ctx context.Context, told Merge) error {
	if err := identity.Check(caller(ctx), identity.MergeFollow, identity.Owner{}); err != nil {
		return err
	}
	for try := 1; ; try++ {
		err := d.follow(ctx, told)
		if !fault.Is(err, fault.Conflict) || try == tries {
			return err
		}
	}
}

func (d *Desk) follow(ctx context.Context, told Merge) error {
	known, err := d.Records.Merge(ctx, told.ID)
	if err != nil || known.Revision >= told.Revision {
		return err
	}
	told.At = d.Now().UTC()
	entry := trace(identity.MergeFollow, told.Kept)
	if known.Standing == told.Standing {
		told.Taken = known.Taken
		return d.Records.Follow(ctx, told, nil, entry)
	}
	kept, err := d.Records.Profile(ctx, told.Kept)
	if err != nil {
		return err
	}
	taken := known.Taken
	if told.Standing {
		other, err := d.Records.Profile(ctx, told.Other)
		if err != nil {
			return err
		}
		kept.Content, taken = profile.Combine(kept.Content, other.Content)
		told.Taken = taken
	} else {
		kept.Content = profile.Separate(kept.Content, taken)
	}
	if taken.Empty() {
		return d.Records.Follow(ctx, told, nil, entry)
	}
	if kept.TaxonomyVersion, err = d.Records.Version(ctx); err != nil {
		return err
	}
	kept.UpdatedAt = d.Now()
	return d.Records.Follow(ctx, told, &kept, entry)
}

// TakenOver tells what a profile that the caller has read took over from other files.
func (d *Desk) TakenOver(ctx context.Context, person string) ([]Merge, error) {
	owner, err := d.allowed(ctx, identity.ProfileRead, person)
	if err != nil {
		return nil, err
	}
	return d.Records.MergesInto(ctx, owner.Person)
}
