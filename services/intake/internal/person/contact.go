package person

import (
	"strings"
	"unicode/utf8"

	"github.com/celav/celav/pkg/fault"
)

// Channel is a way to reach somebody.
type Channel string

// The channels. Other is for a reception centre's desk, a relative, a social worker.
const (
	Phone Channel = "phone"
	Email Channel = "email"
	Other Channel = "other"
)

// Channels lists the channels in the order in which they are offered.
func Channels() []Channel { return []Channel{Phone, Email, Other} }

// Contact is one way to reach the person. Its value is personal: it is stored sealed.
type Contact struct {
	Channel Channel
	Value   string
}

func (c Contact) clean(bad *fault.Violations) Contact {
	c.Value = squeeze(c.Value)
	switch c.Channel {
	case Phone, Email, Other:
	case "":
		bad.Add("/contact/channel", "required", "Say how the person can be reached.")
		return c
	default:
		bad.Add("/contact/channel", "unknown", "This way to reach somebody is not in the list.")
		return c
	}
	if c.Value == "" {
		bad.Add("/contact/value", "required", "A way to reach the person is needed.")
		return c
	}
	if utf8.RuneCountInString(c.Value) > MaxContact {
		bad.Add("/contact/value", "too-long", "A contact has at most %d characters.", MaxContact)
		return c
	}
	switch c.Channel {
	case Phone:
		if n := len(digits(c.Value)); n < 6 || n > 15 {
			bad.Add("/contact/value", "format", "A phone number has 6 to 15 digits.")
		}
	case Email:
		if !looksLikeMail(c.Value) {
			bad.Add("/contact/value", "email", "An e-mail address looks like name@example.org.")
		}
	}
	return c
}

// Key makes two spellings of the same contact equal: "+39 333 12 34 567" and "3331234567". It is empty for
// a contact that says nothing about who it is.
func (c Contact) Key() string {
	switch c.Channel {
	case Phone:
		d := digits(c.Value)
		d = strings.TrimPrefix(d, "00")
		if len(d) > 10 {
			d = strings.TrimPrefix(d, "39")
		}
		return string(Phone) + ":" + d
	case Email:
		return string(Email) + ":" + strings.ToLower(c.Value)
	default:
		return ""
	}
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case r >= '٠' && r <= '٩': // as typed on an Arabic keyboard
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹': // as typed on a Persian keyboard
			return r - '۰' + '0'
		default:
			return -1
		}
	}, s)
}

func looksLikeMail(s string) bool {
	at := strings.IndexByte(s, '@')
	if at <= 0 || at != strings.LastIndexByte(s, '@') || strings.ContainsAny(s, " ,;<>") {
		return false
	}
	domain := s[at+1:]
	dot := strings.LastIndexByte(domain, '.')
	return dot > 0 && dot < len(domain)-1
}
