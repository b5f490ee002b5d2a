package history

import (
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"eddy/feeds/backfill"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const midnight = model.Millis(1_793_923_200_000) // 2026-11-06

func clockAt(t model.Millis) func() time.Time { return func() time.Time { return t.Time() } }

// openAt opens a store that is closed when the test ends.
func openAt(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, clockAt(midnight))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// hourAt is a bar of an hour counted from midnight.
func hourAt(h int, price float64) model.Bar {
	return model.Bar{
		OpenTime: midnight.Add(time.Duration(h) * time.Hour), Interval: model.Hour1, Closed: true,
		Open: price, High: price + 1, Low: price - 1, Close: price + 0.5, Volume: 10, HasVolume: true,
	}
}

func hoursOf(from, to int) (list []model.Bar) {
	for h := from; h < to; h++ {
		list = append(list, hourAt(h, 100+float64(h%50)))
	}
	return list
}

var here = place{model.Binance, "http://one"}

// noteOf is a note of bars of one hour that a venue gave.
func noteOf(symbol string, bars ...model.Bar) note {
	n := note{key: shelfKey{here, symbol}, asset: model.Asset(strings.TrimSuffix(symbol, "USDT")), multiplier: 1}
	n.ofBars(&model.History{Interval: bars[0].Interval, Bars: bars})
	return n
}

func put(t *testing.T, s *Store, notes ...note) written {
	t.Helper()
	done, err := s.write(t.Context(), batch{notes: notes})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// all reads everything of a store.
func all(t *testing.T, s *Store) map[string]*stored {
	t.Helper()
	got := map[string]*stored{}
	if err := s.load(t.Context(), []place{here}, func(p *stored) error { got[p.key.symbol] = p; return nil }); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "er", "a #1?.db")
	s := openAt(t, path)
	bars := hoursOf(0, 400)
	bars[7].HasVolume, bars[7].Volume = false, 0
	settled := model.FundingPoint{Time: midnight.Add(8*time.Hour + 7*time.Millisecond), Rate: -0.0001, IntervalH: 8}
	oi := model.OpenInterestPoint{Time: midnight.Add(4 * time.Hour), Coins: 1234.5, USD: 0}
	put(t, s, noteOf("BTCUSDT", bars[200:]...), noteOf("BTCUSDT", bars[:200]...),
		note{key: shelfKey{here, "BTCUSDT"}, asset: "BTC", multiplier: 1, of: funding, list: []record{ofSettlement(settled)}}.points(),
		note{key: shelfKey{here, "BTCUSDT"}, asset: "BTC", multiplier: 1, of: interest, list: []record{ofInterest(oi)}}.points())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	again := openAt(t, path)
	p := all(t, again)["BTCUSDT"]
	if p == nil {
		t.Fatal("nothing was kept")
	}
	if d := cmp.Diff(bars, p.hours); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if p.asset != "BTC" || !cmp.Equal(p.settled, []model.FundingPoint{settled}) || !cmp.Equal(p.interest, []model.OpenInterestPoint{oi}) {
		t.Errorf("got %+v", p)
	}
	want := []backfill.Stretch{{From: bars[0].OpenTime, To: bars[399].End()}}
	if d := cmp.Diff(want, again.Past(model.Binance, "http://one").Held("BTCUSDT", "1h")); d != "" {
		t.Errorf("covered (-want +got):\n%s", d)
	}
	for _, other := range []backfill.Past{again.Past(model.Binance, "http://two"), again.Past(model.OKX, "http://one")} {
		if held := other.Held("BTCUSDT", "1h"); held != nil {
			t.Errorf("held elsewhere: %v", held)
		}
	}
}

// Bars out of order, doubled, corrected, ill-made or not closed.
func TestBarsThatComeBadly(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "h.db"))
	bars := hoursOf(0, 6)
	first := noteOf("BTCUSDT", bars[3], bars[1], bars[1], bars[0], bars[2])
	if done := put(t, s, first); done.bars != 4 || done.corrected != 0 {
		t.Errorf("got %+v", done)
	}
	if done := put(t, s, first); done.bars != 0 || done.corrected != 0 {
		t.Errorf("the same again: %+v", done)
	}
	changed := bars[2]
	changed.Close += 0.25
	if done := put(t, s, noteOf("BTCUSDT", changed, bars[4])); done.bars != 1 || done.corrected != 1 {
		t.Errorf("a correction: %+v", done)
	}
	bad := bars[5]
	bad.High = bad.Low / 2
	off := bars[5]
	off.OpenTime += 60_000
	if n := (&note{key: shelfKey{here, "BTCUSDT"}}); n.ofBars(&model.History{Interval: model.Hour1, Bars: []model.Bar{bad, off}}) {
		t.Errorf("kept %+v", n)
	}
	if n := (&note{}); n.ofBars(&model.History{Interval: model.Hour1}) {
		t.Error("an empty list covers something")
	}
	got := all(t, s)["BTCUSDT"].hours
	bars[2] = changed
	if d := cmp.Diff(bars[:5], got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if corrected, holes := s.counts(); corrected != 1 || holes != 0 {
		t.Errorf("%d corrected, %d holes", corrected, holes)
	}
}

