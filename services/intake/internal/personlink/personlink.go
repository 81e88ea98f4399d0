// Package personlink holds personal links: the key to the own page that a counsellor gives a person who has no account.
package personlink

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"time"
)

// Days is how long a link holds when nothing else is said.
const Days = 30

// tokenBytes makes 256 bits, which nobody guesses.
const tokenBytes = 32

// Link is a personal link as it is kept: what is in the link itself is not.
type Link struct {
	ID, Person string
	MadeBy     string // subject
	MadeAt     time.Time
	ExpiresAt  time.Time
	RevokedAt  time.Time // zero while it holds
	Uses       int
	LastUsed   time.Time // zero while nobody has used it
}

// Live reports whether the link opens anything at a time.
func (l Link) Live(now time.Time) bool {
	return l.RevokedAt.IsZero() && now.Before(l.ExpiresAt)
}

// Token makes what stands in a link, and the hash by which it is found again.
func Token(random io.Reader) (token, hash string, err error) {
	raw := make([]byte, tokenBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", "", fmt.Errorf("make a personal link: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, Hash(token), nil
}

// Hash is what is kept of a token. It needs no salt: the token is random and long.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Plausible reports whether something looks like a token; what does not is not looked for.
func Plausible(token string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	return err == nil && len(raw) == tokenBytes
}
