package bourse

import (
	"fmt"

	"eddy/feeds/bourse/fault"
	"eddy/feeds/bourse/market"
	"eddy/model"
)

// Order brings trouble about while the exchange runs: faults as package fault
// writes them, whose offsets count from now, so that "*:silent@0s+1m" begins at
// once. The function that is returned ends what still lasts of them. The error
// wraps ErrConfig.
func (b *Bourse) Order(faults string) (lift func(), err error) {
	plan, err := fault.Parse(faults)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	if err := checkAssets(plan, b.stage); err != nil {
		return nil, err
	}
	var lifts []func()
	for _, f := range plan {
		for _, v := range b.venues {
			lifts = append(lifts, v.server.Order(f))
		}
	}
	return func() {
		for _, lift := range lifts {
			lift()
		}
	}, nil
}

// View returns the market as a venue of the exchange shows it: what is true of
// the figures that the venue tells.
func (b *Bourse) View(venue model.Venue) (*market.View, bool) {
	for _, v := range b.venues {
		if v.venue == venue {
			return v.view, true
		}
	}
	return nil, false
}