// What a venue does not have in time it answered for is a hole; what was not
// asked for is none.
func TestHolesAreCounted(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "h.db"))
	bars := hoursOf(0, 48)
	answer := slices.Concat(bars[10:20], bars[23:48])
	n := note{key: shelfKey{here, "BTCUSDT"}, asset: "BTC", multiplier: 1}
	n.ofBars(&model.History{Interval: model.Hour1, Bars: answer, From: bars[0].OpenTime})
	put(t, s, n)
	if _, holes := s.counts(); holes != 3 {
		t.Errorf("%d holes, want 3: before the first bar the contract did not exist", holes)
	}
	held := s.Past(here.venue, here.origin).Held("BTCUSDT", "1h")
	if len(held) != 1 || held[0].From != bars[0].OpenTime {
		t.Errorf("covered %v", held)
	}
	put(t, s, noteOf("BTCUSDT", bars[21]))
	if _, holes := s.counts(); holes != 2 {
		t.Errorf("%d holes after one was filled", holes)
	}
}

// Days are made of hours where the venue's own end.
func TestDaysAreMadeOfHours(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "h.db"))
	venueDay := model.Bar{OpenTime: midnight.Add(-day), Interval: model.Day1, Open: 1, High: 3, Low: 1, Close: 2, Closed: true}
	put(t, s, noteOf("BTCUSDT", venueDay), noteOf("BTCUSDT", hoursOf(-5, 53)...))
	p := all(t, s)["BTCUSDT"]
	want := []model.Bar{venueDay,
		{OpenTime: midnight, Interval: model.Day1, Open: 100, High: 124, Low: 99, Close: 123.5, Volume: 240, HasVolume: true, Closed: true},
		{OpenTime: midnight.Add(day), Interval: model.Day1, Open: 124, High: 148, Low: 123, Close: 147.5, Volume: 240, HasVolume: true, Closed: true},
	}
	if d := cmp.Diff(want, p.days); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	put(t, s, p.derived)
	if again := all(t, s)["BTCUSDT"]; len(again.derived.list) != 0 || !cmp.Equal(again.days, want) {
		t.Errorf("a second time: %+v", again.derived)
	}
}

func TestSecondProgramReads(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	first := openAt(t, path)
	put(t, first, noteOf("BTCUSDT", hoursOf(0, 30)...))
	second := openAt(t, path)
	if second.Writable() || !strings.Contains(second.News(), "only reads") {
		t.Errorf("writable %v, %q", second.Writable(), second.News())
	}
	if got := all(t, second)["BTCUSDT"]; got == nil || len(got.hours) != 30 {
		t.Errorf("got %+v", got)
	}
	if _, err := second.write(t.Context(), batch{notes: []note{noteOf("BTCUSDT", hoursOf(30, 31)...)}}); err == nil {
		t.Error("the second program wrote")
	}
	put(t, first, noteOf("BTCUSDT", hoursOf(30, 31)...))
}

