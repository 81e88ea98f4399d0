package ui

import "context"

// WithSecond returns the context for a page that shows its questions in two languages side by side: the page's own,
// which the counsellor reads, and another, which the person reads. The page's own language, or one that the suite does
// not have, means none.
func WithSecond(ctx context.Context, tag string) context.Context {
	s := *from(ctx)
	s.second = ""
	if known(tag) && tag != s.request.Lang {
		s.second = tag
	}
	return context.WithValue(ctx, contextKey{}, &s)
}

// SecondLang is the language beside the page's, "" for none.
func SecondLang(ctx context.Context) string { return from(ctx).second }

// Second is like T in the second language, "" when there is none: for the field Beside of inputs and options.
func Second(ctx context.Context, id string, args ...any) string {
	tag := SecondLang(ctx)
	if tag == "" {
		return ""
	}
	return T(InLanguage(ctx, tag), id, args...)
}

// optionText is an option of a list, which takes no markup: both languages, each with its own direction.
func (o Option) optionText() string {
	if o.Beside == "" {
		return o.Label
	}
	return "\u2068" + o.Label + "\u2069 · \u2068" + o.Beside + "\u2069"
}
