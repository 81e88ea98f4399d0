// Package mail carries messages by e-mail over SMTP.
package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"

	gomail "github.com/wneessen/go-mail"

	"github.com/celav/celav/pkg/outbox"
)

// Options say through which server and as whom mail leaves.
type Options struct {
	// URL is smtp://user:password@host:587 (STARTTLS required), smtps://… (TLS from the start) or
	// smtp+plain://… (not encrypted, for a server on this machine).
	URL string
	// From is the address that people answer to.
	From string
	// PublicURL is the origin that a message's path is read on.
	PublicURL string
}

// Carrier sends each message over a connection of its own.
type Carrier struct {
	options []gomail.Option
	host    string
	from    string
	domain  string
	public  string
}

// Check says what is wrong with a server's URL, without repeating it.
func Check(rawURL string) error {
	_, _, err := read(rawURL)
	return err
}

// New makes a carrier. Nothing is connected yet.
func New(o Options) (*Carrier, error) {
	host, options, err := read(o.URL)
	if err != nil {
		return nil, err
	}
	probe := gomail.NewMsg()
	if err := probe.From(o.From); err != nil {
		return nil, errors.New("the sender is no e-mail address")
	}
	public, err := url.Parse(o.PublicURL)
	if err != nil || public.Hostname() == "" {
		return nil, errors.New("the public address is no URL")
	}
	return &Carrier{options: options, host: host, from: o.From, domain: public.Hostname(), public: o.PublicURL}, nil
}

func read(rawURL string) (string, []gomail.Option, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Hostname() == "" { // url.Error repeats the URL, which may hold a password
		return "", nil, errors.New("not a URL with a host")
	}
	port := 587
	var options []gomail.Option
	switch u.Scheme {
	case "smtp":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "smtps":
		port = 465
		options = append(options, gomail.WithSSL())
	case "smtp+plain":
		port = 25
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return "", nil, fmt.Errorf("scheme %q is none of smtp, smtps, smtp+plain", u.Scheme)
	}
	if text := u.Port(); text != "" {
		if port, err = strconv.Atoi(text); err != nil || port > 65535 {
			return "", nil, errors.New("not a port")
		}
	}
	options = append(options, gomail.WithPort(port))
	if u.User != nil {
		password, _ := u.User.Password()
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	return u.Hostname(), options, nil
}

// Carry implements outbox.Carrier. The Message-ID follows from the message's id, so that a mail which is sent twice
// after a broken connection is shown once.
func (c *Carrier) Carry(ctx context.Context, m outbox.Message) error {
	mail := gomail.NewMsg()
	if err := mail.To(m.Address); err != nil {
		return outbox.Refused("address")
	}
	if err := mail.From(c.from); err != nil {
		return fmt.Errorf("write the sender: %w", err)
	}
	mail.SetMessageIDWithValue(m.ID + "@" + c.domain)
	mail.SetGenHeader(gomail.HeaderContentLang, m.Language)
	mail.SetGenHeader("Auto-Submitted", "auto-generated")
	mail.SetDateWithValue(m.NotBefore)
	mail.Subject(m.Subject)
	body := m.Body
	if m.URL != "" {
		body += "\n\n" + c.public + m.URL
	}
	mail.SetBodyString(gomail.TypeTextPlain, body+"\n")
	client, err := gomail.NewClient(c.host, c.options...)
	if err != nil {
		return fmt.Errorf("prepare to send: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, mail); err != nil {
		return meaning(err)
	}
	return nil
}

// meaning tells a final refusal of the recipient from what may pass. The server's text may quote the address, so
// it goes no further.
func meaning(err error) error {
	var sending *gomail.SendError
	if errors.As(err, &sending) && !sending.IsTemp() && sending.Reason == gomail.ErrSMTPRcptTo {
		return outbox.Refused("recipient")
	}
	var network net.Error
	if errors.As(err, &network) {
		return errors.New("the mail server does not answer")
	}
	return errors.New("the mail server did not take it")
}
