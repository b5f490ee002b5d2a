package main

import (
	"context"
	"io"
	"time"
)

// lastWord is how long a write may still take when the program is to end.
const lastWord = 200 * time.Millisecond

// promptWriter writes to what nobody may read, such as a pipe whose reader has
// stopped: when ctx ends, the write under way is given up with its error. What
// was given up may still be written later, so nothing may be written after it.
type promptWriter struct {
	ctx context.Context
	to  io.Writer
}

func (w promptWriter) Write(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	go func() {
		n, err := w.to.Write(p)
		done <- result{n, err}
	}()
	over := make(chan struct{})
	defer context.AfterFunc(w.ctx, func() { time.AfterFunc(lastWord, func() { close(over) }) })()
	select {
	case r := <-done:
		return r.n, r.err
	case <-over:
		return 0, w.ctx.Err()
	}
}
