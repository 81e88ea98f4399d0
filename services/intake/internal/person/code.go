package person

import (
	"crypto/sha256"
	"encoding/base32"
)

// Code is a short neutral name for a file, shown to whoever may not know the person's name. It is derived
// from the id alone, which is random, so it says nothing about the person.
func Code(id string) string {
	sum := sha256.Sum256([]byte("celav person " + id))
	return "P-" + base32.NewEncoding("23456789ABCDEFGHJKLMNPQRSTUVWXYZ").EncodeToString(sum[:5])[:6]
}
