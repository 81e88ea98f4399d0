package suite

import (
	"context"
	"fmt"
	"net"
	"sync"
)

// memory is a listener whose connections never leave the process: calls between services in one process take
// the same path as over the network, without a port.
type memory struct {
	name  string
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newMemory(name string) *memory {
	return &memory{name: name, conns: make(chan net.Conn), done: make(chan struct{})}
}

// Accept implements net.Listener.
func (m *memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (m *memory) Close() error {
	m.once.Do(func() { close(m.done) })
	return nil
}

// Addr implements net.Listener.
func (m *memory) Addr() net.Addr { return memoryAddr(m.name) }

// dial connects to the listener.
func (m *memory) dial(ctx context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case m.conns <- far:
		return near, nil
	case <-m.done:
		return nil, fmt.Errorf("reach %s: %w", m.name, net.ErrClosed)
	case <-ctx.Done():
		return nil, fmt.Errorf("reach %s: %w", m.name, ctx.Err())
	}
}

type memoryAddr string

// Network implements net.Addr.
func (memoryAddr) Network() string { return "memory" }

// String implements net.Addr.
func (a memoryAddr) String() string { return string(a) }
