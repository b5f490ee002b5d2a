package binance

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
	stamp  model.Millis // time, timestamp or closeTime

	mark, index figure
	runningRate figure // lastFundingRate, which despite its name is the one to come
	next        nextFunding

	settledRate figure
	settledAt   model.Millis
	intervalH   figure
	updated     model.Millis

	openInterest, openInterestSum, openInterestUSD figure

	day      dayFigures
	bid, ask figure

	code    figure
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
	case b.code.ok && b.code.v == httpOK:
		d.say(&nobody, model.KindAck, "request accepted")
		return nil
	case b.code.ok:
		d.say(&nobody, model.KindError, refusalText(b.message, b.code))
		return nil
	case b.listed > 0:
		d.ignore("list of " + strconv.Itoa(b.listed-1) + " contracts: give it as --instruments")
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
	for _, f := range [...]figure{
		b.mark, b.index, b.runningRate, b.settledRate, b.intervalH, b.openInterest, b.openInterestSum, b.day.last, b.bid, b.ask,
	} {
		if f.ok {
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
	case b.intervalH.ok:
		return d.fundingInfo(b, c)
	case b.openInterest.ok, b.openInterestSum.ok:
		return d.openInterest(b, c)
	case b.runningRate.ok, b.index.ok, b.mark.ok:
		ev := d.emit(c, model.KindMark, b.stamp)
		d.price(ev, model.FieldMark, &ev.Mark, b.mark)
		d.price(ev, model.FieldIndex, &ev.Index, b.index)
		c.funding(ev, b.runningRate, b.next)
		return d.essence(ev, model.FieldMark, "mark price")
	default:
		ev := d.emit(c, model.KindQuote, b.stamp)
		d.price(ev, model.FieldBid, &ev.Bid, b.bid)
		d.price(ev, model.FieldAsk, &ev.Ask, b.ask)
		d.day(ev, b.day)
		return d.essence(ev, model.FieldLast|model.FieldBid|model.FieldAsk, "price")
	}
}

// settlement is a row of fundingRate: what was charged, and when.
func (d *Decoder) settlement(b *row, c *contract) error {
	ev := d.emit(c, model.KindFunding, b.settledAt)
	d.price(ev, model.FieldMark, &ev.Mark, b.mark)
	if b.settledRate.ok {
		ev.FundingRate, ev.FundingIntervalH = b.settledRate.v, c.intervalH()
		ev.Has |= model.FieldFundingRate | model.FieldFundingInterval
	}
	return d.essence(ev, model.FieldFundingRate, "funding rate")
}

// fundingInfo is a row of the endpoint of that name.
func (d *Decoder) fundingInfo(b *row, c *contract) error {
	ev := d.emit(c, model.KindFunding, b.updated)
	if h := b.intervalH.v; h > 0 && h <= 24 {
		c.list(h)
		ev.FundingIntervalH = h
		ev.Has |= model.FieldFundingInterval
	}
	return d.essence(ev, model.FieldFundingInterval, "funding interval")
}

// openInterest is the figure of the moment, or a row of its history. Binance
// counts one side, in units of the base currency.
func (d *Decoder) openInterest(b *row, c *contract) error {
	coins := b.openInterest
	if b.openInterestSum.ok {
		coins = b.openInterestSum
	}
	coins.v = model.InCoins(coins.v, c.multiplier)
	ev := d.emit(c, model.KindOpenInterest, b.stamp)
	d.amount(ev, model.FieldOpenInterest, &ev.OpenInterest, coins)
	d.amount(ev, model.FieldOpenInterestUSD, &ev.OpenInterestUSD, b.openInterestUSD)
	return d.essence(ev, model.FieldOpenInterest, "open interest")
}

// read reads one member.
func (b *row) read(r *scan.Reader) {
	switch string(r.Key()) {
	case "symbol":
		b.symbol, _ = r.Text() // a missing symbol is refused later
	case "time", "timestamp", "closeTime":
		b.stamp = moment(r)
	case "markPrice":
		b.mark = number(r)
	case "indexPrice":
		b.index = number(r)
	case "lastFundingRate":
		b.runningRate = number(r)
	case "nextFundingTime":
		b.next.read(r)
	case "fundingRate":
		b.settledRate = number(r)
	case "fundingTime":
		b.settledAt = moment(r)
	case "fundingIntervalHours":
		b.intervalH = number(r)
	case "updateTime":
		b.updated = moment(r)
	case "code":
		b.code = number(r)
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
		b.openInterest = number(r)
	case "sumOpenInterest":
		b.openInterestSum = number(r)
	case "sumOpenInterestValue":
		b.openInterestUSD = number(r)
	case "lastPrice", "price":
		b.day.last = number(r)
	case "openPrice":
		b.day.open = number(r)
	case "priceChangePercent":
		b.day.percent = number(r)
	case "quoteVolume":
		b.day.volume = number(r)
	case "bidPrice":
		b.bid = number(r)
	case "askPrice":
		b.ask = number(r)
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
	return wholeHours(rows[i+1].EventTime.Sub(rows[i].EventTime))
}

func isSettlement(ev *model.Event) bool {
	return ev.Kind == model.KindFunding && ev.Has.Has(model.FieldFundingRate)
}
