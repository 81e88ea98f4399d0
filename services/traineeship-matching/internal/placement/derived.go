package placement

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/google/uuid"
)

// derived is the id of the n-th thing that belongs to a record: a UUID of version 7 with the record's time.
func derived(record string, n int) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n)) //nolint:gosec // n counts up from one
	h := sha256.Sum256(append(b[:], record...))
	id := uuid.UUID(h[:16])
	if parent, err := uuid.Parse(record); err == nil {
		copy(id[:6], parent[:6])
	}
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}
