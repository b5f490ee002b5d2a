package strategy_test

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/modeltest"
	"github.com/google/go-cmp/cmp"
)

var updateGolden = flag.Bool("update", false, "write the golden files anew")

// past is what was recorded of three years: daily bars of the coins and the
// funding of the two that make the market index.
type past struct {
	bars    map[model.Asset][]model.Bar
	funding map[model.Asset][]model.FundingPoint
}

var (
	pastOnce sync.Once
	pastRead *past
	errPast  error
)

// recordedPast reads the past once for all tests.
func recordedPast(t testing.TB) *past {
	t.Helper()
	root := modeltest.Shared(t, "data")
	pastOnce.Do(func() { pastRead, errPast = readPast(root) })
	if errPast != nil {
		t.Fatal(errPast)
	}
	return pastRead
}

func readPast(root string) (*past, error) {
	p := &past{bars: make(map[model.Asset][]model.Bar), funding: make(map[model.Asset][]model.FundingPoint)}
	for _, coin := range realCoins {
		for _, folder := range []string{"cmc_2020", "binance_spot"} { // the older one first
			rows, err := readRows(filepath.Join(root, "daily", folder, string(coin)+".csv.gz"))
			if errors.Is(err, fs.ErrNotExist) {
				continue // not every coin was there in 2020
			}
			if err != nil {
				return nil, err
			}
			for _, r := range rows {
				bar, err := dailyBar(r, folder == "cmc_2020")
				if err != nil {
					return nil, err
				}
				p.bars[coin] = append(p.bars[coin], bar)
			}
		}
	}
	for _, coin := range []model.Asset{"BTC", "ETH"} {
		rows, err := readRows(filepath.Join(root, "funding", "binance_usdm", string(coin)+".csv.gz"))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			at, err := strconv.ParseInt(r[0], 10, 64)
			rate, err2 := strconv.ParseFloat(r[1], 64)
			if err := errors.Join(err, err2); err != nil {
				return nil, err
			}
			p.funding[coin] = append(p.funding[coin], model.FundingPoint{Time: model.Millis(at), Rate: rate, IntervalH: 8})
		}
	}
	return p, nil
}

func readRows(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, errors.Join(err, errors.New(path+" is empty or damaged"))
	}
	return rows[1:], nil
}

// dailyBar reads a day; the older files tell the volume in dollars.
func dailyBar(row []string, inDollars bool) (model.Bar, error) {
	at, err := time.Parse(time.DateOnly, row[0])
	if err != nil {
		return model.Bar{}, err
	}
	var v [5]float64
	for i := range v {
		if v[i], err = strconv.ParseFloat(row[i+1], 64); err != nil {
			return model.Bar{}, err
		}
	}
	if inDollars {
		v[4] /= v[3]
	}
	return model.Bar{
		OpenTime: model.MillisOf(at), Interval: model.Day1, Open: v[0], High: v[1], Low: v[2], Close: v[3],
		Volume: v[4], HasVolume: true, Closed: true,
	}, nil
}

// until tells an engine the past up to a moment, and no more. The list of
// contracts is told whole: which coins there are was known by other means than
// their bars.
func (p *past) until(t testing.TB, end model.Millis) *model.Snapshot {
	t.Helper()
	e := newEngine(t)
	var list []model.Instrument
	for _, coin := range realCoins {
		list = append(list, model.Instrument{Venue: model.Binance, Symbol: string(coin) + "USDT", Asset: coin, Kind: model.ContractPerpetual, Trading: true})
	}
	tell := func(ev *model.Event) {
		ev.Venue, ev.Received = model.Binance, end
		e.Apply(ev)
	}
	tell(&model.Event{Kind: model.KindInstruments, Detail: list})
	for _, coin := range realCoins {
		h := &model.History{Interval: model.Day1}
		for _, b := range p.bars[coin] {
			if b.End() <= end {
				h.Bars = append(h.Bars, b)
			}
		}
		for _, f := range p.funding[coin] {
			if f.Time <= end {
				h.Funding = append(h.Funding, f)
			}
		}
		tell(&model.Event{Kind: model.KindHistory, Symbol: string(coin) + "USDT", Asset: coin, Detail: h})
	}
	tell(&model.Event{Kind: model.KindBackfill, Detail: &model.Progress{What: "history", Done: 1, Total: 1}})
	tell(&model.Event{Kind: model.KindTick})
	return e.Snapshot()
}

// lastDay is the end of the last recorded day.
var lastDay = model.MillisOf(time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC))

