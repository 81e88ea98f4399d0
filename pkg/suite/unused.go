package suite

import (
	"net"
	"net/http"
	"sync"
)

// unused knows the connections that were opened and never asked anything: clients keep some in reserve.
// http.Server.Shutdown waits five seconds for each, so a stop closes them first.
type unused struct {
	mu       sync.Mutex
	conns    map[net.Conn]struct{}
	stopping bool
}

func newUnused() *unused { return &unused{conns: map[net.Conn]struct{}{}} }

// observe is the server's ConnState.
func (u *unused) observe(c net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(u.conns, c)
	case u.stopping:
		_ = c.Close() // it carried nothing
	default:
		u.conns[c] = struct{}{}
	}
}

// close ends them, and those that still come.
func (u *unused) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.stopping = true
	for c := range u.conns {
		_ = c.Close() // it carried nothing
	}
}
