package bybit_test

import (
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/bybit"
	"eddy/feeds/feedtest"
	"eddy/model"
)

func TestConformance(t *testing.T) {
	feedtest.Run(t, feedtest.Case{
		Venue: model.Bybit, Thousand: true, Silence: 10 * time.Second,
		New: func(p feedtest.Parts) (feeds.Venue, error) {
			return bybit.New(bybit.Config{
				Rest: p.At["rest"], WS: p.At["ws"],
				Setup: p.Setup,
			})
		},
	})
}
