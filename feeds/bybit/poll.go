package bybit

import (
	"context"
	"time"

	"eddy/feeds/station"
)

// keepUp reads the list of contracts again and again until ctx ends. Nothing
// else has to be asked for: open interest, funding and the rest ride in the
// tickers.
func (v *Venue) keepUp(ctx context.Context) error {
	review := time.NewTicker(station.ReviewEvery)
	defer review.Stop()
	for {
		select {
		case <-review.C:
			v.catalogue.Review(ctx)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
