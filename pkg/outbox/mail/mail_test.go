package mail_test

import (
	"bufio"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/outbox/mail"
)

// server is a mail server that takes one mail; with refuse it takes no recipient.
func server(t *testing.T, refuse bool) (address string, mails chan string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	mails = make(chan string, 4)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			converse(conn, refuse, mails)
		}
	}()
	return l.Addr().String(), mails
}

func converse(conn net.Conn, refuse bool, mails chan<- string) {
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	say := func(s string) { _, _ = conn.Write([]byte(s + "\r\n")) }
	say("220 mail.example.org")
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		verb, _, _ := strings.Cut(strings.ToUpper(lines.Text()), " ")
		switch {
		case verb == "QUIT":
			say("221 bye")
			return
		case verb == "RCPT" && refuse:
			say("550 no such mailbox")
		case verb == "DATA":
			say("354 go on")
			var b strings.Builder
			for lines.Scan() && lines.Text() != "." {
				b.WriteString(lines.Text() + "\n")
			}
			mails <- b.String()
			say("250 taken")
		default:
			say("250 ok")
		}
	}
}

func carrier(t *testing.T, address string) *mail.Carrier {
	t.Helper()
	c, err := mail.New(mail.Options{URL: "smtp+plain://" + address, From: "celav@example.org", PublicURL: "https://celav.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func sample() outbox.Message {
	return outbox.Message{
		ID: "0190a0de-0000-7000-8000-00000000000a", Language: "ar", Channel: outbox.Email, Address: "awa@example.org",
		Subject: "موعد غدا", Body: "الساعة 10:00", URL: "/intake/appointments", NotBefore: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
	}
}

func TestAMailHasAStableID(t *testing.T) {
	address, mails := server(t, false)
	c := carrier(t, address)
	for range 2 {
		if err := c.Carry(t.Context(), sample()); err != nil {
			t.Fatal(err)
		}
		got := <-mails
		for _, want := range []string{"Message-ID: <0190a0de-0000-7000-8000-00000000000a@celav.example.org>", "Content-Language: ar", "Auto-Submitted: auto-generated"} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is missing in\n%s", want, got)
			}
		}
	}
}

func TestARefusedRecipientIsFinalAndSilenceIsNot(t *testing.T) {
	address, _ := server(t, true)
	err := carrier(t, address).Carry(t.Context(), sample())
	if err == nil || err.Error() != outbox.Refused("recipient").Error() {
		t.Errorf("a refused recipient: %v", err)
	}
	nobody, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address = nobody.Addr().String()
	_ = nobody.Close()
	err = carrier(t, address).Carry(t.Context(), sample())
	if err == nil || strings.Contains(err.Error(), "awa") || strings.HasPrefix(err.Error(), "refused") {
		t.Errorf("a silent server: %v", err)
	}
	bad := sample()
	bad.Address = "no address"
	if err := carrier(t, address).Carry(t.Context(), bad); err == nil || err.Error() != outbox.Refused("address").Error() {
		t.Errorf("a wrong address: %v", err)
	}
}

func TestFaultyServersAreNotRepeated(t *testing.T) {
	for _, url := range []string{"http://user:hunter2@example.org", "smtp://", "smtp://user:hunter2@example.org:x", "::"} {
		if err := mail.Check(url); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", url, err)
		}
	}
	if err := mail.Check("smtps://user:pass@mail.example.org"); err != nil {
		t.Error(err)
	}
}
