package main

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"eddy/tui/tuitest"
)

// programVariable makes the test binary be the program instead of the tests.
const programVariable = "EDDY_TEST_PROGRAM"

// console is the whole program in a process of its own on a pseudo-terminal
// that answers no query, and what a person would see there.
type console struct {
	t      testing.TB
	cmd    *exec.Cmd
	master *os.File
	screen *tuitest.Terminal
	news   chan struct{} // full when the screen has changed since somebody looked
	gone   chan error    // how the program ended
}

// program is a command line of the test binary as the program, with a home of
// its own.
func program(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	home := t.TempDir()
	cmd := exec.Command(os.Args[0], append([]string{"--state", home}, args...)...)
	cmd.Env = append(os.Environ(), programVariable+"=1", "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home,
		"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "LC_ALL=", "NO_COLOR=")
	return cmd
}

// startConsole runs a command line on a terminal of w by h cells.
func startConsole(t testing.TB, w, h int, args ...string) *console {
	t.Helper()
	c := &console{t: t, cmd: program(t, args...), screen: tuitest.NewTerminal(w, h), news: make(chan struct{}, 1), gone: make(chan error, 1)}
	master, err := pty.StartWithSize(c.cmd, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)})
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	c.master = master
	read := make(chan struct{})
	go func() {
		defer close(read)
		c.read()
	}()
	go func() { c.gone <- c.cmd.Wait() }()
	t.Cleanup(func() {
		_ = c.cmd.Process.Kill() // already gone after a good run
		_ = master.Close()       // the reader ends with it
		<-read
	})
	return c
}

func (c *console) read() {
	buf := make([]byte, 64<<10)
	for {
		n, err := c.master.Read(buf)
		if n > 0 {
			_, _ = c.screen.Write(buf[:n]) // never fails
			select {
			case c.news <- struct{}{}:
			default:
			}
		}
		if err != nil {
			return // the program closed its end
		}
	}
}

// patience only guards against a hang: a slow machine may take long.
const patience = 3 * time.Minute

// await waits until the screen satisfies what is wanted of it.
func (c *console) await(what string, wanted func(screen string) bool) {
	c.t.Helper()
	c.awaitFor(patience, what, wanted)
}

// awaitFor waits at most so long.
func (c *console) awaitFor(limit time.Duration, what string, wanted func(screen string) bool) {
	c.t.Helper()
	timeout := time.After(limit)
	for !wanted(c.screen.Text()) {
		select {
		case <-c.news:
		case err := <-c.gone:
			c.t.Fatalf("waiting for %s: the program ended with %v\n%s", what, err, c.screen.Text())
		case <-timeout:
			c.t.Fatalf("no %s within %v:\n%s", what, limit, c.screen.Text())
		}
	}
}

// see waits until the screen holds every text.
func (c *console) see(texts ...string) {
	c.t.Helper()
	c.await(strings.Join(texts, ", "), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// press types keys.
func (c *console) press(keys string) {
	c.t.Helper()
	if _, err := c.master.WriteString(keys); err != nil {
		c.t.Fatalf("typing %q: %v", keys, err)
	}
}

// resize gives the terminal another size.
func (c *console) resize(w, h int) {
	c.t.Helper()
	c.screen.Resize(w, h)
	if err := pty.Setsize(c.master, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)}); err != nil {
		c.t.Fatalf("resize: %v", err)
	}
}

// ended waits for the program to end and returns its exit code.
func (c *console) ended() int {
	c.t.Helper()
	select {
	case err := <-c.gone:
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			c.t.Fatalf("the program ended with %v", err)
		}
		return c.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		c.t.Fatalf("the program did not end within %v", patience)
		return -1
	}
}
