package mexc

import (
	"errors"

	"eddy/feeds/scan"
	"eddy/model"
)

// row is an object of data, of whatever channel or REST call: the names of the
// venue's figures mean the same wherever they occur, but for those of one
// letter, which bars and trades share (see kline and deal).
type row struct {
	isObject bool
	symbol   []byte
	stamp    model.Millis // timestamp

	last, bid, ask        figure
	fair, index           figure
	price                 figure // of the channels that tell one price
	contracts             figure // holdVol
	turnover, dayVolume   figure // amount24 in dollars, volume24 in contracts
	change                figure // riseFallRate, a fraction
	rate                  figure // fundingRate, rate
	cycleH                figure // collectCycle, hours
	nextSettle, settledAt model.Millis

	interval             []byte
	t                    model.Millis // seconds in bars, milliseconds in trades
	open, high, low, end figure
	volume, other, side  figure // q; v; T
	paid                 figure // p

	isBook           bool
	bestBid, bestAsk figure

	size, state figure // contractSize, state: a contract of the list
	hasList     bool   // resultList: settlements
	hasColumns  bool   // time as a list: bars by columns
}

// readObject reads a row of a list.
func (b *row) readObject(r *scan.Reader) error {
	if r.Sort() != scan.Object {
		r.Skip()
		return errors.New("a row that is no object")
	}
	b.isObject = true
	for r.Object(); r.Member(); {
		b.read(r)
	}
	return nil
}

// read reads one member.
func (b *row) read(r *scan.Reader) {
	if len(r.Key()) == 1 {
		b.readLetter(r)
		return
	}
	switch string(r.Key()) {
	case "symbol":
		b.symbol, _ = r.Text() // a missing symbol is refused later
	case "timestamp":
		b.stamp = moment(r)
	case "lastPrice":
		b.last = number(r)
	case "bid1":
		b.bid = number(r)
	case "ask1":
		b.ask = number(r)
	case "fairPrice":
		b.fair = number(r)
	case "indexPrice", "idxPrice":
		b.index = number(r)
	case "price":
		b.price = number(r)
	case "holdVol":
		b.contracts = number(r)
	case "amount24":
		b.turnover = number(r)
	case "volume24":
		b.dayVolume = number(r)
	case "riseFallRate":
		b.change = number(r)
	case "fundingRate", "rate":
		b.rate = number(r)
	default:
		b.readRare(r)
	}
}

// readLetter reads the members of bars and trades.
func (b *row) readLetter(r *scan.Reader) {
	switch r.Key()[0] {
	case 't':
		b.t = moment(r)
	case 'o':
		b.open = number(r)
	case 'h':
		b.high = number(r)
	case 'l':
		b.low = number(r)
	case 'c':
		b.end = number(r)
	case 'q':
		b.volume = number(r)
	case 'v':
		b.other = number(r)
	case 'p':
		b.paid = number(r)
	case 'T':
		b.side = number(r)
	default:
		r.Skip()
	}
}

// readRare reads the members that come seldom.
func (b *row) readRare(r *scan.Reader) {
	switch string(r.Key()) {
	case "nextSettleTime":
		b.nextSettle = moment(r)
	case "collectCycle":
		b.cycleH = number(r)
	case "settleTime":
		b.settledAt = moment(r)
	case "interval":
		b.interval, _ = r.Text() // an unknown interval is refused later
	case "asks":
		b.isBook, b.bestAsk = true, bestOf(r, func(a, best float64) bool { return a < best })
	case "bids":
		b.isBook, b.bestBid = true, bestOf(r, func(a, best float64) bool { return a > best })
	case "contractSize":
		b.size = number(r)
	case "state":
		b.state = number(r)
	case "resultList":
		b.hasList = true
		r.Skip()
	case "time":
		b.hasColumns = r.Sort() == scan.Array
		r.Skip()
	default:
		r.Skip()
	}
}

// unnamedText is said of figures that come without the name of their contract.
const unnamedText = "the answer names no contract: prices as sent, sizes left out"

// body turns the data of a REST body into events. A body does not say what it
// is: that shows in what it carries.
func (d *Decoder) body(h *head) error {
	switch h.sort {
	case scan.Object:
		return d.objectBody(h)
	case scan.Array:
		return d.listBody(h)
	case scan.Number:
		d.say(&nobody, model.KindPong, "the venue's clock").EventTime = moment(&h.data)
		return nil
	case scan.Null:
		d.ignore("nothing: no data")
		return nil
	case scan.Text:
		d.say(&nobody, model.KindAck, model.CleanText(string(h.words)))
		return nil
	default:
		return errors.New("data of no known sort")
	}
}

// objectBody reads a body about one thing.
func (d *Decoder) objectBody(h *head) error {
	b := &d.row
	switch {
	case b.hasColumns:
		return d.columns(h.data)
	case b.hasList:
		return d.settlements(h.data)
	case b.size.ok:
		d.enlist(b)
		d.ignore(listText(1))
		return nil
	default:
		return d.bodyRow(b)
	}
}

// listBody reads a body that is a list of rows.
func (d *Decoder) listBody(h *head) error {
	from, listed, r := len(d.out), 0, h.data
	before := r.Refused()
	for r.Array(); r.Element(); {
		var b row
		if d.blame(b.readObject(&r)); !b.isObject {
			continue
		}
		if b.size.ok {
			d.enlist(&b)
			listed++
			continue
		}
		d.blame(d.bodyRow(&b))
	}
	d.refused += uint64(r.Refused() - before)
	if listed > 0 {
		d.ignore(listText(listed))
	}
	return d.summary(from)
}

// bodyRow turns a row of a body into its event.
func (d *Decoder) bodyRow(b *row) error {
	switch {
	case len(b.symbol) == 0 && b.isBook:
		return d.book(b, &nobody, b.stamp)
	case len(b.symbol) == 0 && b.paid.ok:
		return d.deal(b, &nobody)
	}
	c, err := d.subject(b.symbol)
	if c == nil {
		return err
	}
	switch {
	case b.settledAt.Known():
		return d.settlement(b, c)
	case b.isBook:
		return d.book(b, c, b.stamp)
	case b.last.ok, b.bid.ok, b.ask.ok:
		return d.ticker(b, c, b.stamp)
	case b.rate.ok, b.cycleH.ok, b.nextSettle.Known():
		return d.funding(b, c, b.stamp)
	case b.fair.ok:
		return d.onePrice(c, b.stamp, priceOf{model.FieldMark, b.fair, "mark price"})
	case b.index.ok:
		return d.onePrice(c, b.stamp, priceOf{model.FieldIndex, b.index, "index price"})
	default:
		return errors.New(c.symbol + ": a row of no known shape")
	}
}
