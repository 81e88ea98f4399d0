package papers

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Version is one wording of a paper. It is written once.
type Version struct {
	ID          string
	Traineeship string
	Kind        Kind
	About       string // which renewal, of an addendum
	Number      int    // from 1
	Content     Content
	// Body is the document as it was made, Italian first, and Hash that of its bytes: what is signed.
	Body string
	Hash string
	// Terms is the hash of the facts of the traineeship itself: when they have changed, the paper is about another one.
	Terms  string
	MadeAt time.Time
	MadeBy string
	Demo   bool

	Signatures []Signature
	// Newest is false once there is a later one: then nobody can sign it any more.
	Newest bool
}

// Signature says who signed, as whom, when, and the very document.
type Signature struct {
	ID, Version string
	Party       traineeship.Party
	By          string // subject, or the link
	Signer      string // the name of who signed: sealed at rest
	At          time.Time
	Hash        string
	Link        string // the link by which it came; empty for somebody signed in
}

// Hash is the mark of a document.
func Hash(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

// Signed is a party's signature; nil when it has not signed.
func (v *Version) Signed(p traineeship.Party) *Signature {
	for i := range v.Signatures {
		if v.Signatures[i].Party == p {
			return &v.Signatures[i]
		}
	}
	return nil
}

// Missing are the parties that have not signed.
func (v *Version) Missing() []traineeship.Party {
	var out []traineeship.Party
	for _, p := range v.Kind.Signers() {
		if v.Signed(p) == nil {
			out = append(out, p)
		}
	}
	return out
}

// Complete reports whether everybody has signed.
func (v *Version) Complete() bool { return len(v.Missing()) == 0 }

// Consent is what somebody signs with.
type Consent struct {
	Party  traineeship.Party
	Hash   string // of the document that was shown
	Signer string
	Agreed bool
}

// maxSigner bounds a name.
const maxSigner = 120

// Check says what stands in the way of a signature. Nil with signed says that it is there already.
func (v *Version) Check(c Consent) (signed bool, err error) {
	if !slices.Contains(v.Kind.Signers(), c.Party) {
		return false, fault.New(fault.Forbidden, "You are not asked to sign this paper.")
	}
	if s := v.Signed(c.Party); s != nil {
		return true, nil
	}
	if !v.Newest {
		return false, fault.New(fault.Precondition, "There is a newer version of this paper; this one can no longer be signed.")
	}
	if c.Hash != v.Hash {
		return false, fault.New(fault.Conflict, "This is not the document that you saw.")
	}
	var bad fault.Violations
	switch name := strings.TrimSpace(c.Signer); {
	case name == "":
		bad.Add("/signer", "required", "Write your name.")
	case len(name) > maxSigner:
		bad.Add("/signer", "too-long", "At most %d characters.", maxSigner)
	}
	if !c.Agreed {
		bad.Add("/agreed", "required", "Say that you have read it and agree.")
	}
	return false, bad.Err()
}

// Link lets somebody without an account read and sign one version, as one party.
type Link struct {
	ID, Version string
	Party       traineeship.Party
	MadeAt      time.Time
	MadeBy      string
	Sent        bool // as a message; else it was handed over
	ExpiresAt   time.Time
	RevokedAt   time.Time // zero while it holds
	Uses        int
	LastUsed    time.Time
}

// LinkDays is how long a link holds.
const LinkDays = 14

// Live reports whether a link opens anything at a time.
func (l Link) Live(now time.Time) bool { return l.RevokedAt.IsZero() && now.Before(l.ExpiresAt) }
