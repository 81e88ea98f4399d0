// Package mailtest is a mail server for tests.
package mailtest

import (
	"bufio"
	"net"
	"strings"
	"testing"
	"time"
)

// Server is a mail server on this machine that takes every mail, as it came, until mails is full; with refuse it takes no
// recipient.
func Server(t testing.TB, refuse bool) (address string, mails <-chan string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	taken := make(chan string, 64)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			converse(conn, refuse, taken)
		}
	}()
	return l.Addr().String(), taken
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
