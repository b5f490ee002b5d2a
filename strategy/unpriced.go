package strategy

import (
	"fmt"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
)

// unpricedOf lists the coins held that have no price now, in the portfolio's order.
func (e *Engine) unpricedOf(p *portfolio.Portfolio) []model.Unpriced {
	var out []model.Unpriced
	for i := range p.Holdings {
		if u, missing := e.unpriced(&p.Holdings[i]); missing {
			out = append(out, u)
		}
	}
	return out
}

// unpriced tells whether a holding has no price now, with the reason.
func (e *Engine) unpriced(h *portfolio.Holding) (u model.Unpriced, missing bool) {
	_, why := e.priceOf(h.Asset)
	if why == "" || h.Qty.IsZero() {
		return model.Unpriced{}, false
	}
	u = model.Unpriced{Asset: h.Asset, Qty: h.Qty, Why: why}
	u.Sector, u.SubSector, _ = e.cfg.Universe.Home(h.Asset)
	u.Awaited = e.mayBeQuoted(h.Asset)
	return u, true
}

// mayBeQuoted tells whether a price of a coin may still come: some venue lists it,
// or has not told yet what it lists. Nothing is waited for longer than history is.
func (e *Engine) mayBeQuoted(asset model.Asset) bool {
	i, known := e.index[asset]
	if !known || e.overdue {
		return false
	}
	for v := range e.venues {
		if !e.venues[v].listed || e.assets[i].listed[v].trading {
			return true
		}
	}
	return false
}

// leaveOut notes a coin that the totals leave out, and that its bucket is worth
// more than it shows.
func (t *bucketTotals) leaveOut(bucket string, u model.Unpriced) {
	t.add(bucket, decimal.Zero)
	if t.missing == nil {
		t.missing = make(map[string][]model.Unpriced)
	}
	t.unpriced = append(t.unpriced, u)
	t.missing[bucket] = append(t.missing[bucket], u)
}

// markMissing says of a bucket's row what it leaves out: the share is at least what
// it shows, how far it lies from the target is not known, and a bucket of which
// nothing has a price is not empty.
func (t *bucketTotals) markMissing(r *model.AllocationRow) {
	missing := t.missing[r.Bucket]
	if len(missing) == 0 {
		return
	}
	r.Without = model.Without(missing)
	unknown := model.Unknown("without " + r.Without + ": " + missing[0].Why)
	if r.DriftPct.State() != model.NumNotApplicable {
		r.DriftPct = unknown
	}
	if t.worth[r.Bucket].IsZero() {
		r.CurrentPct = unknown
	}
}

// notPriced says which coin keeps a figure over everything that is held from being
// known, "" when all have a price.
func (t *bucketTotals) notPriced() string {
	if len(t.unpriced) == 0 {
		return ""
	}
	return fmt.Sprintf("no price of %s is known", t.unpriced[0].Asset)
}
