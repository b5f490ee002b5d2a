package bybit

import (
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// list is what the rows of a REST list have in common.
type list struct {
	of    *contract // nil where each row names its own
	spot  bool
	stamp model.Millis // when the venue answered

	tiers   int // rows about margin
	strange int // rows with nothing in them that is followed
}

// row is one object of a REST list. The endpoints share their names so well
// that one table serves them all; what a row is shows in what it carries. The
// figures it shares with tickers are in the decoder's patch.
type row struct {
	settledAt model.Millis  // fundingRateTimestamp
	stamp     model.Millis  // timestamp, of open interest
	minutes   figure.Number // fundingInterval
	contract  []byte        // contractType
	isListing bool          // has baseCoin
	isTier    bool          // has riskLimitValue
}

// row reads an object of a list.
func (d *Decoder) row(r *scan.Reader, l *list) error {
	var b row
	d.patch.begin()
	for r.Object(); r.Member(); {
		b.read(r, &d.patch)
	}
	switch {
	case r.Failed():
		return nil // End tells what is wrong
	case b.isTier:
		l.tiers++
		return nil
	case b.isListing && l.spot, !b.isListing && d.patch.seen == 0:
		l.strange++
		return nil
	}
	c, err := d.subject(l)
	switch {
	case err != nil:
		return err
	case c.Refusal != "":
		d.build.Say(&c.Subject, model.KindIgnored, c.Refusal)
		return nil
	}
	return d.rowEvent(&b, c, l)
}

// subject finds out whom a row is about.
func (d *Decoder) subject(l *list) (*contract, error) {
	if len(d.patch.symbol) == 0 && l.of != nil {
		return l.of, nil
	}
	return d.rowContract(d.patch.symbol, l.spot)
}

// read reads one member.
func (b *row) read(r *scan.Reader, f *patch) {
	switch string(r.Key()) {
	case "fundingRateTimestamp":
		b.settledAt = figure.Moment(r)
	case "timestamp":
		b.stamp = figure.Moment(r)
	case "fundingInterval":
		b.minutes = figure.Read(r)
	case "contractType":
		b.contract, _ = r.Text() // names tell as well
	case "baseCoin":
		b.isListing = true
		r.Skip()
	case "riskLimitValue":
		b.isTier = true
		r.Skip()
	default:
		f.member(r)
	}
}

// rowEvent turns a row into its event.
func (d *Decoder) rowEvent(b *row, c *contract, l *list) error {
	f := &d.patch
	switch {
	case b.isListing:
		return d.listingRow(b, c)
	case b.settledAt.Known():
		return d.settlement(b, c)
	case !f.carries(1<<figLast|1<<figMark) && f.carries(1<<figBoth|1<<figOne):
		return d.interestRow(b, c)
	case l.spot:
		return d.wholeTicker(c, l.stamp, spotRemark)
	default:
		return d.wholeTicker(c, l.stamp, "")
	}
}

// settlement is a row of the funding history: what was charged, and when.
func (d *Decoder) settlement(b *row, c *contract) error {
	ev := d.build.Event(&c.Subject, model.KindFunding, b.settledAt)
	d.layFunding(ev, figRate, d.patch.figure(figRate))
	if c.listedH > 0 && ev.Has != 0 {
		ev.FundingIntervalH = c.listedH
		ev.Has |= model.FieldFundingInterval
	}
	return d.build.Essence(ev, model.FieldFundingRate, "funding rate")
}

// listingRow is a row of instruments-info. It tells the funding interval, in
// minutes, and nothing else that moves.
func (d *Decoder) listingRow(b *row, c *contract) error {
	ev := d.build.Event(&c.Subject, model.KindFunding, 0)
	if c.kind == model.ContractDated || string(b.contract) == "LinearFutures" {
		ev.None = fundingFields
		return nil
	}
	hours := intervalHours(b.minutes.V)
	if !b.minutes.OK || hours == 0 {
		return d.build.Essence(ev, model.FieldFundingInterval, "funding interval")
	}
	c.listedH = hours
	ev.FundingIntervalH = hours
	ev.Has = model.FieldFundingInterval
	return nil
}

// interestRow is a row of the history of open interest.
func (d *Decoder) interestRow(b *row, c *contract) error {
	ev := d.build.Event(&c.Subject, model.KindOpenInterest, b.stamp)
	for _, i := range [...]int{figBoth, figBothUSD, figOne, figOneUSD} {
		if d.patch.carries(1 << i) {
			d.layInterest(ev, i, d.patch.figure(i))
		}
	}
	return d.build.Essence(ev, model.FieldOpenInterest, "open interest")
}

// intervalHours turns the minutes of a funding interval into hours, 0 when
// that cannot be one.
func intervalHours(minutes float64) float64 {
	if minutes <= 0 || minutes > longestFundingH*60 {
		return 0
	}
	return minutes / 60
}

// usualFundingH is the longest interval between settlements that the venue
// uses; a longer time between two rows is a gap.
const usualFundingH = 8

// dateSettlements works out the interval of each settlement in a list from its
// neighbours: newest first, so the one before it is the next row; the oldest
// takes that of the one after it. Where these do not tell, what the list of
// contracts says stays.
func dateSettlements(rows []model.Event) {
	for i := range rows {
		h, ok := between(rows, i)
		if !ok {
			h, ok = between(rows, i-1)
		}
		if ok {
			rows[i].FundingIntervalH = h
			rows[i].Has |= model.FieldFundingInterval
		}
	}
}

// between returns the hours between settlement i and the next row.
func between(rows []model.Event, i int) (float64, bool) {
	if i < 0 || i+1 >= len(rows) || !isSettlement(&rows[i]) || !isSettlement(&rows[i+1]) || rows[i].Symbol != rows[i+1].Symbol {
		return 0, false
	}
	return figure.WholeHours(rows[i].EventTime.Sub(rows[i+1].EventTime).Abs(), usualFundingH*time.Hour)
}

func isSettlement(ev *model.Event) bool {
	return ev.Kind == model.KindFunding && ev.Has.Has(model.FieldFundingRate)
}
