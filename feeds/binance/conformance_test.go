package binance_test

import (
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/binance"
	"eddy/feeds/feedtest"
	"eddy/model"
)

func TestConformance(t *testing.T) {
	feedtest.Run(t, feedtest.Case{
		Venue: model.Binance, Thousand: true, Silence: 10 * time.Second,
		New: func(p feedtest.Parts) (feeds.Venue, error) {
			return binance.New(binance.Config{
				Rest: p.At["rest"], WSPublic: p.At["ws_public"], WSMarket: p.At["ws_market"],
				Setup: p.Setup,
			})
		},
	})
}
