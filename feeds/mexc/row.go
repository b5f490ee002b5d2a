package mexc

import (
	"errors"

	"eddy/feeds/figure"
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

	last, bid, ask        figure.Number
	fair, index           figure.Number
	price                 figure.Number // of the channels that tell one price
	contracts             figure.Number // holdVol
	turnover, dayVolume   figure.Number // amount24 in dollars, volume24 in contracts
	change                figure.Number // riseFallRate, a fraction
	rate                  figure.Number // fundingRate, rate
	cycleH                figure.Number // collectCycle, hours
	nextSettle, settledAt model.Millis

	interval             []byte
	t                    model.Millis // seconds in bars, milliseconds in trades
	open, high, low, end figure.Number
	volume, other, side  figure.Number // q; v; T
	paid                 figure.Number // p

	isBook           bool
	bestBid, bestAsk figure.Number

	size, state figure.Number // contractSize, state: a contract of the list
	hasList     bool          // resultList: settlements
	hasColumns  bool          // time as a list: bars by columns
}

// readObject reads a row of a list.
func (b *row) readObject(r *scan.Reader, keys *scan.Names) error {
	if r.Sort() != scan.Object {
		r.Skip()
		return errors.New("a row that is no object")
	}
	b.isObject = true
	b.readMembers(r, keys)
	return nil
}

// readMembers reads the object that comes next.
func (b *row) readMembers(r *scan.Reader, keys *scan.Names) {
	r.Object()
	for key, more := r.MemberOf(keys); more; key, more = r.MemberOf(keys) {
		b.read(r, key)
	}
}

// read reads one member. Most are numbers, and most of the others are rare.
func (b *row) read(r *scan.Reader, key int) {
	if n := b.number(key); n != nil {
		*n = figure.Read(r)
		return
	}
	switch key {
	case keySymbol:
		b.symbol, _ = r.Text() // a missing symbol is refused later
	case keyTimestamp:
		b.stamp = figure.Moment(r)
	case keyT:
		b.t = figure.Moment(r)
	case keyNextSettle:
		b.nextSettle = figure.Moment(r)
	case keySettled:
		b.settledAt = figure.Moment(r)
	case keyInterval:
		b.interval, _ = r.Text() // an unknown interval is refused later
	case keyAsks:
		b.isBook, b.bestAsk = true, bestOf(r, func(a, best float64) bool { return a < best })
	case keyBids:
		b.isBook, b.bestBid = true, bestOf(r, func(a, best float64) bool { return a > best })
	default:
		b.readList(r, key)
	}
}

// number returns where the number of a key belongs, nil for keys of no number.
func (b *row) number(key int) *figure.Number {
	switch key {
	case keyLast:
		return &b.last
	case keyBid:
		return &b.bid
	case keyAsk:
		return &b.ask
	case keyFair:
		return &b.fair
	case keyIndex, keyIdx:
		return &b.index
	case keyPrice:
		return &b.price
	case keyHeld:
		return &b.contracts
	case keyTurnover:
		return &b.turnover
	case keyDayVolume:
		return &b.dayVolume
	case keyChange:
		return &b.change
	case keyFunding, keyRate:
		return &b.rate
	case keyCycle:
		return &b.cycleH
	case keySize:
		return &b.size
	case keyState:
		return &b.state
	default:
		return b.letter(key)
	}
}

// letter is number for the members of bars and trades.
func (b *row) letter(key int) *figure.Number {
	switch key {
	case keyOpen:
		return &b.open
	case keyHigh:
		return &b.high
	case keyLow:
		return &b.low
	case keyEnd:
		return &b.end
	case keyVolume:
		return &b.volume
	case keyOther:
		return &b.other
	case keyPaid:
		return &b.paid
	case keySide:
		return &b.side
	default:
		return nil
	}
}

// readList notes the lists that only REST has, and steps over everything else.
func (b *row) readList(r *scan.Reader, key int) {
	switch key {
	case keyResults:
		b.hasList = true
	case keyTime:
		b.hasColumns = r.Sort() == scan.Array
	}
	r.Skip()
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
		d.build.Note(model.KindPong, "the venue's clock").EventTime = figure.Moment(&h.data)
		return nil
	case scan.Null:
		d.build.Ignore("nothing: no data")
		return nil
	case scan.Text:
		d.build.Note(model.KindAck, model.CleanText(string(h.words)))
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
	case b.size.OK:
		d.enlist(b)
		d.build.Ignore(listText(1))
		return nil
	default:
		return d.bodyRow(b)
	}
}

// listBody reads a body that is a list of rows.
func (d *Decoder) listBody(h *head) error {
	from, listed, r := len(d.build.Out), 0, h.data
	before := r.Refused()
	for r.Array(); r.Element(); {
		var b row
		if d.build.Blame(b.readObject(&r, d.keys.row)); !b.isObject {
			continue
		}
		if b.size.OK {
			d.enlist(&b)
			listed++
			continue
		}
		d.build.Blame(d.bodyRow(&b))
	}
	d.build.Refused += uint64(r.Refused() - before)
	if listed > 0 {
		d.build.Ignore(listText(listed))
	}
	return d.build.Rows(from)
}

// bodyRow turns a row of a body into its event.
func (d *Decoder) bodyRow(b *row) error {
	switch {
	case len(b.symbol) == 0 && b.isBook:
		return d.book(b, &nobody, b.stamp)
	case len(b.symbol) == 0 && b.paid.OK:
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
	case b.last.OK, b.bid.OK, b.ask.OK:
		return d.ticker(b, c, b.stamp)
	case b.rate.OK, b.cycleH.OK, b.nextSettle.Known():
		return d.funding(b, c, b.stamp)
	case b.fair.OK:
		return d.onePrice(c, b.stamp, priceOf{model.FieldMark, b.fair, "mark price"})
	case b.index.OK:
		return d.onePrice(c, b.stamp, priceOf{model.FieldIndex, b.index, "index price"})
	default:
		return errors.New(c.Symbol + ": a row of no known shape")
	}
}
