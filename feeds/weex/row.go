package weex

import (
	"errors"
	"strconv"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// row is one object of a REST body. The endpoints share so few names with
// different meanings that one table serves them all; what an object is shows in
// what it carries.
type row struct {
	symbol []byte
	stamp  model.Millis

	quote   quote
	premium premium

	settledRate figure.Number
	settledAt   model.Millis

	openInterest figure.Number
	price        figure.Number // of symbolPrice, which does not say what price it is

	code, status figure.Number
	message      []byte
	listed       int // contracts of exchangeInfo, plus one
	serverTime   model.Millis
	depth        bool
	bid, ask     figure.Number // of a depth body
}

// httpOK is the one code in a body beside zero that does not mean a refusal.
const httpOK = 200

// What is said of bodies that do not tell what they are about.
const (
	anyPrice    = "a price: the body does not tell whether last, mark or index"
	unnamedBook = "the body names no contract: prices as sent"
)

// row reads a REST body, or a row of one.
func (d *Decoder) row(r *scan.Reader) error {
	var b row
	for r.Object(); r.Member(); {
		d.readMember(&b, r)
	}
	switch {
	case r.Failed():
		return nil // End tells what is wrong
	case b.code.OK && (b.code.V == httpOK || b.code.V == 0):
		d.build.Note(model.KindAck, "request accepted")
		return nil
	case b.code.OK:
		d.build.Note(model.KindError, refusalText(b.message, b.code))
		return nil
	case b.status.OK && len(b.symbol) == 0:
		d.build.Note(model.KindError, refusalText(b.message, b.status))
		return nil
	case b.listed > 0:
		d.build.Ignore("list of " + strconv.Itoa(b.listed-1) + " contracts: give it as --instruments")
		return nil
	case b.serverTime.Known():
		d.build.Note(model.KindIgnored, "the venue's clock").EventTime = b.serverTime
		return nil
	case b.depth:
		return d.unnamedBook(&b)
	case b.isPlain():
		return errors.New("an object of no known shape")
	}
	c, err := d.subject(r, b.symbol)
	if c == nil {
		return err
	}
	return d.rowEvent(&b, c)
}

// isPlain tells whether a row carries none of the figures that are followed.
func (b *row) isPlain() bool {
	q := &b.quote
	for _, f := range [...]figure.Number{q.last, q.bid, q.ask, q.mark, q.index, b.settledRate, b.openInterest, b.price} {
		if f.OK {
			return false
		}
	}
	return !b.settledAt.Known() && !b.premium.carried()
}

// rowEvent turns a row into its event.
func (d *Decoder) rowEvent(b *row, c *contract) error {
	switch {
	case b.settledAt.Known():
		return d.settlement(b, c)
	case b.openInterest.OK:
		return d.openInterest(b, c)
	case b.premium.carried():
		return d.premiumEvent(b, c)
	case b.price.OK:
		d.build.Say(&c.Subject, model.KindIgnored, anyPrice).EventTime = b.stamp
		return nil
	default:
		return d.quoteEvent(c, &b.quote, b.stamp)
	}
}

// premiumEvent is a row of premiumIndex. Its prices are up to a minute older
// than its stamp says.
func (d *Decoder) premiumEvent(b *row, c *contract) error {
	ev := d.build.Event(&c.Subject, model.KindMark, b.stamp)
	d.build.Price(ev, model.FieldMark, &ev.Mark, b.quote.mark)
	d.build.Price(ev, model.FieldIndex, &ev.Index, b.quote.index)
	d.funding(ev, c, &b.premium)
	return d.build.Essence(ev, ^model.Fields(0), "figure")
}

// openInterest is the figure of the moment, in units of the base currency.
func (d *Decoder) openInterest(b *row, c *contract) error {
	coins := b.openInterest
	coins.V = model.InCoins(coins.V, c.Multiplier)
	ev := d.build.Event(&c.Subject, model.KindOpenInterest, b.stamp)
	d.build.Amount(ev, model.FieldOpenInterest, &ev.OpenInterest, coins)
	return d.build.Essence(ev, model.FieldOpenInterest, "open interest")
}

// unnamedBook is a body of depth.
func (d *Decoder) unnamedBook(b *row) error {
	ev := d.build.Note(model.KindBook, unnamedBook)
	ev.Multiplier = 1 // as sent, while the prices are put in
	d.build.Price(ev, model.FieldBid, &ev.Bid, b.bid)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, b.ask)
	ev.Multiplier = 0
	return nil
}

// readMember reads one member.
func (d *Decoder) readMember(b *row, r *scan.Reader) {
	switch string(r.Key()) {
	case "symbol":
		b.symbol, _ = r.Text() // a missing symbol is refused later
	case "time":
		b.stamp = figure.Moment(r)
	case "serverTime":
		b.serverTime = figure.Moment(r)
	case "code":
		b.code = figure.Read(r)
	case "status":
		b.readStatus(r)
	case "msg", "message", "error":
		b.readMessage(r)
	case "symbols":
		b.listed = 1 + count(r)
	case "bids":
		b.depth = true
		b.bid = best(lay(nil, d.levels(r, nil), side{1, true}))
	case "asks":
		b.depth = true
		b.ask = best(lay(nil, d.levels(r, nil), side{1, false}))
	default:
		if !b.readRate(r) {
			b.readMarket(r)
		}
	}
}

// readMarket reads the members about quotes and open interest.
func (b *row) readMarket(r *scan.Reader) {
	switch string(r.Key()) {
	case "markPrice":
		b.quote.mark = figure.Read(r)
	case "indexPrice":
		b.quote.index = figure.Read(r)
	case "lastPrice":
		b.quote.last = figure.Read(r)
	case "openPrice":
		b.quote.open = figure.Read(r)
	case "quoteVolume":
		b.quote.volume = figure.Read(r)
	case "bidPrice":
		b.quote.bid = figure.Read(r)
	case "askPrice":
		b.quote.ask = figure.Read(r)
	case "openInterest":
		b.openInterest = figure.Read(r)
	case "price":
		b.price = figure.Read(r)
	default:
		r.Skip()
	}
}

// readStatus reads the status of a body about a path that does not exist; a
// word is no such.
func (b *row) readStatus(r *scan.Reader) {
	if r.Sort() != scan.Number {
		r.Skip()
		return
	}
	b.status = figure.Read(r)
}

// readMessage reads words about a refusal, of which the first are kept.
func (b *row) readMessage(r *scan.Reader) {
	if r.Sort() != scan.Text {
		r.Skip()
		return
	}
	if words, ok := r.Text(); ok && len(b.message) == 0 {
		b.message = words
	}
}

// count steps over an array and returns how many elements it has.
func count(r *scan.Reader) (n int) {
	if r.Array() {
		for ; r.Element(); n++ {
			r.Skip()
		}
	}
	return n
}
