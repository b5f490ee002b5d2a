package strategy

import (
	"testing"
	"time"

	"eddy/model"
	"eddy/strategy/signal"
)

// daysAround returns so many days of a coin that trades around a price.
func daysAround(price float64, from model.Millis, n int) []model.Bar {
	bars := make([]model.Bar, n)
	for i := range bars {
		open := price * (1 + 0.01*float64(i%5))
		bars[i] = model.Bar{
			OpenTime: from.Add(time.Duration(i) * 24 * time.Hour), Interval: model.Day1,
			Open: open, High: open * 1.03, Low: open * 0.98, Close: open * 1.01, Closed: true,
		}
	}
	return bars
}

// A coin that goes on as another under its name, 1 to 24,000 as MKR went on as
// SKY, is measured as one that begins there; a fall that is traded is not
// (analytics §2.2).
func TestACoinUnderAnOldNameBeginsAnew(t *testing.T) {
	f := fedEngine(t).figures
	const begin = model.Millis(1750000000000)
	before := daysAround(1_800, begin, 60)
	after := daysAround(0.075, before[59].End().Add(4*24*time.Hour), 40)
	crash := daysAround(0.075, before[59].End(), 40)
	crash[0].Open, crash[0].High = before[59].Close, before[59].Close

	fresh := tracked(t, f, after)
	if got, want := tracked(t, f, before, after), fresh; got != want {
		t.Errorf("after the change of coin %v, want %v", got, want)
	}
	if got := tracked(t, f, before, crash); got[0] < 2*fresh[0] {
		t.Errorf("the fall left an average range of %v, as if it had not been", got[0])
	}
}

// tracked returns the average range, the EMA 50 and the volatility that a track
// has after bars, of which unknown is -1.
func tracked(t *testing.T, f *signal.Figures, parts ...[]model.Bar) (out [3]float64) {
	t.Helper()
	c, err := newCoinTrack(model.Day1, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, bars := range parts {
		for i := range bars {
			b := coinBar{bar: bars[i], ok: true}
			c.follow(&b, model.Day1, f)
			c.push(&b, 0.01*float64(i%3))
			c.pushDay(&b, bars[i].End(), f)
		}
	}
	for i, of := range []interface{ Value() (float64, bool) }{c.atr, c.trend, c.gauge.vol} {
		if v, ok := of.Value(); ok {
			out[i] = v
		} else {
			out[i] = -1
		}
	}
	return out
}
