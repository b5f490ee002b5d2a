package tape

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"eddy/model"
)

var exact = cmp.AllowUnexported(model.Num{}, model.Event{})

// What was told comes back in order, whether it came from a frame as it was,
// from a frame and changed on the way, or from elsewhere.
func TestWhatWasToldComesBack(t *testing.T) {
	s := newStudio(t, Config{})
	s.start()
	for range 500 {
		s.hear()
	}
	changed := s.told[len(s.told)-1]
	changed.Asset = "RENAMED"
	s.tell(changed)
	s.tell(model.Event{Kind: model.KindLink, Venue: model.Binance, Received: 5, Link: model.LinkLive, Text: "connected"})
	s.publish()
	s.hear()
	s.stop()

	steps, notes, err := read(t, s.path)
	if err != nil || len(notes) > 0 {
		t.Fatal(err, notes)
	}
	if diff := cmp.Diff(s.told, toldIn(steps), exact); diff != "" {
		t.Error(diff)
	}
	var frames int
	var kinds []Kind
	for _, st := range steps {
		if st.Kind == Frame {
			frames++
			if want := frame(frames); !bytes.Equal(st.Bytes, want) || st.Socket != "binance/public" || st.Venue != model.Binance {
				t.Fatalf("frame %d: %s of %s", frames, st.Bytes, st.Socket)
			}
		} else if st.Kind != Told {
			kinds = append(kinds, st.Kind)
		}
	}
	if diff := cmp.Diff([]Kind{Afresh, Taken, Published, Printed}, kinds); diff != "" {
		t.Error(diff)
	}
	if st := s.deck.Status(); frames != 501 || st.Frames != 501 || st.Events != 503 || st.Whole != 2 {
		t.Errorf("%d frames, status %+v", frames, st)
	}
}

