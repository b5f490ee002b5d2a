package tui_test

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"go.uber.org/goleak"

	"eddy/model"
	"eddy/tui"
	"eddy/tui/tuitest"
)

// childVariable makes the test binary be the desk instead of the tests.
const childVariable = "EDDY_TEST_DESK"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		if err := tui.Run(context.Background(), tui.Options{Source: &still{snap: tuitest.Full()}}); err != nil {
			os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// still is a source with one snapshot, or only an error.
type still struct {
	snap *model.Snapshot
	err  error
	sent bool
}

func (s *still) Next(ctx context.Context) (*model.Snapshot, error) {
	if s.snap != nil && !s.sent {
		s.sent = true
		return s.snap, nil
	}
	if s.err != nil {
		return nil, s.err
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

// terminal is a desk in a process of its own on a pseudo-terminal that answers
// no query.
type terminal struct {
	t      *testing.T
	master *os.File
	cmd    *exec.Cmd
	seen   strings.Builder
	chunks chan string
}

func open(t *testing.T) *terminal {
	t.Helper()
	return openIn(t, exec.Command(os.Args[0]))
}

// openIn opens a command that becomes the desk.
func openIn(t *testing.T, cmd *exec.Cmd) *terminal {
	t.Helper()
	cmd.Env = append(os.Environ(), childVariable+"=1", "TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "LC_ALL=", "NO_COLOR=")
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 36, Cols: 120})
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	term := &terminal{t: t, master: master, cmd: cmd, chunks: make(chan string, 1024)}
	go func() {
		defer close(term.chunks)
		buf := make([]byte, 64<<10)
		for {
			n, err := master.Read(buf)
			if n > 0 {
				term.chunks <- string(buf[:n])
			}
			if err != nil {
				return // the desk closed its end
			}
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // already gone after a good run
		_ = master.Close()     // the reader ends with it
		for range term.chunks {
		}
	})
	return term
}

// await reads until text appears; limit only guards against a hang.
func (term *terminal) await(text string, limit time.Duration) {
	term.t.Helper()
	timeout := time.After(limit)
	for !strings.Contains(term.seen.String(), text) {
		select {
		case chunk, ok := <-term.chunks:
			if !ok {
				term.t.Fatalf("the desk ended before showing %q", text)
			}
			term.seen.WriteString(chunk)
		case <-timeout:
			term.t.Fatalf("no %q within %v", text, limit)
		}
	}
}

// exit waits for the desk to end.
func (term *terminal) exit(limit time.Duration) {
	term.t.Helper()
	done := make(chan error, 1)
	go func() { done <- term.cmd.Wait() }()
	timeout := time.After(limit)
	chunks := term.chunks
	for {
		select {
		case chunk, ok := <-chunks:
			if !ok {
				chunks = nil
			}
			term.seen.WriteString(chunk)
		case err := <-done:
			if err != nil {
				term.t.Fatalf("the desk ended with %v", err)
			}
			return
		case <-timeout:
			term.t.Fatalf("the desk did not end within %v", limit)
		}
	}
}

// Bubble Tea v1 would wait five seconds for an answer before the first frame;
// three is far from both that and the tenth of a second a frame takes.
const stall = 3 * time.Second

func TestFirstFrameOnTerminalThatAnswersNothing(t *testing.T) {
	term := open(t)
	term.await("EXPANSION", stall)
	if strings.Contains(term.seen.String(), "\x1b]11;?") {
		t.Error("the terminal was asked for its background")
	}
	if _, err := term.master.WriteString("q"); err != nil {
		t.Fatalf("typing q: %v", err)
	}
	term.exit(stall)
	for _, sequence := range []string{"\x1b[?1049h", "\x1b[?1049l", "\x1b[?25h"} {
		if !strings.Contains(term.seen.String(), sequence) {
			t.Errorf("%q never written: the terminal is not given back", sequence)
		}
	}
}

func TestKeysOnATerminal(t *testing.T) {
	term := open(t)
	term.await("EXPANSION", stall)
	// Each text is covered, or not there, in the frame before: the rest of a frame
	// still under way must not be taken for the next.
	for _, step := range []struct{ keys, shows string }{
		{"?", "shorter or longer tails"},
		{"\x1b", "coverage 98 %"},
		{"\t\tz", "how every phase scores"},
		{"p", "PAUSED"},
	} {
		term.seen.Reset()
		if _, err := term.master.WriteString(step.keys); err != nil {
			t.Fatalf("typing %q: %v", step.keys, err)
		}
		term.await(step.shows, stall)
	}
	if _, err := term.master.WriteString("\x03"); err != nil {
		t.Fatalf("typing ctrl+c: %v", err)
	}
	term.exit(stall)
}

func TestResizeOnATerminal(t *testing.T) {
	term := open(t)
	term.await("EXPANSION", stall)
	for _, step := range []struct {
		w, h  uint16
		shows string
	}{
		{20, 6, "cells"}, {1, 1, ""}, {200, 60, "what would flip it"}, {80, 24, "Why EXPANSION"},
	} {
		term.seen.Reset()
		if err := pty.Setsize(term.master, &pty.Winsize{Rows: step.h, Cols: step.w}); err != nil {
			t.Fatalf("resize: %v", err)
		}
		term.await(step.shows, stall)
	}
	if _, err := term.master.WriteString("q"); err != nil {
		t.Fatalf("typing q: %v", err)
	}
	term.exit(stall)
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	in, typing := io.Pipe()
	defer typing.Close()
	ended := make(chan error, 1)
	go func() {
		ended <- tui.Run(ctx, tui.Options{Source: &still{snap: tuitest.Full()}, Input: in, Output: io.Discard, NoColor: true})
	}()
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Run = %v, want nil", err)
	}
}

func TestRunQuitsByKey(t *testing.T) {
	err := tui.Run(context.Background(), tui.Options{
		Source: &still{err: errors.New("engine gone")},
		Input:  strings.NewReader("q"), Output: io.Discard, Theme: "light",
	})
	if err != nil {
		t.Errorf("Run = %v, want nil", err)
	}
}

// broken is a source at fault.
type broken struct{}

func (broken) Next(context.Context) (*model.Snapshot, error) { panic("a mistake") }

// A fault outside the panes ends the desk, and the user is told what to do with it.
func TestRunTellsOfAFault(t *testing.T) {
	in, typing := io.Pipe()
	defer typing.Close()
	err := tui.Run(context.Background(), tui.Options{Source: broken{}, Input: in, Output: io.Discard})
	if err == nil || !strings.Contains(err.Error(), "belongs in a report") {
		t.Errorf("Run = %v", err)
	}
}

func TestRunRefusesUnknownTheme(t *testing.T) {
	err := tui.Run(context.Background(), tui.Options{Source: &still{}, Theme: "solarised", Output: io.Discard})
	if err == nil || !strings.Contains(err.Error(), "auto, dark, light") {
		t.Errorf("Run = %v, want an error that names the themes", err)
	}
}
