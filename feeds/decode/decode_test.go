package decode_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/decode"
	"eddy/model"
)

var update = flag.Bool("update", false, "write the golden files anew")

func run(t *testing.T, instruments io.Reader, in string) (lines []string, bad int) {
	t.Helper()
	var out bytes.Buffer
	bad, err := decode.Run(model.Binance, instruments, strings.NewReader(in), &out)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.TrimSpace(out.String())
	if text == "" {
		return nil, bad
	}
	return strings.Split(text, "\n"), bad
}

// TestGolden decodes composed frames of every shape. The golden file was read
// line by line against venues/binance when it was written.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no frames: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			in, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			venue, _, _ := strings.Cut(filepath.Base(file), "-")
			var out bytes.Buffer
			if _, err := decode.Run(model.Venue(venue), nil, bytes.NewReader(in), &out); err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(file, ".jsonl") + ".golden"
			if *update {
				if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

const (
	ack    = `{"result":null,"id":1}`
	ackOut = `{"venue":"binance","kind":"ack","text":"request accepted","frame":`
)

func TestHowFramesAreWritten(t *testing.T) {
	for _, tc := range []struct {
		name, in string
		want     []string
		bad      int
	}{
		{"one a line", ack + "\n" + ack + "\n", []string{ackOut + "1}", ackOut + "2}"}, 0},
		{"no last line break", ack, []string{ackOut + "1}"}, 0},
		{"empty lines count", "\n\n" + ack + "\r\n\n" + ack, []string{ackOut + "3}", ackOut + "5}"}, 0},
		{"nothing", "", nil, 0},
		{"only space", " \n\t\n", nil, 0},
		{"pretty-printed", "{\n  \"result\": null,\n  \"id\": 1\n}\n", []string{ackOut + "1}"}, 0},
		{"pretty-printed, further down", "\n{\n\"result\": null}\n\n" + ack, []string{ackOut + "2}", ackOut + "5}"}, 0},
		{"pretty-printed list", "[\n {\"symbol\":\"BTCUSDT\",\n  \"price\":\"5\"}\n]", []string{`{"venue":"binance","kind":"quote","symbol":"BTCUSDT","asset":"BTC","multiplier":1,"last":5,"frame":1}`}, 0},
		{"a cut frame first", `{"e":"x",` + "\n" + ack, []string{`{"venue":"binance","frame":1,"error":"binance: no key at byte 9"}`, ackOut + "2}"}, 1},
		{"a frame cut in a string first", `{"e":"x` + "\n" + ack, []string{`{"venue":"binance","frame":1,"error":"binance: no closing quote at byte 7"}`, ackOut + "2}"}, 1},
		{"a cut frame alone", `{"e":"x`, []string{`{"venue":"binance","frame":1,"error":"binance: no closing quote at byte 7"}`}, 1},
		{"a cut frame later", ack + "\n{\"e\":\n" + ack, []string{ackOut + "1}", `{"venue":"binance","frame":2,"error":"binance: no value at byte 5"}`, ackOut + "3}"}, 1},
		{"no JSON at all", "hello\n" + ack, []string{`{"venue":"binance","frame":1,"error":"binance: no value at byte 0"}`, ackOut + "2}"}, 1},
		{"broken behind a pretty-printed one", "{\n\"result\":null}\nhello {}\n", []string{ackOut + "1}", `{"venue":"binance","frame":3,"error":"binance: no value at byte 0"}`}, 1},
		{"control characters do not come out", "{\"e\":\"a\\u001b[31mb\"}", []string{`{"venue":"binance","kind":"ignored","text":"not followed: a[31mb","frame":1}`}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, bad := run(t, nil, tc.in)
			if d := cmp.Diff(tc.want, got); d != "" || bad != tc.bad {
				t.Errorf("%d bad, want %d (-want +got):\n%s", bad, tc.bad, d)
			}
		})
	}
}

func TestLongLines(t *testing.T) {
	long := `{"result":null,"id":"` + strings.Repeat("x", 1<<20) + `"}`
	got, bad := run(t, nil, long+"\n"+ack)
	if len(got) != 2 || bad != 0 {
		t.Errorf("got %d lines, %d bad", len(got), bad)
	}
}

func TestInstruments(t *testing.T) {
	const mark = `{"e":"markPriceUpdate","E":1790000001000,"s":"LPTUSDT","p":"6.1","i":"6.2","r":"0.0001","T":1790006400000}`
	const want = `{"venue":"binance","kind":"mark","symbol":"LPTUSDT","asset":"LPT","multiplier":1,"event_time":"2026-09-21T14:13:21.000Z","mark":6.1,"index":6.2,"funding_rate":0.0001,"funding_interval_h":4,"next_funding":"2026-09-21T16:00:00.000Z","frame":1}`
	list := `[{"symbol":"LPTUSDT","fundingIntervalHours":4,"updateTime":null}]`
	if got, _ := run(t, strings.NewReader(list), mark); len(got) != 1 || got[0] != want {
		t.Errorf("got %v\nwant %s", got, want)
	}
	for _, broken := range []string{"", "{}", "hello", `{"symbols":[]}`} {
		if _, err := decode.Run(model.Binance, strings.NewReader(broken), strings.NewReader(mark), io.Discard); err == nil {
			t.Errorf("accepted %q as a list of contracts", broken)
		}
	}
}

func TestErrors(t *testing.T) {
	boom := errors.New("boom")
	if _, err := decode.Run("nobody", nil, strings.NewReader(ack), io.Discard); !errors.Is(err, decode.ErrVenue) {
		t.Errorf("unknown venue: got %v", err)
	}
	if _, err := decode.Run(model.Binance, nil, iotest.ErrReader(boom), io.Discard); !errors.Is(err, boom) {
		t.Errorf("unreadable input: got %v", err)
	}
	if _, err := decode.Run(model.Binance, iotest.ErrReader(boom), strings.NewReader(ack), io.Discard); !errors.Is(err, boom) {
		t.Errorf("unreadable instruments: got %v", err)
	}
	if _, err := decode.Run(model.Binance, nil, strings.NewReader(ack), failingWriter{boom}); !errors.Is(err, boom) {
		t.Errorf("closed output: got %v", err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }
