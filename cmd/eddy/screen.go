package main

import (
	"io"
	"sync"
)

// screen is the terminal of a desk, once there is one.
type screen struct {
	mu  sync.Mutex
	out io.Writer
}

// Write writes to the terminal, nowhere while there is none.
func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out == nil {
		return len(b), nil
	}
	return s.out.Write(b)
}

func (s *screen) show(out io.Writer) {
	s.mu.Lock()
	s.out = out
	s.mu.Unlock()
}

// isDark tells whether there is no terminal.
func (s *screen) isDark() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out == nil
}
