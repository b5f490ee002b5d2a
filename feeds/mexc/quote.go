package mexc

import (
	"eddy/feeds/scan"
	"eddy/model"
)

// untraded is said of a contract that the venue dropped but goes on listing,
// with figures that stand still (venues/mexc §6).
const untraded = "not traded: its last price is zero"

// ticker turns a row of ticker or tickers into an event. The latter has
// neither touch nor funding nor open interest.
func (d *Decoder) ticker(b *row, c *contract, stamp model.Millis) error {
	if b.last.ok && b.last.v == 0 {
		d.say(c, model.KindIgnored, untraded).EventTime = stamp
		return nil
	}
	ev := d.tell(c, model.KindQuote, stamp)
	d.price(ev, model.FieldLast, &ev.Last, b.last)
	d.price(ev, model.FieldBid, &ev.Bid, b.bid)
	d.price(ev, model.FieldAsk, &ev.Ask, b.ask)
	d.price(ev, model.FieldMark, &ev.Mark, b.fair)
	d.price(ev, model.FieldIndex, &ev.Index, b.index)
	if b.rate.ok && c.kind != model.ContractDated {
		ev.FundingRate = b.rate.v
		ev.Has |= model.FieldFundingRate
		c.addInterval(ev)
	}
	d.amount(ev, model.FieldOpenInterest, &ev.OpenInterest, c.coins(b.contracts))
	d.amount(ev, model.FieldVolume24hUSD, &ev.Volume24hUSD, b.traded(ev, c))
	if b.change.ok {
		ev.Change24hPct = percent(b.change.v)
		ev.Has |= model.FieldChange24hPct
	}
	return d.essence(ev, model.FieldLast|model.FieldBid|model.FieldAsk|model.FieldMark|model.FieldIndex, "price")
}

// traded returns the turnover of 24 hours in dollars. Frames of before 2021 tell
// it only in contracts: those are taken at the last price.
func (b *row) traded(ev *model.Event, c *contract) figure {
	if b.turnover.ok {
		return b.turnover
	}
	coins := c.coins(b.dayVolume)
	coins.v *= ev.Last
	coins.ok = coins.ok && ev.Has.Has(model.FieldLast)
	return coins
}

// bestOf reads one side of a book, rows of price, contracts and number of
// orders, and returns the price that is better than all others. Rows come in no
// certain order, and no contracts means that the price is gone.
func bestOf(r *scan.Reader, better func(a, best float64) bool) (best figure) {
	for more := r.Array(); more && r.Element(); {
		price, contracts := level(r)
		if price.ok && contracts.ok && contracts.v > 0 && (!best.ok || better(price.v, best.v)) {
			best = price
		}
	}
	return best
}

// level reads one row of a book.
func level(r *scan.Reader) (price, contracts figure) {
	if !r.Array() {
		return price, contracts
	}
	for column := 0; r.Element(); column++ {
		switch column {
		case 0:
			price = number(r)
		case 1:
			contracts = number(r)
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
		d.say(c, model.KindBook, "changes of an order book: not followed").EventTime = stamp
		return nil
	}
	ev := d.about(c, model.KindBook, stamp)
	d.price(ev, model.FieldBid, &ev.Bid, b.bestBid)
	d.price(ev, model.FieldAsk, &ev.Ask, b.bestAsk)
	if !b.bestBid.ok && !b.bestAsk.ok {
		ev.Text = "an empty book" // as of a contract that is gone
		return nil
	}
	return d.essence(ev, model.FieldBid|model.FieldAsk, "bid or ask")
}

// deal turns a trade into an event.
func (d *Decoder) deal(b *row, c *contract) error {
	ev := d.about(c, model.KindTrade, b.t)
	d.price(ev, model.FieldLast, &ev.Last, b.paid)
	return d.essence(ev, model.FieldLast, "price")
}

// about is tell, or says that nobody is named.
func (d *Decoder) about(c *contract, kind model.Kind, stamp model.Millis) *model.Event {
	if c != &nobody {
		return d.tell(c, kind, stamp)
	}
	ev := d.say(c, kind, unnamedText)
	ev.EventTime = stamp
	return ev
}
