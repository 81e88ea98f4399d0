package identity

import (
	"context"
	"errors"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// maxToken bounds what is parsed before anything is verified.
const maxToken = 8 << 10

// maxSubject bounds ids taken from tokens; OpenID Connect allows 255 characters.
const maxSubject = 255

// Bearer tells who asks with a bearer token: a service, with the person it asks for, or a program that
// holds an access token of the issuer. audience is the name of the service that is asked.
func (i *Identity) Bearer(ctx context.Context, token, audience string) (Principal, error) {
	if token == "" || len(token) > maxToken || strings.Count(token, ".") != 2 {
		return Principal{}, rejected(errors.New("not a signed token"))
	}
	header, _, err := jwt.NewParser().ParseUnverified(token, jwt.MapClaims{})
	if err != nil {
		return Principal{}, rejected(err)
	}
	if header.Header["typ"] == serviceTokenType {
		return i.verifyService(ctx, token, audience)
	}
	subject, err := i.issuer.subjectOf(ctx, token)
	if err != nil {
		return Principal{}, err
	}
	return i.directory.Resolve(ctx, subject)
}
