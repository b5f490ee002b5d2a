package hyperliquid_test

import (
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/feedtest"
	"eddy/feeds/hyperliquid"
	"eddy/model"
)

func TestConformance(t *testing.T) {
	feedtest.Run(t, feedtest.Case{
		Venue: model.Hyperliquid, Coins: []model.Asset{"BTC", "ENA", "PEPE"},
		NeedsList: true, FundingH: 1, NoPastInterest: true, Silence: 10 * time.Second,
		New: func(p feedtest.Parts) (feeds.Venue, error) {
			return hyperliquid.New(hyperliquid.Config{
				Rest: p.At["rest"], WS: p.At["ws"],
				Setup: p.Setup,
			})
		},
	})
}
