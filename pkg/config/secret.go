package config

import (
	"log/slog"
	"net/url"
)

// Secret is a value that cannot be printed by accident: every way of formatting it says [secret].
type Secret string

// String implements fmt.Stringer.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "[secret]"
}

// GoString implements fmt.GoStringer.
func (s Secret) GoString() string { return s.String() }

// MarshalText implements encoding.TextMarshaler.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Reveal returns the secret itself.
func (s Secret) Reveal() string { return string(s) }

// Address is a URL that may carry a password: it prints without one.
type Address string

// String implements fmt.Stringer.
func (a Address) String() string {
	u, err := url.Parse(string(a))
	if err != nil {
		return "[not a URL]"
	}
	if u.User == nil {
		return string(a)
	}
	return u.Redacted()
}

// GoString implements fmt.GoStringer.
func (a Address) GoString() string { return a.String() }

// MarshalText implements encoding.TextMarshaler.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// LogValue implements slog.LogValuer.
func (a Address) LogValue() slog.Value { return slog.StringValue(a.String()) }