// switches walks back from the last day: what stands, since when, and what
// stood on the day before. Each engine sees only what there was on its day.
func (p *past) switches(t testing.TB) []model.PhaseView {
	t.Helper()
	var back []model.PhaseView
	for end := lastDay; ; {
		v := p.until(t, end).Phase
		if v.Phase == model.PhaseUnknown {
			return back
		}
		back = append(back, p.until(t, v.Since).Phase)
		end = v.Since.Add(-24 * time.Hour)
	}
}

// line writes a switch with its scores and its evidence.
func line(v *model.PhaseView, from model.Phase) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s -> %s", v.Since.Add(-24*time.Hour).Time().Format(time.DateOnly), from, v.Phase)
	for _, p := range []model.Phase{model.Accumulation, model.Expansion, model.Late, model.Bear} {
		fmt.Fprintf(&b, "  %s %.3f", p, v.Scores[p].Or(-1))
	}
	if v.Crash {
		b.WriteString("  by the crash override")
	}
	b.WriteString("\n")
	for _, e := range v.Evidence {
		fmt.Fprintf(&b, "    %-8s %-16s %s\n", e.State, e.ID, e.Shown)
	}
	return b.String()
}

// The golden table: every switch of the phase over the recorded years, with the
// day whose close brought it and the evidence of that close.
func TestPhasesOfTheRecordedYears(t *testing.T) {
	t.Parallel()
	back := recordedPast(t).switches(t)
	var got strings.Builder
	from := model.PhaseUnknown
	for i := len(back) - 1; i >= 0; i-- {
		v := &back[i]
		if v.Phase == from || v.AgeDays.Or(-1) != 0 || v.Before != from {
			t.Errorf("%s on %s is no switch from %s", v.Phase, v.Since, from)
		}
		got.WriteString(line(v, from))
		from = v.Phase
	}
	checkGolden(t, "phases.golden.txt", got.String())
}

// checkGolden compares a table with the one that is kept.
func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	if *updateGolden {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Error(diff)
	}
}

// The golden table of the L1/DeFi cycle over the recorded years. The narrative
// needs AI coins that were not there yet for most of them.
func TestCyclesOfTheRecordedYears(t *testing.T) {
	t.Parallel()
	p := recordedPast(t)
	var lines []string
	for end := lastDay; ; {
		v := p.until(t, end).Cycles[0]
		if !v.Since.Known() {
			break
		}
		text := fmt.Sprintf("%s %s", v.Since.Add(-24*time.Hour).Time().Format(time.DateOnly), v.State)
		if v.Jumped {
			text += "  out of order after " + v.Before
		}
		lines = append(lines, text)
		end = v.Since.Add(-24 * time.Hour)
	}
	slices.Reverse(lines)
	checkGolden(t, "cycles.golden.txt", strings.Join(lines, "\n")+"\n")
}

// Later bars change nothing: what an engine says of a day in its past is what
// one said that was told no more than that day. The phase and the two slow
// states are compared from their beginnings on, the sectors by the points of
// their tails.
func TestLaterBarsChangeNothing(t *testing.T) {
	t.Parallel()
	p := recordedPast(t)
	chance := rand.New(rand.NewPCG(2020, 2022))
	for range 4 {
		back := 1 + chance.IntN(20)
		end := lastDay.Add(-time.Duration(chance.IntN(800)) * 24 * time.Hour)
		cut := end.Add(-time.Duration(back) * 24 * time.Hour)
		whole, part := p.until(t, end), p.until(t, cut)
		if a, b := whole.Phase, part.Phase; a.Since <= cut && (a.Phase != b.Phase || a.Since != b.Since || a.AgeDays.Or(0) != b.AgeDays.Or(0)+float64(back)) {
			t.Errorf("%s of %s: %s since %s, cut there %s since %s", cut, end, a.Phase, a.Since, b.Phase, b.Since)
		}
		for i, a := range whole.Cycles {
			if b := part.Cycles[i]; a.Since.Known() && a.Since <= cut && (a.State != b.State || a.Since != b.Since) {
				t.Errorf("%s of %s: %s since %s, cut there %s since %s", cut, end, a.State, a.Since, b.State, b.Since)
			}
		}
		compareTails(t, whole, part, back)
	}
}

func compareTails(t *testing.T, whole, part *model.Snapshot, back int) {
	t.Helper()
	compared := 0
	for i := range whole.Sectors {
		a, b := whole.Sectors[i].Tail, part.Sectors[i].Tail
		for k := 1; k <= len(b) && back+k <= len(a); k++ {
			compared++
			if a[len(a)-back-k] != b[len(b)-k] {
				t.Errorf("%s: %v is %v %d days later", whole.Sectors[i].Sector, b[len(b)-k], a[len(a)-back-k], back)
			}
		}
	}
	if compared == 0 {
		t.Error("no point to compare")
	}
}
