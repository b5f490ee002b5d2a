package mexc

import (
	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// untraded is said of a contract that the venue dropped but goes on listing,
// with figures that stand still (venues/mexc §6).
const untraded = "not traded: its last price is zero"

// ticker turns a row of ticker or tickers into an event. The latter has
// neither touch nor funding nor open interest.
func (d *Decoder) ticker(b *row, c *contract, stamp model.Millis) error {
	if b.last.OK && b.last.V == 0 {
		d.build.Say(&c.Subject, model.KindIgnored, untraded).EventTime = stamp
		return nil
	}
	ev := d.tell(c, model.KindQuote, stamp)
	d.build.Price(ev, model.FieldLast, &ev.Last, b.last)
	d.build.Price(ev, model.FieldBid, &ev.Bid, b.bid)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, b.ask)
	d.build.Price(ev, model.FieldMark, &ev.Mark, b.fair)
	d.build.Price(ev, model.FieldIndex, &ev.Index, b.index)
	if b.rate.OK && c.kind != model.ContractDated {
		ev.FundingRate = b.rate.V
		ev.Has |= model.FieldFundingRate
		c.addInterval(ev)
	}
	d.build.Amount(ev, model.FieldOpenInterest, &ev.OpenInterest, c.coins(b.contracts))
	d.build.Amount(ev, model.FieldVolume24hUSD, &ev.Volume24hUSD, b.traded(ev, c))
	d.build.Change(ev, figure.Percent(b.change))
	return d.build.Essence(ev, model.FieldLast|model.FieldBid|model.FieldAsk|model.FieldMark|model.FieldIndex, "price")
}

// traded returns the turnover of 24 hours in dollars. Frames of before 2021 tell
// it only in contracts: those are taken at the last price.
func (b *row) traded(ev *model.Event, c *contract) figure.Number {
	if b.turnover.OK {
		return b.turnover
	}
	coins := c.coins(b.dayVolume)
	coins.V *= ev.Last
	coins.OK = coins.OK && ev.Has.Has(model.FieldLast)
	return coins
}

// bestOf reads one side of a book, rows of price, contracts and number of
// orders, and returns the price that is better than all others. Rows come in no
// certain order, and no contracts means that the price is gone.
func bestOf(r *scan.Reader, better func(a, best float64) bool) (best figure.Number) {
	for more := r.Array(); more && r.Element(); {
		price, contracts := level(r)
		if price.OK && contracts.OK && contracts.V > 0 && (!best.OK || better(price.V, best.V)) {
			best = price
		}
	}
	return best
}

// level reads one row of a book.
func level(r *scan.Reader) (price, contracts figure.Number) {
	if !r.Array() {
		return price, contracts
	}
	for column := 0; r.Element(); column++ {
		switch column {
		case 0:
			price = figure.Read(r)
		case 1:
			contracts = figure.Read(r)
		default:
			r.Skip()
		}
	}
	return price, contracts
}

// book turns depth into an event: of a whole book its best prices, of changes
// to one only that there were some.
func (d *Decoder) book(b *row, c *contract, stamp model.Millis) error {
	if d.kind == depthChannel {
		d.build.Say(&c.Subject, model.KindBook, "changes of an order book: not followed").EventTime = stamp
		return nil
	}
	ev := d.about(c, model.KindBook, stamp)
	d.build.Price(ev, model.FieldBid, &ev.Bid, b.bestBid)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, b.bestAsk)
	if !b.bestBid.OK && !b.bestAsk.OK {
		ev.Text = "an empty book" // as of a contract that is gone
		return nil
	}
	return d.build.Essence(ev, model.FieldBid|model.FieldAsk, "bid or ask")
}

// deal turns a trade into an event.
func (d *Decoder) deal(b *row, c *contract) error {
	ev := d.about(c, model.KindTrade, b.t)
	d.build.Price(ev, model.FieldLast, &ev.Last, b.paid)
	return d.build.Essence(ev, model.FieldLast, "price")
}

// about is tell, or says that nobody is named.
func (d *Decoder) about(c *contract, kind model.Kind, stamp model.Millis) *model.Event {
	if c != &nobody {
		return d.tell(c, kind, stamp)
	}
	ev := d.build.Say(&c.Subject, kind, unnamedText)
	ev.EventTime = stamp
	return ev
}
