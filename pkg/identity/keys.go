package identity

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/sync/singleflight"

	"github.com/celav/celav/pkg/fault"
)

const (
	keysAge    = 10 * time.Minute // how long a peer's keys are used unasked
	keysPause  = 5 * time.Second  // between two fetches that an unknown key id causes
	keysMaxLen = 64 << 10
)

// ParseKey reads a service key: the 32-byte Ed25519 seed in standard base64, as `openssl rand -base64 32`
// makes it. Errors never hold the value.
func ParseKey(value string) (ed25519.PrivateKey, error) {
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, errors.New("service key: must be 32 bytes in base64 (openssl rand -base64 32)")
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// LoadOrCreateKey reads a service key from a file, or makes one that only the owner of the file can read.
func LoadOrCreateKey(path string) (ed25519.PrivateKey, error) {
	raw, err := os.ReadFile(path)
	if err == nil {
		return ParseKey(string(raw))
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("service key: %w", err)
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("service key: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("service key: %w", err)
	}
	if err := os.WriteFile(path, []byte(base64.StdEncoding.EncodeToString(key.Seed())+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("service key: %w", err)
	}
	return key, nil
}

// keyID names a key by its hash, so that a changed key has a changed name.
func keyID(public ed25519.PublicKey) string {
	sum := sha256.Sum256(public)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// Keys serves this service's public key as a JSON Web Key Set, for its peers.
func (i *Identity) Keys() http.Handler {
	document, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{
		Key: i.signer.key.Public(), KeyID: i.signer.id, Algorithm: string(jose.EdDSA), Use: "sig",
	}}})
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if err != nil {
			http.Error(w, "keys unavailable", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/jwk-set+json")
		w.Header().Set("Cache-Control", "max-age=60")
		_, _ = w.Write(document) // the peer is gone: nothing to tell it
	})
}

// FetchKeys reads a peer's key document over HTTP.
func FetchKeys(ctx context.Context, client *http.Client, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("fetch keys: %w", err)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("fetch keys: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetch keys: %s answered %d", address, response.StatusCode)
	}
	return io.ReadAll(io.LimitReader(response.Body, keysMaxLen))
}

// keyring remembers the peers' public keys.
type keyring struct {
	fetch func(ctx context.Context, service string) ([]byte, error)
	now   func() time.Time
	calls singleflight.Group

	mu    sync.Mutex
	peers map[string]peerKeys
}

type peerKeys struct {
	keys    map[string]ed25519.PublicKey
	fetched time.Time
}

func newKeyring(fetch func(context.Context, string) ([]byte, error), now func() time.Time) *keyring {
	return &keyring{fetch: fetch, now: now, peers: map[string]peerKeys{}}
}

// key returns a peer's key. An id that is not known yet is looked up again, but not more than once per
// keysPause, so that invented ids cannot make us hammer a peer.
func (k *keyring) key(ctx context.Context, service, id string) (ed25519.PublicKey, error) {
	k.mu.Lock()
	known, ok := k.peers[service]
	k.mu.Unlock()
	age := k.now().Sub(known.fetched)
	if key := known.keys[id]; key != nil && age < keysAge {
		return key, nil
	}
	if !ok || age >= keysPause {
		fresh, err, _ := k.calls.Do(service, func() (any, error) { return k.refresh(ctx, service) })
		if err != nil {
			return nil, err
		}
		known, _ = fresh.(peerKeys)
	}
	if key := known.keys[id]; key != nil {
		return key, nil
	}
	return nil, errors.New("unknown key")
}

func (k *keyring) refresh(ctx context.Context, service string) (peerKeys, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	raw, err := k.fetch(ctx, service)
	if fault.Is(err, fault.NotFound) { // no such peer: the token is wrong, not the peer down
		return peerKeys{}, errors.New("unknown service")
	}
	if err != nil {
		return peerKeys{}, fault.New(fault.Unavailable, "The calling service's keys cannot be fetched now.").Because(err).After(keysPause)
	}
	keys, err := parseKeys(raw)
	if err != nil {
		return peerKeys{}, fault.New(fault.Unavailable, "The calling service's keys cannot be read.").Because(err)
	}
	fresh := peerKeys{keys, k.now()}
	k.mu.Lock()
	k.peers[service] = fresh
	k.mu.Unlock()
	return fresh, nil
}

// parseKeys takes the Ed25519 signature keys out of a JSON Web Key Set.
func parseKeys(raw []byte) (map[string]ed25519.PublicKey, error) {
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(raw, &set); err != nil {
		return nil, fmt.Errorf("key set: %w", err)
	}
	keys := map[string]ed25519.PublicKey{}
	for _, k := range set.Keys {
		if public, ok := k.Key.(ed25519.PublicKey); ok && k.Use == "sig" && k.KeyID != "" && len(public) == ed25519.PublicKeySize {
			keys[k.KeyID] = public
		}
	}
	return keys, nil
}
