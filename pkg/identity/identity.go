package identity

// Identity is what a service needs to know who asks: sessions for pages, tokens for calls.
type Identity struct{}
