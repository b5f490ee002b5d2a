package mexc_test

import (
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/feedtest"
	"eddy/feeds/mexc"
	"eddy/model"
)

func TestConformance(t *testing.T) {
	feedtest.Run(t, feedtest.Case{
		Venue: model.MEXC, NoPastInterest: true, Silence: 15 * time.Second,
		New: func(p feedtest.Parts) (feeds.Venue, error) {
			return mexc.New(mexc.Config{
				Rest: p.At["rest"], WS: p.At["ws"],
				Setup: p.Setup,
			})
		},
	})
}
