package tui

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"eddy/tui/tuitest"
)

// frameOf writes a frame as Bubble Tea does: lines equal to those before are
// left out.
func frameOf(was, is []string) string {
	var b strings.Builder
	b.WriteString("\x1b[H")
	for y, line := range is {
		if y < len(was) && was[y] == line {
			line = ""
		}
		switch {
		case y == len(is)-1:
			b.WriteString(line)
		case line == "":
			b.WriteString("\n")
		default:
			b.WriteString(line + "\r\n")
		}
	}
	fmt.Fprintf(&b, "\x1b[%d;H", len(is))
	return b.String()
}

// The screen shows the same with the thinner as without, also after writes that
// are no frames, and takes a fraction of the bytes.
func TestThinner(t *testing.T) {
	app := newApp(t, tuitest.Coloured(t), 120, 36)
	with, without := tuitest.NewTerminal(120, 36), tuitest.NewTerminal(120, 36)
	out := &thinner{to: with}
	var was []string
	for i := range 6 {
		app.onSnapshot(tuitest.Moved(i))
		is := strings.Split(app.View(), "\n")
		text := frameOf(was, is)
		if i == 3 { // somebody clears the screen, and Bubble Tea paints it anew
			text = "\x1b[2J" + text
			was = nil
		}
		if i == 4 {
			text = "\x1b[?1002l" + "" // the mouse is let go
			is = was
		}
		for _, w := range []interface{ Write([]byte) (int, error) }{out, without} {
			if n, err := w.Write([]byte(text)); n != len(text) || err != nil {
				t.Fatalf("wrote %d of %d bytes: %v", n, len(text), err)
			}
		}
		if with.Text() != without.Text() {
			t.Fatalf("frame %d shows\n%s\nwant\n%s", i, with.Text(), without.Text())
		}
		was = is
	}
}

// What is not a frame passes as it is.
func TestThinnerPasses(t *testing.T) {
	for _, text := range []string{
		"", "\x1b[?1049h\x1b[2J\x1b[H", "\x1b[?25l", "\x1b[Hab\x1b[K\n\x1b[2;H", "\x1b[Hab\ncd", "\a", "\x1b[2J\x1b[Hab\r\ncd\x1b[2;H",
	} {
		var got bytes.Buffer
		out := &thinner{to: &got}
		if n, err := out.Write([]byte(text)); n != len(text) || err != nil || got.String() != text {
			t.Errorf("%q became %q, %d, %v", text, got.String(), n, err)
		}
	}
}

func TestThinnerWritesLittle(t *testing.T) {
	var got bytes.Buffer
	out := &thinner{to: &got}
	for _, frame := range []string{"\x1b[Haged 1s, and more\r\nstands\x1b[2;H", "\x1b[Haged 2s, and more\r\n\x1b[2;H"} {
		got.Reset()
		_, _ = out.Write([]byte(frame)) // into a buffer
	}
	if want := "\x1b[1;6H2\x1b[2;H"; got.String() != want {
		t.Errorf("got %q, want %q", got.String(), want)
	}
}
