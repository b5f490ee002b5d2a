package market

import (
	"math"
	"math/rand/v2"
	"time"

	"eddy/model"
)

// fixed is a source whose candles are given.
type fixed struct {
	cal    Calendar
	series []*Series
}

func (f *fixed) Label() string       { return "fixed" }
func (f *fixed) Calendar() Calendar  { return f.cal }
func (f *fixed) Series() []*Series   { return f.series }
func (f *fixed) Extend(model.Millis) {}

// monday is where the fixture's tape begins, a Monday.
var monday = model.MillisOf(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))

const hour = model.Millis(3600 * 1000)

// walk makes a random tape of so many hours for coins A, B, C…; market time
// begins halfway.
func walk(seed uint64, coins, hours int) *fixed {
	rng := rand.New(rand.NewPCG(seed, 0))
	f := &fixed{cal: Calendar{First: monday, From: monday + model.Millis(hours/2)*hour, End: monday + model.Millis(hours)*hour, Step: model.Hour1, Seed: seed}}
	for i := range coins {
		s := &Series{Listing: Listing{Asset: model.Asset(rune('A' + i)), PriceDecimals: 2, LotDecimals: 3, TurnoverUSD: 3e7}}
		p := 100.0
		for range hours {
			c := Candle{Open: p, Close: Round(p*math.Exp(rng.NormFloat64()/50), 2), Volume: float64(rng.IntN(1e6)) / 1000}
			c.High = Round(max(c.Open, c.Close)*(1+rng.Float64()/100), 2)
			c.Low = Round(min(c.Open, c.Close)*(1-rng.Float64()/100), 2)
			p = c.Close
			s.Candles = append(s.Candles, c)
		}
		f.series = append(f.series, s)
	}
	return f
}

// plain is a view without any difference from the market.
func plain(s *Stage) *View { return NewView(s, Traits{Spread: 1, Turnover: 1}) }
