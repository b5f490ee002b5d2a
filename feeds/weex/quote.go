package weex

import (
	"strconv"
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

const overtaken = "overtaken: a newer frame of the stream was read before"

// ticker reads the ticker: last, mark and index price and the figures of the
// past 24 hours. Its "C" ends the window of these and is no stamp: it lags by
// many minutes.
func (d *Decoder) ticker(r *scan.Reader) error {
	var symbol []byte
	var stamp model.Millis
	var t quote
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "E":
			stamp = figure.Moment(r)
		case "d":
			t.readAll(r)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	if c == nil {
		return err
	}
	d.stream = c.tickerName
	if c.overtakes(stamp) {
		d.overdue++
		d.build.Say(&c.Subject, model.KindIgnored, overtaken)
		return nil
	}
	return d.quoteEvent(c, &t, stamp)
}

// reordered is how far frames of a stream may overtake each other. A stamp
// further back is a clock that was set, and not a late frame.
const reordered = time.Minute

// overtakes tells whether a newer ticker was read before one of this stamp.
func (c *contract) overtakes(stamp model.Millis) bool {
	if !stamp.Known() {
		return false
	}
	if stamp < c.tickerAt && c.tickerAt.Sub(stamp) < reordered {
		return true
	}
	c.tickerAt = stamp
	return false
}

// quote is what tickers carry, stream and REST alike.
type quote struct {
	last, open, bid, ask figure.Number
	mark, index          figure.Number
	volume               figure.Number // of 24 hours, in quote currency
	fraction             figure.Number // change of 24 hours, told by the stream only
}

// readAll reads the data of a ticker, an array of one.
func (t *quote) readAll(r *scan.Reader) {
	if r.Sort() == scan.Object {
		t.read(r)
		return
	}
	for ok := r.Array(); ok && r.Element(); {
		t.read(r)
	}
}

func (t *quote) read(r *scan.Reader) {
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "c":
			t.last = figure.Read(r)
		case "o":
			t.open = figure.Read(r)
		case "m":
			t.mark = figure.Read(r)
		case "i":
			t.index = figure.Read(r)
		case "q":
			t.volume = figure.Read(r)
		case "P":
			t.fraction = figure.Read(r)
		default:
			r.Skip()
		}
	}
}

// quoteEvent appends the event of a ticker.
func (d *Decoder) quoteEvent(c *contract, t *quote, stamp model.Millis) error {
	ev := d.build.Event(&c.Subject, model.KindQuote, stamp)
	d.build.Price(ev, model.FieldBid, &ev.Bid, t.bid)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, t.ask)
	d.build.Price(ev, model.FieldMark, &ev.Mark, t.mark)
	d.build.Price(ev, model.FieldIndex, &ev.Index, t.index)
	d.build.Day(ev, figure.Day{Last: t.last, Open: t.open, Percent: figure.Percent(t.fraction), Volume: t.volume})
	return d.build.Essence(ev, model.FieldLast|model.FieldBid|model.FieldAsk|model.FieldMark|model.FieldIndex, "price")
}

// trades reads trades, which come in no order; what they tell is the price of
// the latest.
func (d *Decoder) trades(r *scan.Reader) error {
	var symbol []byte
	var latest trade
	n := 0
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "d":
			if r.Array() {
				for ; r.Element(); n++ {
					latest.takeLater(readTrade(r))
				}
			}
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	if c == nil {
		return err
	}
	if n == 0 {
		d.build.Say(&c.Subject, model.KindIgnored, "no trades")
		return nil
	}
	ev := d.build.Event(&c.Subject, model.KindTrade, latest.at)
	d.build.Price(ev, model.FieldLast, &ev.Last, latest.price)
	if n > 1 {
		ev.Text = "the latest of " + strconv.Itoa(n) + " trades"
	}
	return d.build.Essence(ev, model.FieldLast, "price")
}

// trade is one trade.
type trade struct {
	at    model.Millis
	price figure.Number
}

func (t *trade) takeLater(other trade) {
	if !t.price.OK || other.price.OK && other.at > t.at {
		*t = other
	}
}

func readTrade(r *scan.Reader) (t trade) {
	for ok := r.Object(); ok && r.Member(); {
		switch string(r.Key()) {
		case "T":
			t.at = figure.Moment(r)
		case "p":
			t.price = figure.Read(r)
		default:
			r.Skip()
		}
	}
	return t
}
