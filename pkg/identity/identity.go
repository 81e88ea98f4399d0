package identity

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/redis/go-redis/v9"
)

// DefaultAudience is what an access token of the issuer must name in `aud` to be accepted by the API.
// It differs from the client id on purpose: an ID token names the client, and must never open the API.
const DefaultAudience = "celav-api"

// Issuer is the identity provider that people sign in with.
type Issuer struct {
	// URL is the issuer as its tokens name it; discovery is made at the first use, not at start.
	URL          string
	ClientID     string
	ClientSecret string // empty for a public client: PKCE is used in any case
	Audience     string // DefaultAudience when empty
	// Development says that this is the embedded development provider, whose users the directory must know.
	Development bool
	// Client reaches the issuer; nil for a client with a deadline of ten seconds.
	Client *http.Client
}

// Options are what an Identity is made of. All fields but Directory, Operators and Now are needed.
type Options struct {
	// Service is the name of the service that asks and answers: "intake".
	Service string
	// PublicURL is the one origin as people see it; https, or http on a loopback address.
	PublicURL string
	Issuer    Issuer
	Redis     redis.UniversalClient
	// Key signs this service's calls.
	Key ed25519.PrivateKey
	// PeerKeys fetches the key document of a peer, and fails for a name that is none.
	PeerKeys func(ctx context.Context, service string) ([]byte, error)
	// Directory may be set later with UseDirectory, before the first request.
	Directory Directory
	// Operators are subjects that have the role operator whatever the directory says: somebody must be able
	// to enter the first staff.
	Operators []string
	Now       func() time.Time
}

// Identity tells who asks, for one service: sessions for its pages, tokens for its API and for its calls.
// It is safe for concurrent use.
type Identity struct {
	service   string
	public    *url.URL
	sessions  *scs.SessionManager
	pending   *scs.SessionManager
	issuer    *issuer
	signer    *signer
	peers     *keyring
	directory *directory
	now       func() time.Time
}

// New makes an Identity. It reaches neither the issuer nor the peers: in the all-in-one they start with it.
func New(o Options) (*Identity, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	public, err := origin(o.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("identity: public URL: %w", err)
	}
	if o.Service == "" || o.Redis == nil || o.PeerKeys == nil || len(o.Key) != ed25519.PrivateKeySize {
		return nil, errors.New("identity: service, Redis, key and peers' keys are needed")
	}
	provider, err := newIssuer(o.Issuer, public, o.Now)
	if err != nil {
		return nil, err
	}
	sign, err := newSigner(o.Service, o.Key, o.Now)
	if err != nil {
		return nil, err
	}
	secure := public.Scheme == "https"
	return &Identity{
		service:   o.Service,
		public:    public,
		sessions:  newSessions(sessionStore{o.Redis, "celav:session:", sessionIdle, o.Now}, "celav-session", sessionLifetime, secure),
		pending:   newSessions(sessionStore{o.Redis, "celav:sign-in:", signInLifetime, o.Now}, "celav-sign-in", signInLifetime, secure),
		issuer:    provider,
		signer:    sign,
		peers:     newKeyring(o.PeerKeys, o.Now),
		directory: newDirectory(o.Directory, o.Operators, o.Now),
		now:       o.Now,
	}, nil
}

// UseDirectory sets where roles and bindings come from. Call it before the first request is served.
func (i *Identity) UseDirectory(d Directory) { i.directory.use(d) }

// Forget makes the next request of a subject ask the directory again: call it when what the subject is here has
// just changed. Other processes learn it when their memory ends.
func (i *Identity) Forget(subject string) { i.directory.forget(subject) }

// Development tells whether people sign in with the embedded development provider.
func (i *Identity) Development() bool { return i.issuer.Development }

// origin accepts https, and http only where nobody can listen in between.
func origin(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Path != "" && u.Path != "/") || u.RawQuery != "" {
		return nil, errors.New("must be an origin such as https://celav.example.org")
	}
	u.Path = ""
	if u.Scheme == "https" || (u.Scheme == "http" && loopback(u.Hostname())) {
		return u, nil
	}
	return nil, errors.New("must use https: session cookies travel over http on a loopback address only")
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
