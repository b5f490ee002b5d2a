package bingx

import (
	"strconv"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// What is said of depth and trades.
const (
	changesText   = "changes of an order book: not followed"
	emptyBook     = "an empty book"
	unnamedBook   = "the body names no contract: prices as sent"
	unnamedTrades = "trades of a contract that is not named"
)

// sides are what a body of depth tells.
type sides struct {
	bid, ask figure.Number // the best
	stamp    model.Millis
	changes  bool // only what changed
}

// read reads one member. Bids come best first and asks worst first, so the best
// is looked for.
func (s *sides) read(r *scan.Reader) {
	switch string(r.Key()) {
	case "bids":
		s.bid = bestOf(r, func(a, best float64) bool { return a > best })
	case "asks":
		s.ask = bestOf(r, func(a, best float64) bool { return a < best })
	case "T", "time":
		s.stamp = figure.Moment(r)
	case "action":
		action, _ := r.Text() // a book that does not say so is whole
		s.changes = string(action) == "update"
	default:
		r.Skip()
	}
}

// bestOf reads one side of a book, rows of price and size, and returns the price
// that is better than all others. No size means that the price is gone.
func bestOf(r *scan.Reader, better func(a, best float64) bool) (best figure.Number) {
	if !r.Array() {
		return best
	}
	for r.Element() {
		price, size := level(r)
		if price.OK && size.OK && size.V > 0 && (!best.OK || better(price.V, best.V)) {
			best = price
		}
	}
	return best
}

// level reads one row of a book.
func level(r *scan.Reader) (price, size figure.Number) {
	if p, q, ok := r.PlainPair(); ok {
		return figure.Number{V: p, OK: true}, figure.Number{V: q, OK: true}
	}
	if !r.Array() {
		return price, size
	}
	for column := 0; r.Element(); column++ {
		switch column {
		case 0:
			price = figure.Read(r)
		case 1:
			size = figure.Read(r)
		default:
			r.Skip()
		}
	}
	return price, size
}

// depth reads an order book of the stream: of a whole book its best prices, of
// changes to one only that there were some.
func (d *Decoder) depth(r *scan.Reader, h *head) error {
	var s sides
	if r.Sort() != scan.Object {
		r.Skip()
	} else {
		for r.Object(); r.Member(); {
			s.read(r)
		}
	}
	if !s.stamp.Known() {
		s.stamp = h.stamp
	}
	c, err := d.subject(r, h.symbol)
	if c == nil {
		return err
	}
	if s.changes {
		d.build.Say(&c.Subject, model.KindBook, changesText).EventTime = s.stamp
		return nil
	}
	return d.bookEvent(c, &s)
}

// bookEvent appends the best prices of a whole book.
func (d *Decoder) bookEvent(c *contract, s *sides) error {
	ev := d.build.Event(&c.Subject, model.KindBook, s.stamp)
	if c == &nobody {
		ev.Multiplier, ev.Text = 0, unnamedBook
	}
	if !s.bid.OK && !s.ask.OK {
		ev.Text = emptyBook
		return nil
	}
	d.build.Price(ev, model.FieldBid, &ev.Bid, s.bid)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, s.ask)
	return d.build.Essence(ev, model.FieldBid|model.FieldAsk, "bid or ask")
}

// trades reads a list of trades, the newest first, and tells of the newest.
func (d *Decoder) trades(r *scan.Reader, h *head) error {
	var price figure.Number
	var stamp model.Millis
	count := 0
	row := func() {
		p, at := readTrade(r)
		if count++; p.OK && (!price.OK || at > stamp) {
			price, stamp = p, at
		}
	}
	if r.Sort() == scan.Array {
		for r.Array(); r.Element(); {
			row()
		}
	} else {
		row()
	}
	c, err := d.subject(r, h.symbol)
	if c == nil {
		return err
	}
	ev := d.build.Event(&c.Subject, model.KindTrade, stamp)
	d.build.Price(ev, model.FieldLast, &ev.Last, price)
	if count > 1 {
		ev.Text = "the newest of " + strconv.Itoa(count) + " trades"
	}
	return d.build.Essence(ev, model.FieldLast, "price")
}

// readTrade reads the price and the time of one trade.
func readTrade(r *scan.Reader) (price figure.Number, at model.Millis) {
	if !r.Object() {
		return price, 0
	}
	for r.Member() {
		switch string(r.Key()) {
		case "p":
			price = figure.Read(r)
		case "T":
			at = figure.Moment(r)
		default:
			r.Skip()
		}
	}
	return price, at
}
