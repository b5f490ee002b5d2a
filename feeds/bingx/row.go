package bingx

import (
	"errors"
	"strconv"

	"eddy/feeds/scan"
	"eddy/model"
)

// row is one object of a REST body. The endpoints share so few names with
// different meanings that one table serves them all; what an object is shows in
// what it carries.
type row struct {
	symbol []byte
	time   model.Millis // of the figures; of bars when they opened

	mark, index figure
	runningRate figure // lastFundingRate, which despite its name is the one to come
	next        model.Millis
	intervalH   figure

	settledRate figure
	settledAt   model.Millis

	interest figure // dollars

	last, dayOpen, percent, turnover figure
	bid, ask                         figure

	open, high, low, end, volume figure // of a bar
	openedAt                     model.Millis

	sides      sides
	hasSides   bool
	serverTime model.Millis
	listed     bool // a contract of the list
	trade      bool
	nested     scan.Reader // the object inside that holds the figures
	hasNested  bool
}

// body reads the data of a REST body: one row or a list of them.
func (d *Decoder) body(r *scan.Reader) error {
	if r.Sort() != scan.Array {
		var t tally
		if err := d.row(r, &t); err != nil || t == (tally{}) {
			return err
		}
		t.say(d)
		return nil
	}
	from := len(d.out)
	var t tally
	for r.Array(); r.Element(); {
		d.blame(d.row(r, &t))
	}
	dateSettlements(d.out[from:])
	dateBars(d.out[from:])
	t.say(d)
	return d.summary(from)
}

// tally counts rows that are told of together.
type tally struct{ contracts, trades int }

func (t tally) say(d *Decoder) {
	if t.contracts > 0 {
		d.ignore("list of " + strconv.Itoa(t.contracts) + " contracts: give it as --instruments")
	}
	if t.trades > 0 {
		d.ignore(unnamedTrades)
	}
}

// row reads one row.
func (d *Decoder) row(r *scan.Reader, t *tally) error {
	if r.Sort() != scan.Object {
		r.Skip()
		return errors.New("a row that is no object")
	}
	var b row
	for r.Object(); r.Member(); {
		b.read(r)
	}
	if b.hasNested {
		for b.nested.Object(); b.nested.Member(); {
			b.read(&b.nested)
		}
	}
	switch {
	case r.Failed():
		return nil // End tells what is wrong
	case b.listed:
		t.contracts++
		return nil
	case b.trade:
		t.trades++
		return nil
	case b.serverTime.Known():
		d.say(&nobody, model.KindIgnored, "the venue's clock").EventTime = b.serverTime
		return nil
	case b.hasSides:
		b.sides.stamp = max(b.sides.stamp, b.time)
		return d.bookEvent(&nobody, &b.sides)
	case b.isBar():
		return d.barRow(&b)
	case b.isPlain():
		return errShape
	}
	c, err := d.subject(r, b.symbol)
	if c == nil {
		return err
	}
	return d.rowEvent(&b, c)
}

// isBar tells whether a row is a bar.
func (b *row) isBar() bool { return b.open.ok && b.end.ok }

// barOpen returns when a bar opened.
func (b *row) barOpen() model.Millis {
	if b.openedAt.Known() {
		return b.openedAt
	}
	return b.time
}

// isPlain tells whether a row carries none of the figures that are followed.
func (b *row) isPlain() bool {
	for _, f := range [...]figure{
		b.mark, b.index, b.runningRate, b.settledRate, b.intervalH, b.interest, b.last, b.bid, b.ask,
	} {
		if f.ok {
			return false
		}
	}
	return !b.settledAt.Known() && !b.next.Known()
}

