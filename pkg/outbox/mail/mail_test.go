package mail_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/outbox/mail"
	"github.com/celav/celav/pkg/outbox/mail/mailtest"
)

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
	address, mails := mailtest.Server(t, false)
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
	address, _ := mailtest.Server(t, true)
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
