package outbox_test

import (
	"strings"
	"testing"

	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
)

// A key that a message carries reaches its reader alone: it is sealed while it waits, and gone afterwards, whatever came of
// the message.
func TestASecretIsGoneWhenTheMessageIs(t *testing.T) {
	const key = "/intake/link/a-key-that-opens-something"
	for name, c := range map[string]struct {
		channel outbox.Channel
		fail    error
		carried int
	}{
		"sent":    {outbox.Email, nil, 1},
		"refused": {outbox.Email, outbox.Refused("no such address"), 1},
		"held":    {outbox.Letter, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
				b := open(t, db)
				b.mail.fail = c.fail
				m := message("m1")
				m.Channel, m.URL, m.Secret, m.Urgent = c.channel, "", key, true
				b.put(m)
				kept := func() (secret string) {
					if err := db.NewRaw("SELECT secret FROM outbox_message WHERE id = 'm1'").Scan(t.Context(), &secret); err != nil {
						t.Fatal(err)
					}
					return secret
				}
				if s := kept(); s == "" || strings.Contains(s, key) {
					t.Errorf("waiting: %q", s)
				}
				b.deliver()
				if len(b.mail.carried) != c.carried || c.carried == 1 && b.mail.carried[0].URL != key {
					t.Errorf("carried: %+v", b.mail.carried)
				}
				if s, m := kept(), b.state("m1"); s != "" || m.Secret != "" || m.URL != "" || strings.Contains(m.Body+m.Problem, key) {
					t.Errorf("afterwards %q stays, %+v", s, m)
				}
			})
		})
	}
}
