package binance

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
	stamp  model.Millis // time, timestamp or closeTime

	mark, index figure.Number
	runningRate figure.Number // lastFundingRate, which despite its name is the one to come
	next        nextFunding

	settledRate figure.Number
	settledAt   model.Millis
	intervalH   figure.Number
	updated     model.Millis

	openInterest, openInterestSum, openInterestUSD figure.Number

	day      figure.Day
	bid, ask figure.Number

	code    figure.Number
	message []byte
	listed  int // contracts of exchangeInfo, plus one
}

// httpOK is the one code in a body that does not mean a refusal.
const httpOK = 200

// row reads a REST body, or a row of one.
func (d *Decoder) row(r *scan.Reader) error {
	var b row
	for r.Object(); r.Member(); {
		b.read(r)
	}
	switch {
	case r.Failed():
		return nil // End tells what is wrong
	case b.code.OK && b.code.V == httpOK:
		d.build.Note(model.KindAck, "request accepted")
		return nil
	case b.code.OK:
		d.build.Note(model.KindError, refusalText(b.message, b.code))
		return nil
	case b.listed > 0:
		d.build.Ignore("list of " + strconv.Itoa(b.listed-1) + " contracts: give it as --instruments")
		return nil
	case b.isPlain():
		return errors.New("an object of no known shape")
	}
	c, err := d.subject(r, b.symbol, 0)
	if c == nil {
		return err
	}
	return d.rowEvent(&b, c)
}

// isPlain tells whether a row carries none of the figures that are followed.
func (b *row) isPlain() bool {
	for _, f := range [...]figure.Number{
		b.mark, b.index, b.runningRate, b.settledRate, b.intervalH, b.openInterest, b.openInterestSum, b.day.Last, b.bid, b.ask,
	} {
		if f.OK {
			return false
		}
	}
	return !b.settledAt.Known()
}

// rowEvent turns a row into its event.
func (d *Decoder) rowEvent(b *row, c *contract) error {
	switch {
	case b.settledAt.Known():
		return d.settlement(b, c)
	case b.intervalH.OK:
		return d.fundingInfo(b, c)
	case b.openInterest.OK, b.openInterestSum.OK:
		return d.openInterest(b, c)
	case b.runningRate.OK, b.index.OK, b.mark.OK:
		ev := d.build.Event(&c.Subject, model.KindMark, b.stamp)
		d.build.Price(ev, model.FieldMark, &ev.Mark, b.mark)
		d.build.Price(ev, model.FieldIndex, &ev.Index, b.index)
		c.funding(ev, b.runningRate, b.next)
		return d.build.Essence(ev, model.FieldMark, "mark price")
	default:
		ev := d.build.Event(&c.Subject, model.KindQuote, b.stamp)
		d.build.Price(ev, model.FieldBid, &ev.Bid, b.bid)
		d.build.Price(ev, model.FieldAsk, &ev.Ask, b.ask)
		d.build.Day(ev, b.day)
		return d.build.Essence(ev, model.FieldLast|model.FieldBid|model.FieldAsk, "price")
	}
}

// settlement is a row of fundingRate: what was charged, and when.
func (d *Decoder) settlement(b *row, c *contract) error {
	ev := d.build.Event(&c.Subject, model.KindFunding, b.settledAt)
	d.build.Price(ev, model.FieldMark, &ev.Mark, b.mark)
	if b.settledRate.OK {
		ev.FundingRate, ev.FundingIntervalH = b.settledRate.V, c.intervalH()
		ev.Has |= model.FieldFundingRate | model.FieldFundingInterval
	}
	return d.build.Essence(ev, model.FieldFundingRate, "funding rate")
}

// fundingInfo is a row of the endpoint of that name.
func (d *Decoder) fundingInfo(b *row, c *contract) error {
	ev := d.build.Event(&c.Subject, model.KindFunding, b.updated)
	if h := b.intervalH.V; h > 0 && h <= 24 {
		c.list(h)
		ev.FundingIntervalH = h
		ev.Has |= model.FieldFundingInterval
	}
	return d.build.Essence(ev, model.FieldFundingInterval, "funding interval")
}

