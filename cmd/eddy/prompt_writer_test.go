package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestPromptWriterWrites(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var text strings.Builder
	w := promptWriter{ctx, &text}
	if n, err := io.WriteString(w, "one "); n != 4 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	cancel()
	if _, err := io.WriteString(w, "two"); err != nil || text.String() != "one two" {
		t.Errorf("the last word: %q, %v", text.String(), err)
	}
}

// A pipe nobody reads does not keep the program from ending.
func TestPromptWriterGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		r, pipe := io.Pipe()
		defer r.Close() // lets the write go
		start := time.Now()
		if _, err := io.WriteString(promptWriter{ctx, pipe}, "x"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if took := time.Since(start); took != time.Minute+lastWord {
			t.Errorf("took %s", took)
		}
	})
}
