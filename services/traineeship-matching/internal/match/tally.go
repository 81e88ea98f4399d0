package match

import "github.com/celav/celav/pkg/policy"

// tally is what some parts of the score and some constraints come to. It is packed so that putting tallies together is
// one addition: the sum of share x value takes 24 bits, the shares with data and the shares that are known 8 each, then
// come a bit for each constraint that blocks, and one that rules out any total. No constraint and no part is in two of
// the tallies that are added.
type tally uint64

const (
	withData     = 24
	withFact     = 32
	blocking     = 40
	noTotal      = tally(1) << 63
	sumMask      = 1<<withData - 1
	shareMask    = 1<<8 - 1
	blockingMask = 1<<23 - 1
)

func (t tally) sum() int32            { return int32(t & sumMask) }
func (t tally) shares() int32         { return int32(t >> withData & shareMask) }
func (t tally) completeness() int32   { return int32(t >> withFact & shareMask) }
func (t tally) blocks() uint32        { return uint32(t >> blocking & blockingMask) }
func (t tally) enough(min int32) bool { return t&noTotal == 0 && t.completeness() >= min }

// part is one part's share of a tally, as judge adds it up.
func (j *judge) part(part Part, value int32) tally {
	share := tally(j.shares[part])
	var t tally
	if value >= 0 {
		t = share*tally(value) + share<<withData
	}
	if value != noData {
		t += share << withFact
	}
	if part == Essential && value < 0 {
		t += noTotal
	}
	return t
}

// block is one constraint's share of a tally. Only what blocks matters for the standing.
func block(c Constraint, v verdict) tally {
	if v.decision != policy.Block {
		return 0
	}
	return 1 << (blocking + tally(c))
}
