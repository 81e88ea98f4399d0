package identity

import (
	"context"
	"crypto/ed25519"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/celav/celav/pkg/fault"
)

const (
	// serviceTokenType marks a service token in the JOSE header, so that no other token is taken for one.
	serviceTokenType = "celav-service+jwt"
	serviceTokenLife = time.Minute
	clockSkew        = 10 * time.Second
)

// serviceClaims are what one service tells another: who calls (iss), whom it is for (aud), and for which
// person, with the roles and bindings that the calling service resolved.
type serviceClaims struct {
	jwt.RegisteredClaims
	Roles   []Role `json:"roles,omitempty"`
	Team    string `json:"team,omitempty"`
	Company string `json:"company,omitempty"`
	Partner string `json:"partner,omitempty"`
	Person  string `json:"person,omitempty"`
}

type signer struct {
	service string
	key     ed25519.PrivateKey
	id      string
	now     func() time.Time
}

func newSigner(service string, key ed25519.PrivateKey, now func() time.Time) (*signer, error) {
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("identity: not an Ed25519 key")
	}
	return &signer{service, key, keyID(public), now}, nil
}

// Token signs a token for a call to the audience, carrying whoever asks in ctx. Without anybody in ctx it
// proves which service calls and gives no rights: only what is Public will be answered.
func (i *Identity) Token(ctx context.Context, audience string) (string, error) {
	p, _ := From(ctx)
	return i.signer.sign(p, audience)
}

func (s *signer) sign(p Principal, audience string) (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	now := s.now()
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, serviceClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: s.service, Subject: p.Subject, Audience: jwt.ClaimStrings{audience}, ID: id.String(),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(serviceTokenLife)),
		},
		Roles: p.Roles, Team: p.Team, Company: p.Company, Partner: p.Partner, Person: p.Person,
	})
	token.Header["typ"], token.Header["kid"] = serviceTokenType, s.id
	return token.SignedString(s.key)
}

// verifyService checks signature, age and audience of a token of a peer.
func (i *Identity) verifyService(ctx context.Context, raw, audience string) (Principal, error) {
	var claims serviceClaims
	var unavailable error
	_, err := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
		jwt.WithTimeFunc(i.now), jwt.WithLeeway(clockSkew), jwt.WithIssuedAt(), jwt.WithExpirationRequired(),
	).ParseWithClaims(raw, &claims, func(t *jwt.Token) (any, error) {
		id, _ := t.Header["kid"].(string)
		key, err := i.keyOf(ctx, claims.Issuer, id)
		if fault.Is(err, fault.Unavailable) {
			unavailable = err
		}
		return key, err
	})
	if unavailable != nil {
		return Principal{}, unavailable
	}
	if err != nil {
		return Principal{}, rejected(err)
	}
	// One audience each: a token for two services could be replayed by one against the other.
	if len(claims.Audience) != 1 || claims.Audience[0] != audience {
		return Principal{}, rejected(errors.New("made for another service"))
	}
	if claims.IssuedAt == nil || claims.ExpiresAt.Sub(claims.IssuedAt.Time) > serviceTokenLife {
		return Principal{}, rejected(errors.New("lives too long"))
	}
	p := Principal{
		Subject: claims.Subject, Service: claims.Issuer, Roles: claims.Roles,
		Team: claims.Team, Company: claims.Company, Partner: claims.Partner, Person: claims.Person,
	}
	if len(p.Subject) > maxSubject || len(p.Roles) > len(Roles()) {
		return Principal{}, rejected(errors.New("claims too long"))
	}
	if p.Subject != "" { // a person is never a service
		service := p.Service
		p = trusted(p, p.Subject)
		p.Service = service
	}
	return p, nil
}

func (i *Identity) keyOf(ctx context.Context, service, id string) (ed25519.PublicKey, error) {
	if service == i.service {
		if id != i.signer.id {
			return nil, errors.New("unknown key")
		}
		return i.signer.key.Public().(ed25519.PublicKey), nil
	}
	return i.peers.key(ctx, service, id)
}
