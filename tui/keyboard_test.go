package tui

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWholeUpTo(t *testing.T) {
	for _, tt := range []struct {
		name string
		text string
		cut  bool
		want string
	}{
		{"keys", "jjk", true, "jjk"},
		{"an arrow", "j\x1b[A", true, "j\x1b[A"},
		{"a wheel", "\x1b[<64;10;5M", true, "\x1b[<64;10;5M"},
		{"half a wheel", "\x1b[<64;10;5M\x1b[<64;1", false, "\x1b[<64;10;5M"},
		{"the beginning of one", "jj\x1b[", false, "jj"},
		{"escape, the key", "j\x1b", false, "j\x1b"},
		{"escape where it was cut", "j\x1b", true, "j"},
		{"escape on the heels of the mouse", "\x1b[<64;10;5M\x1b", false, "\x1b[<64;10;5M"},
		{"escape after an arrow", "\x1b[A\x1b", false, "\x1b[A\x1b"},
		{"escape twice", "\x1b\x1b", false, "\x1b\x1b"},
		{"alt", "\x1bx", true, "\x1bx"},
		{"keys behind a sequence", "\x1b[Aj", true, "\x1b[Aj"},
		{"what is no sequence", "\x1b[12\r", true, "\x1b[12\r"},
		{"what never ends", "\x1b[" + strings.Repeat("1", longestSequence), true, "\x1b[" + strings.Repeat("1", longestSequence)},
		{"nothing", "", false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.text[:wholeUpTo([]byte(tt.text), tt.cut)]; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// An escape that a storm of the wheel left for a reading of its own is no key.
func TestAnEscapeLeftOverByTheWheel(t *testing.T) {
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer closeBoth(out, in)
	const turn = "\x1b[<64;1;123M"
	storm := strings.Repeat(turn, 20) + "\x1b[<64;1;1234567M"
	if _, err := in.WriteString(storm + "\x1b"); err != nil {
		t.Fatal(err)
	}
	keys := &keyboard{File: out}
	for i, want := range []string{storm, "", "\x1bOA"} {
		buf := make([]byte, 256)
		n, err := keys.Read(buf)
		if got := string(buf[:n]); got != want || err != nil {
			t.Errorf("reading %d is %q, %v, want %q", i, got, err, want)
		}
		if want == "" {
			if _, err := in.WriteString("OA"); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// However a storm of the wheel is cut on its way, every reading has whole
// sequences only, and nothing is lost.
func TestKeyboardReadsWholeSequences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		out, in, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer closeBoth(out, in)
		var storm, got []byte
		for i := range rapid.IntRange(1, 200).Draw(t, "turns") {
			storm = fmt.Appendf(storm, "\x1b[<%d;%d;%dM", 64+i%2, i%240, i%80)
		}
		keys := &keyboard{File: out}
		for sent := 0; sent < len(storm); {
			n := rapid.IntRange(1, 400).Draw(t, "piece")
			if storm[sent] == '\x1b' {
				n++ // an escape by itself is a key
			}
			n = min(n, len(storm)-sent)
			if _, err := in.Write(storm[sent : sent+n]); err != nil {
				t.Fatal(err)
			}
			sent += n
			for len(got)+len(keys.held) < sent {
				buf := make([]byte, 256)
				m, err := keys.Read(buf)
				if err != nil {
					t.Fatal(err)
				}
				if m > 0 && (buf[0] != '\x1b' || buf[m-1] != 'M') {
					t.Fatalf("a reading is cut: %q", buf[:m])
				}
				got = append(got, buf[:m]...)
			}
		}
		if !bytes.Equal(got, storm) {
			t.Fatalf("read %q of %q", got, storm)
		}
	})
}
