package bingx

import (
	"errors"
	"math"

	"eddy/feeds/scan"
	"eddy/model"
)

// figure is a number a frame may or may not carry.
type figure struct {
	v  float64
	ok bool
}

// number reads a figure.
func number(r *scan.Reader) figure {
	v, ok := r.Float()
	return figure{v, ok}
}

// lastMoment is the end of the year 9999, beyond which no time can be written
// down.
const lastMoment = 253402300799999

// moment reads a time in Unix milliseconds, bare or in quotes; anything that is
// no plausible time is unknown.
func moment(r *scan.Reader) model.Millis {
	n, ok := r.Int()
	if !ok || n <= 0 || n > lastMoment {
		return 0
	}
	return model.Millis(n)
}

// subject finds out whom figures are about. A contract that is not followed
// gives an event that says why, and nil.
func (d *Decoder) subject(r *scan.Reader, symbol []byte) (*contract, error) {
	if r.Failed() {
		return nil, nil // End tells what is wrong
	}
	c, err := d.contract(symbol)
	switch {
	case err != nil:
		return nil, err
	case c.refusal != "":
		d.say(c, model.KindIgnored, c.refusal)
		return nil, nil
	}
	return c, nil
}

// overtaken tells whether a newer frame of the same channel was read before,
// and says so in an event.
func (d *Decoder) overtaken(c *contract, stamp model.Millis) bool {
	if !stamp.Known() {
		return false
	}
	last := &c.seen[d.channel]
	if stamp < *last && last.Sub(stamp) < latest {
		d.overdue++
		d.say(c, model.KindIgnored, "overtaken: a newer frame came before").EventTime = stamp
		return true
	}
	*last = stamp
	return false
}

// emit appends an event about a contract. It is valid until the next one.
func (d *Decoder) emit(c *contract, kind model.Kind, stamp model.Millis) *model.Event {
	d.out = append(d.out, model.Event{})
	ev := &d.out[len(d.out)-1]
	ev.Kind, ev.Venue, ev.EventTime, ev.Received = kind, model.BingX, stamp, d.received
	ev.Symbol, ev.Asset, ev.Multiplier = c.symbol, c.asset, c.multiplier
	return ev
}

// nobody is the contract of events that are about none, or about one they do
// not name.
var nobody = contract{multiplier: 1}

// say appends an event that consists of words.
func (d *Decoder) say(c *contract, kind model.Kind, text string) *model.Event {
	ev := d.emit(c, kind, 0)
	ev.Text = text
	if c.refusal != "" || c == &nobody {
		ev.Multiplier = 0 // nothing is known of what its prices stand for
	}
	return ev
}

func (d *Decoder) ignore(text string) { d.say(&nobody, model.KindIgnored, text) }

// price puts a price per coin into *dst and its bit into the event. One that
// cannot be a price is refused and counted.
func (d *Decoder) price(ev *model.Event, bit model.Fields, dst *float64, f figure) {
	if !f.ok {
		return
	}
	p := f.v
	if ev.Multiplier > 0 {
		p = model.PerCoin(p, ev.Multiplier)
	}
	if !model.ValidPrice(p) {
		d.refused++
		return
	}
	*dst = p
	ev.Has |= bit
}

// amount puts a figure that may be zero but not negative into *dst.
func (d *Decoder) amount(ev *model.Event, bit model.Fields, dst *float64, f figure) {
	if !f.ok {
		return
	}
	if f.v < 0 || math.IsInf(f.v, 0) {
		d.refused++
		return
	}
	*dst = f.v
	ev.Has |= bit
}

// essence refuses an event that lacks the figure it exists for, and takes it
// back.
func (d *Decoder) essence(ev *model.Event, any model.Fields, what string) error {
	if ev.Has&any != 0 {
		return nil
	}
	text := "no usable " + what
	if ev.Symbol != "" {
		text = ev.Symbol + ": " + text
	}
	d.out = d.out[:len(d.out)-1]
	return errors.New(text)
}
