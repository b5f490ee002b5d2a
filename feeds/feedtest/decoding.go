package feedtest

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"eddy/model"
	"eddy/model/modeltest"
)

// Decoding is a venue's decoder to be held to what every decoder is: total,
// exact about where a frame ends, blind to the order of keys.
type Decoding struct {
	Venue model.Venue

	// Fresh returns a decoder that has heard nothing.
	Fresh func() Decoder

	// Seasoned returns one that knows contracts and has heard frames, for the
	// fuzzing to meet a memory; nil for a fresh one.
	Seasoned func(t *testing.T) Decoder

	Files []string   // of composed frames in testdata, one a line
	Hot   []HotFrame // frames that come most

	// Packed returns a frame as the venue compresses it; nil where it does not.
	Packed func(t testing.TB, frame []byte) []byte

	// Bare tells what is good though it is no JSON; nil: nothing is.
	Bare func(frame []byte) bool
}

// Decoder turns frames into events, see feeds.Venue.
type Decoder interface {
	Decode(frame []byte, received model.Millis, out []model.Event) ([]model.Event, error)
}

// Composed returns the lines of files in testdata.
func Composed(t testing.TB, files ...string) (frames [][]byte) {
	t.Helper()
	for _, name := range files {
		body, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, bytes.Split(bytes.TrimSpace(body), []byte("\n"))...)
	}
	return frames
}

// Run holds the decoder to the suite.
func (d Decoding) Run(t *testing.T) {
	t.Run("every prefix is refused", d.prefixes)
	t.Run("what stands behind a frame is refused", d.tails)
	t.Run("the order of keys does not matter", d.keyOrder)
}

func (d Decoding) prefixes(t *testing.T) {
	frames := Composed(t, d.Files...)
	if d.Packed != nil {
		frames = append(frames, d.Packed(t, []byte(d.Hot[0].Frame)))
	}
	for _, frame := range frames {
		for n := range len(frame) {
			if events, err := d.Fresh().Decode(frame[:n], 0, nil); err == nil || len(events) != 0 {
				t.Fatalf("%q: got %d events, %v", frame[:n], len(events), err)
			}
		}
	}
}

func (d Decoding) tails(t *testing.T) {
	for _, frame := range Composed(t, d.Files...) {
		for _, tail := range []string{"}", "]", "x", "{}", ",", "\x00"} {
			if _, err := d.Fresh().Decode(append(bytes.Clone(frame), tail...), 0, nil); err == nil {
				t.Errorf("accepted %q behind %.60s", tail, frame)
			}
		}
	}
}

// keyOrder decodes each frame with its keys in alphabetical order, as some
// recorders write them, and with those of the envelope backwards.
func (d Decoding) keyOrder(t *testing.T) {
	bySymbol := cmpopts.SortSlices(func(a, b model.Event) bool { return a.Symbol < b.Symbol })
	for _, frame := range Composed(t, d.Files...) {
		if d.isBare(frame) {
			continue // it has no keys
		}
		want, err := d.Fresh().Decode(frame, 0, nil)
		if err != nil {
			t.Fatalf("%.80s: %v", frame, err)
		}
		for _, other := range reordered(t, frame) {
			got, err := d.Fresh().Decode(other, 0, nil)
			if diff := cmp.Diff(want, got, bySymbol, cmpopts.EquateApprox(1e-13, 0)); err != nil || diff != "" {
				t.Errorf("%.80s: %v\n%s", other, err, diff)
			}
		}
	}
}

func (d Decoding) isBare(frame []byte) bool { return d.Bare != nil && d.Bare(frame) }

// reordered returns the frame with its keys sorted, and where it is an object
// with its members from last to first.
func reordered(t *testing.T, frame []byte) [][]byte {
	t.Helper()
	var v any
	read := json.NewDecoder(bytes.NewReader(frame))
	read.UseNumber()
	if err := read.Decode(&v); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if members, isObject := v.(map[string]any); isObject {
		return [][]byte{sorted, backwards(t, members)}
	}
	return [][]byte{sorted}
}

func backwards(t *testing.T, members map[string]any) []byte {
	t.Helper()
	var parts [][]byte
	for _, name := range slices.Sorted(maps.Keys(members)) {
		part, err := json.Marshal(map[string]any{name: members[name]})
		if err != nil {
			t.Fatal(err)
		}
		parts = append([][]byte{part[1 : len(part)-1]}, parts...)
	}
	return append(append([]byte("{"), bytes.Join(parts, []byte(","))...), '}')
}

// Fuzz feeds any bytes to a decoder that has a past.
func (d Decoding) Fuzz(f *testing.F) {
	for _, frame := range d.seeds(f) {
		f.Add(frame)
		if d.Packed != nil {
			f.Add(d.Packed(f, frame))
		}
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		decoder := d.Fresh()
		if d.Seasoned != nil {
			decoder = d.Seasoned(t)
		}
		kept := model.Event{Kind: model.KindTick}
		for range 2 { // twice, so that the second meets the memory of the first
			events, err := decoder.Decode(frame, 1_795_000_000_000, []model.Event{kept})
			if len(events) == 0 || events[0] != kept {
				t.Fatal("events that were there before are gone")
			}
			if err == nil && !json.Valid(frame) && !d.isBare(frame) {
				t.Errorf("accepted what is no JSON: %q", frame)
			}
			if err == nil && len(events) == 1 {
				t.Error("a good frame told nothing, not even why")
			}
			for i := range events[1:] {
				CheckSane(t, d.Venue, &events[1+i])
			}
		}
	})
}

// seeds are the composed frames, the hot ones and, where they are at hand, the
// recorded ones.
func (d Decoding) seeds(f *testing.F) [][]byte {
	frames := Composed(f, d.Files...)
	for _, hot := range d.Hot {
		frames = append(frames, []byte(hot.Frame))
	}
	files, err := filepath.Glob(filepath.Join(modeltest.Root(f), "..", "shared", "venues", "frames", string(d.Venue), "*.json*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		frames = append(frames, bytes.Split(bytes.TrimSpace(body), []byte("\n"))...)
	}
	return frames
}

// CheckSane fails for an event no frame may give.
func CheckSane(t *testing.T, venue model.Venue, ev *model.Event) {
	t.Helper()
	if ev.Kind < model.KindQuote || ev.Kind > model.KindIgnored || ev.Venue != venue {
		t.Errorf("kind %v of venue %q", ev.Kind, ev.Venue)
	}
	if ev.Has&ev.None != 0 {
		t.Errorf("figures both there and not applicable: %b", ev.Has&ev.None)
	}
	for _, text := range []string{ev.Symbol, string(ev.Asset), ev.Text} {
		if model.CleanText(text) != text {
			t.Errorf("text from outside is not cleaned: %q", text)
		}
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
