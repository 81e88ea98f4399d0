package identity_test

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/queue/queuetest"
)

// A personal link opens a session of the person, shorter than others, that ends when the link does.
func TestSessionByLink(t *testing.T) {
	queuetest.Each(t, func(t *testing.T, client redis.UniversalClient) {
		s := newSite(t, client)
		person := identity.Principal{Roles: []identity.Role{identity.Person}, Person: "p-1"}
		s.staff.set(identity.LinkSubject("l-1"), person, nil)
		b := s.browser(t)
		b.post("/by-link/l-1", nil)
		if _, who := b.get("/page"); who != identity.PersonSubject("p-1")+" " {
			t.Fatalf("by the link: %q", who)
		}
		for range 3 { // in use all the time, and over after two hours nevertheless
			s.clock.move(45 * time.Minute)
			b.get("/page")
		}
		if _, who := b.get("/page"); who != "nobody " {
			t.Errorf("after more than two hours: %q", who)
		}
		b.post("/by-link/l-1", nil)
		s.staff.set(identity.LinkSubject("l-1"), identity.Principal{}, nil)
		s.identity.Forget(identity.LinkSubject("l-1"))
		if _, who := b.get("/page"); who != "nobody " {
			t.Errorf("by a link that was withdrawn: %q", who)
		}
	})
}

// A link takes the place of whoever was signed in: two people never share one browser's session.
func TestLinkReplacesASession(t *testing.T) {
	s := newSite(t, queuetest.Embedded(t))
	s.staff.set(identity.LinkSubject("l-1"), identity.Principal{Roles: []identity.Role{identity.Person}, Person: "p-1"}, nil)
	b := s.browser(t)
	b.signIn("demo-counsellor-1", "/page")
	before := cookies(b)
	b.post("/by-link/l-1", nil)
	if _, who := b.get("/page"); who != identity.PersonSubject("p-1")+" " {
		t.Errorf("by the link: %q", who)
	}
	other := s.browser(t)
	setCookies(other, before)
	if _, who := other.get("/page"); who != "nobody " {
		t.Errorf("the session before still works: %q", who)
	}
}

// Nobody becomes a person by a name at the identity provider, whoever gives names there.
func TestOwnSubjectsComeFromNoIssuer(t *testing.T) {
	for _, subject := range []string{identity.PersonSubject("p-1"), identity.LinkSubject("l-1"), ""} {
		if identity.Foreign(subject) == nil {
			t.Errorf("%q is taken from an issuer", subject)
		}
	}
	if err := identity.Foreign("demo-person"); err != nil {
		t.Error(err)
	}
}
