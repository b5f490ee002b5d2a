package binance

import (
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// What is said of quotes that are not, or may not be, of the futures market.
const (
	spotRemark    = "spot"
	perhapsSpot   = "spot or futures: this shape does not tell"
	overtakenBook = "overtaken: update id is not larger than the last"
)

// book reads bookTicker, the best bid and ask.
func (d *Decoder) book(r *scan.Reader, spot bool) error {
	var symbol []byte
	var stamp model.Millis
	var id, family int64
	var bid, ask figure.Number
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "E":
			stamp = figure.Moment(r)
		case "u":
			id, _ = r.Int() // without an id there is no order to keep
		case "b":
			bid = figure.Read(r)
		case "a":
			ask = figure.Read(r)
		case "st":
			family, _ = r.Int() // older frames have none
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol, family)
	if c == nil {
		return err
	}
	if c.overtaken(id, stamp, spot) {
		d.overdue++
		d.build.Say(&c.Subject, model.KindIgnored, overtakenBook)
		return nil
	}
	ev := d.build.Event(&c.Subject, model.KindQuote, stamp)
	d.build.Price(ev, model.FieldBid, &ev.Bid, bid)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, ask)
	if spot {
		ev.Text = spotRemark
	}
	return d.build.Essence(ev, model.FieldBid|model.FieldAsk, "bid or ask")
}

// latest is how far apart the times of two frames may be for their ids to tell
// which is newer: an id that was nonsense must not silence a book for ever.
const latest = time.Minute

// bookMark is where a stream of best bids and asks stands.
type bookMark struct {
	id    int64
	stamp model.Millis
}

// overtaken tells whether a newer best bid and ask was read before this one.
func (c *contract) overtaken(id int64, stamp model.Millis, spot bool) bool {
	last := &c.futuresBook
	if spot {
		last = &c.spotBook
	}
	if id == 0 {
		return false
	}
	apart := stamp.Known() && last.stamp.Known() && stamp.Sub(last.stamp).Abs() >= latest
	if id <= last.id && !apart {
		return true
	}
	last.id, last.stamp = id, stamp
	return false
}

// ticker reads 24hrTicker and 24hrMiniTicker: the last price and the figures of
// the past 24 hours. Only spot's ticker has bid and ask; the mini ticker looks
// the same on both markets unless it names its family.
func (d *Decoder) ticker(r *scan.Reader) error {
	var symbol []byte
	var stamp model.Millis
	var family int64
	var t figure.Day
	var bid, ask figure.Number
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "E":
			stamp = figure.Moment(r)
		case "c":
			t.Last = figure.Read(r)
		case "o":
			t.Open = figure.Read(r)
		case "q":
			t.Volume = figure.Read(r)
		case "P":
			t.Percent = figure.Read(r)
		case "b":
			bid = figure.Read(r)
		case "a":
			ask = figure.Read(r)
		case "st":
			family, _ = r.Int() // older frames have none
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol, family)
	if c == nil {
		return err
	}
	ev := d.build.Event(&c.Subject, model.KindQuote, stamp)
	d.build.Price(ev, model.FieldBid, &ev.Bid, bid)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, ask)
	d.build.Day(ev, t)
	ev.Text = tickerRemark(bid.OK, t.Percent.OK || family != 0)
	return d.build.Essence(ev, model.FieldLast, "last price")
}

// tickerRemark says which market a ticker is of, where it is not plainly
// futures.
func tickerRemark(hasBid, futures bool) string {
	switch {
	case hasBid:
		return spotRemark
	case futures:
		return ""
	default:
		return perhapsSpot
	}
}
