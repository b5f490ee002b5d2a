package strategy

import (
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
)

// Seed describes a sample portfolio by shares of equity; it becomes a real one
// at the first prices, so that a demo shows positions that make sense at
// whatever prices its market begins with.
type Seed struct {
	Name      string
	Equity    decimal.Decimal // US dollars
	Holdings  []SeedHolding
	Positions []SeedPosition
}

// SeedHolding is spot worth a share of equity.
type SeedHolding struct {
	Asset model.Asset
	Pct   decimal.Decimal
	Core  bool
}

// SeedPosition is a futures leg whose notional is a share of equity.
type SeedPosition struct {
	Venue    model.Venue
	Asset    model.Asset
	Side     portfolio.Side
	Pct      decimal.Decimal
	Leverage decimal.Decimal
	Margin   portfolio.MarginMode
	StopPct  decimal.Decimal // distance of the stop from the entry, in percent
}

// account is the user's money in the engine: the border between decimal money
// and float statistics runs through this file. Quantities, costs and balances
// are decimal; a float price crosses into decimal at its shortest exact form.
type account struct {
	held *portfolio.Portfolio
	seed *Seed

	ticks map[contractKey]decimal.Decimal // price steps per coin, as the venues' lists tell
	past  pastCache

	opened   *ledger.State // books a portfolio file would open, once asked for
	unopened bool          // it would open none
}

func newAccount(cfg Config) (*account, error) {
	if cfg.Portfolio != nil && cfg.Seed != nil {
		return nil, fmt.Errorf("strategy: a portfolio and a sample portfolio exclude each other")
	}
	return &account{held: cfg.Portfolio, seed: cfg.Seed, ticks: make(map[contractKey]decimal.Decimal)}, nil
}

// seedDigits is how exactly the sample's quantities are cut, in decimal places.
const seedDigits = 6

// plant turns the sample into holdings once every coin of it has a price, and
// says what it waits for until then.
func (e *Engine) plant() string {
	seed := e.book.seed
	p := &portfolio.Portfolio{Name: seed.Name, Cash: seed.Equity}
	for _, h := range seed.Holdings {
		price, why := e.priceOf(h.Asset)
		if why != "" {
			return why
		}
		value := seed.Equity.Mul(h.Pct).Shift(-2)
		p.Holdings = append(p.Holdings, portfolio.Holding{
			Asset: h.Asset, Qty: value.DivRound(price, seedDigits), Cost: price, CostKnown: true, Core: h.Core,
		})
		p.Cash = p.Cash.Sub(value)
	}
	for _, q := range seed.Positions {
		symbol, mark, why := e.contract(q.Venue, q.Asset)
		if why != "" {
			return why
		}
		p.Positions = append(p.Positions, portfolio.Position{
			Venue: q.Venue, Symbol: symbol, Side: q.Side,
			Qty:   seed.Equity.Mul(q.Pct).Shift(-2).DivRound(mark, seedDigits),
			Entry: mark, Leverage: q.Leverage, Margin: q.Margin, Stop: stopAt(mark, q), Since: e.market.now,
		})
	}
	e.book.held, e.book.seed = p, nil
	if e.cfg.Planted != nil {
		e.cfg.Planted(p)
	}
	return ""
}

// stopAt places a stop StopPct away on the losing side.
func stopAt(entry decimal.Decimal, q SeedPosition) decimal.Decimal {
	away := entry.Mul(q.StopPct).Shift(-2)
	if q.Side == portfolio.Short {
		return entry.Add(away)
	}
	return entry.Sub(away)
}

// priceOf returns a coin's own price as a decimal, or why there is none.
func (e *Engine) priceOf(asset model.Asset) (price decimal.Decimal, why string) {
	i, known := e.index[asset]
	if !known {
		return decimal.Zero, fmt.Sprintf("no price of %s is known: it is in no sector, so no venue is asked for it", asset)
	}
	shown, _ := e.price(&e.assets[i])
	switch v, ok := shown.Value(); {
	case ok:
		return decimal.NewFromFloat(v), ""
	case e.mayBeQuoted(asset):
		return decimal.Zero, fmt.Sprintf("waiting for a price of %s", asset)
	default:
		return decimal.Zero, fmt.Sprintf("no price of %s is known: no venue tells one", asset)
	}
}

// contract returns a venue's perpetual on a coin and its mark.
func (e *Engine) contract(venue model.Venue, asset model.Asset) (symbol string, mark decimal.Decimal, why string) {
	v, enabled := e.venueAt[venue]
	i, known := e.index[asset]
	if !enabled || !known {
		return "", decimal.Zero, fmt.Sprintf("waiting for %s on %s", asset, venue)
	}
	q := &e.assets[i].quotes[v]
	if q.symbol == "" || q.has&model.FieldMark == 0 {
		return "", decimal.Zero, fmt.Sprintf("waiting for the mark of %s on %s", asset, venue)
	}
	return q.symbol, decimal.NewFromFloat(q.mark), ""
}

// bucketTotals is the account's worth by bucket, in decimal dollars.
type bucketTotals struct {
	order  []string
	worth  map[string]decimal.Decimal
	spot   decimal.Decimal
	equity decimal.Decimal
	upnl   decimal.Decimal
	margin decimal.Decimal
	gross  decimal.Decimal

	unpriced []model.Unpriced            // held, and in none of the totals
	missing  map[string][]model.Unpriced // the same by bucket

	stale string // why some price in it is stale, "" when all are fresh
}

func (t *bucketTotals) add(bucket string, worth decimal.Decimal) {
	if _, seen := t.worth[bucket]; !seen {
		t.order = append(t.order, bucket)
	}
	t.worth[bucket] = t.worth[bucket].Add(worth)
}
