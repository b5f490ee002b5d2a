package figure_test

import (
	"math"
	"testing"

	"eddy/feeds/figure"
	"eddy/model"
)

// number is a figure that a frame carries.
func number(v float64) figure.Number { return figure.Number{V: v, OK: true} }

// A change that is told wins; without one it is worked out, and never invented.
func TestChangeOfADay(t *testing.T) {
	none := figure.Number{}
	for name, tt := range map[string]struct {
		day  figure.Day
		want figure.Number
	}{
		"told":               {figure.Day{Last: number(110), Open: number(100), Percent: number(9.9)}, number(9.9)},
		"worked out":         {figure.Day{Last: number(97.5), Open: number(100)}, number(-2.5)},
		"no open":            {figure.Day{Last: number(97.5)}, none},
		"an open of nothing": {figure.Day{Last: number(97.5), Open: number(0)}, none},
		"as a fraction":      {figure.Day{Percent: figure.Percent(number(0.012289))}, number(1.2289)},
		"beyond any number":  {figure.Day{Percent: figure.Percent(number(math.MaxFloat64))}, none},
		"no fraction":        {figure.Day{Percent: figure.Percent(none)}, none},
	} {
		t.Run(name, func(t *testing.T) {
			var b figure.Builder
			b.Begin(0, nil)
			ev := b.Event(&figure.Subject{Symbol: "BTCUSDT"}, model.KindQuote, 0)
			b.Day(ev, tt.day)
			if got := (figure.Number{V: ev.Change24hPct, OK: ev.Has.Has(model.FieldChange24hPct)}); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
