package synthetic

import (
	"math"
	"testing"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// play runs a scenario for so many hours.
func play(t *testing.T, name string, hours int) *Source {
	t.Helper()
	script, ok := FindScript(name)
	if !ok {
		t.Fatalf("no scenario %q", name)
	}
	s := build(t, Options{Seed: 5, Past: 30, Script: script})
	s.Extend(Begin + model.Millis(hours)*hourMs)
	return s
}

func (s *Source) find(asset model.Asset) *market.Series {
	for _, ser := range s.series {
		if ser.Asset == asset {
			return ser
		}
	}
	return nil
}

// change is a coin's simple return between two hours since Begin.
func (s *Source) change(ser *market.Series, from, to int) float64 {
	at := s.cal.Index(Begin)
	return ser.Candles[at+to].Open/ser.Candles[at+from].Open - 1
}

// sectorChange is the mean of its members.
func (s *Source) sectorChange(sector Sector, from, to int) float64 {
	sum, n := 0.0, 0.0
	for i, c := range s.coins {
		if c.spec.Sector == sector {
			sum += s.change(s.series[i], from, to)
			n++
		}
	}
	return sum / n
}

func TestTextbookCycle(t *testing.T) {
	script, _ := FindScript("textbook-cycle")
	s := build(t, Options{Seed: 5, Script: script, Assets: DefaultAssets()[:2]})
	var order []Regime
	for d := range 240 {
		s.Extend(Begin + model.Millis(d)*24*hourMs)
		if r := s.Regime(); len(order) == 0 || order[len(order)-1] != r {
			order = append(order, r)
		}
	}
	if len(order) != 4 || order[0] != ACC || order[1] != EXP || order[2] != LATE || order[3] != BEAR {
		t.Errorf("regimes %v", order)
	}
}

func TestAIIgnition(t *testing.T) {
	s := play(t, "ai-ignition", 20*24)
	if up := s.sectorChange(AI, 6, 14*24) - s.sectorChange(Infrastructure, 6, 14*24); up < .2 {
		t.Errorf("AI gains %.2f on the base layers, want 0.2 and more", up)
	}
	if down := s.sectorChange(AI, 14*24, 20*24) - s.sectorChange(Infrastructure, 14*24, 20*24); down > -.1 {
		t.Errorf("after the peak AI loses %.2f against them, want 0.1 and more", down)
	}
}

func TestDeFiExplosion(t *testing.T) {
	s := play(t, "defi-explosion", 16*24)
	if up := s.sectorChange(DeFi, 6, 8*24) - s.sectorChange(Infrastructure, 6, 8*24); up < .1 {
		t.Errorf("DeFi gains %.2f on the base layers", up)
	}
	if back := s.sectorChange(Infrastructure, 8*24, 14*24) - s.sectorChange(DeFi, 8*24, 14*24); back < .1 {
		t.Errorf("the base layers come back by %.2f", back)
	}
}

func TestFlashCrash(t *testing.T) {
	s := play(t, "flash-crash", 24)
	if got := s.change(s.find("BTC"), 6, 8); math.Abs(got+.12) > .04 {
		t.Errorf("BTC falls %.3f, want 0.12", got)
	}
	for sector := range sectors {
		if got := s.sectorChange(sector, 6, 8); got > -.25 || got < -.45 {
			t.Errorf("sector %d falls %.3f, want about 0.35", sector, got)
		}
		if got := s.sectorChange(sector, 8, 18); got < .1 {
			t.Errorf("sector %d recovers %.3f", sector, got)
		}
	}
	eth := s.find("ETH")
	at := len(eth.Holdings) - 24
	if eth.Holdings[at+9].Coins > .97*eth.Holdings[at+4].Coins {
		t.Error("nobody was liquidated")
	}
}

func TestFundingSqueeze(t *testing.T) {
	s := play(t, "funding-squeeze", 48)
	for i, c := range s.coins {
		low := 0.0
		for _, p := range s.series[i].Settlements {
			if p.Time > Begin+12*hourMs {
				low = min(low, p.Rate*8/p.IntervalH)
			}
		}
		if want := s.factors.script.squeezed(&c.spec, 24); want && low > -14e-4 {
			t.Errorf("%s: lowest funding %.5f, want a squeeze", c.spec.Asset, low)
		}
	}
	if btc := s.find("BTC").Settlements; btc[len(btc)-1].Rate < -.001 {
		t.Error("bitcoin is squeezed too")
	}
}

func TestDelistingScript(t *testing.T) {
	s := play(t, "delisting", 12)
	blur := s.find("BLUR")
	if blur.Announced != Begin+2*hourMs || blur.Delivery != Begin+6*hourMs {
		t.Errorf("announced %s, taken off %s", blur.Announced, blur.Delivery)
	}
	at := s.cal.Index(Begin)
	if !blur.Candles[at+5].Traded() || blur.Candles[at+6].Traded() || len(blur.Candles) != len(s.find("BTC").Candles) {
		t.Error("trading does not end with the delisting")
	}
}

func TestIntervalChange(t *testing.T) {
	s := play(t, "interval-change", 48)
	var hours []float64
	for _, p := range s.find("SOL").Settlements {
		if p.Time > Begin {
			hours = append(hours, p.IntervalH)
		}
	}
	if hours[0] != 8 || hours[1] != 4 || hours[len(hours)-1] != 4 {
		t.Errorf("intervals %v, want 8 and then 4", hours)
	}
}

func TestFlat(t *testing.T) {
	s := play(t, "flat", 48)
	for _, ser := range s.series {
		first := ser.Candles[0]
		for i, c := range ser.Candles {
			if c.High != c.Low || c.Close != first.Close || c.Volume <= 0 {
				t.Fatalf("%s candle %d moves: %+v", ser.Asset, i, c)
			}
		}
		for _, p := range ser.Settlements {
			if p.Rate*8/p.IntervalH != 1e-4 {
				t.Fatalf("%s: funding %v, want 1 bp", ser.Asset, p.Rate)
			}
		}
	}
}

func TestScriptsAreNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Scripts() {
		if s.Name == "" || s.Text == "" || seen[s.Name] {
			t.Errorf("scenario %q: %q", s.Name, s.Text)
		}
		seen[s.Name] = true
	}
	if _, ok := FindScript("nothing"); ok {
		t.Error("found a scenario that is not there")
	}
}
