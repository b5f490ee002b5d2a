package hyperliquid_test

import (
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"eddy/feeds/feedtest"
	"eddy/feeds/hyperliquid"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var decoding = feedtest.Decoding{
	Venue: model.Hyperliquid,
	Fresh: func() feedtest.Decoder { return hyperliquid.NewDecoder() },
	Seasoned: func(*testing.T) feedtest.Decoder {
		d := hyperliquid.NewDecoder(model.Instrument{Symbol: "ETH", Asset: "ETH", Multiplier: 1})
		d.Place([]string{"ETH", "kPEPE"})
		return d
	},
	Files: []string{"stream-2026-11.jsonl", "rest-2026-11.jsonl"}, Hot: hotFrames,
}

func TestDecoding(t *testing.T) { decoding.Run(t) }

func FuzzDecode(f *testing.F) { decoding.Fuzz(f) }

// A frame that is cut names no stream, whose topic would count as heard.
func TestACutFrameNamesNoStream(t *testing.T) {
	for _, frame := range feedtest.Composed(t, decoding.Files...) {
		for n := range len(frame) {
			d := hyperliquid.NewDecoder()
			if _, err := d.Decode(frame[:n], 0, nil); err == nil || len(d.Stream()) != 0 {
				t.Fatalf("%q: names %q, %v", frame[:n], d.Stream(), err)
			}
		}
	}
}

// TestLongFrame decodes two megabytes of trades, and the same cut off.
func TestLongFrame(t *testing.T) {
	row := `{"coin":"SOL","side":"B","px":"150.3","sz":"1.5","time":1795000000502,"hash":"0x0","tid":2}`
	frame := []byte(`{"channel":"trades","data":[` + strings.Repeat(row+",", 2<<20/len(row)) + row + `]}`)
	d := hyperliquid.NewDecoder()
	if events, err := d.Decode(frame, 0, nil); err != nil || len(events) != 1 || events[0].Last != 150.3 {
		t.Errorf("got %+v, %v", events, err)
	}
	if events, err := d.Decode(frame[:len(frame)-1], 0, nil); err == nil || len(events) != 0 {
		t.Errorf("cut off: got %+v, %v", events, err)
	}
}

// TestDuplicateFrames give the same again and close nothing twice.
func TestDuplicateFrames(t *testing.T) {
	d := hyperliquid.NewDecoder()
	closed := 0
	for _, frame := range fileLines(t, filepath.Join("testdata", "stream-2026-11.jsonl")) {
		for range 2 {
			events, err := d.Decode(frame, 0, nil)
			if err != nil {
				t.Fatal(err)
			}
			for i := range events {
				if events[i].Kind == model.KindBar && events[i].Bar.Closed {
					closed++
				}
			}
		}
	}
	if closed != 1 {
		t.Errorf("got %d closed bars, want 1", closed)
	}
}
