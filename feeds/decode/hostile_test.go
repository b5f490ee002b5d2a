package decode_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"eddy/feeds/decode"
	"eddy/model"
)

// composed returns the frames that were composed for a venue's own tests.
func composed(t *testing.T, venue model.Venue) (frames [][]byte) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", string(venue), "testdata", "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no frames of %s: %v", venue, err)
	}
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(body) {
			if line = bytes.TrimSpace(line); json.Valid(line) {
				frames = append(frames, line)
			}
		}
	}
	return frames
}

// leaf is a value inside a frame that is no list and no object.
type leaf struct{ from, to int }

// leaves finds the values of a frame, keys left out.
func leaves(t *testing.T, frame []byte) (list []leaf) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(frame))
	d.UseNumber()
	for {
		before := int(d.InputOffset())
		token, err := d.Token()
		if err != nil {
			return list
		}
		if _, isDelim := token.(json.Delim); isDelim {
			continue
		}
		at := leaf{before, int(d.InputOffset())}
		at.from += bytes.IndexFunc(frame[before:], func(c rune) bool { return !strings.ContainsRune(":, ", c) })
		if rest := bytes.TrimLeft(frame[at.to:], " "); len(rest) > 0 && rest[0] == ':' {
			continue // a key
		}
		list = append(list, at)
	}
}

// number returns the number a value is, bare or in quotes.
func number(value []byte) (float64, bool) {
	v, err := strconv.ParseFloat(strings.Trim(string(value), `"`), 64)
	return v, err == nil
}

// hostile are values venues have sent, or may, where a number belongs. same
// tells that the value is the one that was there.
var hostile = []struct {
	name  string
	value func(v float64) string
	same  bool
}{
	{"in exponent form", func(v float64) string { return `"` + strconv.FormatFloat(v, 'e', -1, 64) + `"` }, true},
	{"empty", func(float64) string { return `""` }, false},
	{"null", func(float64) string { return `null` }, false},
	{"zero", func(float64) string { return `"0"` }, false},
	{"negative", func(v float64) string { return `"` + strconv.FormatFloat(-v-1, 'f', -1, 64) + `"` }, false},
	{"no number", func(float64) string { return `"NaN"` }, false},
	{"beyond all numbers", func(float64) string { return `"1e400"` }, false},
	{"long ago or tiny", func(float64) string { return `1` }, false},
	{"in the far future or huge", func(float64) string { return `9223372036854775807` }, false},
	{"of another sort", func(float64) string { return `{"a":[true]}` }, false},
}

// TestHostileValues puts hostile values into every place of every frame where a
// number stands. Whatever comes of it is sane, and the frame as it should be,
// decoded right after by the same decoder, still tells what it did before.
func TestHostileValues(t *testing.T) {
	for _, venue := range model.AllVenues {
		t.Run(string(venue), func(t *testing.T) {
			t.Parallel()
			for _, frame := range composed(t, venue) {
				for _, at := range leaves(t, frame) {
					v, ok := number(frame[at.from:at.to])
					if !ok {
						continue
					}
					for _, h := range hostile {
						mutant := slices.Concat(frame[:at.from], []byte(h.value(v)), frame[at.to:])
						tryHostile(t, venue, h.name, frame, mutant)
					}
				}
			}
		})
	}
}

func tryHostile(t *testing.T, venue model.Venue, name string, frame, mutant []byte) {
	t.Helper()
	d := decoder(t, venue)
	told(t, d, frame)
	for _, ev := range told(t, d, mutant) {
		if fault := insane(&ev); fault != "" {
			t.Errorf("%s: %s\n%s\n%+v", name, fault, mutant, ev)
		}
	}
	fresh := decoder(t, venue)
	told(t, fresh, frame)
	if want, got := len(told(t, fresh, frame)), len(told(t, d, frame)); want != got {
		t.Errorf("%s: the frame tells %d things, after the mutant %d\n%s", name, want, got, mutant)
	}
}

// TestFutureFramesDoNotSilence gives each decoder a frame with numbers and times
// that are still to come, a year ahead. What follows in good order is heard all
// the same; only a bar that it closes may have been forgotten.
func TestFutureFramesDoNotSilence(t *testing.T) {
	const day = 24 * 3600 * 1000 // bars begin where they did
	for _, venue := range model.AllVenues {
		for _, frame := range composed(t, venue) {
			d, fresh := decoder(t, venue), decoder(t, venue)
			told(t, d, frame)
			told(t, fresh, frame)
			told(t, d, shifted(t, frame, 365*day, 1_000_000_000))
			next := shifted(t, frame, day, 1)
			if want, got := kinds(told(t, fresh, next)), kinds(told(t, d, next)); want != got && (got == "" || !strings.HasSuffix(want, got)) {
				t.Errorf("%s: heard %s instead of %s\n%s", venue, got, want, next)
			}
		}
	}
}

// shifted moves every time in a frame by so many milliseconds and every other
// large number by so much.
func shifted(t *testing.T, frame []byte, ms, count int64) []byte {
	t.Helper()
	out := slices.Clone(frame)
	for _, at := range slices.Backward(leaves(t, frame)) {
		text := string(frame[at.from:at.to])
		n, err := strconv.ParseInt(strings.Trim(text, `"`), 10, 64)
		switch {
		case err != nil || n < 100_000:
			continue
		case n > 1_600_000_000_000 && n < 2_000_000_000_000:
			n += ms
		default:
			n += count
		}
		moved := strconv.FormatInt(n, 10)
		if text[0] == '"' {
			moved = strconv.Quote(moved)
		}
		out = slices.Concat(out[:at.from], []byte(moved), out[at.to:])
	}
	return out
}

// kinds renders what events are.
func kinds(events []model.Event) string {
	var list []string
	for _, ev := range events {
		list = append(list, strings.TrimSpace(ev.Kind.String()+" "+ev.Text))
	}
	return strings.Join(list, "; ")
}

func decoder(t *testing.T, venue model.Venue) decode.FrameDecoder {
	t.Helper()
	d, err := decode.Decoders[venue](nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// told returns what a frame tells, faults left out.
func told(t *testing.T, d decode.FrameDecoder, frame []byte) []model.Event {
	t.Helper()
	events, _ := d.Decode(frame, 1_795_000_000_000, nil) // a hostile frame may be refused
	return events
}

// insane says what is wrong with an event that no frame may give.
func insane(ev *model.Event) string {
	for bit, p := range map[model.Fields]float64{
		model.FieldLast: ev.Last, model.FieldBid: ev.Bid, model.FieldAsk: ev.Ask, model.FieldMark: ev.Mark, model.FieldIndex: ev.Index,
	} {
		if ev.Has.Has(bit) && !model.ValidPrice(p) {
			return fmt.Sprintf("price %v", p)
		}
	}
	for _, v := range []float64{ev.FundingRate, ev.FundingIntervalH, ev.OpenInterest, ev.OpenInterestUSD, ev.Volume24hUSD, ev.Change24hPct} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Sprintf("figure %v", v)
		}
	}
	switch {
	case ev.OpenInterest < 0 || ev.OpenInterestUSD < 0 || ev.Volume24hUSD < 0:
		return "a negative amount"
	case ev.Has&ev.None != 0:
		return "a figure that is there and not applicable"
	case ev.Has.Has(model.FieldBar) && !ev.Bar.Consistent():
		return "an inconsistent bar"
	case ev.EventTime < 0 || ev.NextFunding < 0:
		return "a time before all time"
	default:
		return ""
	}
}
