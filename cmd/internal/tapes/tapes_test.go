package tapes

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"eddy/feeds/bourse/barfile"
	"eddy/feeds/history"
	"eddy/model"
	"eddy/model/modeltest"
	"eddy/strategy/backtest"
)

// folder writes files of a name and a text.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const header = "date,open,high,low,close,volume\n"

func days(from time.Time, n int, price float64) string {
	var b strings.Builder
	b.WriteString(header)
	for i := range n {
		fmt.Fprintf(&b, "%s,%g,%g,%g,%g,1000\n", from.AddDate(0, 0, i).Format(time.DateOnly), price, price, price, price)
	}
	return b.String()
}

var newYear = time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)

// A coin that had not traded by then is none of the coins.
func TestACoinWithoutBars(t *testing.T) {
	tape, err := Load([]string{folder(t, map[string]string{"ARB.csv": header, "BTC.csv": days(newYear, 3, 100), "ETH.csv": days(newYear, 3, 9)})}, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := tape.Assets(); !slices.Equal(got, []model.Asset{"BTC", "ETH"}) || tape.Len() != 3 {
		t.Errorf("%v over %d days", got, tape.Len())
	}
	var broken *barfile.Error
	if _, err := Load([]string{folder(t, map[string]string{"BTC.csv": header})}, ""); !errors.As(err, &broken) || broken.Line != 2 {
		t.Errorf("no bars at all: %v", err)
	}
}

func TestFoldersOnOneGrid(t *testing.T) {
	early := folder(t, map[string]string{"BTC.csv": days(newYear, 10, 100), "LUNA.csv": days(newYear, 4, 80)})
	late := folder(t, map[string]string{"BTC.csv": days(newYear.AddDate(0, 0, 8), 10, 200), "ETH.csv": days(newYear.AddDate(0, 0, 12), 5, 9)})
	funding := folder(t, map[string]string{"BTC.csv": "ts,rate\n1609459200000,0.0001\n1609488000009,0.0002\n"})
	tape, err := Load([]string{early, late}, funding)
	if err != nil {
		t.Fatal(err)
	}
	if tape.First != model.MillisOf(newYear) || tape.Step != model.Day1 || len(tape.Series) != 3 || tape.Len() != 18 {
		t.Fatalf("first %s, step %s, %d coins, %d days", tape.First, tape.Step, len(tape.Series), tape.Len())
	}
	btc := tape.Series[0]
	for i, want := range map[int]float64{0: 100, 7: 100, 8: 200, 9: 200, 17: 200} {
		if got := btc.Candles[i].Close; got != want {
			t.Errorf("BTC on day %d is %v, want %v: the later folder goes first", i, got, want)
		}
	}
	if f := btc.Funding; len(f) != 2 || f[1].IntervalH != 8 || f[1].Time != 1609488000000 {
		t.Errorf("funding %+v; a settlement is due at the full minute", f)
	}
	for i := range tape.Series {
		if s := &tape.Series[i]; s.Asset == "LUNA" {
			for k := 4; k < len(s.Candles); k++ {
				if s.Candles[k].Traded() {
					t.Errorf("LUNA trades on day %d after its end", k)
				}
			}
		}
	}
}

func TestBrokenFoldersAreRefusedWithTheirPlace(t *testing.T) {
	tests := []struct {
		name, bars, want string
	}{
		{"a day twice", header + "2021-01-01,1,1,1,1,1\n2021-01-01,1,1,1,1,1\n", "BTC.csv"},
		{"wrong order", header + "2021-01-02,1,1,1,1,1\n2021-01-01,1,1,1,1,1\n", "goes back"},
		{"a zero price", header + "2021-01-01,1,1,0,1,1\n", "not a price"},
		{"not a number", header + "2021-01-01,1,1,NaN,1,1\n", "not a number"},
		{"a high under the low", header + "2021-01-01,1,1,2,1,1\n", "below low"},
		{"no header", "2021-01-01,1,1,1,1,1\n", "header"},
		{"empty", "", "empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load([]string{folder(t, map[string]string{"BTC.csv": tt.bars})}, "")
			var broken *barfile.Error
			if !errors.As(err, &broken) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with its file about %q", err, tt.want)
			}
		})
	}
	hours := "ts,open,high,low,close,volume\n1609459200000,1,1,1,1,1\n1609462800000,1,1,1,1,1\n1609466400000,1,1,1,1,1\n"
	_, err := Load([]string{folder(t, map[string]string{"BTC.csv": days(newYear, 5, 1)}), folder(t, map[string]string{"BTC.csv": hours})}, "")
	if !errors.Is(err, ErrStep) {
		t.Errorf("days beside hours give %v", err)
	}
}

