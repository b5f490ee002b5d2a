package strategy

import (
	"math"

	"eddy/model"
)

// staleMost is the share of a sector's members beyond which a score that stands
// on their prices is withheld (design law 6; chosen: half).
const staleMost = 0.5

const (
	tooFewPriced = "too few members are priced"
	tooManyStale = "withheld: more than half of its members have no fresh price"
)

// withheld says why a sector's score is not told, "" when it may be. A level that
// too few members stand behind is no level (analytics §2.5). The open bar's also
// needs fresh prices: closed bars stay what they are, and so does what is shown of
// the stored past before the first word of a venue.
func (e *Engine) withheld(t *track, level float64, open bool) string {
	switch {
	case math.IsNaN(level):
		return tooFewPriced
	case open && !e.market.stored && e.staleShare(t.members).Or(0) > staleMost:
		return tooManyStale
	default:
		return ""
	}
}

// withholdScore takes a score back that must not be told.
func (e *Engine) withholdScore(v *model.SectorView, t *track, level float64) {
	if why := e.withheld(t, level, true); why == tooManyStale && v.Momentum.Fresh() {
		v.Momentum = model.Unknown(why)
	}
}
