package bybit

import (
	"eddy/feeds/figure"
	"eddy/model"
)

// nobody is the contract of events that are about none, or about one they do
// not name.
var nobody = contract{}

// price puts a price per coin into *dst and its bit into the event. With one
// that cannot be a price goes what was known before: the venue said that it
// changed.
func (d *Decoder) price(ev *model.Event, bit model.Fields, dst *float64, n figure.Number) {
	ev.Has &^= bit
	d.build.Price(ev, bit, dst, n)
}

// amount puts a figure that may be zero but not negative into *dst, as price
// does.
func (d *Decoder) amount(ev *model.Event, bit model.Fields, dst *float64, n figure.Number) {
	ev.Has &^= bit
	d.build.Amount(ev, bit, dst, n)
}
