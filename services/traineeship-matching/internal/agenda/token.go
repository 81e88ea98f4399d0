// Package agenda is the calendar of decisions on renewals, for calendar programs: read by a private link that its owner
// makes and withdraws. It names nobody.
package agenda

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
)

// tokenBytes makes 256 bits, which nobody guesses.
const tokenBytes = 32

// newToken makes what stands in a link, and the hash by which it is found again.
func newToken(random io.Reader) (token, hash string, err error) {
	raw := make([]byte, tokenBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", "", fmt.Errorf("make the link of a calendar: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, hashOf(token), nil
}

// hashOf is what is kept of a token. It needs no salt: the token is random and long.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// plausible reports whether something looks like a token; what does not is not looked for.
func plausible(token string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	return err == nil && len(raw) == tokenBytes
}
