package okx

import (
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// mark reads a row of mark-price. Margin pairs have one too; it says nothing
// about a contract.
func (d *Decoder) mark(r *scan.Reader) error {
	var symbol []byte
	var stamp model.Millis
	var mark figure.Number
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "instId":
			symbol, _ = r.Text() // without, the frame's own counts
		case "markPx":
			mark = figure.Read(r)
		case "ts":
			stamp = figure.Moment(r)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	if c == nil {
		return err
	}
	if c.kind == model.ContractSpot {
		d.build.Say(&c.Subject, model.KindIgnored, "mark price of a spot pair")
		return nil
	}
	if d.overtaken(c, stamp) {
		return nil
	}
	ev := d.tell(c, model.KindMark, stamp)
	d.build.Price(ev, model.FieldMark, &ev.Mark, mark)
	return d.build.Essence(ev, model.FieldMark, "mark price")
}

// index reads a row of index-tickers, which names a pair. (The change of the
// index over 24 hours is not the contract's and stays out.)
func (d *Decoder) index(r *scan.Reader) error {
	var symbol []byte
	var stamp model.Millis
	var price figure.Number
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "instId":
			symbol, _ = r.Text() // without, the frame's own counts
		case "idxPx":
			price = figure.Read(r)
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
	if c.indexOf != nil {
		c = c.indexOf
	}
	ev := d.tell(c, model.KindMark, stamp)
	d.build.Price(ev, model.FieldIndex, &ev.Index, price)
	return d.build.Essence(ev, model.FieldIndex, "index price")
}

// fundingFields are the figures that do not apply to a contract without
// funding.
const fundingFields = model.FieldFundingRate | model.FieldFundingInterval | model.FieldNextFunding

// fundingRow is a row of funding-rate, stream and REST alike, or of the history
// of funding.
type fundingRow struct {
	symbol                     []byte
	stamp                      model.Millis
	rate                       figure.Number
	previous, next, afterwards model.Millis  // prevFundingTime, fundingTime, nextFundingTime
	paid                       figure.Number // realizedRate, of the history only
}

func (f *fundingRow) read(r *scan.Reader) {
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "instId":
			f.symbol, _ = r.Text() // without, the frame's own counts
		case "ts":
			f.stamp = figure.Moment(r)
		case "fundingRate":
			f.rate = figure.Read(r)
		case "prevFundingTime":
			f.previous = figure.Moment(r)
		case "fundingTime":
			f.next = figure.Moment(r)
		case "nextFundingTime":
			f.afterwards = figure.Moment(r)
		case "realizedRate":
			f.paid = figure.Read(r)
		default:
			r.Skip()
		}
	}
}

// funding reads a row of funding-rate: fundingTime is the next settlement and
// fundingRate what will be paid then; nextFundingTime is the one after it
// (venues/okx §3).
func (d *Decoder) funding(r *scan.Reader) error {
	var f fundingRow
	f.read(r)
	c, err := d.subject(r, f.symbol)
	if c == nil || d.overtaken(c, f.stamp) {
		return err
	}
	if c.kind == model.ContractSpot {
		d.build.Say(&c.Subject, model.KindIgnored, "funding of a spot pair")
		return nil
	}
	ev := d.tell(c, model.KindFunding, f.stamp)
	if c.kind == model.ContractDated {
		return nil
	}
	if f.rate.OK {
		ev.FundingRate = f.rate.V
		ev.Has |= model.FieldFundingRate
	}
	if f.next.Known() {
		ev.NextFunding = f.next
		ev.Has |= model.FieldNextFunding
	}
	if h, ok := f.interval(c); ok {
		ev.FundingIntervalH = h
		ev.Has |= model.FieldFundingInterval
	}
	return d.build.Essence(ev, fundingFields, "funding")
}

// interval returns the hours between two settlements: the next two, else the
// last two, else what the list says.
func (f *fundingRow) interval(c *contract) (float64, bool) {
	if h, ok := wholeHours(f.next, f.afterwards); ok {
		return h, true
	}
	if h, ok := wholeHours(f.previous, f.next); ok {
		return h, true
	}
	return c.listedH, c.listedH > 0
}

// longestFunding is the longest interval; more is no interval but a gap.
const longestFunding = 24 * time.Hour

// wholeHours returns how many hours lie between two settlements.
func wholeHours(from, to model.Millis) (float64, bool) {
	if !from.Known() {
		return 0, false
	}
	return figure.WholeHours(to.Sub(from), longestFunding)
}

// settlement reads a row of the history of funding: what was charged, and when.
func (d *Decoder) settlement(r *scan.Reader) error {
	var f fundingRow
	f.read(r)
	c, err := d.subject(r, f.symbol)
	if c == nil {
		return err
	}
	rate := f.paid
	if !rate.OK {
		rate = f.rate
	}
	ev := d.tell(c, model.KindFunding, f.next)
	if rate.OK {
		ev.FundingRate = rate.V
		ev.Has |= model.FieldFundingRate
	}
	if c.listedH > 0 {
		ev.FundingIntervalH = c.listedH
		ev.Has |= model.FieldFundingInterval
	}
	return d.build.Essence(ev, model.FieldFundingRate, "funding rate")
}
