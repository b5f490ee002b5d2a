//go:build unix

package tui_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
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
	term.checkGivenBack()
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

// checkGivenBack checks that the desk left the screen, the cursor, the mouse and
// pasting as terminals have them before the shell took over.
func (term *terminal) checkGivenBack() {
	term.t.Helper()
	left, _, _ := strings.Cut(term.seen.String(), "<the shell is back>")
	for _, sequence := range []string{"\x1b[?1049l", "\x1b[?25h", "\x1b[?1002l", "\x1b[?2004l"} {
		if !strings.Contains(left, sequence) {
			term.t.Errorf("%q is not written before the shell is back", sequence)
		}
	}
}

// stopped is a shell that says which process the desk is and, once it was stopped,
// sets its terminal as a shell with a prompt does.
const stopped = `set -m; sh -c 'echo "<desk $$>"; exec "$0"' "$0"; stty sane; echo "<the shell is back>"; read line; fg; echo "<the desk has ended>"`

// A desk that somebody else asks to stop gives the terminal back first. SIGSTOP it
// does not hear; either way it takes the terminal again when it goes on.
func TestAStopFromOutside(t *testing.T) {
	if err := exec.Command("sh", "-c", "set -m; stty --version").Run(); err != nil {
		t.Skip("no shell with job control, or no stty:", err)
	}
	for name, stop := range map[string]syscall.Signal{"SIGTSTP": syscall.SIGTSTP, "SIGSTOP": syscall.SIGSTOP} {
		t.Run(name, func(t *testing.T) {
			term := openIn(t, exec.Command("sh", "-c", stopped, os.Args[0]))
			term.await("EXPANSION", stall)
			var desk int
			_, after, _ := strings.Cut(term.seen.String(), "<desk ")
			if _, err := fmt.Sscanf(after, "%d>", &desk); err != nil {
				t.Fatal("which process the desk is:", err)
			}
			if err := syscall.Kill(desk, stop); err != nil {
				t.Fatal(err)
			}
			term.await("<the shell is back>", stall)
			if stop == syscall.SIGTSTP {
				term.checkGivenBack()
			}
			term.seen.Reset()
			typing := func(keys string) {
				t.Helper()
				if _, err := term.master.WriteString(keys); err != nil {
					t.Fatalf("typing %q: %v", keys, err)
				}
			}
			typing("\n")
			for _, text := range []string{"\x1b[?1049h", "\x1b[?1002h", "EXPANSION"} {
				term.await(text, stall)
			}
			typing("?")
			term.await("shorter or longer tails", stall)
			typing("q")
			term.await("<the desk has ended>", stall)
			term.exit(stall)
		})
	}
}

// Where nobody could wake it, the desk stays and says so, whoever asks.
func TestAStopWithoutAShell(t *testing.T) {
	for name, ask := range map[string]func(*terminal) error{
		"ctrl+z":  func(term *terminal) error { _, err := term.master.WriteString("\x1a"); return err },
		"SIGTSTP": func(term *terminal) error { return term.cmd.Process.Signal(syscall.SIGTSTP) },
	} {
		t.Run(name, func(t *testing.T) {
			term := open(t)
			term.await("EXPANSION", stall)
			if err := ask(term); err != nil {
				t.Fatal(err)
			}
			term.await("no shell waits behind the desk", stall)
			if _, err := term.master.WriteString("q"); err != nil {
				t.Fatal(err)
			}
			term.exit(stall)
		})
	}
}
