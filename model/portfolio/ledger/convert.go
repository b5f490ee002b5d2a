package ledger

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
)

// Import turns a portfolio file into the entries that begin the books anew with
// it. assetOf names the coin behind a venue's symbol; "" when it is not known.
func Import(p *portfolio.Portfolio, assetOf func(model.Venue, string) model.Asset) ([]Entry, error) {
	entries := []Entry{{Kind: Reset, Note: p.Name}}
	if !p.Cash.IsZero() {
		entries = append(entries, Entry{Kind: Cash, Amount: p.Cash})
	}
	for i, h := range p.Holdings {
		if !h.CostKnown {
			return nil, fmt.Errorf(`holding %d (%s): cost is missing, and profit cannot be told without it: cost = "2500" per coin, or "0" for a gift: %w`, i+1, h.Asset, ErrEntry)
		}
		entries = append(entries, Entry{Kind: Bring, Asset: h.Asset, Qty: h.Qty, Price: h.Cost, Core: h.Core})
	}
	for i, q := range p.Positions {
		if !isLinear(q.Symbol) {
			return nil, fmt.Errorf("position %d (%s): it is not settled in US dollars, USDT or USDC, and the books hold nothing else: %w", i+1, q.Symbol, ErrCurrency)
		}
		entries = append(entries, Entry{
			Kind: OpenLeg, Asset: assetOf(q.Venue, q.Symbol), Venue: q.Venue, Symbol: q.Symbol, Side: q.Side, Margin: q.Margin,
			Qty: q.Qty, Price: q.Entry, Leverage: q.Leverage, Stop: q.Stop,
		})
	}
	return entries, nil
}

// isLinear tells whether a symbol can be a contract settled in dollars: those
// margined in the coin say so in their name on every venue.
func isLinear(symbol string) bool {
	s := strings.ToUpper(symbol)
	switch {
	case strings.Contains(s, "USD_PERP"), strings.HasSuffix(s, "-USD-SWAP"), strings.HasSuffix(s, "_USD"), strings.HasSuffix(s, "-USD"):
		return false
	case strings.HasSuffix(s, "USD"), strings.HasSuffix(s, "BTC") && len(s) > len("BTC"), strings.HasSuffix(s, "ETH") && len(s) > len("ETH"):
		return false
	}
	return true
}

// AssetOf guesses the coin of a symbol from its spelling.
func AssetOf(v model.Venue, symbol string) model.Asset {
	a, _ := portfolio.CoinOf(v, symbol)
	return a
}

// Portfolio returns what the books hold as the engine reads it. Lots of one
// coin become one holding, core apart, at their average cost.
func (s *State) Portfolio(name string) *portfolio.Portfolio {
	p := &portfolio.Portfolio{Name: name, Cash: s.Cash()}
	for _, place := range s.Places {
		if place.Venue != "" {
			p.Wallets = append(p.Wallets, portfolio.Wallet{Venue: place.Venue, Amount: place.Amount})
		}
	}
	for i := range s.Lots {
		if l := &s.Lots[i]; l.Qty.IsPositive() {
			hold(p, l)
		}
	}
	for i := range s.Legs {
		l := &s.Legs[i]
		if !l.Qty.IsPositive() {
			continue
		}
		p.Positions = append(p.Positions, portfolio.Position{
			Venue: l.Venue, Symbol: l.Symbol, Side: l.Side, Margin: l.Margin,
			Qty: l.Qty, Entry: l.Entry(), Leverage: l.Leverage, Stop: l.Stop, Since: l.Since,
		})
	}
	return p
}

func hold(p *portfolio.Portfolio, l *Lot) {
	for i := range p.Holdings {
		h := &p.Holdings[i]
		if h.Asset != l.Asset || h.Core != l.Core {
			continue
		}
		worth := h.Qty.Mul(h.Cost).Add(l.Qty.Mul(l.Cost))
		h.Qty = h.Qty.Add(l.Qty)
		h.Cost = decimal.Zero
		if h.Qty.IsPositive() {
			h.Cost = worth.DivRound(h.Qty, entryPlaces)
		}
		return
	}
	p.Holdings = append(p.Holdings, portfolio.Holding{Asset: l.Asset, Qty: l.Qty, Cost: l.Cost, Core: l.Core, CostKnown: true})
}
