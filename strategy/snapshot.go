package strategy

import (
	"fmt"
	"math"
	"time"

	"eddy/model"
)

// Snapshot returns everything the engine knows now. The result never changes:
// what it shares with the engine and with other snapshots is only read.
func (e *Engine) Snapshot() *model.Snapshot {
	e.seq++
	s := &model.Snapshot{
		AsOf: e.market.now, Clock: e.clock, Seq: e.seq,
		Mode: e.cfg.Mode, Source: e.cfg.Source,
		Playbook: e.cfg.Playbook.Name, Profile: e.cfg.Profile,
		Timeframe: model.Day1,
		Venues:    e.viewVenues(),
		Assets:    e.viewAssets(),
		Phase:     e.viewPhase(),
		Cycles:    e.viewCycles(),
		Backfill:  append([]model.Progress(nil), e.backfill...),
		History:   e.viewArchive(),
	}
	perSecond, _ := e.rate.read(e.clock, e.applied)
	s.EventsPerSecond = math.Round(perSecond)
	now := e.preview()
	s.Sectors = e.viewSectors(s.Assets, &now)
	e.viewCoinPlaces(s.Assets, &now)
	e.viewMoney(s)
	s.Planning = e.viewPlanning()
	e.viewBackdrop(s)
	e.inputs.money = s.Portfolio
	e.noteHeld(s)
	e.tellStage(s)
	s.Signals, s.Shorts, s.Conditions = e.told.signals, e.told.shorts, e.viewConditions()
	if e.fast.corr != nil && e.fast.bars > 0 {
		s.Correlations = e.fast.corr.view(e.fast.step)
	}
	s.Plan = e.standingPlan(s)
	e.askOpen(s)
	s.Alerts = append(e.alertRows(), eventAlerts(s.Events)...)
	return s
}

func (e *Engine) viewVenues() []model.VenueHealth {
	out := make([]model.VenueHealth, 0, len(e.venues))
	for i := range e.venues {
		h := e.venues[i].health
		h.Streams = append([]model.StreamHealth(nil), h.Streams...)
		h.AgeMs = model.Unknown("no frame yet")
		if h.LastFrame.Known() {
			h.AgeMs = ageMs(e.clock, h.LastFrame)
		}
		out = append(out, h)
	}
	return out
}

// viewAssets shows the coins some venue lists, and those the portfolio holds.
func (e *Engine) viewAssets() []model.AssetView {
	out := make([]model.AssetView, 0, len(e.assets))
	for i := range e.assets {
		a := &e.assets[i]
		if a.isListed() || a.hasQuote() {
			out = append(out, e.viewAsset(a))
		}
	}
	return out
}

func (a *assetState) hasQuote() bool {
	for i := range a.quotes {
		if a.quotes[i].priced != 0 {
			return true
		}
	}
	return false
}

func (e *Engine) viewAsset(a *assetState) model.AssetView {
	v := model.AssetView{Asset: a.asset, Sector: a.sector, SubSector: a.child, PriceFrom: []model.Venue{}, Quotes: []model.QuoteView{}}
	v.Price, v.AgeMs = e.price(a)
	if price, from, ok := consensus(a.quotes, e.clock); ok && price == a.price.value {
		for i, name := range e.cfg.Venues {
			if from&(1<<i) != 0 {
				v.PriceFrom = append(v.PriceFrom, name)
			}
		}
	}
	for i := range a.quotes {
		if q := &a.quotes[i]; q.symbol != "" {
			v.Quotes = append(v.Quotes, e.viewQuote(e.cfg.Venues[i], q))
		}
	}
	e.viewAssetTotals(a, &v)
	return v
}

// price returns the coin's own price and its age; stale when no venue speaks.
func (e *Engine) price(a *assetState) (price, age model.Num) {
	newest, fresh := model.Millis(0), false
	for i := range a.quotes {
		newest = max(newest, a.quotes[i].priced)
		if _, ok := a.quotes[i].reference(e.clock); ok {
			fresh = true
		}
	}
	switch {
	case a.price.value == 0:
		if price, age, ok := e.lastClose(a); ok {
			return price, age
		}
		return model.Unknown("no price yet"), model.Unknown("no price yet")
	case !fresh:
		return model.Stale(a.price.value, "silent for "+e.clock.Sub(newest).Round(time.Second).String()), ageMs(e.clock, newest)
	default:
		return model.Known(a.price.value), ageMs(e.clock, newest)
	}
}