// Every length a kill can leave a tape at gives the steps up to there, and says
// so; none gives an error but the one of a file that never began.
func TestKilledAtAnyByte(t *testing.T) {
	s := recorded(t, 3, 100)
	whole := s.steps()
	data, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.tape")
	most := 0
	for n := 0; n < len(data); n += 1 + n/20 {
		if err := os.WriteFile(cut, data[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		steps, notes, err := read(t, cut)
		switch {
		case errors.Is(err, ErrNotTape) && n < headSize:
		case err != nil && strings.Contains(err.Error(), "cut off before it began") && len(steps) == 0 && n < 200:
		case err != nil:
			t.Fatalf("%d bytes: %v", n, err)
		case len(notes) == 0 && n+1 < len(data) && len(steps) == len(whole):
			t.Fatalf("%d bytes: whole?", n)
		}
		if n%3 == 0 {
			if diff := cmp.Diff(whole[:len(steps)], steps, exact, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%d bytes: %s", n, diff)
			}
		}
		most = max(most, len(steps))
	}
	if most == 0 {
		t.Error("no cut tape gave a step")
	}
}

// No flipped byte goes unnoticed, and what comes before it is still there.
func TestFlippedByte(t *testing.T) {
	s := recorded(t, 2, 100)
	data, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "bad.tape")
	for n := 0; n < len(data); n += 1 + n/20 {
		if n >= headSize-8 && n < headSize {
			continue // the tape's own name: any will do
		}
		flipped := bytes.Clone(data)
		flipped[n] ^= 0x10
		if err := os.WriteFile(bad, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, err := read(t, bad)
		if err == nil {
			t.Fatalf("byte %d flipped: nobody noticed", n)
		}
		if strings.ContainsRune(err.Error(), '\n') {
			t.Errorf("byte %d: more than a line: %q", n, err)
		}
	}
}

func TestRefused(t *testing.T) {
	s := newStudio(t, Config{})
	s.start()
	s.hear()
	s.stop()
	good, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	newer, zero, second := bytes.Clone(good), bytes.Clone(good), bytes.Clone(good)
	zero[len(headMagic)] = 0
	newer[len(headMagic)], second[len(headMagic)+2] = Version+1, 2
	for _, tt := range []struct {
		name string
		data []byte
		is   error
		says string
	}{
		{"newer", newer, ErrVersion, fmt.Sprintf("written by a newer eddy: format %d, this one reads up to %d; play it with the eddy that recorded it", Version+1, Version)},
		{"no version", zero, ErrNotTape, "no format 0"},
		{"no tape", []byte("ts,open,high,low,close,volume\n"), ErrNotTape, "not a tape"},
		{"empty", nil, ErrNotTape, "not a tape"},
		{"another file of a tape", second, nil, "is file 2 of a tape; name the first one"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "y.tape")
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Open(path)
			if err == nil || tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.tape")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// A kill between the making of a file and its first byte loses nothing of the
// files before it.
func TestKilledBeforeASegmentBegan(t *testing.T) {
	s := newStudio(t, Config{})
	s.start()
	s.hear()
	s.stop()
	for _, begun := range []string{"", headMagic} {
		if err := os.WriteFile(segmentPath(s.path, 2), []byte(begun), 0o600); err != nil {
			t.Fatal(err)
		}
		steps, notes, err := read(t, s.path)
		if err != nil || len(toldIn(steps)) != 1 || len(notes) != 1 || !strings.Contains(notes[0], "x.2.tape was cut short before it began") {
			t.Errorf("%d bytes: %d steps, %v, %q", len(begun), len(steps), err, notes)
		}
	}
}

func TestNothingIsWrittenOver(t *testing.T) {
	s := newStudio(t, Config{})
	s.start()
	s.hear()
	if err := s.deck.Start(filepath.Join(t.TempDir(), "z.tape"), nil); err == nil {
		t.Error("two tapes at once")
	}
	if err := s.deck.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := s.deck.Start(s.path, nil); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("got %v", err)
	}
	s.stop()
}

// A clock that was set back is said once, and the tape plays on.
func TestTimeGoesBackwards(t *testing.T) {
	s := newStudio(t, Config{})
	s.start()
	s.hear()
	s.at = s.at.Add(-time.Minute)
	s.hear()
	s.at = s.at.Add(-time.Minute)
	s.hear()
	s.stop()
	steps, notes, err := read(t, s.path)
	if err != nil || len(toldIn(steps)) != 3 {
		t.Fatalf("%d events, %v", len(toldIn(steps)), err)
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "went back by 59.999s") {
		t.Errorf("notes %q", notes)
	}
}

// A tape goes on in another file when one is full, and is one tape to a reader.
func TestSegments(t *testing.T) {
	s := newStudio(t, Config{MaxBytes: 8 << 10})
	s.start()
	for range 10_000 {
		s.hear()
	}
	s.stop()
	second := strings.TrimSuffix(s.path, ".tape") + ".2.tape"
	if _, err := os.Stat(second); err != nil {
		t.Fatal(err)
	}
	steps, notes, err := read(t, s.path)
	if err != nil || len(notes) > 0 {
		t.Fatal(err, notes)
	}
	if got := len(toldIn(steps)); got != 10_000 {
		t.Errorf("%d events of 10000", got)
	}
	tp, err := Open(s.path)
	if err != nil {
		t.Fatal(err)
	}
	first, last := tp.Span()
	if first != model.MillisOf(began)+1 || last != model.MillisOf(s.at) || tp.Bytes() != s.deck.Status().Bytes {
		t.Errorf("from %s to %s, %d bytes of %d", first, last, tp.Bytes(), s.deck.Status().Bytes)
	}
	if err := tp.Close(); err != nil {
		t.Error(err)
	}
	if st := s.deck.Status(); st.Files < 3 || segmentPath(s.path, 2) != second {
		t.Fatalf("%d files", st.Files)
	}
	if err := os.Remove(second); err != nil {
		t.Fatal(err)
	}
	_, notes, err = read(t, s.path)
	if err != nil || len(notes) != 1 || !strings.Contains(notes[0], "x.2.tape is not there") || !strings.Contains(notes[0], "x.3.tape") {
		t.Errorf("without the second file: %q, %v", notes, err)
	}
	if err := os.WriteFile(second, []byte("eddytape\x01\x00\x02\x00another!"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := read(t, s.path); !errors.Is(err, ErrDamaged) {
		t.Errorf("a foreign second file: %v", err)
	}
}

// A recording that begins in the middle begins with what the engine stands on,
// and not with what is only worth a moment.
func TestOpening(t *testing.T) {
	s := newStudio(t, Config{})
	lists := [][]model.Instrument{{{Venue: model.Binance, Symbol: "OLDUSDT"}}, {{Venue: model.Binance, Symbol: "BTCUSDT", Asset: "BTC"}}}
	for _, l := range lists {
		s.tell(model.Event{Kind: model.KindInstruments, Venue: model.Binance, Detail: l})
	}
	past := model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: "BTCUSDT", Asset: "BTC", Detail: &model.History{
		Interval: model.Hour1, Bars: []model.Bar{{OpenTime: 3_600_000, Interval: model.Hour1, Open: 1, High: 2, Low: 0.5, Close: 1.5, Closed: true}},
	}}
	const pieces = 300
	for range pieces {
		s.tell(past)
	}
	s.take()
	p, err := newPacker()
	if err != nil {
		t.Fatal(err)
	}
	for w, n := (&writer{deck: s.deck, packer: p}), 0; n < quietLooks+2; n++ { // the looks of half a minute, at once
		w.packPast()
	}
	if len(s.deck.opening.blocks) == 0 {
		t.Error("the past was not packed")
	}
	s.tell(past)
	closed := model.Event{Kind: model.KindBar, Venue: model.Binance, Symbol: "BTCUSDT", Has: model.FieldBar, Bar: model.Bar{Closed: true, Close: 2}}
	open := closed
	open.Bar.Closed = false
	s.tell(closed, open)
	s.hear()
	s.publish()
	s.start()
	s.hear() // told, and not taken yet: the tape begins behind it
	s.take()
	s.hear()
	s.stop()
	steps, _, err := read(t, s.path)
	if err != nil {
		t.Fatal(err)
	}
	count := make(map[model.Kind]int)
	for _, ev := range toldIn(steps) {
		count[ev.Kind]++
		if list, ok := ev.Detail.([]model.Instrument); ok && list[0].Symbol != "BTCUSDT" {
			t.Errorf("an old list: %v", list)
		}
	}
	want := map[model.Kind]int{model.KindInstruments: 1, model.KindHistory: pieces + 1, model.KindBar: 1, model.KindQuote: 2}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Error(diff)
	}
	for _, st := range steps {
		if st.Kind == Afresh {
			t.Error("it claims to begin afresh")
		}
	}
}

// The reason stands before the path, which may be longer than a line.
func TestReason(t *testing.T) {
	err := fmt.Errorf("tape: %w", &fs.PathError{Op: "write", Path: "/a/long/way/x.tape", Err: syscall.ENOSPC})
	if got := Reason(err).Error(); got != "no space left on device: write /a/long/way/x.tape" || !errors.Is(Reason(err), syscall.ENOSPC) {
		t.Errorf("got %q", got)
	}
	if other := errors.New("no disk"); Reason(other) != other || Reason(nil) != nil {
		t.Error("other errors stay as they are")
	}
}

// A disk that fails ends the tape and says so; whoever is heard goes on.
func TestDiskFails(t *testing.T) {
	s := newStudio(t, Config{MaxBytes: 4 << 10})
	s.start()
	if err := os.WriteFile(segmentPath(s.path, 2), nil, 0o600); err != nil { // in the way of the second file
		t.Fatal(err)
	}
	for range 10_000 {
		s.hear()
	}
	s.stop()
	if st := s.deck.Status(); st.Recording || !strings.Contains(st.Fault, "exists already") {
		t.Errorf("status %+v", st)
	}
}

// A tape that is wound back while it is read gives its steps again from the
// first, and one that is closed meanwhile is read no further.
func TestRewindInTheMiddle(t *testing.T) {
	s := recorded(t, 20, 20) // more blocks than are read ahead
	whole := s.steps()
	tp, err := Open(s.path)
	if err != nil {
		t.Fatal(err)
	}
	var step Step
	for _, upTo := range []int{1, len(whole) / 2, len(whole)} {
		for i := range upTo {
			if err := tp.Next(&step); err != nil || step.Kind != whole[i].Kind || !bytes.Equal(step.Bytes, whole[i].Bytes) {
				t.Fatalf("step %d of %d: %v, %+v", i, upTo, err, step)
			}
		}
		if err := tp.Rewind(); err != nil {
			t.Fatal(err)
		}
	}
	if err := tp.Next(&step); err != nil {
		t.Error(err)
	}
	if err := tp.Close(); err != nil {
		t.Error(err)
	}
}
