package figure

import (
	"math"

	"eddy/model"
)

// Day is what a frame tells of the past 24 hours.
type Day struct {
	Last, Open Number
	Percent    Number // change in percent points
	Volume     Number // in quote currency
}

// Day puts the figures of the past 24 hours into the event. The change is
// worked out from open and last where the frame does not carry it.
func (b *Builder) Day(ev *model.Event, d Day) {
	b.Price(ev, model.FieldLast, &ev.Last, d.Last)
	b.Amount(ev, model.FieldVolume24hUSD, &ev.Volume24hUSD, d.Volume)
	b.Change(ev, d.change())
}

// Change puts the change of 24 hours, in percent points, into the event, unless
// it is unknown or beyond any number.
func (b *Builder) Change(ev *model.Event, percent Number) {
	if percent.OK && !math.IsInf(percent.V, 0) {
		ev.Change24hPct = percent.V
		ev.Has |= model.FieldChange24hPct
	}
}

// change returns the change in percent points.
func (d *Day) change() Number {
	if d.Percent.OK || !d.Open.OK || !d.Last.OK {
		return d.Percent
	}
	if !model.ValidPrice(d.Open.V) || !model.ValidPrice(d.Last.V) {
		return Number{}
	}
	return Number{V: (d.Last.V - d.Open.V) / d.Open.V * 100, OK: true}
}

// Percent turns a fraction into percent points, to more decimals than a venue
// writes, so that 0.012289 is 1.2289 and not a hair less.
func Percent(fraction Number) Number {
	const decimals = 1e8
	return Number{V: math.Round(fraction.V*100*decimals) / decimals, OK: fraction.OK}
}
