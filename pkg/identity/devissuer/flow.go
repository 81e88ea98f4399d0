package devissuer

import (
	"net/url"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// authRequest is one sign-in under way; it implements op.AuthRequest and is not changed once stored.
type authRequest struct {
	id      string
	asked   oidc.AuthRequest
	begun   time.Time
	subject string
	at      time.Time
}

func (r *authRequest) GetID() string          { return r.id }
func (r *authRequest) GetACR() string         { return "" }
func (r *authRequest) GetAMR() []string       { return nil }
func (r *authRequest) GetAudience() []string  { return []string{r.asked.ClientID} }
func (r *authRequest) GetAuthTime() time.Time { return r.at }
func (r *authRequest) GetClientID() string    { return r.asked.ClientID }
func (r *authRequest) GetNonce() string       { return r.asked.Nonce }
func (r *authRequest) GetRedirectURI() string { return r.asked.RedirectURI }
func (r *authRequest) GetState() string       { return r.asked.State }
func (r *authRequest) GetScopes() []string    { return r.asked.Scopes }
func (r *authRequest) GetSubject() string     { return r.subject }
func (r *authRequest) Done() bool             { return r.subject != "" }

func (r *authRequest) GetResponseType() oidc.ResponseType { return r.asked.ResponseType }
func (r *authRequest) GetResponseMode() oidc.ResponseMode { return r.asked.ResponseMode }

func (r *authRequest) GetCodeChallenge() *oidc.CodeChallenge {
	return &oidc.CodeChallenge{Challenge: r.asked.CodeChallenge, Method: r.asked.CodeChallengeMethod}
}

// client is the suite; it implements op.Client.
type client struct{ id, redirect, login, home string }

func (c client) GetID() string                       { return c.id }
func (c client) RedirectURIs() []string              { return []string{c.redirect} }
func (c client) PostLogoutRedirectURIs() []string    { return []string{c.home} }
func (c client) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }
func (c client) AuthMethod() oidc.AuthMethod         { return oidc.AuthMethodNone }
func (c client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}
func (c client) GrantTypes() []oidc.GrantType        { return []oidc.GrantType{oidc.GrantTypeCode} }
func (c client) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeBearer }
func (c client) IDTokenLifetime() time.Duration      { return 5 * time.Minute }

// DevMode lets the redirect URI be http, which a loopback address needs.
func (c client) DevMode() bool { return true }

func (c client) LoginURL(id string) string {
	return c.login + "?" + url.Values{"id": {id}}.Encode()
}

func (c client) IsScopeAllowed(string) bool           { return false }
func (c client) IDTokenUserinfoClaimsAssertion() bool { return false }
func (c client) ClockSkew() time.Duration             { return 0 }

func (c client) RestrictAdditionalIdTokenScopes() func([]string) []string     { return none }
func (c client) RestrictAdditionalAccessTokenScopes() func([]string) []string { return none }

func none([]string) []string { return nil }
