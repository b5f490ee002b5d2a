package strategy

import (
	"math"

	"eddy/model"
)

// staleMost is the share of a sector's members beyond which a figure that stands
// on their prices is withheld (design law 6; chosen: half).
const staleMost = 0.5

const (
	tooFewPriced = "too few members are priced"
	tooManyStale = "withheld: more than half of its members have no fresh price"

	noInterestHeard = "no open interest heard"
)

// withheld says why a sector's score is not told, "" when it may be. A level that
// too few members stand behind is no level (analytics §2.5). The open bar's also
// needs fresh prices: closed bars stay what they are, and so does what is shown of
// the stored past before the first word of a venue.
func (e *Engine) withheld(t *track, level float64, open bool) string {
	switch {
	case math.IsNaN(level):
		return tooFewPriced
	case open && e.mostlyStale(t.members):
		return tooManyStale
	default:
		return ""
	}
}

// withholdScore takes a score back that must not be told.
func (e *Engine) withholdScore(v *model.SectorView, t *track, level float64) {
	if e.withheld(t, level, true) == tooManyStale {
		v.Momentum = withhold(v.Momentum)
	}
}

// withhold takes back a figure that would be that of a sector's few members still
// heard; one that is not there keeps its own reason.
func withhold(n model.Num) model.Num {
	if n.Fresh() {
		return model.Unknown(tooManyStale)
	}
	return n
}

// unlessWithheld is a figure of a sector's members as they are heard now.
func (e *Engine) unlessWithheld(n model.Num, members []int) model.Num {
	if e.mostlyStale(members) {
		return withhold(n)
	}
	return n
}

// mostlyStale tells whether too few of the members are still heard for a mean of
// them to be the sector's.
func (e *Engine) mostlyStale(members []int) bool {
	return !e.market.stored && e.staleShare(members).Or(0) > staleMost
}
