package demo

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
)

// dice are one thing's own source of chance, so that things do not depend on how many came before them.
type dice struct{ *rand.Rand }

func roll(seed uint64, kind string, n int) dice {
	h := hash(seed, kind, n)
	return dice{rand.New(rand.NewPCG(binary.BigEndian.Uint64(h[:8]), binary.BigEndian.Uint64(h[8:16])))}
}

func hash(seed uint64, kind string, n int) [sha256.Size]byte {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], seed)
	binary.BigEndian.PutUint64(b[8:], uint64(n))
	return sha256.Sum256(append(b[:], kind...))
}

// epoch is the moment that all ids of a demonstration claim, the first of January 2026 in milliseconds; with the
// running number they sort as they were drawn.
const epoch = 1_767_225_600_000

// idOf is a UUID of version 7 whose chance is the seed's.
func idOf(seed uint64, kind string, n int) string {
	h := hash(seed, "id "+kind, n)
	id := uuid.UUID(h[:16])
	ms := epoch + uint64(n)
	for i := range 6 {
		id[i] = byte(ms >> (8 * (5 - i)))
	}
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}

// chance is true in so many of a hundred cases.
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// between draws from low to high, both included.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// day draws a day so many days from today.
func (d dice) day(today civil.Date, from, to int) civil.Date {
	return today.AddDays(d.between(from, to))
}

func pick[T any](d dice, from []T) T { return from[d.IntN(len(from))] }

// sample draws n different ones (or all), in a drawn order.
func sample[T any](d dice, from []T, n int) []T {
	n = max(min(n, len(from)), 0)
	out := make([]T, n)
	for i, j := range d.Perm(len(from))[:n] {
		out[i] = from[j]
	}
	return out
}

// weighted draws an index in proportion to its weight.
func (d dice) weighted(weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	x := d.IntN(sum)
	for i, w := range weights {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}

func ptr[T any](v T) *T { return &v }
