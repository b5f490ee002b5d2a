package notify

import (
	"context"
	"fmt"
	"io"
	"strings"
)

// Dialect is how a terminal is asked to show a notification.
type Dialect string

// The dialects: iTerm2's and others', urxvt's and others', kitty's.
const (
	NoDialect Dialect = ""
	OSC9      Dialect = "osc9"
	OSC777    Dialect = "osc777"
	OSC99     Dialect = "osc99"
)

// Detect guesses from the environment which notifications the terminal knows.
func Detect(getenv func(string) string) Dialect {
	program, term := strings.ToLower(getenv("TERM_PROGRAM")), strings.ToLower(getenv("TERM"))
	switch {
	case getenv("KITTY_WINDOW_ID") != "" || strings.Contains(term, "kitty"):
		return OSC99
	case program == "iterm.app" || program == "wezterm" || program == "ghostty" || getenv("WT_SESSION") != "" || strings.Contains(term, "ghostty"):
		return OSC9
	case strings.HasPrefix(term, "rxvt") || strings.HasPrefix(term, "foot") || getenv("VTE_VERSION") != "":
		return OSC777
	default:
		return NoDialect
	}
}

// Terminal rings the bell and writes the terminal's notification sequences.
type Terminal struct {
	Out     io.Writer
	Bell    bool
	Dialect Dialect
	Tmux    bool // inside tmux, which passes sequences through only when wrapped
}

// Name returns the channel's name.
func (t Terminal) Name() string { return "terminal" }

// Send writes the sequences in one piece, so that they do not fall between the
// parts of a frame.
func (t Terminal) Send(_ context.Context, m Message) error {
	s := t.sequence(m)
	if s == "" {
		return nil
	}
	if _, err := io.WriteString(t.Out, s); err != nil {
		return fmt.Errorf("write to the terminal: %w", err)
	}
	return nil
}

func (t Terminal) sequence(m Message) string {
	s := ""
	if t.Bell {
		s = "\a"
	}
	title, text := m.Words()
	text = strings.ReplaceAll(text, ";", ",") // parts of a sequence are told apart by it
	note := ""
	switch t.Dialect {
	case OSC9:
		note = "\x1b]9;" + title + " " + text + "\a"
	case OSC777:
		note = "\x1b]777;notify;" + title + ";" + text + "\a"
	case OSC99:
		note = "\x1b]99;i=eddy:d=0;" + title + "\x1b\\\x1b]99;i=eddy:p=body;" + text + "\x1b\\"
	case NoDialect:
	}
	if t.Tmux && note != "" {
		note = "\x1bPtmux;" + strings.ReplaceAll(note, "\x1b", "\x1b\x1b") + "\x1b\\"
	}
	return s + note
}