// viewAssetTotals sums what the venues say about a coin: funding weighted by
// open interest, the rest added up.
func (e *Engine) viewAssetTotals(a *assetState, v *model.AssetView) {
	var f weighted
	var oi, volume, change float64
	var haveOI, haveVolume, haveChange bool
	for i := range a.quotes {
		q := &a.quotes[i]
		if q.stale(e.clock) {
			continue
		}
		usd, ok := q.openInterestUSD(a.price.value, e.clock)
		if ok {
			oi, haveOI = oi+usd, true
		}
		if rate, known := q.funding8h(); known {
			f.add(rate, usd, ok)
		}
		if q.has&model.FieldVolume24hUSD != 0 {
			volume, haveVolume = volume+q.volume24h, true
		}
		if q.has&model.FieldChange24hPct != 0 && !haveChange {
			change, haveChange = q.change24h, true
		}
	}
	v.Funding8hPct, v.FundingAprPct = model.Unknown("no funding heard"), model.Unknown("no funding heard")
	if mean, ok := f.mean(); ok {
		v.Funding8hPct = model.Known(mean * 100)
		v.FundingAprPct = model.Known(mean * settlementsPerYear * 100)
	} else if a.noFunding() {
		v.Funding8hPct, v.FundingAprPct = model.NotApplicable("no funding"), model.NotApplicable("no funding")
	} else if stored, ok := e.storedFunding(a); ok {
		v.Funding8hPct, v.FundingAprPct = stored, model.Stale(stored.Or(0)*settlementsPerYear, stored.Why())
	}
	v.OpenInterestUSD = numOr(oi, haveOI, noInterestHeard)
	if stored, ok := e.storedInterest(a); ok && !haveOI {
		v.OpenInterestUSD = stored
	}
	v.Volume24hUSD = numOr(volume, haveVolume, "no volume heard")
	v.Change24hPct = numOr(change, haveChange, "no 24 h change heard")
}

// settlementsPerYear turns a rate per eight hours into one per year (analytics
// §0: × 1095).
const settlementsPerYear = 1095

// noFunding tells whether every venue says that the contract has none.
func (a *assetState) noFunding() bool {
	said := false
	for i := range a.quotes {
		if a.quotes[i].symbol == "" {
			continue
		}
		if a.quotes[i].none&model.FieldFundingRate == 0 {
			return false
		}
		said = true
	}
	return said
}

func (e *Engine) viewQuote(venue model.Venue, q *quote) model.QuoteView {
	field := func(bit model.Fields, v float64) model.Num {
		switch {
		case q.has&bit != 0:
			return model.Known(v)
		case q.none&bit != 0:
			return model.NotApplicable("")
		default:
			return model.Num{}
		}
	}
	return model.QuoteView{
		Venue: venue, Symbol: q.symbol,
		Last: field(model.FieldLast, q.last), Mark: field(model.FieldMark, q.mark),
		Index: field(model.FieldIndex, q.index), Bid: field(model.FieldBid, q.bid),
		Ask:              field(model.FieldAsk, q.ask),
		FundingRate:      field(model.FieldFundingRate, q.fundingRate),
		FundingIntervalH: field(model.FieldFundingInterval, q.fundingH),
		NextFunding:      q.nextFunding,
		OpenInterest:     field(model.FieldOpenInterest, q.openInterest),
		Volume24hUSD:     field(model.FieldVolume24hUSD, q.volume24h),
		EventTime:        q.eventTime,
		AgeMs:            ageMs(e.clock, q.priced),
		Stale:            q.stale(e.clock),
	}
}

// ageMs is the time since then; unknown when it never was.
func ageMs(now, then model.Millis) model.Num {
	if !then.Known() {
		return model.Unknown("never heard")
	}
	return model.Known(float64(max(0, now-then)))
}

func numOr(v float64, ok bool, why string) model.Num {
	if !ok {
		return model.Unknown(why)
	}
	return model.Known(v)
}

// weighted is a mean weighted by open interest where that is known for all,
// and even where it is known for none. Values without a weight give way to
// those that have one.
type weighted struct {
	sum, weights float64
	plain        float64
	n            int
}

func (w *weighted) add(v, weight float64, known bool) {
	if known && weight > 0 {
		w.sum += v * weight
		w.weights += weight
	}
	w.plain += v
	w.n++
}

func (w *weighted) mean() (float64, bool) {
	switch {
	case w.weights > 0:
		return w.sum / w.weights, true
	case w.n > 0:
		return w.plain / float64(w.n), true
	default:
		return 0, false
	}
}

// plural writes "1 bar", "2 bars".
func plural(n int, what string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, what)
	}
	return fmt.Sprintf("%d %ss", n, what)
}
