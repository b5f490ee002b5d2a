package bybit

import (
	"errors"
	"math/bits"

	"eddy/feeds/figure"
	"eddy/model"
)

// What is said of tickers that are not plainly a contract's, whole and current.
const (
	spotRemark = "spot"
	incomplete = "incomplete: no snapshot has come yet"
)

// ticker is everything a ticker has said so far, laid together and converted,
// ready to be sent on.
type ticker struct {
	ev      model.Event
	told24h bool    // the venue tells the change of 24 hours itself
	dayAgo  float64 // the price 24 hours ago, 0 when not known
}

// fundingFields are the figures that do not apply to a contract without
// funding.
const fundingFields = model.FieldFundingRate | model.FieldFundingInterval | model.FieldNextFunding

// begin forgets everything and starts with what is known of the contract.
func (t *ticker) begin(c *contract) {
	*t = ticker{ev: model.Event{
		Kind: model.KindQuote, Venue: model.Bybit,
		Symbol: c.Symbol, Asset: c.Asset, Multiplier: c.Multiplier,
	}}
}

// isOf tells whether the figures laid together so far are of the contract as it
// is known now: the list may have corrected what its name told.
func (t *ticker) isOf(c *contract) bool {
	return t.ev.Kind != model.KindNone && t.ev.Asset == c.Asset && t.ev.Multiplier == c.Multiplier
}

// tickerPush lays a push over what the ticker said before.
func (d *Decoder) tickerPush(p *push) error {
	s, f := d.heard, &d.patch
	switch {
	case len(f.symbol) > 0 && string(f.symbol) != s.symbol:
		return errors.New("ticker of " + model.CleanText(string(f.symbol)) + " under the topic of " + s.contract.Symbol)
	case f.seen == 0 && p.snapshot:
		return errors.New(s.contract.Symbol + ": a ticker without figures")
	case p.snapshot && !f.carries(contractFigures):
		return d.wholeTicker(s.contract, p.stamp, spotRemark)
	case d.overtaken(s, p):
		return nil
	case p.snapshot:
		s.ticker.begin(s.contract)
	case !s.ticker.isOf(s.contract):
		s.ticker.begin(s.contract)
		s.whole = false
	}
	d.lay(&s.ticker, s.contract)
	remark := ""
	if !s.whole {
		remark = incomplete
	}
	return d.releaseTicker(&s.ticker, s.contract, release{p.stamp, remark})
}

// wholeTicker turns the patch into an event by itself, remembering nothing: a
// row of a list, or a frame of spot, which has the names of linear contracts.
func (d *Decoder) wholeTicker(c *contract, stamp model.Millis, remark string) error {
	var t ticker
	t.begin(c)
	d.lay(&t, c)
	return d.releaseTicker(&t, c, release{stamp, remark})
}

// lay lays the patch over a ticker.
func (d *Decoder) lay(t *ticker, c *contract) {
	for rest := d.patch.seen; rest != 0; rest &= rest - 1 {
		d.layFigure(t, bits.TrailingZeros32(rest))
	}
	ev := &t.ev
	if c.kind == model.ContractDated {
		ev.Has &^= fundingFields
		ev.None |= fundingFields
	}
	if !t.told24h {
		change := (ev.Last/t.dayAgo - 1) * 100
		d.layChange(t, figure.Number{V: change, OK: t.dayAgo > 0 && ev.Has.Has(model.FieldLast)})
	}
}

// layChange lays the change of 24 hours, in percent points, over a ticker, of
// which nothing is left where it is not known.
func (d *Decoder) layChange(t *ticker, percent figure.Number) {
	t.ev.Has &^= model.FieldChange24hPct
	d.build.Change(&t.ev, percent)
}

