package projection

import (
	"context"
	"sync"
	"time"
)

// signal wakes everybody who waits for news.
type signal struct {
	mu sync.Mutex
	c  chan struct{}
}

func newSignal() *signal { return &signal{c: make(chan struct{})} }

// fire wakes all who wait now.
func (s *signal) fire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.c)
	s.c = make(chan struct{})
}

// next is closed by the next fire.
func (s *signal) next() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.c
}

// wait returns when news come, when the time is up or when ctx ends. Take news from next before looking for work.
func wait(ctx context.Context, news <-chan struct{}, limit time.Duration) {
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case <-news:
	case <-t.C:
	case <-ctx.Done():
	}
}

// pause is how long to wait after so many failures in a row.
func pause(failures int) time.Duration {
	return min(200*time.Millisecond<<min(failures, 10), 15*time.Second)
}
