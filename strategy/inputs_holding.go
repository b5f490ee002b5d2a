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

// holdingReading is where the figures of what is held of one coin are read; of
// all coins where none is looked at.
type holdingReading struct {
	e  *Engine
	at int // index of the engine's coin, -1: the one of all coins that matters most
}

var holdingInputs = []figureOf[holdingReading]{
	{"share_pct", func(r *holdingReading) model.Num {
		return r.most(func(e *Engine, i int) model.Num { return e.inputs.held[i].share })
	}},
	{"leg_loss_pct", func(r *holdingReading) model.Num {
		return r.most(func(e *Engine, i int) model.Num { return e.inputs.held[i].loss })
	}},
	{"stop_over_liquidation", func(r *holdingReading) model.Num {
		return r.most(func(e *Engine, i int) model.Num { return e.inputs.held[i].stop })
	}},
	{"days_to_expiry", func(r *holdingReading) model.Num {
		if r.at < 0 {
			return r.e.nextEnd()
		}
		return r.e.endOf(r.at)
	}},
	{"participation_pct", func(r *holdingReading) model.Num { return r.most((*Engine).participation) }},
	{"edge_over_cost", func(r *holdingReading) model.Num { return r.most((*Engine).orderGate) }},
}

// most reads a figure of the coin looked at, or the largest of all coins'.
func (r *holdingReading) most(of func(*Engine, int) model.Num) model.Num {
	if len(r.e.inputs.held) == 0 {
		return model.Unknown(noPortfolio)
	}
	if r.at >= 0 {
		return of(r.e, r.at)
	}
	most := of(r.e, 0)
	for i := range r.e.inputs.held {
		most = worse(most, of(r.e, i))
	}
	return most
}
