package okx

import (
	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// spotRemark marks quotes and bars that are not of the futures market.
const spotRemark = "spot"

// dayRow is a row of tickers.
type dayRow struct {
	symbol         []byte
	stamp          model.Millis
	last, bid, ask figure.Number
	open           figure.Number // 24 hours ago
	second         figure.Number // volCcy24h: coins of a contract, dollars of a spot pair
}

func (t *dayRow) read(r *scan.Reader) {
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "instId":
			t.symbol, _ = r.Text() // without, the frame's own counts
		case "last":
			t.last = figure.Read(r)
		case "askPx":
			t.ask = figure.Read(r)
		case "bidPx":
			t.bid = figure.Read(r)
		case "open24h":
			t.open = figure.Read(r)
		case "volCcy24h":
			t.second = figure.Read(r)
		case "ts":
			t.stamp = figure.Moment(r)
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
	d.build.Price(ev, model.FieldLast, &ev.Last, t.last)
	d.build.Price(ev, model.FieldBid, &ev.Bid, t.bid)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, t.ask)
	d.day(ev, c, &t)
	return d.build.Essence(ev, model.FieldLast|model.FieldBid|model.FieldAsk, "price")
}

// day adds the figures of the past 24 hours. The venue does not tell the change
// nor, for contracts, the turnover in dollars: that is the coins at the last
// price.
func (d *Decoder) day(ev *model.Event, c *contract, t *dayRow) {
	traded := t.second
	if c.kind == model.ContractSpot {
		ev.Text = spotRemark
	} else {
		traded.V *= ev.Last
		traded.OK = traded.OK && ev.Has.Has(model.FieldLast)
	}
	d.build.Amount(ev, model.FieldVolume24hUSD, &ev.Volume24hUSD, traded)
	if t.open.OK && model.ValidPrice(t.open.V) && ev.Has.Has(model.FieldLast) {
		ev.Change24hPct = (ev.Last/t.open.V - 1) * 100
		ev.Has |= model.FieldChange24hPct
	}
}

// best reads a row of bbo-tbt, a book of one level.
func (d *Decoder) best(r *scan.Reader) error {
	var symbol []byte
	var stamp model.Millis
	var bid, ask figure.Number
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "instId":
			symbol, _ = r.Text() // without, the frame's own counts
		case "asks":
			ask = topOf(r)
		case "bids":
			bid = topOf(r)
		case "ts":
			stamp = figure.Moment(r)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	if c == nil || d.overtaken(c, stamp) {
		return err
	}
	ev := d.tell(c, model.KindQuote, stamp)
	d.build.Price(ev, model.FieldBid, &ev.Bid, bid)
	d.build.Price(ev, model.FieldAsk, &ev.Ask, ask)
	if c.kind == model.ContractSpot {
		ev.Text = spotRemark
	}
	return d.build.Essence(ev, model.FieldBid|model.FieldAsk, "bid or ask")
}

// topOf reads the price of the first level of one side of a book, [[price,
// size, …], …]; an empty side has none.
func topOf(r *scan.Reader) (top figure.Number) {
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
				top = figure.Read(r)
			} else {
				r.Skip()
			}
		}
	}
	return top
}
