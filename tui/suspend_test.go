//go:build unix

package tui_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// job is a shell that starts the desk, says when it is back, and goes on with it
// after a line.
const job = `set -m; "$0"; echo "<the shell is back>"; read line; fg; echo "<the desk has ended>"`

// Ctrl+z gives the terminal back to the shell as it was; fg brings the desk, its
// screen, its mouse and its keys.
func TestCtrlZAndForeground(t *testing.T) {
	if err := exec.Command("sh", "-c", "set -m").Run(); err != nil {
		t.Skip("no shell with job control:", err)
	}
	term := openIn(t, exec.Command("sh", "-c", job, os.Args[0]))
	term.await("EXPANSION", stall)
	typing := func(keys string) {
		t.Helper()
		term.seen.Reset()
		if _, err := term.master.WriteString(keys); err != nil {
			t.Fatalf("typing %q: %v", keys, err)
		}
	}
	typing("\x1a")
	term.await("<the shell is back>", stall)
	left, _, _ := strings.Cut(term.seen.String(), "<the shell is back>")
	for _, sequence := range []string{"\x1b[?1049l", "\x1b[?25h", "\x1b[?1002l", "\x1b[?2004l"} {
		if !strings.Contains(left, sequence) {
			t.Errorf("%q is not written before the shell is back", sequence)
		}
	}
	typing("\r")
	term.await("\x1b[?1002h", stall) // the mouse comes last
	for _, text := range []string{"\x1b[?1049h", "\x1b[?25l", "EXPANSION"} {
		term.await(text, stall)
	}
	typing("?")
	term.await("shorter or longer tails", stall)
	typing("q")
	term.await("<the desk has ended>", stall)
	term.exit(stall)
}

// Where nobody could wake it, the desk stays and says so.
func TestCtrlZWithoutAShell(t *testing.T) {
	term := open(t)
	term.await("EXPANSION", stall)
	if _, err := term.master.WriteString("\x1a"); err != nil {
		t.Fatal(err)
	}
	term.await("no shell waits behind the desk", stall)
	if _, err := term.master.WriteString("q"); err != nil {
		t.Fatal(err)
	}
	term.exit(stall)
}