func TestDamagedFileIsMovedAside(t *testing.T) {
	for _, tc := range []struct {
		name string
		harm func(data []byte) []byte
	}{
		{"no database", func([]byte) []byte { return []byte("once upon a time there was a file that was none of ours") }},
		{"cut short", func(d []byte) []byte { return d[:len(d)/3] }},
		{"overwritten", func(d []byte) []byte {
			chance := rand.New(rand.NewPCG(1, 2))
			for i := 100; i < len(d); i++ {
				d[i] = byte(chance.Uint32())
			}
			return d
		}},
		{"empty", func([]byte) []byte { return nil }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "h.db")
			s := openAt(t, path)
			put(t, s, noteOf("BTCUSDT", hoursOf(0, 3000)...))
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, tc.harm(data), 0o600); err != nil {
				t.Fatal(err)
			}
			again := openAt(t, path)
			put(t, again, noteOf("BTCUSDT", hoursOf(0, 3)...))
			if got := all(t, again)["BTCUSDT"]; len(got.hours) != 3 {
				t.Errorf("%d hours", len(got.hours))
			}
			aside, err := filepath.Glob(path + ".damaged-*")
			if err != nil {
				t.Fatal(err)
			}
			if tc.name != "empty" && (len(aside) == 0 || !strings.Contains(again.News(), "damaged")) {
				t.Errorf("news %q, aside %v", again.News(), aside)
			}
		})
	}
}

// A block that is harmed takes only its own week with it.
func TestDamagedBlockIsGivenUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	s := openAt(t, path)
	put(t, s, noteOf("BTCUSDT", hoursOf(0, 24*28)...))
	number := hours.blockOf(midnight.Add(10 * day))
	if _, err := s.db.ExecContext(t.Context(), "UPDATE block SET data = x'0102030405060708090a' WHERE id = ?", blockID(1, hours, number)); err != nil {
		t.Fatal(err)
	}
	got := all(t, s)["BTCUSDT"]
	if len(got.hours) != 24*21 {
		t.Errorf("%d hours, want three weeks", len(got.hours))
	}
	held := s.Past(here.venue, here.origin).Held("BTCUSDT", "1h")
	if len(held) != 2 || held[0].To != hours.startOf(number) || held[1].From != hours.startOf(number+1) {
		t.Errorf("covered %v", held)
	}
	done := put(t, s, noteOf("BTCUSDT", hoursOf(0, 24*28)...))
	if done.damaged != 1 || done.bars != 24*7 {
		t.Errorf("got %+v", done)
	}
}

func TestNewerFileIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	s := openAt(t, path)
	if _, err := s.db.ExecContext(t.Context(), "PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, clockAt(midnight)); !errors.Is(err, errNewer) {
		t.Errorf("got %v", err)
	}
	if aside, _ := filepath.Glob(path + ".damaged-*"); len(aside) > 0 { // the pattern is a good one
		t.Errorf("moved aside: %v", aside)
	}
}

func TestPlaceThatCannotBeMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), filepath.Join(file, "h.db"), time.Now); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}

// A transaction that fails leaves the index as it was.
func TestFullDiskChangesNothing(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "h.db"))
	put(t, s, noteOf("BTCUSDT", hoursOf(0, 24)...))
	fill(t, s, true)
	_, err := s.write(t.Context(), batch{notes: []note{noteOf("NEWUSDT", hoursOf(0, 5000)...), noteOf("BTCUSDT", hoursOf(24, 5000)...)}})
	if err == nil || codeOf(err) != 13 {
		t.Fatalf("got %v", err)
	}
	held := s.Past(here.venue, here.origin)
	if got := held.Held("BTCUSDT", "1h"); len(got) != 1 || got[0].To != midnight.Add(day) || held.Held("NEWUSDT", "1h") != nil {
		t.Errorf("covered %v", got)
	}
	fill(t, s, false)
	put(t, s, noteOf("NEWUSDT", hoursOf(0, 5000)...))
}