// A folder of funding that is not there, or holds none of the coins, would make a
// run that pays no funding and does not say so.
func TestFundingThatIsNotThereIsRefused(t *testing.T) {
	bars := folder(t, map[string]string{"BTC.csv": days(newYear, 10, 100)})
	for _, dir := range []string{filepath.Join(bars, "none"), folder(t, map[string]string{"DOGE.csv": "ts,rate\n1609459200000,0.0001\n"})} {
		_, err := Load([]string{bars}, dir)
		var broken *barfile.Error
		if !errors.As(err, &broken) || broken.File != dir {
			t.Errorf("error %v, want one that names %s", err, dir)
		}
	}
}

// AVAX was quoted before it traded, and lacks seventy days of 2020: that is a
// coin that ended and another that began. The sixteen days all coins lack at the
// end of 2020 are a hole of the recording.
func TestTheRecordedYearsHaveOneSeam(t *testing.T) {
	root := modeltest.Shared(t, "data")
	tape, err := Load([]string{filepath.Join(root, "daily", "cmc_2020"), filepath.Join(root, "daily", "binance_spot")}, filepath.Join(root, "funding", "binance_usdm"))
	if err != nil {
		t.Fatal(err)
	}
	if tape.Len() != 1096 || len(tape.Series) != 25 {
		t.Errorf("%d days of %d coins, want 1096 of 25", tape.Len(), len(tape.Series))
	}
	seams := tape.Seams("BTC")
	if len(seams) != 1 || seams[0].Asset != "AVAX" || seams[0].Spliced {
		t.Errorf("seams %+v, want AVAX fallen silent", seams)
	}
}

// What the desk wrote down is a tape as good as a folder.
func TestFromStore(t *testing.T) {
	ctx := context.Background()
	s, err := history.Open(ctx, filepath.Join(t.TempDir(), "history.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // it is gone with the test
	if _, err := FromStore(ctx, s, map[model.Venue]string{model.Binance: "here"}); !errors.Is(err, ErrEmpty) {
		t.Errorf("an empty store gives %v", err)
	}
	var got gathered
	bar := func(day int, price float64) model.Bar {
		return model.Bar{OpenTime: model.MillisOf(newYear.AddDate(0, 0, day)), Interval: model.Day1, Open: price, High: price, Low: price, Close: price, Volume: 5, HasVolume: true, Closed: true}
	}
	tell := func(v model.Venue, a model.Asset, bars ...model.Bar) {
		if err := got.Put(ctx, []model.Event{{Kind: model.KindHistory, Venue: v, Asset: a, Detail: &model.History{Interval: model.Day1, Bars: bars}}}); err != nil {
			t.Fatal(err)
		}
	}
	tell(model.Bybit, "BTC", bar(0, 7))
	tell(model.Binance, "BTC", bar(3, 10), bar(2, 9), bar(5, 11))
	tell(model.Bybit, "SOL", bar(4, 3))
	list := got.chosen()
	if len(list) != 2 || list[0].venue != model.Binance || list[1].asset != "SOL" {
		t.Fatalf("chosen %+v", list)
	}
	series := list[0].series(bar(2, 1).OpenTime)
	if series.Venue != model.Binance {
		t.Errorf("the bars are %q's, whose fees trades pay", series.Venue)
	}
	want := []backtest.Candle{{Open: 9, High: 9, Low: 9, Close: 9, Volume: 5}, {Open: 10, High: 10, Low: 10, Close: 10, Volume: 5}, {}, {Open: 11, High: 11, Low: 11, Close: 11, Volume: 5}}
	for i := range want {
		if series.Candles[i] != want[i] {
			t.Errorf("day %d is %+v, want %+v", i, series.Candles[i], want[i])
		}
	}
}