// layFigure lays one figure over a ticker.
func (d *Decoder) layFigure(t *ticker, i int) {
	ev, f := &t.ev, d.patch.figure(i)
	switch i {
	case figLast:
		d.price(ev, model.FieldLast, &ev.Last, f)
	case figBid:
		d.price(ev, model.FieldBid, &ev.Bid, f)
	case figAsk:
		d.price(ev, model.FieldAsk, &ev.Ask, f)
	case figMark:
		d.price(ev, model.FieldMark, &ev.Mark, f)
	case figIndex:
		d.price(ev, model.FieldIndex, &ev.Index, f)
	case figRate, figIntervalH, figNext:
		d.layFunding(ev, i, f)
	case figBoth, figBothUSD, figOne, figOneUSD:
		d.layInterest(ev, i, f)
	case figTurnover:
		d.amount(ev, model.FieldVolume24hUSD, &ev.Volume24hUSD, f)
	case figChange:
		t.told24h = f.OK
		d.layChange(t, figure.Percent(f))
	case figDayAgo:
		if t.dayAgo = 0; f.OK && model.ValidPrice(f.V) {
			t.dayAgo = model.PerCoin(f.V, ev.Multiplier)
		}
	}
}

// longestFundingH is longer than any funding interval, in hours. Bybit settles
// every 1, 2, 4 or 8.
const longestFundingH = 24

// layFunding lays rate, interval or next settlement over an event. An empty
// figure, or a settlement at zero, says that there is no funding.
func (d *Decoder) layFunding(ev *model.Event, i int, f figure.Number) {
	bit := [figures]model.Fields{figRate: model.FieldFundingRate, figIntervalH: model.FieldFundingInterval, figNext: model.FieldNextFunding}[i]
	ev.Has &^= bit
	ev.None &^= bit
	switch {
	case d.patch.empty&(1<<i) != 0, i != figRate && f.OK && f.V == 0:
		ev.None |= bit
		return
	case !f.OK:
		return
	case i == figRate:
		ev.FundingRate = f.V
	case i == figIntervalH && f.V > 0 && f.V <= longestFundingH:
		ev.FundingIntervalH = f.V
	case i == figNext && f.V > 0 && f.V <= figure.LastMoment:
		ev.NextFunding = model.Millis(f.V)
	default:
		d.build.Refused++
		return
	}
	ev.Has |= bit
}

// layInterest lays open interest over an event. Bybit counts both sides; its
// figure of one side is rounded and serves where the other is missing.
func (d *Decoder) layInterest(ev *model.Event, i int, f figure.Number) {
	switch i {
	case figBoth:
		d.amount(ev, model.FieldOpenInterest, &ev.OpenInterest, figure.Number{V: model.InCoins(f.V/2, ev.Multiplier), OK: f.OK})
	case figBothUSD:
		d.amount(ev, model.FieldOpenInterestUSD, &ev.OpenInterestUSD, figure.Number{V: f.V / 2, OK: f.OK})
	case figOne:
		if d.patch.has&(1<<figBoth) == 0 {
			d.amount(ev, model.FieldOpenInterest, &ev.OpenInterest, figure.Number{V: model.InCoins(f.V, ev.Multiplier), OK: f.OK})
		}
	case figOneUSD:
		if d.patch.has&(1<<figBothUSD) == 0 {
			d.amount(ev, model.FieldOpenInterestUSD, &ev.OpenInterestUSD, f)
		}
	}
}

// release is what an event gets when it is let out.
type release struct {
	stamp  model.Millis
	remark string
}

// releaseTicker appends a ticker's event. Frames from before 2025 do not tell
// the funding interval; the list does.
func (d *Decoder) releaseTicker(t *ticker, c *contract, as release) error {
	d.build.Out = append(d.build.Out, t.ev)
	ev := &d.build.Out[len(d.build.Out)-1]
	ev.EventTime, ev.Received, ev.Text = as.stamp, d.build.Received, as.remark
	funded := ev.Has&(model.FieldFundingRate|model.FieldNextFunding) != 0
	if funded && c.listedH > 0 && (ev.Has|ev.None)&model.FieldFundingInterval == 0 {
		ev.FundingIntervalH = c.listedH
		ev.Has |= model.FieldFundingInterval
	}
	if ev.Has == 0 && !d.patch.carries(^uint32(0)) {
		ev.Kind, ev.Text = model.KindIgnored, "nothing that is followed has changed"
		return nil
	}
	return d.build.Essence(ev, ^model.Fields(0), "figure")
}
