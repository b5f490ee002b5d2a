package tui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/term"

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

// The screen shows the same with the thinner as without, also when the desk's own
// frames come first, and after writes that are no frames.
func TestThinner(t *testing.T) {
	for _, early := range []bool{false, true} {
		t.Run(fmt.Sprintf("early %v", early), func(t *testing.T) {
			app := newApp(t, tuitest.Coloured(t), 120, 36)
			with, without := tuitest.NewTerminal(120, 36), tuitest.NewTerminal(120, 36)
			out := &thinner{to: with}
			both := func(text string) {
				for _, w := range []io.Writer{out, without} {
					if n, err := w.Write([]byte(text)); n != len(text) || err != nil {
						t.Fatalf("wrote %d of %d bytes: %v", n, len(text), err)
					}
				}
			}
			both(takeScreen)
			var was []string
			for i := range 6 {
				app.onSnapshot(tuitest.Moved(i))
				is := strings.Split(app.View(), "\n")
				switch i {
				case 3: // the screen is cleared, and Bubble Tea paints it anew
					both("\x1b[2J")
					was = nil
				case 4:
					both("\x1b[?1002l")
				}
				if early {
					out.paint(app.View())
				}
				both(frameOf(was, is))
				if with.Text() != without.Text() {
					t.Fatalf("frame %d shows\n%s\nwant\n%s", i, with.Text(), without.Text())
				}
				was = is
			}
			if !early && with.Written() >= without.Written() {
				t.Errorf("%d bytes, %d without", with.Written(), without.Written())
			}
		})
	}
}

// Everything Bubble Tea writes goes through Write, and it takes the thinner for
// the terminal.
func TestThinnerIsATerminal(t *testing.T) {
	var out any = newThinner(os.Stdout)
	if _, ok := out.(io.StringWriter); ok {
		t.Error("strings pass by Write")
	}
	if _, ok := out.(term.File); !ok {
		t.Error("Bubble Tea finds no terminal")
	}
	if newThinner(io.Discard) != nil {
		t.Error("what is no file is taken for a terminal")
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
	for _, step := range []struct{ frame, want string }{
		{"\x1b[Haged 1s, and more\r\nstands\x1b[2;H", "\x1b[1;1Haged 1s, and more\x1b[2;1Hstands\x1b[2;H"},
		{"\x1b[Haged 2s, and more\r\n\x1b[2;H", "\x1b[1;6H2\x1b[2;H"},
		{"\x1b[Haged 2s, and more\r\n\x1b[2;H", ""},
		{"\x1b[Haged 2s, and more\r\nstands\x1b[2;H", "\x1b[1;1Haged 2s, and more\x1b[2;1Hstands\x1b[2;H"}, // a repair
	} {
		got.Reset()
		_, _ = out.Write([]byte(step.frame)) // into a buffer
		if got.String() != step.want {
			t.Errorf("%q became %q, want %q", step.frame, got.String(), step.want)
		}
	}
}

// Frames of the desk are painted while it has the screen, the newest one when
// they come too fast, and none before and after.
func TestThinnerPaints(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got bytes.Buffer
		out := &thinner{to: &got, next: make(chan string, 1)}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); out.run(ctx) }()

		steps := []struct {
			write  string
			frames []string
			want   string // what comes last; the first of several frames may be painted too
		}{
			{"", []string{"a"}, ""},
			{takeScreen, []string{"b"}, takeScreen + "\x1b[1;1Hb"},
			{"", []string{"c", "d", "e"}, "\x1b[1;1He"},
			{giveScreen, []string{"f"}, giveScreen},
		}
		for _, step := range steps {
			got.Reset()
			_, _ = out.Write([]byte(step.write)) // into a buffer
			for _, f := range step.frames {
				out.show(f)
			}
			time.Sleep(paintEvery) // of the bubble
			synctest.Wait()
			if !strings.HasSuffix(got.String(), step.want) || step.want == "" && got.Len() > 0 {
				t.Errorf("%q became %q, want %q", step.frames, got.String(), step.want)
			}
		}
		stop()
		<-done
	})
}

// A desk that was stopped for a while paints the whole screen: a shell may have
// written on it.
func TestRepaintAfterAStop(t *testing.T) {
	app := newApp(t, tuitest.Coloured(t), 80, 24)
	screen := tuitest.NewTerminal(80, 24)
	app.painter = &thinner{to: screen, next: make(chan string, 1)}
	_, _ = app.painter.Write([]byte(takeScreen)) // never fails
	app.Update(snapshotMsg{tuitest.Full()})
	app.painter.paint(app.View())
	want := screen.Text()

	start := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		late   time.Duration
		mended bool
	}{{heartbeat, false}, {stoppedFrom + heartbeat, true}} {
		app.beat = start
		_, _ = screen.Write([]byte("\x1b[3;5H[1]+ Stopped eddy")) // never fails
		app.Update(heartbeatMsg{start.Add(tt.late)})
		app.painter.paint(app.View())
		if got := screen.Text() == want; got != tt.mended {
			t.Errorf("mended after %v: %v, want %v", tt.late, got, tt.mended)
		}
	}
}
