package bingx

import (
	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// ticker reads a ticker of the stream: last price, touch and 24-hour figures.
// Capital A and B are the prices of the touch here. Window stamps ("O", "C") are
// not usable.
func (d *Decoder) ticker(r *scan.Reader, symbol []byte) error {
	var stamp model.Millis
	var t figure.Day
	var bid, ask figure.Number
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "E":
			stamp = figure.Moment(r)
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "P":
			t.Percent = figure.Read(r)
		case "c":
			t.Last = figure.Read(r)
		case "q":
			t.Volume = figure.Read(r)
		case "o":
			t.Open = figure.Read(r)
		case "A":
			ask = figure.Read(r)
		case "B":
			bid = figure.Read(r)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	if c == nil || d.overtaken(c, stamp) {
		return err
	}
	ev := d.build.Event(&c.Subject, model.KindQuote, stamp)
	d.build.Price(ev, model.FieldBid, &ev.Bid, bid)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, ask)
	d.build.Day(ev, t)
	return d.build.Essence(ev, model.FieldLast|model.FieldBid|model.FieldAsk, "price")
}

// book reads bookTicker, the best bid and ask. Small a and b are the prices
// here. Its age is that of the quote ("T"), which may be minutes older than the
// push ("E").
func (d *Decoder) book(r *scan.Reader, symbol []byte) error {
	var stamp, pushed model.Millis
	var bid, ask figure.Number
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "T":
			stamp = figure.Moment(r)
		case "E":
			pushed = figure.Moment(r)
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "b":
			bid = figure.Read(r)
		case "a":
			ask = figure.Read(r)
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
	ev := d.build.Event(&c.Subject, model.KindQuote, stamp)
	d.build.Price(ev, model.FieldBid, &ev.Bid, bid)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, ask)
	return d.build.Essence(ev, model.FieldBid|model.FieldAsk, "bid or ask")
}

// onePrice reads markPrice ("p") and lastPrice ("c").
func (d *Decoder) onePrice(r *scan.Reader, symbol []byte) error {
	var stamp model.Millis
	var mark, last figure.Number
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "E":
			stamp = figure.Moment(r)
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "p":
			mark = figure.Read(r)
		case "c":
			last = figure.Read(r)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	if c == nil || d.overtaken(c, stamp) {
		return err
	}
	if d.channel == lastChannel {
		ev := d.build.Event(&c.Subject, model.KindQuote, stamp)
		d.build.Price(ev, model.FieldLast, &ev.Last, last)
		return d.build.Essence(ev, model.FieldLast, "last price")
	}
	ev := d.build.Event(&c.Subject, model.KindMark, stamp)
	d.build.Price(ev, model.FieldMark, &ev.Mark, mark)
	c.noteMark(ev)
	return d.build.Essence(ev, model.FieldMark, "mark price")
}
