package strategy_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

// pastOf gives an engine days of history made by price, which may leave a day
// out by returning zero.
func pastOf(e *strategy.Engine, coins []model.Asset, days int, price func(coin, day int) float64) {
	for i, a := range coins {
		h := &model.History{Interval: model.Day1}
		for d := range days {
			p := price(i, d)
			if p == 0 {
				continue
			}
			h.Bars = append(h.Bars, model.Bar{
				OpenTime: day0.Add(time.Duration(d-days) * 24 * time.Hour), Interval: model.Day1,
				Open: p, High: p, Low: p, Close: p, Volume: 1e7, HasVolume: true, Closed: true,
			})
		}
		e.Apply(&model.Event{Kind: model.KindHistory, Venue: model.Binance, Symbol: string(a) + "USDT", Asset: a, Received: day0, Detail: h})
		e.Apply(mark(a, model.Binance, 100, day0))
	}
	e.Apply(&model.Event{Kind: model.KindBackfill, Received: day0, Detail: &model.Progress{What: "history", Done: 1, Total: 1}})
	e.Apply(tick(day0.Add(time.Second)))
}

// sound checks that a snapshot can be written and holds no number that is none.
func sound(t *testing.T, s *model.Snapshot) {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if at := strings.Index(string(b), "not finite"); at >= 0 { // what model.Known says of NaN and infinity
		t.Errorf("the snapshot holds a number that is none: …%s", b[max(0, at-300):at])
	}
}

// Markets that do not move, move in step, have one coin, holes or no benchmark:
// nothing fires that should not, and nothing is made up.
func TestSignalsOfStrangeMarkets(t *testing.T) {
	const days = 300
	dice := rand.New(rand.NewPCG(7, 11))
	for _, c := range []struct {
		name  string
		price func(coin, day int) float64
		quiet bool // no signal may call for attention
	}{
		{"flat", func(int, int) float64 { return 100 }, true},
		{"flat near nothing", func(int, int) float64 { return 1e-7 }, true},
		{"all in step", func(_, d int) float64 { return 100 * (1 + 0.3*float64(d%40)/40) }, false},
		{"holes", func(i, d int) float64 {
			if dice.IntN(4) == 0 {
				return 0
			}
			return 100 + 10*float64((d*(i+3))%17)
		}, false},
		{"no benchmark", func(i, d int) float64 {
			if i == 0 {
				return 0 // BTC has no bars
			}
			return 100 + float64((d*(i+3))%17)
		}, false},
		{"one day of a thousandfold", func(_, d int) float64 {
			if d == 200 {
				return 1e5
			}
			return 100
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newEngine(t)
			pastOf(e, everyCoin(t), days, c.price)
			s := e.Snapshot()
			sound(t, s)
			if len(s.Signals) == 0 || len(s.Conditions) == 0 {
				t.Fatalf("%d signals, %d conditions", len(s.Signals), len(s.Conditions))
			}
			for _, v := range s.Signals {
				if c.quiet && v.Active {
					t.Errorf("%s of %s fires: %s", v.ID, v.Subject, v.Text)
				}
			}
		})
	}
}

// A sector of one coin, in a taxonomy without the sectors the articles speak
// of: its signals stand, those of others say what they miss.
func TestSignalsOfALonelySector(t *testing.T) {
	u := &universe.Universe{
		Benchmark: []model.Asset{"BTC"},
		Sectors:   []universe.Sector{{Name: "Solo", RiskTier: 1, Pool: universe.Pool{Members: []model.Asset{"XMR"}}}},
	}
	p, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	e, err := strategy.New(strategy.Config{Universe: u, Playbook: p, Profile: "standard", Venues: []model.Venue{model.Binance}})
	if err != nil {
		t.Fatal(err)
	}
	pastOf(e, []model.Asset{"BTC", "XMR"}, 300, func(i, d int) float64 { return 100 + float64((d*(i+3))%23) })
	s := e.Snapshot()
	sound(t, s)
	if v := signalOf(t, s, "risk-appetite", "market"); v.Active || v.State != "unknown" || v.Value.Why() == "" {
		t.Errorf("risk appetite without its sectors: %+v", v)
	}
	if v := signalOf(t, s, "rsi-extreme", "Solo"); v.State != "unknown" || v.Value.Why() == "" {
		t.Errorf("an index of fewer than three members has no level: %+v", v)
	}
}
