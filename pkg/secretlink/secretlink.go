// Package secretlink makes what stands in private links, which are keys by themselves, and slows down who tries links
// that are none. What stands in a link is kept nowhere: only its hash is.
package secretlink

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
)

// tokenBytes makes 256 bits, which nobody guesses.
const tokenBytes = 32

// New makes what stands in a link, and the hash by which it is found again.
func New(random io.Reader) (token, hash string, err error) {
	raw := make([]byte, tokenBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", "", fmt.Errorf("make a private link: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, Hash(token), nil
}

// From makes what stands in a link of a tag that only who has the key can compute: the same tag is the same link.
func From(tag []byte) (token, hash string) {
	sum := sha256.Sum256(tag)
	token = base64.RawURLEncoding.EncodeToString(sum[:])
	return token, Hash(token)
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
