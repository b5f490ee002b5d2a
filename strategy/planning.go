package strategy

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin/tier"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
)

// planning keeps what plans are worked out from between the moments it changes:
// contracts when a venue tells its list, coins when a bar closes. What was
// published is never written to again.
type planning struct {
	contracts map[contractKey]model.ContractBasis
	listed    []model.ContractBasis // the same in order; nil: made anew

	coins []model.CoinBasis
	at    [2]int       // bars of both spans coins stands on
	end   model.Millis // and the end of the faster one

	past dailyPast

	books    *ledger.State // that realised was worked out from
	realised []model.RealisedGain
}

// noteContracts keeps the steps of the perpetuals the engine follows, turned
// into coins (law 5).
func (e *Engine) noteContracts(venue model.Venue, list []model.Instrument) {
	if e.planning.contracts == nil {
		e.planning.contracts = make(map[contractKey]model.ContractBasis)
	}
	for i := range list {
		in := &list[i]
		if _, followed := e.index[in.Asset]; !followed || in.Kind != model.ContractPerpetual {
			continue
		}
		e.planning.contracts[contractKey{venue, in.Symbol}] = e.contractBasis(venue, in)
	}
	e.planning.listed = nil
}

func (e *Engine) contractBasis(venue model.Venue, in *model.Instrument) model.ContractBasis {
	c := model.ContractBasis{
		Venue: venue, Symbol: in.Symbol, Asset: in.Asset, Trading: in.Trading,
		Tick: known(in.Tick), MinNotional: known(in.MinNotional), MaxLeverage: known(in.MaxLeverage), TakerFee: in.TakerFee,
	}
	if in.ContractSize > 0 {
		c.Lot = known(in.Lot.Mul(decimal.NewFromFloat(in.ContractSize)))
	}
	if c.Tick.Valid && in.Multiplier > 1 {
		c.Tick.Decimal = c.Tick.Decimal.DivRound(decimal.NewFromFloat(in.Multiplier), 18)
	}
	if table, ok := e.tiers.Lookup(venue, in.Symbol); ok {
		c.Tiers, c.TiersFrom = tierRows(table), table.Origin.String()
	}
	return c
}

// known is a figure of a list, where zero means that the list did not tell.
func known(d decimal.Decimal) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: d, Valid: d.IsPositive()}
}

// tierRows copies a table out in the form venues tell it.
func tierRows(t *tier.Table) []model.Tier {
	rows := make([]model.Tier, t.Len())
	for i := range rows {
		r := t.Row(i)
		rows[i] = model.Tier{Cap: r.Cap, ByContracts: t.Basis == tier.Coins, Rate: r.Rate, Amount: r.Amount, MaxLeverage: r.MaxLeverage}
		if r.Open {
			rows[i].Cap = decimal.Zero
		}
	}
	return rows
}

// viewPlanning shows what a plan would be worked out from.
func (e *Engine) viewPlanning() *model.PlanBasis {
	b := &model.PlanBasis{Coins: e.coinBasis(), Contracts: e.contractList()}
	if p := e.book.held; p != nil {
		b.Holdings, b.Unpriced = p.Snapshot(e.assetBehind), e.unpricedOf(p)
	}
	if books := e.cfg.Books; books != nil {
		b.Books, b.Rotations, b.Realised = true, books.Rotations, e.realised(books)
	}
	return b
}

// realised is what the sales of each coin earned, worked out once for each state
// of the books.
func (e *Engine) realised(books *ledger.State) []model.RealisedGain {
	if p := &e.planning; p.books != books {
		p.books, p.realised = books, books.SpotRealised()
	}
	return e.planning.realised
}

// assetBehind names the coin of a contract some venue of the engine quotes.
func (e *Engine) assetBehind(venue model.Venue, symbol string) model.Asset {
	if c, listed := e.planning.contracts[contractKey{venue, symbol}]; listed {
		return c.Asset
	}
	if _, coin := e.legQuote(&portfolio.Position{Venue: venue, Symbol: symbol}); coin != nil {
		return coin.asset
	}
	return ""
}

// contractList lists the contracts by venue and symbol.
func (e *Engine) contractList() []model.ContractBasis {
	if e.planning.listed != nil {
		return e.planning.listed
	}
	for _, c := range e.planning.contracts {
		e.planning.listed = append(e.planning.listed, c)
	}
	slices.SortFunc(e.planning.listed, func(a, b model.ContractBasis) int {
		if d := e.venueAt[a.Venue] - e.venueAt[b.Venue]; d != 0 {
			return d
		}
		return compareText(a.Symbol, b.Symbol)
	})
	return e.planning.listed
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

// coinBasis lists the coins' statistics, made anew when a bar has closed.
func (e *Engine) coinBasis() []model.CoinBasis {
	at, end := [2]int{e.fast.bars, e.slow.bars}, e.fast.end
	if p := &e.planning; p.coins != nil && p.at == at && p.end == end {
		return p.coins
	}
	past := e.pastRows()
	out := make([]model.CoinBasis, 0, len(e.assets))
	for i := range e.assets {
		if a := &e.assets[i]; a.isListed() || a.hasQuote() {
			c := e.oneCoinBasis(a, i)
			c.Past = past[i]
			out = append(out, c)
		}
	}
	e.planning.coins, e.planning.at, e.planning.end = out, at, end
	return out
}

func (e *Engine) oneCoinBasis(a *assetState, i int) model.CoinBasis {
	c := model.CoinBasis{Asset: a.asset, DailySigma: model.Unknown(needsBars), ATR: model.Unknown(needsBars), Turnover30: a.usualTurnover()}
	if i < len(e.slow.coins) && e.slow.coins[i].gauge != nil {
		if year, ok := e.slow.coins[i].gauge.vol.Value(); ok {
			c.DailySigma = model.Known(year / math.Sqrt(365)) // analytics §0: 365 days
		}
	}
	if atr, why := e.atr(a); why == "" {
		c.ATR = model.Known(atr)
	}
	beta, ok := e.beta(a.asset)
	c.Beta = numOr(beta, ok, needsBars)
	return c
}

// usualTurnover is the median turnover of the last thirty closed days, on the
// venue whose bars are the coin's (analytics §7).
func (a *assetState) usualTurnover() model.Num {
	var usd []float64
	for _, b := range a.days.bars[max(0, len(a.days.bars)-turnoverMedian):] {
		if b.HasVolume {
			usd = append(usd, b.Volume*b.Close)
		}
	}
	if len(usd) < turnoverLeast {
		return model.Unknown("needs more daily bars with volume")
	}
	slices.Sort(usd)
	mid := len(usd) / 2
	if len(usd)%2 == 1 {
		return model.Known(usd[mid])
	}
	return model.Known((usd[mid-1] + usd[mid]) / 2)
}

// onHoldings takes other holdings than the engine began with: the user wrote
// something into the books, or named another portfolio.
func (e *Engine) onHoldings(detail any) {
	switch what := detail.(type) {
	case *portfolio.Portfolio:
		e.book.held, e.cfg.Books = what, nil
	case *ledger.State:
		e.book.held, e.cfg.Books = what.Portfolio("ledger"), what
	default:
		return
	}
	e.book.seed, e.book.opened, e.book.unopened = nil, nil, false
	e.book.past = pastCache{}
}
