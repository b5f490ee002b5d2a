package tuitest_test

import (
	"testing"

	"eddy/tui/tuitest"
)

func TestTerminalShowsWhatAPersonSees(t *testing.T) {
	for _, tt := range []struct{ name, written, want string }{
		{"text and lines", "ab\r\ncd", "ab\ncd\n"},
		{"a line feed keeps the column", "ab\nc", "ab\n  c\n"},
		{"colours are passed over", "\x1b[0;38;2;1;2;3mab\x1b[0m", "ab\n\n"},
		{"a title is passed over", "\x1b]0;eddy\aab", "ab\n\n"},
		{"cursor home and over", "abc\x1b[Hx", "xbc\n\n"},
		{"to a place", "\x1b[2;3Hx", "\n  x\n"},
		{"up a line", "ab\r\ncd\x1b[1A\rx", "xb\ncd\n"},
		{"the rest of a line erased", "abcd\x1b[3G\x1b[K", "ab\n\n"},
		{"everything below erased", "ab\r\ncd\r\nef\x1b[2;2H\x1b[J", "ab\nc\n"},
		{"all erased", "ab\x1b[2J", "\n\n"},
		{"the last line scrolls", "a\r\nb\r\nc\r\nd", "b\nc\nd"},
		{"a wide character takes two cells", "界x", "界x\n\n"},
		{"beyond the edge is lost", "abcdefgh", "abcdef\n\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			whole, split := tuitest.NewTerminal(6, 3), tuitest.NewTerminal(6, 3)
			_, _ = whole.Write([]byte(tt.written)) // never fails
			for i := range len(tt.written) {
				_, _ = split.Write([]byte{tt.written[i]}) // never fails
			}
			if got := whole.Text(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := split.Text(); got != tt.want {
				t.Errorf("byte by byte %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTerminalGivenBack(t *testing.T) {
	term := tuitest.NewTerminal(6, 3)
	for _, step := range []struct {
		written string
		want    bool
	}{{"\x1b[?1049h\x1b[?25l\x1b[?1002h", false}, {"\x1b[?1002l\x1b[?25h", false}, {"\x1b[?1049l", true}} {
		_, _ = term.Write([]byte(step.written)) // never fails
		if got := term.GivenBack(); got != step.want {
			t.Errorf("after %q: %v", step.written, got)
		}
	}
}