// openInterest is the figure of the moment, or a row of its history. Binance
// counts one side, in units of the base currency.
func (d *Decoder) openInterest(b *row, c *contract) error {
	coins := b.openInterest
	if b.openInterestSum.OK {
		coins = b.openInterestSum
	}
	coins.V = model.InCoins(coins.V, c.Multiplier)
	ev := d.build.Event(&c.Subject, model.KindOpenInterest, b.stamp)
	d.build.Amount(ev, model.FieldOpenInterest, &ev.OpenInterest, coins)
	d.build.Amount(ev, model.FieldOpenInterestUSD, &ev.OpenInterestUSD, b.openInterestUSD)
	return d.build.Essence(ev, model.FieldOpenInterest, "open interest")
}

// read reads one member.
func (b *row) read(r *scan.Reader) {
	switch string(r.Key()) {
	case "symbol":
		b.symbol, _ = r.Text() // a missing symbol is refused later
	case "time", "timestamp", "closeTime":
		b.stamp = figure.Moment(r)
	case "markPrice":
		b.mark = figure.Read(r)
	case "indexPrice":
		b.index = figure.Read(r)
	case "lastFundingRate":
		b.runningRate = figure.Read(r)
	case "nextFundingTime":
		b.next.read(r)
	case "fundingRate":
		b.settledRate = figure.Read(r)
	case "fundingTime":
		b.settledAt = figure.Moment(r)
	case "fundingIntervalHours":
		b.intervalH = figure.Read(r)
	case "updateTime":
		b.updated = figure.Moment(r)
	case "code":
		b.code = figure.Read(r)
	case "msg":
		b.message, _ = r.Text() // the code alone says enough
	case "symbols":
		b.listed = 1 + count(r)
	default:
		b.readMarket(r)
	}
}

// readMarket reads the members about quotes and open interest.
func (b *row) readMarket(r *scan.Reader) {
	switch string(r.Key()) {
	case "openInterest":
		b.openInterest = figure.Read(r)
	case "sumOpenInterest":
		b.openInterestSum = figure.Read(r)
	case "sumOpenInterestValue":
		b.openInterestUSD = figure.Read(r)
	case "lastPrice", "price":
		b.day.Last = figure.Read(r)
	case "openPrice":
		b.day.Open = figure.Read(r)
	case "priceChangePercent":
		b.day.Percent = figure.Read(r)
	case "quoteVolume":
		b.day.Volume = figure.Read(r)
	case "bidPrice":
		b.bid = figure.Read(r)
	case "askPrice":
		b.ask = figure.Read(r)
	default:
		r.Skip()
	}
}

// count steps over an array and returns how many elements it has.
func count(r *scan.Reader) (n int) {
	if !r.Array() {
		return 0
	}
	for r.Element() {
		r.Skip()
		n++
	}
	return n
}

// dateSettlements works out the interval of each settlement in a list from its
// neighbours: the one before it, for the first the one after it. Where these do
// not tell, what the contract knows stays.
func dateSettlements(rows []model.Event) {
	for i := range rows {
		h, ok := between(rows, i-1)
		if !ok {
			h, ok = between(rows, i)
		}
		if ok {
			rows[i].FundingIntervalH = h
		}
	}
}

// between returns the hours between settlement i and the next one in the list.
func between(rows []model.Event, i int) (float64, bool) {
	if i < 0 || i+1 >= len(rows) || !isSettlement(&rows[i]) || !isSettlement(&rows[i+1]) {
		return 0, false
	}
	if rows[i].Symbol != rows[i+1].Symbol {
		return 0, false
	}
	return figure.WholeHours(rows[i+1].EventTime.Sub(rows[i].EventTime), longestFunding)
}

func isSettlement(ev *model.Event) bool {
	return ev.Kind == model.KindFunding && ev.Has.Has(model.FieldFundingRate)
}
