package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"
)

func TestExitCode(t *testing.T) {
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	for _, tc := range []struct {
		name string
		ctx  context.Context
		err  error
		want int
	}{
		{"done", t.Context(), nil, exitDone},
		{"the desk was interrupted", gone, nil, exitInterrupted},
		{"the work was interrupted", gone, fmt.Errorf("watch: %w", context.Canceled), exitInterrupted},
		{"a mistake while interrupted", gone, badUsage(errors.New("x")), exitUsage},
		{"the reader left", gone, fmt.Errorf("write: %w", syscall.EPIPE), exitDone},
		{"a mistake", t.Context(), badUsage(errors.New("x")), exitUsage},
		{"a file that is not there", t.Context(), badFile(fs.ErrNotExist), exitUnreachable},
		{"a file that makes no sense", t.Context(), badFile(errors.New("x")), exitUsage},
		{"nobody home", t.Context(), unreachable(errors.New("x")), exitUnreachable},
		{"anything else", t.Context(), errors.New("x"), exitFoundWrong},
	} {
		if got := exitCode(tc.ctx, tc.err); got != tc.want {
			t.Errorf("%s: got %d, want %d", tc.name, got, tc.want)
		}
	}
}
