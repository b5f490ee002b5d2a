package strategy_test

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"math"
	"os"
	"strconv"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/modeltest"
	"eddy/model/universe"
)

// readHours reads the real hourly bars of a coin.
func readHours(t testing.TB, coin model.Asset) []model.Bar {
	t.Helper()
	path := modeltest.Shared(t, "data", "hourly", "binance_spot", string(coin)+".csv.gz")
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // only read
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(z)
	if _, err := r.Read(); err != nil {
		t.Fatal(err)
	}
	var out []model.Bar
	for {
		row, err := r.Read()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		v := make([]float64, len(row))
		for i := range row {
			if v[i], err = strconv.ParseFloat(row[i], 64); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, model.Bar{
			OpenTime: model.Millis(v[0]), Interval: model.Hour1, Open: v[1], High: v[2], Low: v[3], Close: v[4],
			Volume: v[5], HasVolume: true, Closed: true,
		})
	}
}

// realCoins are the coins of the real data that the default universe uses.
var realCoins = []model.Asset{
	"BTC", "ETH", "SOL", "ADA", "AVAX", "NEAR", "DOT", "MATIC", "FIL", "LINK", "AAVE", "UNI", "CRV", "COMP", "SUSHI", "MKR",
	"AXS", "SAND", "MANA", "ENJ", "FET", "GRT", "OCEAN",
}

// batchGroup is a set of coins with a fixed share at each review.
type batchGroup struct {
	share float64
	coins []model.Asset
}

// batchIndex recomputes an index from whole days at once: money is spread over
// the coins every Monday by the groups' shares and left alone until the next.
// It shares no code with the engine: it keeps units of coins instead of
// weights and returns.
func batchIndex(days map[model.Asset]map[model.Millis]float64, groups []batchGroup, from, to model.Millis) []float64 {
	units := map[model.Asset]float64{}
	spread := func(at model.Millis, money float64) {
		total := 0.0
		for _, g := range groups {
			total += g.share
		}
		for _, g := range groups {
			for _, c := range g.coins {
				units[c] = money * g.share / total / float64(len(g.coins)) / days[c][at]
			}
		}
	}
	spread(from, 1000)
	levels := []float64{1000}
	for day := from.Add(24 * time.Hour); day < to; day = day.Add(24 * time.Hour) {
		level := 0.0
		for _, g := range groups {
			for _, c := range g.coins {
				level += units[c] * days[c][day]
			}
		}
		levels = append(levels, level)
		if day.Add(24*time.Hour).Time().Weekday() == time.Monday {
			spread(day, level)
		}
	}
	return levels
}

// batchRSI is Wilder's RSI by its definition, over the whole series.
func batchRSI(x []float64, n int) float64 {
	var up, down float64
	for i := 1; i < len(x); i++ {
		g, l := math.Max(0, x[i]-x[i-1]), math.Max(0, x[i-1]-x[i])
		switch {
		case i <= n:
			up, down = up+g/float64(n), down+l/float64(n)
		default:
			up, down = (up*float64(n-1)+g)/float64(n), (down*float64(n-1)+l)/float64(n)
		}
	}
	return 100 * up / (up + down)
}

// On the real bars of 2021 and 2022, half of them loaded as history and half
// coming live hour by hour, the engine's index and RSI equal a recomputation
// from scratch.
func TestEngineEqualsBatchOnRealData(t *testing.T) {
	e := newEngine(t)
	turn := model.MillisOf(time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC))
	end := model.MillisOf(time.Date(2022, 7, 12, 0, 0, 0, 0, time.UTC))
	hours := make(map[model.Asset][]model.Bar)
	days := make(map[model.Asset]map[model.Millis]float64)
	for _, c := range realCoins {
		bars := readHours(t, c)
		hours[c], days[c] = bars, map[model.Millis]float64{}
		past := 0
		for i, b := range bars {
			days[c][b.OpenTime.Floor(model.Day1)] = b.Close // the last hour of the day stands
			if b.OpenTime < turn {
				past = i + 1
			}
		}
		e.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(c) + "USDT", Asset: c, Received: 1,
			Detail: &model.History{Interval: model.Hour1, Bars: bars[:past]}})
		hours[c] = bars[past:]
	}
	e.Apply(tick(2))
	for at := turn; at < end; at = at.Add(time.Hour) {
		for _, c := range realCoins {
			if len(hours[c]) == 0 || hours[c][0].OpenTime != at {
				continue
			}
			b := hours[c][0]
			hours[c] = hours[c][1:]
			e.Apply(&model.Event{Kind: model.KindBar, Venue: model.Binance, Symbol: string(c) + "USDT", Asset: c,
				EventTime: b.End(), Received: b.End(), Has: model.FieldBar, Bar: b})
		}
	}
	first := model.MillisOf(time.Date(2021, 4, 5, 0, 0, 0, 0, time.UTC)) // the first whole day
	compareSectors(t, e.Snapshot(), days, first, end)
}

func compareSectors(t *testing.T, s *model.Snapshot, days map[model.Asset]map[model.Millis]float64, first, end model.Millis) {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	roster := u.Resolve(func(a model.Asset) bool { return days[a] != nil })
	checked := 0
	for i, r := range roster.Sectors {
		var groups []batchGroup
		for k, g := range r.Groups {
			if len(g.Members) > 0 {
				groups = append(groups, batchGroup{u.Sectors[i].Groups()[k].Share, g.Members})
			}
		}
		levels := batchIndex(days, groups, first, end)
		for _, v := range s.Sectors {
			if v.Sector != r.Name {
				continue
			}
			checked++
			got, ok := v.Index.Value()
			if want := levels[len(levels)-1]; !ok || math.Abs(got/want-1) > 1e-9 {
				t.Errorf("%s index: engine %v, batch %v", r.Name, got, want)
			}
			// The running day has not moved yet: its preview repeats the last level.
			want := batchRSI(append(levels, levels[len(levels)-1]), 14)
			if got, ok := v.RSI.Value(); !ok || math.Abs(got-want) > 1e-9 {
				t.Errorf("%s RSI: engine %v, batch %v", r.Name, got, want)
			}
		}
	}
	if checked != 4 {
		t.Errorf("%d sectors compared, want 4", checked)
	}
	if s.Phase.Phase != model.Bear {
		t.Errorf("phase %s in July 2022, want BEAR: %s", s.Phase.Phase, s.Phase.Why)
	}
}
