// Package merging follows the merges of two files that turn out to be one person's: shortlists, traineeships and hires go
// to the file that stays, and back when the merge is undone. It says before what would stand in the way.
package merging

import (
	"context"
	"slices"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
)

// What stands in the way of a merge, and what to know before: codes that intake's pages put into words.
const (
	BlockTwoTraineeships = "two-traineeships" // both run: a person does one traineeship at a time
	BlockSameOpening     = "same-opening"     // both are on the shortlist of one opening, and both wait for somebody
	TraineeshipMoves     = "traineeship-moves"
	TraineeshipsBoth     = "traineeships-both"
	ShortlistMoves       = "shortlist-moves"
	ShortlistsBoth       = "shortlists-both"
)

// Told is a merge as intake tells of it.
type Told struct {
	ID, Kept, Other     string
	KeptTeam, OtherTeam string
	Standing            bool // false: it was undone
	Revision            int64
}

// Entry is one person on the shortlist of one opening. Open: it waits for somebody.
type Entry struct {
	ID, Opening, Person string
	Open                bool
}

// Traineeship is one of somebody's.
type Traineeship struct {
	Person string `bun:"person"`
	State  string `bun:"state"`
}

// Both is what there is of two people.
type Both struct {
	Entries      []Entry
	Traineeships []Traineeship
}

// Records keep what moves.
type Records interface {
	Standing(ctx context.Context, kept, other string) (Both, error)
	// Follow moves the records of a merge, or back; what was heard before changes nothing. What Refusal forbids is a
	// Conflict, and nothing has moved.
	Follow(ctx context.Context, m Told) error
}

// Owners tell whose a person's file is.
type Owners interface {
	Owner(ctx context.Context, person string) (identity.Owner, error)
}

// Desk is where merges are followed.
type Desk struct {
	Records Records
	Owners  Owners
}

// Follow does what a merge, or its undoing, does to the records.
func (d *Desk) Follow(ctx context.Context, m Told) error {
	who, _ := identity.From(ctx)
	if err := identity.Check(who, identity.MergeFollow, identity.Owner{}); err != nil {
		return err
	}
	return d.Records.Follow(ctx, m)
}

// Check says what a merge would meet. The caller may merge both files.
func (d *Desk) Check(ctx context.Context, kept, other string) (blocks, notices []string, err error) {
	who, _ := identity.From(ctx)
	if err := identity.May(who, identity.PersonMerge); err != nil {
		return nil, nil, err
	}
	for _, person := range []string{kept, other} {
		o, err := d.Owners.Owner(ctx, person)
		if err != nil {
			return nil, nil, err
		}
		if err := identity.Check(who, identity.PersonMerge, o); err != nil {
			return nil, nil, err
		}
	}
	b, err := d.Records.Standing(ctx, kept, other)
	if err != nil {
		return nil, nil, err
	}
	blocks, notices = b.Hindrances(kept, other)
	return blocks, notices, nil
}

// Hindrances says what would stand in the way, and what to know before.
func (b Both) Hindrances(kept, other string) (blocks, notices []string) {
	if b.runs(kept) && b.runs(other) {
		blocks = append(blocks, BlockTwoTraineeships)
	} else if b.begun(other) && b.begun(kept) {
		notices = append(notices, TraineeshipsBoth)
	} else if b.begun(other) {
		notices = append(notices, TraineeshipMoves)
	}
	opening := map[string]bool{}
	both, of := false, map[string]bool{}
	for _, e := range b.Entries {
		if !e.Open {
			continue
		}
		of[e.Person] = true
		both = both || opening[e.Opening]
		opening[e.Opening] = true
	}
	switch {
	case both:
		blocks = append(blocks, BlockSameOpening)
	case of[kept] && of[other]:
		notices = append(notices, ShortlistsBoth)
	case of[other]:
		notices = append(notices, ShortlistMoves)
	}
	return blocks, notices
}

// Refusal is why the records cannot move; nil when they can.
func (b Both) Refusal(kept, other string) error {
	if blocks, _ := b.Hindrances(kept, other); len(blocks) > 0 {
		return fault.New(fault.Conflict, "These files cannot be merged now: %s.", blocks[0])
	}
	return nil
}

func (b Both) runs(person string) bool {
	return b.has(person, "running", "suspended")
}

func (b Both) begun(person string) bool {
	return b.has(person, "draft", "papers", "ready", "running", "suspended")
}

func (b Both) has(person string, states ...string) bool {
	return slices.ContainsFunc(b.Traineeships, func(t Traineeship) bool { return t.Person == person && slices.Contains(states, t.State) })
}

// Rearrange says which entries of the other person go to the kept one, and which of the kept one make place for them: a
// person has one entry for an opening. The one that waits for somebody is the kept one's, else the kept one's own.
func (b Both) Rearrange(kept, other string) (taken, left []string) {
	own := map[string]Entry{}
	for _, e := range b.Entries {
		if e.Person == kept {
			own[e.Opening] = e
		}
	}
	for _, e := range b.Entries {
		if e.Person != other {
			continue
		}
		there, twice := own[e.Opening]
		switch {
		case !twice:
			taken = append(taken, e.ID)
		case e.Open && !there.Open:
			taken, left = append(taken, e.ID), append(left, there.ID)
		}
	}
	return taken, left
}
