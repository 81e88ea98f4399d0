// Package personlink holds personal links: the key to the own page that a counsellor gives a person who has no account.
package personlink

import "time"

// Days is how long a link holds when nothing else is said.
const Days = 30

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
