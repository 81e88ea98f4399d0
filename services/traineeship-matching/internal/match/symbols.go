package match

import "sync"

// vocabulary tells apart equal strings that mean different things.
type vocabulary uint8

const (
	skillName vocabulary = iota
	occupationName
	languageName
	licenceName
)

// symbols numbers strings, so that comparing documents compares integers. Numbers are given in the order of asking,
// never change and never end.
type symbols struct {
	mu      sync.RWMutex
	numbers map[symbol]uint32
}

type symbol struct {
	vocabulary vocabulary
	text       string
}

func newSymbols() *symbols { return &symbols{numbers: map[symbol]uint32{}} }

// number returns the number of a string, giving it one if it has none.
func (s *symbols) number(v vocabulary, text string) uint32 {
	s.mu.RLock()
	n, ok := s.numbers[symbol{v, text}]
	s.mu.RUnlock()
	if ok {
		return n
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, ok = s.numbers[symbol{v, text}]; !ok {
		n = uint32(len(s.numbers))
		s.numbers[symbol{v, text}] = n
	}
	return n
}

func (s *symbols) count() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.numbers)
}
