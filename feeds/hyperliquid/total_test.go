package hyperliquid_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.uber.org/goleak"

	"eddy/feeds/hyperliquid"
	"eddy/model"
	"eddy/model/modeltest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// composed returns the frames composed for these tests.
func composed(t testing.TB) [][]byte {
	t.Helper()
	return append(fileLines(t, filepath.Join("testdata", "stream-2026-11.jsonl")), fileLines(t, filepath.Join("testdata", "rest-2026-11.jsonl"))...)
}

func TestEveryPrefixIsRefused(t *testing.T) {
	for _, frame := range composed(t) {
		for n := range len(frame) {
			d := hyperliquid.NewDecoder()
			events, err := d.Decode(frame[:n], 0, nil)
			if err == nil || len(events) != 0 || len(d.Stream()) != 0 {
				t.Fatalf("%q: got %d events, %v", frame[:n], len(events), err)
			}
		}
	}
}

func TestTrailingGarbageIsRefused(t *testing.T) {
	for _, frame := range composed(t) {
		for _, tail := range []string{"}", "]", "x", "{}", ",", "\x00"} {
			if _, err := hyperliquid.NewDecoder().Decode(append(bytes.Clone(frame), tail...), 0, nil); err == nil {
				t.Errorf("accepted %q behind %.60s", tail, frame)
			}
		}
	}
}

// TestOrderOfKeysDoesNotMatter decodes each frame with its keys in alphabetical
// order, as some recorders write them, and in the opposite one for envelopes.
func TestOrderOfKeysDoesNotMatter(t *testing.T) {
	for _, frame := range composed(t) {
		var v any
		d := json.NewDecoder(bytes.NewReader(frame))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		variants := []any{v}
		if m, isObject := v.(map[string]any); isObject && m["data"] != nil {
			variants = append(variants, struct {
				Data    any `json:"data"`
				Channel any `json:"channel"`
			}{m["data"], m["channel"]})
		}
		want, err := hyperliquid.NewDecoder().Decode(frame, 0, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, variant := range variants {
			other, err := json.Marshal(variant)
			if err != nil {
				t.Fatal(err)
			}
			got, err := hyperliquid.NewDecoder().Decode(other, 0, nil)
			bySymbol := cmpopts.SortSlices(func(a, b model.Event) bool { return a.Symbol < b.Symbol })
			if diff := cmp.Diff(want, got, bySymbol); err != nil || diff != "" {
				t.Errorf("%.80s: %v\n%s", other, err, diff)
			}
		}
	}
}

// FuzzDecode feeds any bytes to a decoder that has a past.
func FuzzDecode(f *testing.F) {
	for _, frame := range composed(f) {
		f.Add(frame)
	}
	for _, h := range hotFrames {
		f.Add([]byte(h.frame))
	}
	if files, err := filepath.Glob(filepath.Join(modeltest.Root(f), "..", "shared", "venues", "frames", "hyperliquid", "*.json*")); err == nil {
		for _, name := range files {
			if body, err := os.ReadFile(name); err == nil {
				f.Add(bytes.TrimSpace(bytes.SplitN(body, []byte("\n"), 2)[0]))
			}
		}
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		d := hyperliquid.NewDecoder(model.Instrument{Symbol: "ETH", Asset: "ETH", Multiplier: 1})
		d.Place([]string{"ETH", "kPEPE"})
		kept := model.Event{Kind: model.KindTick}
		for range 2 { // twice, so that the second meets the memory of the first
			events, err := d.Decode(frame, 1795000000000, []model.Event{kept})
			if len(events) == 0 || events[0] != kept {
				t.Fatal("events that were there before are gone")
			}
			if err == nil && !json.Valid(frame) {
				t.Errorf("accepted what is no JSON: %q", frame)
			}
			if err == nil && len(events) == 1 {
				t.Error("a good frame told nothing, not even why")
			}
			for i := range events[1:] {
				checkSane(t, &events[1+i])
			}
		}
		if _, err := hyperliquid.ReadInstruments(frame); err == nil && !json.Valid(frame) {
			t.Errorf("accepted what is no JSON as a list: %q", frame)
		}
	})
}

// checkSane fails for an event no frame may give.
func checkSane(t *testing.T, ev *model.Event) {
	t.Helper()
	if ev.Kind < model.KindQuote || ev.Kind > model.KindIgnored || ev.Venue != model.Hyperliquid {
		t.Errorf("kind %v of venue %q", ev.Kind, ev.Venue)
	}
	if ev.Has&ev.None != 0 {
		t.Errorf("figures both there and not applicable: %b", ev.Has&ev.None)
	}
	if model.CleanText(ev.Symbol) != ev.Symbol || model.CleanText(ev.Text) != ev.Text || model.CleanText(string(ev.Asset)) != string(ev.Asset) {
		t.Errorf("text from outside is not cleaned: %q %q %q", ev.Symbol, ev.Asset, ev.Text)
	}
	for _, p := range []struct {
		bit model.Fields
		v   float64
	}{{model.FieldLast, ev.Last}, {model.FieldBid, ev.Bid}, {model.FieldAsk, ev.Ask}, {model.FieldMark, ev.Mark}, {model.FieldIndex, ev.Index}} {
		if ev.Has.Has(p.bit) && !model.ValidPrice(p.v) {
			t.Errorf("price %v", p.v)
		}
	}
	for _, v := range []float64{ev.FundingRate, ev.FundingIntervalH, ev.OpenInterest, ev.OpenInterestUSD, ev.Volume24hUSD, ev.Change24hPct} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("figure %v", v)
		}
	}
	if ev.Has.Has(model.FieldBar) && !ev.Bar.Consistent() {
		t.Errorf("bar %+v", ev.Bar)
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
