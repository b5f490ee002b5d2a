package bingx

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
	time   model.Millis // of the figures; of bars when they opened

	mark, index figure.Number
	runningRate figure.Number // lastFundingRate, which despite its name is the one to come
	next        model.Millis
	intervalH   figure.Number

	settledRate figure.Number
	settledAt   model.Millis

	interest figure.Number // dollars

	last, dayOpen, percent, turnover figure.Number
	bid, ask                         figure.Number

	open, high, low, end, volume figure.Number // of a bar
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
	from := len(d.build.Out)
	var t tally
	for r.Array(); r.Element(); {
		d.build.Blame(d.row(r, &t))
	}
	dateSettlements(d.build.Out[from:])
	dateBars(d.build.Out[from:])
	t.say(d)
	return d.build.Rows(from)
}

// tally counts rows that are told of together.
type tally struct{ contracts, trades int }

func (t tally) say(d *Decoder) {
	if t.contracts > 0 {
		d.build.Ignore("list of " + strconv.Itoa(t.contracts) + " contracts: give it as --instruments")
	}
	if t.trades > 0 {
		d.build.Ignore(unnamedTrades)
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
		d.build.Note(model.KindIgnored, "the venue's clock").EventTime = b.serverTime
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
func (b *row) isBar() bool { return b.open.OK && b.end.OK }

// barOpen returns when a bar opened.
func (b *row) barOpen() model.Millis {
	if b.openedAt.Known() {
		return b.openedAt
	}
	return b.time
}

// isPlain tells whether a row carries none of the figures that are followed.
func (b *row) isPlain() bool {
	for _, f := range [...]figure.Number{
		b.mark, b.index, b.runningRate, b.settledRate, b.intervalH, b.interest, b.last, b.bid, b.ask,
	} {
		if f.OK {
			return false
		}
	}
	return !b.settledAt.Known() && !b.next.Known()
}

// rowEvent turns a row into its event.
func (d *Decoder) rowEvent(b *row, c *contract) error {
	switch {
	case b.settledAt.Known() || b.settledRate.OK:
		return d.settlement(b, c)
	case b.interest.OK:
		return d.openInterest(b, c)
	case b.runningRate.OK, b.index.OK, b.mark.OK, b.next.Known(), b.intervalH.OK:
		ev := d.build.Event(&c.Subject, model.KindMark, b.time)
		d.build.Price(ev, model.FieldMark, &ev.Mark, b.mark)
		d.build.Price(ev, model.FieldIndex, &ev.Index, b.index)
		c.noteMark(ev)
		c.funding(ev, b)
		return d.build.Essence(ev, model.FieldMark|model.FieldIndex|model.FieldFundingRate, "mark price")
	default:
		ev := d.build.Event(&c.Subject, model.KindQuote, b.time)
		d.build.Price(ev, model.FieldBid, &ev.Bid, b.bid)
		d.build.Price(ev, model.FieldAsk, &ev.Ask, b.ask)
		d.build.Day(ev, figure.Day{Last: b.last, Open: b.dayOpen, Percent: b.percent, Volume: b.turnover})
		return d.build.Essence(ev, model.FieldLast|model.FieldBid|model.FieldAsk, "price")
	}
}

// settlement is a row of fundingRate: what was charged, and when.
func (d *Decoder) settlement(b *row, c *contract) error {
	ev := d.build.Event(&c.Subject, model.KindFunding, b.settledAt)
	d.build.Price(ev, model.FieldMark, &ev.Mark, b.mark)
	if b.settledRate.OK {
		ev.FundingRate = b.settledRate.V
		ev.Has |= model.FieldFundingRate
		if c.intervalH > 0 {
			ev.FundingIntervalH = c.intervalH
			ev.Has |= model.FieldFundingInterval
		}
	}
	return d.build.Essence(ev, model.FieldFundingRate, "funding rate")
}

// openInterest is the figure of the moment, which counts dollars
// (venues/bingx §5). Coins follow where a mark price of about then is known.
func (d *Decoder) openInterest(b *row, c *contract) error {
	ev := d.build.Event(&c.Subject, model.KindOpenInterest, b.time)
	d.build.Amount(ev, model.FieldOpenInterestUSD, &ev.OpenInterestUSD, b.interest)
	if mark, ok := c.markNear(ev); ok && ev.Has.Has(model.FieldOpenInterestUSD) {
		d.build.Amount(ev, model.FieldOpenInterest, &ev.OpenInterest, figure.Number{V: ev.OpenInterestUSD / mark, OK: true})
	}
	return d.build.Essence(ev, model.FieldOpenInterestUSD, "open interest")
}

// read reads one member.
func (b *row) read(r *scan.Reader) {
	switch string(r.Key()) {
	case "symbol":
		b.symbol, _ = r.Text() // a missing symbol is refused later
	case "time", "timestamp":
		b.time = figure.Moment(r)
	case "markPrice":
		b.mark = figure.Read(r)
	case "indexPrice":
		b.index = figure.Read(r)
	case "lastFundingRate":
		b.runningRate = figure.Read(r)
	case "nextFundingTime":
		b.next = figure.Moment(r)
	case "fundingIntervalHours":
		b.intervalH = figure.Read(r)
	case "fundingRate":
		b.settledRate = figure.Read(r)
	case "fundingTime":
		b.settledAt = figure.Moment(r)
	case "openInterest":
		b.interest = figure.Read(r)
	default:
		b.readMarket(r)
	}
}

// readMarket reads the members about quotes.
func (b *row) readMarket(r *scan.Reader) {
	switch string(r.Key()) {
	case "lastPrice", "price":
		b.last = figure.Read(r)
	case "openPrice":
		b.dayOpen = figure.Read(r)
	case "priceChangePercent":
		b.percent = figure.Read(r)
	case "quoteVolume":
		b.turnover = figure.Read(r)
	case "bidPrice", "bid_price":
		b.bid = figure.Read(r)
	case "askPrice", "ask_price":
		b.ask = figure.Read(r)
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
		b.open = figure.Read(r)
	case "high":
		b.high = figure.Read(r)
	case "low":
		b.low = figure.Read(r)
	case "close":
		b.end = figure.Read(r)
	case "volume":
		b.volume = figure.Read(r)
	case "openTime":
		b.openedAt = figure.Moment(r)
	case "bids", "asks", "T":
		b.hasSides = b.hasSides || string(r.Key()) != "T"
		b.sides.read(r)
	case "serverTime":
		b.serverTime = figure.Moment(r)
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
