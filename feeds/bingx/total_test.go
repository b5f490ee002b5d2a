package bingx_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"eddy/feeds/bingx"
	"eddy/model"
	"eddy/model/modeltest"
)

// composed returns the frames composed for these tests, one a line.
func composed(t testing.TB) [][]byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", "frames-2026-11.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Split(bytes.TrimSpace(body), []byte("\n"))
}

func TestEveryPrefixIsRefused(t *testing.T) {
	for _, frame := range composed(t) {
		for n := range len(frame) {
			events, err := bingx.NewDecoder().Decode(frame[:n], 0, nil)
			if err == nil || len(events) != 0 {
				t.Fatalf("%q: got %d events, %v", frame[:n], len(events), err)
			}
		}
	}
}

func TestEveryPackedPrefixIsRefused(t *testing.T) {
	frame := pack(t, hotFrames[0].frame)
	for n := range len(frame) {
		events, err := bingx.NewDecoder().Decode(frame[:n], 0, nil)
		if err == nil || len(events) != 0 {
			t.Fatalf("%d of %d bytes: got %d events, %v", n, len(frame), len(events), err)
		}
	}
}

func TestTrailingGarbageIsRefused(t *testing.T) {
	for _, frame := range composed(t) {
		for _, tail := range []string{"}", "]", "x", "{}", ",", "\x00"} {
			if _, err := bingx.NewDecoder().Decode(append(bytes.Clone(frame), tail...), 0, nil); err == nil {
				t.Errorf("accepted %q behind %.60s", tail, frame)
			}
		}
	}
}

// TestOrderOfKeysDoesNotMatter decodes each frame with its keys in alphabetical
// order, as some recorders write them.
func TestOrderOfKeysDoesNotMatter(t *testing.T) {
	for _, frame := range composed(t) {
		var v any
		d := json.NewDecoder(bytes.NewReader(frame))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		sorted, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		want, err1 := bingx.NewDecoder().Decode(frame, 0, nil)
		got, err2 := bingx.NewDecoder().Decode(sorted, 0, nil)
		if err1 != nil || err2 != nil || diff(want, got) != "" {
			t.Errorf("%.80s: %v, %v\n%s", frame, err1, err2, diff(want, got))
		}
	}
}

// FuzzDecode feeds any bytes to a decoder that has a past.
func FuzzDecode(f *testing.F) {
	for _, frame := range composed(f) {
		f.Add(frame)
		f.Add(pack(f, string(frame)))
	}
	for _, h := range hotFrames {
		f.Add([]byte(h.frame))
	}
	if files, err := filepath.Glob(filepath.Join(modeltest.Root(f), "..", "shared", "venues", "frames", "bingx", "*.json*")); err == nil {
		for _, name := range files {
			if body, err := os.ReadFile(name); err == nil {
				f.Add(bytes.TrimSpace(body))
				f.Add(pack(f, string(bytes.TrimSpace(body))))
			}
		}
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		d := bingx.NewDecoder(model.Instrument{Symbol: "SOL-USDT", Asset: "SOL", Multiplier: 1, Kind: model.ContractPerpetual, FundingIntervalH: 4})
		kept := model.Event{Kind: model.KindTick}
		for range 2 { // twice, so that the second meets the memory of the first
			events, err := d.Decode(frame, 1790000000000, []model.Event{kept})
			if len(events) == 0 || events[0] != kept {
				t.Fatal("events that were there before are gone")
			}
			if word := string(bytes.TrimSpace(frame)); err == nil && !json.Valid(frame) && word != "Ping" && word != "Pong" && !bytes.HasPrefix(frame, []byte{0x1f, 0x8b}) {
				t.Errorf("accepted what is no JSON: %q", frame)
			}
			if err == nil && len(events) == 1 {
				t.Error("a good frame told nothing, not even why")
			}
			for i := range events[1:] {
				checkSane(t, &events[1+i])
			}
		}
	})
}

// checkSane fails for an event no frame may give.
func checkSane(t *testing.T, ev *model.Event) {
	t.Helper()
	if ev.Kind < model.KindQuote || ev.Kind > model.KindIgnored || ev.Venue != model.BingX {
		t.Errorf("kind %v of venue %q", ev.Kind, ev.Venue)
	}
	if ev.Has&ev.None != 0 {
		t.Errorf("figures both there and not applicable: %b", ev.Has&ev.None)
	}
	if model.CleanText(ev.Symbol) != ev.Symbol || model.CleanText(ev.Text) != ev.Text || model.CleanText(string(ev.Asset)) != string(ev.Asset) {
		t.Errorf("text from outside is not cleaned: %q %q %q", ev.Symbol, ev.Asset, ev.Text)
	}
	for bit, p := range map[model.Fields]float64{
		model.FieldLast: ev.Last, model.FieldBid: ev.Bid, model.FieldAsk: ev.Ask, model.FieldMark: ev.Mark, model.FieldIndex: ev.Index,
	} {
		if ev.Has.Has(bit) && !model.ValidPrice(p) {
			t.Errorf("price %v", p)
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