// fill makes the disk full, or empty again.
func fill(t *testing.T, s *Store, full bool) {
	t.Helper()
	pages := 1 << 30
	if full {
		if err := s.db.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
			t.Fatal(err)
		}
	}
	var got int
	if err := s.db.QueryRowContext(t.Context(), "PRAGMA max_page_count = "+strconv.Itoa(pages)).Scan(&got); err != nil {
		t.Fatal(err)
	}
}

func TestCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c cover
		have := map[int]bool{}
		for range rapid.IntRange(0, 20).Draw(t, "steps") {
			from := rapid.IntRange(1, 60).Draw(t, "from")
			to := from + rapid.IntRange(0, 20).Draw(t, "length")
			switch rapid.SampledFrom([]string{"add", "cut", "forget", "without"}).Draw(t, "what") {
			case "add":
				c = c.add(model.Millis(from), model.Millis(to), 0)
				for i := from; i < to; i++ {
					have[i] = true
				}
			case "cut":
				c = c.cut(model.Millis(from))
				for i := from; i < 100; i++ {
					have[i] = false
				}
			case "forget":
				c = c.forget(model.Millis(from))
				for i := range from {
					have[i] = false
				}
			case "without":
				c = c.without(model.Millis(from), model.Millis(to))
				for i := from; i < to; i++ {
					have[i] = false
				}
			}
			for i := range c {
				if c[i].From >= c[i].To || i > 0 && c[i].From < c[i-1].To {
					t.Fatalf("disorder: %v", c)
				}
			}
			for i := range 100 {
				in := slices.ContainsFunc(c, func(s backfill.Stretch) bool { return s.From <= model.Millis(i) && model.Millis(i) < s.To })
				if in != have[i] {
					t.Fatalf("%d covered: %v, want %v, in %v", i, in, have[i], c)
				}
			}
		}
	})
}

func FuzzReadBlock(f *testing.F) {
	f.Add([]byte(nil))
	f.Add(appendBlock(nil, hours, []record{ofBar(hourAt(1, 5)), ofBar(hourAt(2, math.MaxFloat64))}))
	f.Fuzz(func(t *testing.T, data []byte) {
		number := hours.blockOf(midnight)
		list, err := readBlock(nil, hours, number, data)
		if err != nil || len(list) == 0 {
			return
		}
		if again, err := readBlock(nil, hours, number, appendBlock(nil, hours, list)); err == nil && len(again) != len(list) {
			t.Errorf("%d records became %d", len(list), len(again))
		}
	})
}

// Of a coin that several venues have, the others' bars are read as far as the
// first lacks some.
func TestFirstVenueIsEnough(t *testing.T) {
	there := place{model.OKX, "http://one"}
	of := func(p place, symbol string, bars []model.Bar) note {
		n := noteOf("BTCUSDT", bars...)
		n.key = shelfKey{p, symbol}
		return n
	}
	for _, tc := range []struct {
		name          string
		first, second []model.Bar
		want          int // bars of the second that are given
	}{
		{"the same", hoursOf(0, 50), hoursOf(0, 50), 0},
		{"less", hoursOf(0, 50), hoursOf(10, 40), 0},
		{"newer ones", hoursOf(0, 50), hoursOf(10, 60), 50},
		{"older ones", hoursOf(5, 50), hoursOf(0, 50), 50},
		{"a hole in the first", slices.Concat(hoursOf(0, 20), hoursOf(21, 50)), hoursOf(0, 50), 50},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := openAt(t, filepath.Join(t.TempDir(), "h.db"))
			put(t, s, of(here, "BTCUSDT", tc.first), of(there, "BTC-USDT-SWAP", tc.second))
			given := map[string]int{}
			err := s.load(t.Context(), []place{here, there}, func(p *stored) error { given[p.key.symbol] = len(p.hours); return nil })
			if err != nil || given["BTCUSDT"] != len(tc.first) || given["BTC-USDT-SWAP"] != tc.want {
				t.Errorf("%v, given %v", err, given)
			}
		})
	}
}
