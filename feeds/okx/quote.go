package okx

import (
	"eddy/feeds/scan"
	"eddy/model"
)

// spotRemark marks quotes and bars that are not of the futures market.
const spotRemark = "spot"

// dayRow is a row of tickers.
type dayRow struct {
	symbol         []byte
	stamp          model.Millis
	last, bid, ask figure
	open           figure // 24 hours ago
	second         figure // volCcy24h: coins of a contract, dollars of a spot pair
}

func (t *dayRow) read(r *scan.Reader) {
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "instId":
			t.symbol, _ = r.Text() // without, the frame's own counts
		case "last":
			t.last = number(r)
		case "askPx":
			t.ask = number(r)
		case "bidPx":
			t.bid = number(r)
		case "open24h":
			t.open = number(r)
		case "volCcy24h":
			t.second = number(r)
		case "ts":
			t.stamp = moment(r)
		default:
			r.Skip()
		}
	}
}

// ticker reads a row of tickers: last, best bid and ask and the figures of the
// past 24 hours.
func (d *Decoder) ticker(r *scan.Reader) error {
	var t dayRow
	t.read(r)
	c, err := d.subject(r, t.symbol)
	if c == nil || d.overtaken(c, t.stamp) {
		return err
	}
	ev := d.tell(c, model.KindQuote, t.stamp)
	d.price(ev, model.FieldLast, &ev.Last, t.last)
	d.price(ev, model.FieldBid, &ev.Bid, t.bid)
	d.price(ev, model.FieldAsk, &ev.Ask, t.ask)
	d.day(ev, c, &t)
	return d.essence(ev, model.FieldLast|model.FieldBid|model.FieldAsk, "price")
}

// day adds the figures of the past 24 hours. The venue does not tell the change
// nor, for contracts, the turnover in dollars: that is the coins at the last
// price.
func (d *Decoder) day(ev *model.Event, c *contract, t *dayRow) {
	traded := t.second
	if c.kind == model.ContractSpot {
		ev.Text = spotRemark
	} else {
		traded.v *= ev.Last
		traded.ok = traded.ok && ev.Has.Has(model.FieldLast)
	}
	d.amount(ev, model.FieldVolume24hUSD, &ev.Volume24hUSD, traded)
	if t.open.ok && model.ValidPrice(t.open.v) && ev.Has.Has(model.FieldLast) {
		ev.Change24hPct = (ev.Last/t.open.v - 1) * 100
		ev.Has |= model.FieldChange24hPct
	}
}

// best reads a row of bbo-tbt, a book of one level.
func (d *Decoder) best(r *scan.Reader) error {
	var symbol []byte
	var stamp model.Millis
	var bid, ask figure
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "instId":
			symbol, _ = r.Text() // without, the frame's own counts
		case "asks":
			ask = topOf(r)
		case "bids":
			bid = topOf(r)
		case "ts":
			stamp = moment(r)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	if c == nil || d.overtaken(c, stamp) {
		return err
	}
	ev := d.tell(c, model.KindQuote, stamp)
	d.price(ev, model.FieldBid, &ev.Bid, bid)
	d.price(ev, model.FieldAsk, &ev.Ask, ask)
	if c.kind == model.ContractSpot {
		ev.Text = spotRemark
	}
	return d.essence(ev, model.FieldBid|model.FieldAsk, "bid or ask")
}

// topOf reads the price of the first level of one side of a book, [[price,
// size, …], …]; an empty side has none.
func topOf(r *scan.Reader) (top figure) {
	if !r.Array() {
		return top
	}
	for level := 0; r.Element(); level++ {
		if level > 0 || r.Sort() != scan.Array {
			r.Skip()
			continue
		}
		r.Array()
		for column := 0; r.Element(); column++ {
			if column == 0 {
				top = number(r)
			} else {
				r.Skip()
			}
		}
	}
	return top
}