// rowEvent turns a row into its event.
func (d *Decoder) rowEvent(b *row, c *contract) error {
	switch {
	case b.settledAt.Known() || b.settledRate.ok:
		return d.settlement(b, c)
	case b.interest.ok:
		return d.openInterest(b, c)
	case b.runningRate.ok, b.index.ok, b.mark.ok, b.next.Known(), b.intervalH.ok:
		ev := d.emit(c, model.KindMark, b.time)
		d.price(ev, model.FieldMark, &ev.Mark, b.mark)
		d.price(ev, model.FieldIndex, &ev.Index, b.index)
		c.noteMark(ev)
		c.funding(ev, b)
		return d.essence(ev, model.FieldMark|model.FieldIndex|model.FieldFundingRate, "mark price")
	default:
		ev := d.emit(c, model.KindQuote, b.time)
		d.price(ev, model.FieldBid, &ev.Bid, b.bid)
		d.price(ev, model.FieldAsk, &ev.Ask, b.ask)
		d.day(ev, dayFigures{last: b.last, open: b.dayOpen, percent: b.percent, volume: b.turnover})
		return d.essence(ev, model.FieldLast|model.FieldBid|model.FieldAsk, "price")
	}
}

// settlement is a row of fundingRate: what was charged, and when.
func (d *Decoder) settlement(b *row, c *contract) error {
	ev := d.emit(c, model.KindFunding, b.settledAt)
	d.price(ev, model.FieldMark, &ev.Mark, b.mark)
	if b.settledRate.ok {
		ev.FundingRate = b.settledRate.v
		ev.Has |= model.FieldFundingRate
		if c.intervalH > 0 {
			ev.FundingIntervalH = c.intervalH
			ev.Has |= model.FieldFundingInterval
		}
	}
	return d.essence(ev, model.FieldFundingRate, "funding rate")
}

// openInterest is the figure of the moment, which counts dollars
// (venues/bingx §5). Coins follow where a mark price of about then is known.
func (d *Decoder) openInterest(b *row, c *contract) error {
	ev := d.emit(c, model.KindOpenInterest, b.time)
	d.amount(ev, model.FieldOpenInterestUSD, &ev.OpenInterestUSD, b.interest)
	if mark, ok := c.markNear(ev); ok && ev.Has.Has(model.FieldOpenInterestUSD) {
		d.amount(ev, model.FieldOpenInterest, &ev.OpenInterest, figure{ev.OpenInterestUSD / mark, true})
	}
	return d.essence(ev, model.FieldOpenInterestUSD, "open interest")
}

// read reads one member.
func (b *row) read(r *scan.Reader) {
	switch string(r.Key()) {
	case "symbol":
		b.symbol, _ = r.Text() // a missing symbol is refused later
	case "time", "timestamp":
		b.time = moment(r)
	case "markPrice":
		b.mark = number(r)
	case "indexPrice":
		b.index = number(r)
	case "lastFundingRate":
		b.runningRate = number(r)
	case "nextFundingTime":
		b.next = moment(r)
	case "fundingIntervalHours":
		b.intervalH = number(r)
	case "fundingRate":
		b.settledRate = number(r)
	case "fundingTime":
		b.settledAt = moment(r)
	case "openInterest":
		b.interest = number(r)
	default:
		b.readMarket(r)
	}
}

// readMarket reads the members about quotes.
func (b *row) readMarket(r *scan.Reader) {
	switch string(r.Key()) {
	case "lastPrice", "price":
		b.last = number(r)
	case "openPrice":
		b.dayOpen = number(r)
	case "priceChangePercent":
		b.percent = number(r)
	case "quoteVolume":
		b.turnover = number(r)
	case "bidPrice", "bid_price":
		b.bid = number(r)
	case "askPrice", "ask_price":
		b.ask = number(r)
	case "book_ticker", "bookTicker":
		b.nested, b.hasNested = *r, r.Sort() == scan.Object
		r.Skip()
	default:
		b.readBar(r)
	}
}

// readBar reads the members about bars and depth, and those that tell what a row
// is.
func (b *row) readBar(r *scan.Reader) {
	switch string(r.Key()) {
	case "open":
		b.open = number(r)
	case "high":
		b.high = number(r)
	case "low":
		b.low = number(r)
	case "close":
		b.end = number(r)
	case "volume":
		b.volume = number(r)
	case "openTime":
		b.openedAt = moment(r)
	case "bids", "asks", "T":
		b.hasSides = b.hasSides || string(r.Key()) != "T"
		b.sides.read(r)
	case "serverTime":
		b.serverTime = moment(r)
	case "contractId", "pricePrecision":
		b.listed = true
		r.Skip()
	case "isBuyerMaker", "qty":
		b.trade = true
		r.Skip()
	default:
		r.Skip()
	}
}
