package bingx

import (
	"math"

	"eddy/feeds/scan"
	"eddy/model"
)

// ticker reads a ticker of the stream: last price, touch and 24-hour figures.
// Capital A and B are the prices of the touch here. Window stamps ("O", "C") are
// not usable.
func (d *Decoder) ticker(r *scan.Reader, symbol []byte) error {
	var stamp model.Millis
	var t dayFigures
	var bid, ask figure
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "E":
			stamp = moment(r)
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "P":
			t.percent = number(r)
		case "c":
			t.last = number(r)
		case "q":
			t.volume = number(r)
		case "o":
			t.open = number(r)
		case "A":
			ask = number(r)
		case "B":
			bid = number(r)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	if c == nil || d.overtaken(c, stamp) {
		return err
	}
	ev := d.emit(c, model.KindQuote, stamp)
	d.price(ev, model.FieldBid, &ev.Bid, bid)
	d.price(ev, model.FieldAsk, &ev.Ask, ask)
	d.day(ev, t)
	return d.essence(ev, model.FieldLast|model.FieldBid|model.FieldAsk, "price")
}

// book reads bookTicker, the best bid and ask. Small a and b are the prices
// here. Its age is that of the quote ("T"), which may be minutes older than the
// push ("E").
func (d *Decoder) book(r *scan.Reader, symbol []byte) error {
	var stamp, pushed model.Millis
	var bid, ask figure
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "T":
			stamp = moment(r)
		case "E":
			pushed = moment(r)
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "b":
			bid = number(r)
		case "a":
			ask = number(r)
		default:
			r.Skip()
		}
	}
	if !stamp.Known() {
		stamp = pushed
	}
	c, err := d.subject(r, symbol)
	if c == nil || d.overtaken(c, stamp) {
		return err
	}
	ev := d.emit(c, model.KindQuote, stamp)
	d.price(ev, model.FieldBid, &ev.Bid, bid)
	d.price(ev, model.FieldAsk, &ev.Ask, ask)
	return d.essence(ev, model.FieldBid|model.FieldAsk, "bid or ask")
}

// onePrice reads markPrice ("p") and lastPrice ("c").
func (d *Decoder) onePrice(r *scan.Reader, symbol []byte) error {
	var stamp model.Millis
	var mark, last figure
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "E":
			stamp = moment(r)
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "p":
			mark = number(r)
		case "c":
			last = number(r)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	if c == nil || d.overtaken(c, stamp) {
		return err
	}
	if d.channel == lastChannel {
		ev := d.emit(c, model.KindQuote, stamp)
		d.price(ev, model.FieldLast, &ev.Last, last)
		return d.essence(ev, model.FieldLast, "last price")
	}
	ev := d.emit(c, model.KindMark, stamp)
	d.price(ev, model.FieldMark, &ev.Mark, mark)
	c.noteMark(ev)
	return d.essence(ev, model.FieldMark, "mark price")
}

// dayFigures are the figures of the past 24 hours.
type dayFigures struct {
	last, open figure
	percent    figure // change in percent points
	volume     figure // in quote currency
}

// day puts the figures of the past 24 hours into the event. The change is
// worked out from open and last where the frame does not carry it.
func (d *Decoder) day(ev *model.Event, t dayFigures) {
	d.price(ev, model.FieldLast, &ev.Last, t.last)
	d.amount(ev, model.FieldVolume24hUSD, &ev.Volume24hUSD, t.volume)
	if change := t.change(); change.ok {
		ev.Change24hPct = change.v
		ev.Has |= model.FieldChange24hPct
	}
}

// change returns the change in percent points.
func (t *dayFigures) change() figure {
	if t.percent.ok || !t.open.ok || !t.last.ok {
		return t.percent
	}
	if !model.ValidPrice(t.open.v) || !model.ValidPrice(t.last.v) {
		return figure{}
	}
	change := (t.last.v - t.open.v) / t.open.v * 100
	return figure{change, !math.IsInf(change, 0)}
}
