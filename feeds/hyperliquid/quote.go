package hyperliquid

import (
	"fmt"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// What is said of quotes.
const (
	emptyText     = "no bid and no ask"
	mid           = "mid price: the venue tells no last price"
	overtakenBook = "overtaken: a later best bid and ask was told before"
)

// side is the best of one side of a book.
type side struct {
	px    figure.Number
	empty bool // the frame says that there is none
}

// book reads the best bid and ask of bbo, or of the depth of l2Book.
func (d *Decoder) book(r *scan.Reader, kind model.Kind) error {
	var coin []byte
	var stamp model.Millis
	var sides [2]side
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "coin":
			coin, _ = r.Text() // a missing name is refused below
		case "time":
			stamp = figure.Moment(r)
		case "bbo", "levels":
			readSides(r, &sides)
		default:
			r.Skip()
		}
	}
	if kind == model.KindBook {
		d.belongs("l2Book", coin, nil)
	} else {
		d.belongs("bbo", coin, nil)
	}
	c, err := d.subject(r, coin)
	if c == nil {
		return err
	}
	if kind == model.KindQuote && c.bookAt.Overtaken(stamp) {
		d.overdue++
		d.build.Say(&c.Subject, model.KindIgnored, overtakenBook)
		return nil
	}
	return d.bestOf(c, sides, d.build.Event(&c.Subject, kind, stamp))
}

// bestOf puts both sides into an event. A side known to be empty does not
// apply, so that nobody keeps the price it had.
func (d *Decoder) bestOf(c *contract, sides [2]side, ev *model.Event) error {
	d.build.Price(ev, model.FieldBid, &ev.Bid, sides[0].px)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, sides[1].px)
	if sides[0].empty {
		ev.None |= model.FieldBid
	}
	if sides[1].empty {
		ev.None |= model.FieldAsk
	}
	if sides[0].empty && sides[1].empty {
		ev.Text = emptyText
		return nil
	}
	return d.build.Essence(ev, model.FieldBid|model.FieldAsk, "bid or ask")
}

// readSides reads two sides: each the best level, or a list of levels of which
// the first is the best. There may be only one of them.
func readSides(r *scan.Reader, sides *[2]side) {
	n := 0
	if r.Array() {
		for ; r.Element(); n++ {
			if n >= len(sides) {
				r.Skip()
				continue
			}
			switch r.Sort() {
			case scan.Object:
				sides[n].px = readLevel(r)
			case scan.Null:
				sides[n].empty = true
				r.Skip()
			default:
				sides[n] = readLevels(r)
			}
		}
	}
}

// readLevels reads one side of a depth.
func readLevels(r *scan.Reader) side {
	var s side
	n := 0
	if r.Array() {
		for ; r.Element(); n++ {
			if n == 0 {
				s.px = readLevel(r)
			} else {
				r.Skip()
			}
		}
	}
	s.empty = n == 0
	return s
}

// readLevel reads the price of a level.
func readLevel(r *scan.Reader) (px figure.Number) {
	for ok := r.Object(); ok && r.Member(); {
		if string(r.Key()) == "px" {
			px = figure.Read(r)
		} else {
			r.Skip()
		}
	}
	return px
}

// trade is one row of trades.
type trade struct {
	coin  []byte
	px    figure.Number
	stamp model.Millis
}

// trades reads a list of trades, all of one coin, and tells the newest.
func (d *Decoder) trades(r *scan.Reader) error {
	var newest trade
	n := 0
	if r.Array() {
		for ; r.Element(); n++ {
			if t := readTrade(r); n == 0 || t.stamp >= newest.stamp {
				newest = t
			}
		}
	}
	if n == 0 {
		d.build.Ignore("nothing: no trades")
		return nil
	}
	d.belongs("trades", newest.coin, nil)
	return d.trade(r, newest, n)
}

// trade turns the newest of n trades into an event.
func (d *Decoder) trade(r *scan.Reader, t trade, n int) error {
	c, err := d.subject(r, t.coin)
	if c == nil {
		return err
	}
	ev := d.build.Event(&c.Subject, model.KindTrade, t.stamp)
	d.build.Price(ev, model.FieldLast, &ev.Last, t.px)
	if n > 1 {
		ev.Text = fmt.Sprintf("the newest of %d trades", n)
	}
	return d.build.Essence(ev, model.FieldLast, "price")
}

func readTrade(r *scan.Reader) (t trade) {
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "coin":
			t.coin, _ = r.Text() // a missing name is refused later
		case "px":
			t.px = figure.Read(r)
		case "time":
			t.stamp = figure.Moment(r)
		default:
			r.Skip()
		}
	}
	return t
}

// allMids reads {"mids":{name:price,…}}.
func (d *Decoder) allMids(r *scan.Reader) error {
	for ok := r.Object(); ok && r.Member(); {
		if string(r.Key()) == "mids" {
			d.build.Blame(d.mids(r))
		} else {
			r.Skip()
		}
	}
	return d.build.Fault()
}

// mids reads mid prices by name. Perpetuals of the first dex give a quote each;
// the others are counted.
func (d *Decoder) mids(r *scan.Reader) error {
	from, others := len(d.build.Out), 0
	for ok := r.Object(); ok && r.Member(); {
		name := r.Key()
		px := figure.Read(r)
		c, err := d.contracts.Of(name)
		switch {
		case r.Failed():
			return nil // End tells what is wrong
		case err != nil:
			d.build.Blame(err)
		case c.Refusal != "":
			others++
		default:
			ev := d.build.Event(&c.Subject, model.KindQuote, 0)
			ev.Text = mid
			d.build.Price(ev, model.FieldLast, &ev.Last, px)
			d.build.Blame(d.build.Essence(ev, model.FieldLast, "mid price"))
		}
	}
	if others > 0 {
		d.build.Ignore(fmt.Sprintf("%d names that are no perpetual of the first dex", others))
	}
	if len(d.build.Out) == from && d.build.Faults == 0 {
		d.build.Ignore("nothing: an object without prices")
	}
	return nil
}
