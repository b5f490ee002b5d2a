package portfolio

import "eddy/model"

// Snapshot copies what is owned into the form views and plans carry. assetOf
// names the coin behind a venue's symbol, "" where it is not known.
func (p *Portfolio) Snapshot(assetOf func(model.Venue, string) model.Asset) *model.Holdings {
	h := &model.Holdings{Name: p.Name, Cash: p.Cash}
	for _, s := range p.Holdings {
		h.Spot = append(h.Spot, model.SpotHolding{Asset: s.Asset, Qty: s.Qty, Cost: s.Cost, CostKnown: s.CostKnown, Core: s.Core})
	}
	for _, q := range p.Positions {
		h.Futures = append(h.Futures, model.FuturesLeg{
			Venue: q.Venue, Symbol: q.Symbol, Asset: assetOf(q.Venue, q.Symbol), Short: q.Side == Short, Cross: q.Margin == Cross,
			Qty: q.Qty, Entry: q.Entry, Leverage: q.Leverage, Stop: q.Stop,
		})
	}
	for _, w := range p.Wallets {
		h.Placed = append(h.Placed, model.PlacedCash{Venue: w.Venue, Amount: w.Amount})
	}
	return h
}
