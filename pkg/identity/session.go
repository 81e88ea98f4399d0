package identity

import (
	"context"
	"encoding/binary"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/redis/go-redis/v9"

	"github.com/celav/celav/pkg/fault"
)

const (
	sessionIdle     = time.Hour      // a counsellor between two meetings stays signed in
	sessionLifetime = 10 * time.Hour // one working day, whatever happens
	signInLifetime  = 10 * time.Minute
	subjectKey      = "subject"
)

// newSessions sets the cookie up: out of reach of scripts, not sent with other sites' forms, and gone with
// the browser, because desks are shared. The __Host- prefix binds it to this origin when there is TLS.
func newSessions(store sessionStore, name string, lifetime time.Duration, secure bool) *scs.SessionManager {
	// Not scs.New: its default memory store starts a goroutine that cannot be stopped reliably. The literal
	// leaves the key under which a session lies in a context the same for all managers, so the sessions of two
	// managers must never share a context; load always starts from the request's own.
	m := &scs.SessionManager{Store: store, Codec: scs.GobCodec{}}
	m.Cookie.Path = "/"
	m.HashTokenInStore = true
	m.Lifetime = lifetime
	m.Cookie.Name = name
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Persist = false
	m.Cookie.Secure = secure
	if secure {
		m.Cookie.Name = "__Host-" + name
	}
	return m
}

// Sessions puts the principal of the session cookie into the request's context; without a session nobody
// asks. When Redis or the directory does not answer, fail writes the answer; a request without a cookie
// needs neither.
func (i *Identity) Sessions(fail func(http.ResponseWriter, *http.Request, error)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Add("Vary", "Cookie")
			p, err := i.sessionPrincipal(r)
			if err != nil {
				fail(w, r, err)
				return
			}
			next.ServeHTTP(w, r.WithContext(With(r.Context(), p)))
		})
	}
}

func (i *Identity) sessionPrincipal(r *http.Request) (Principal, error) {
	ctx, err := load(r, i.sessions)
	if err != nil {
		return Principal{}, err
	}
	subject := i.sessions.GetString(ctx, subjectKey)
	if subject == "" {
		return Principal{}, nil
	}
	p, err := i.directory.Resolve(r.Context(), subject)
	if err != nil {
		return Principal{}, err
	}
	return byLink(p, subject), nil
}

// load reads the session of the manager's cookie into a context.
func load(r *http.Request, m *scs.SessionManager) (context.Context, error) {
	token := ""
	if cookie, err := r.Cookie(m.Cookie.Name); err == nil && len(cookie.Value) <= 128 {
		token = cookie.Value
	}
	ctx, err := m.Load(r.Context(), token)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "Sessions cannot be read now. Try again in a moment.").Because(err)
	}
	return ctx, nil
}

// save writes the session of ctx and its cookie.
func save(ctx context.Context, w http.ResponseWriter, m *scs.SessionManager) error {
	if m.Status(ctx) == scs.Destroyed {
		m.WriteSessionCookie(ctx, w, "", time.Time{})
		return nil
	}
	token, expiry, err := m.Commit(ctx)
	if err != nil {
		return unsaved(err)
	}
	m.WriteSessionCookie(ctx, w, token, expiry)
	return nil
}

func unsaved(err error) error {
	return fault.New(fault.Unavailable, "Sessions cannot be saved now. Try again in a moment.").Because(err)
}

// sessionStore keeps sessions in Redis, under any client: single, cluster or sentinel. A value is the
// absolute end as eight bytes, then the data. Idle time is the key's time to live, which a read pushes on
// and which cannot bring back a session that was ended meanwhile, as writing the session again would.
type sessionStore struct {
	redis  redis.UniversalClient
	prefix string
	idle   time.Duration
	now    func() time.Time
}

// FindCtx implements scs.CtxStore.
func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	value, err := s.redis.Get(ctx, s.prefix+token).Bytes()
	if errors.Is(err, redis.Nil) || (err == nil && len(value) < 8) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	left := time.Unix(int64(binary.BigEndian.Uint64(value)), 0).Sub(s.now())
	if left <= 0 {
		return nil, false, nil
	}
	if err := s.redis.Expire(ctx, s.prefix+token, min(left, s.idle)).Err(); err != nil {
		return nil, false, err
	}
	return value[8:], true, nil
}

// CommitCtx implements scs.CtxStore.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, end time.Time) error {
	value := append(binary.BigEndian.AppendUint64(nil, uint64(end.Unix())), data...)
	return s.redis.Set(ctx, s.prefix+token, value, max(time.Second, min(end.Sub(s.now()), s.idle))).Err()
}

// DeleteCtx implements scs.CtxStore.
func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.redis.Del(ctx, s.prefix+token).Err()
}

// Find implements scs.Store. Find, Commit and Delete complete it, and are called only where no context exists: never here.
func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements scs.Store.
func (s sessionStore) Commit(token string, data []byte, end time.Time) error {
	return s.CommitCtx(context.Background(), token, data, end)
}

// Delete implements scs.Store.
func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
