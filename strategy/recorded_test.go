package strategy_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

// The recorded years, told day by day, give the phases the engine gives that is
// told all of them at once: there is one model.
func TestRecordedDaysGiveTheSamePhases(t *testing.T) {
	t.Parallel()
	past := recordedPast(t)
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	p, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	first := lastDay
	for _, coin := range realCoins {
		first = min(first, past.bars[coin][0].OpenTime)
	}
	r, err := strategy.NewRecorded(strategy.Config{Universe: u, Playbook: p, Profile: "standard"}, model.Day1, realCoins, first)
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[model.Millis]model.Phase)
	for _, v := range past.switches(t) {
		want[v.Since] = v.Phase
	}
	at, told := make([]int, len(realCoins)), make([]int, len(realCoins))
	bars := make([]model.Bar, len(realCoins))
	phase, seen := model.PhaseUnknown, 0
	for open := first; open < lastDay; open = open.Add(model.Day1.Duration()) {
		end := open.Add(model.Day1.Duration())
		for k, coin := range realCoins {
			for list := past.funding[coin]; told[k] < len(list) && list[told[k]].Time <= end; told[k]++ {
				r.Settle(k, list[told[k]])
			}
			bars[k] = model.Bar{}
			if list := past.bars[coin]; at[k] < len(list) && list[at[k]].OpenTime == open {
				bars[k] = list[at[k]]
				at[k]++
			}
		}
		if err := r.Close(open, bars); err != nil {
			t.Fatal(err)
		}
		if !r.Ready() {
			continue
		}
		o := r.Outlook(nil)
		if o.Phase == phase {
			continue
		}
		if seen++; want[o.Since] != o.Phase {
			t.Errorf("%s: %s, told at once %s", o.Since, o.Phase, want[o.Since])
		}
		phase = o.Phase
	}
	if seen != len(want) {
		t.Errorf("%d phases, told at once %d", seen, len(want))
	}
}

func TestRecordedRefusesWhatCannotBeRun(t *testing.T) {
	t.Parallel()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	p, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	cfg := strategy.Config{Universe: u, Playbook: p}
	tests := []struct {
		name  string
		step  model.Interval
		coins []model.Asset
	}{
		{"minutes", model.Minute1, []model.Asset{"BTC", "ETH"}},
		{"no benchmark", model.Day1, []model.Asset{"BTC", "SOL"}},
		{"a coin nobody knows", model.Day1, []model.Asset{"BTC", "ETH", "NOSUCHCOIN"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := strategy.NewRecorded(cfg, tt.step, tt.coins, day0); err == nil {
				t.Error("it was taken")
			}
		})
	}
	r, err := strategy.NewRecorded(cfg, model.Day1, []model.Asset{"BTC", "ETH"}, day0)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(day0.Add(model.Day1.Duration()), make([]model.Bar, 2)); err == nil {
		t.Error("a day was left out, and nobody said so")
	}
}

// Leaving out what no condition asks for changes no answer, in any playbook.
func TestNarrowedSaysTheSame(t *testing.T) {
	t.Parallel()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	coins := u.Candidates()[:20]
	for _, name := range playbook.Names() {
		p, err := playbook.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		var pair [2]*strategy.Recorded
		var last [2]*strategy.Outlook
		for i := range pair {
			if pair[i], err = strategy.NewRecorded(strategy.Config{Universe: u, Playbook: p, Profile: "standard"}, model.Day1, coins, day0); err != nil {
				t.Fatal(err)
			}
		}
		pair[1].Narrow()
		walk := rand.New(rand.NewPCG(3, 9))
		price := slices.Repeat([]float64{100}, len(coins))
		bars := make([]model.Bar, len(coins))
		for day := range 300 {
			open := day0.Add(time.Duration(day) * model.Day1.Duration())
			for k := range bars {
				was := price[k]
				price[k] *= math.Exp(0.04*walk.NormFloat64() + 0.01*math.Sin(float64(day)/30))
				bars[k] = model.Bar{
					OpenTime: open, Interval: model.Day1, Open: was, High: max(was, price[k]), Low: min(was, price[k]), Close: price[k],
					Volume: 1e6 * (1 + walk.Float64()), HasVolume: true, Closed: true,
				}
			}
			for i, r := range pair {
				for k := range coins {
					r.Settle(k, model.FundingPoint{Time: open, Rate: 3e-4 * math.Sin(float64(day+k)/9), IntervalH: 8})
				}
				if err := r.Close(open, bars); err != nil {
					t.Fatal(err)
				}
				if r.Ready() {
					last[i] = r.Outlook(last[i])
				}
			}
			if last[0] != nil && (last[0].Stage != last[1].Stage || !slices.Equal(last[0].Truths, last[1].Truths)) {
				t.Fatalf("%s on day %d: stage %q and %q, truths\n%v\n%v", name, day, last[0].Stage, last[1].Stage, last[0].Truths, last[1].Truths)
			}
		}
	}
}
