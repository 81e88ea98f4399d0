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

// GetID implements op.AuthRequest.
func (r *authRequest) GetID() string { return r.id }

// GetACR implements op.AuthRequest.
func (r *authRequest) GetACR() string { return "" }

// GetAMR implements op.AuthRequest.
func (r *authRequest) GetAMR() []string { return nil }

// GetAudience implements op.AuthRequest.
func (r *authRequest) GetAudience() []string { return []string{r.asked.ClientID} }

// GetAuthTime implements op.AuthRequest.
func (r *authRequest) GetAuthTime() time.Time { return r.at }

// GetClientID implements op.AuthRequest.
func (r *authRequest) GetClientID() string { return r.asked.ClientID }

// GetNonce implements op.AuthRequest.
func (r *authRequest) GetNonce() string { return r.asked.Nonce }

// GetRedirectURI implements op.AuthRequest.
func (r *authRequest) GetRedirectURI() string { return r.asked.RedirectURI }

// GetState implements op.AuthRequest.
func (r *authRequest) GetState() string { return r.asked.State }

// GetScopes implements op.AuthRequest.
func (r *authRequest) GetScopes() []string { return r.asked.Scopes }

// GetSubject implements op.AuthRequest.
func (r *authRequest) GetSubject() string { return r.subject }

// Done implements op.AuthRequest.
func (r *authRequest) Done() bool { return r.subject != "" }

// GetResponseType implements op.AuthRequest.
func (r *authRequest) GetResponseType() oidc.ResponseType { return r.asked.ResponseType }

// GetResponseMode implements op.AuthRequest.
func (r *authRequest) GetResponseMode() oidc.ResponseMode { return r.asked.ResponseMode }

// GetCodeChallenge implements op.AuthRequest.
func (r *authRequest) GetCodeChallenge() *oidc.CodeChallenge {
	return &oidc.CodeChallenge{Challenge: r.asked.CodeChallenge, Method: r.asked.CodeChallengeMethod}
}

// client is the suite; it implements op.Client.
type client struct{ id, redirect, login, home string }

// GetID implements op.Client.
func (c client) GetID() string { return c.id }

// RedirectURIs implements op.Client.
func (c client) RedirectURIs() []string { return []string{c.redirect} }

// PostLogoutRedirectURIs implements op.Client.
func (c client) PostLogoutRedirectURIs() []string { return []string{c.home} }

// ApplicationType implements op.Client.
func (c client) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }

// AuthMethod implements op.Client.
func (c client) AuthMethod() oidc.AuthMethod { return oidc.AuthMethodNone }

// ResponseTypes implements op.Client.
func (c client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}

// GrantTypes implements op.Client.
func (c client) GrantTypes() []oidc.GrantType { return []oidc.GrantType{oidc.GrantTypeCode} }

// AccessTokenType implements op.Client.
func (c client) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeBearer }

// IDTokenLifetime implements op.Client.
func (c client) IDTokenLifetime() time.Duration { return 5 * time.Minute }

// DevMode lets the redirect URI be http, which a loopback address needs.
func (c client) DevMode() bool { return true }

// LoginURL implements op.Client.
func (c client) LoginURL(id string) string {
	return c.login + "?" + url.Values{"id": {id}}.Encode()
}

// IsScopeAllowed implements op.Client.
func (c client) IsScopeAllowed(string) bool { return false }

// IDTokenUserinfoClaimsAssertion implements op.Client.
func (c client) IDTokenUserinfoClaimsAssertion() bool { return false }

// ClockSkew implements op.Client.
func (c client) ClockSkew() time.Duration { return 0 }

// RestrictAdditionalIdTokenScopes implements op.Client.
func (c client) RestrictAdditionalIdTokenScopes() func([]string) []string { return none } //nolint:revive // the interface names it so

// RestrictAdditionalAccessTokenScopes implements op.Client.
func (c client) RestrictAdditionalAccessTokenScopes() func([]string) []string { return none }

func none([]string) []string { return nil }
