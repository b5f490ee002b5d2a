package plan

import (
	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/strategy/playbook"
	"eddy/strategy/playbook/size"
)

// hedges lists the hedges of the stage, sized by the spot that will be held.
func (b *basis) hedges(after *purse) []wanted {
	var out []wanted
	if p := b.in.Procedure; p != nil && p.OwnFutures {
		return nil
	}
	for i := range b.in.Playbook.Hedges {
		h := &b.in.Playbook.Hedges[i]
		if !h.AppliesTo(b.stage.ID, b.phase()) {
			continue
		}
		if h.OptIn && !b.in.OptIn {
			b.offer(h.ID, h.Title)
			continue
		}
		side, err := size.SideOf(h.Side)
		if err != nil {
			continue // the playbook was checked when it was loaded
		}
		short := side == size.Short
		evidence, ok := b.applies(h.ID, h.Title, h.When, b.stands(h.Against, short), h.Source)
		if spot := b.spotOf(after, h.Of); ok && spot.IsPositive() {
			out = append(out, b.wantHedge(h, spot, short, evidence))
		}
	}
	return out
}

func (b *basis) wantHedge(h *playbook.Hedge, spot decimal.Decimal, short bool, evidence []model.Evidence) wanted {
	share := func(ratio float64) decimal.Decimal { return spot.Mul(decimal.NewFromFloat(ratio)) }
	w := wanted{
		id: h.ID, title: h.Title, of: h.Of, asset: h.Against, short: short, hedge: true, notional: share(h.Ratio),
		atLeast: b.hidesCover(h.Of), leverage: decimal.NewFromFloat(b.limits.LeverageLow.Value), ladder: b.limits.LeverageLow.Value,
		band: [2]decimal.Decimal{share(h.Band[0]), share(h.Band[1])}, reason: ids(h.Source), evidence: evidence,
		invalid: firstOf(b.plain(h.ID, playbook.RoleClose), "the phase ends"), optIn: h.OptIn,
	}
	if p := b.in.Procedure; p != nil && p.Hedge[h.ID] > 0 {
		w.notional = b.equity.Mul(decimal.NewFromFloat(p.Hedge[h.ID])).Shift(-2)
		w.reason = append(w.reason, ids(p.Source)...)
	}
	return w
}
