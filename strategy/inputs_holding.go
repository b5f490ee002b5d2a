package strategy

import (
	"math"

	"eddy/model"
)

// gain is what the spot of a coin that may be rotated has gained on its cost, in
// percent (S0-RISK-1). A coin that is not held has none.
func (r *coinReading) gain() model.Num {
	none := model.NotApplicable("none is held outside the core")
	if r.e.book == nil || r.e.book.held == nil {
		return none
	}
	qty, cost := 0.0, 0.0
	for i := range r.e.book.held.Holdings {
		h := &r.e.book.held.Holdings[i]
		if h.Asset != r.a.asset || h.Core {
			continue
		}
		if !h.CostKnown {
			return model.Unknown("its cost is not told")
		}
		qty += float(h.Qty)
		cost += float(h.Qty.Mul(h.Cost))
	}
	switch {
	case qty == 0:
		return none
	case math.IsNaN(r.level):
		return model.Unknown(needsBars)
	case cost == 0:
		return model.Unknown("it cost nothing")
	}
	return model.Known((r.level*qty - cost) / cost * 100)
}
