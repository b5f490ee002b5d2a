package bybit

import (
	"context"
	"time"
)

// keepUp reads the list of contracts again and again until ctx ends. Nothing
// else has to be asked for: open interest, funding and the rest ride in the
// tickers.
func (v *Venue) keepUp(ctx context.Context) error {
	review := time.NewTicker(reviewEvery)
	defer review.Stop()
	for {
		select {
		case <-review.C:
			v.review(ctx)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// review reads the list of contracts again.
func (v *Venue) review(ctx context.Context) {
	list, err := v.readCatalogue(ctx)
	if err != nil {
		v.station.Fault(err)
		return
	}
	v.adopt(list)
}
