package bingx_test

import (
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/bingx"
	"eddy/feeds/feedtest"
	"eddy/model"
)

func TestConformance(t *testing.T) {
	feedtest.Run(t, feedtest.Case{
		Venue: model.BingX, Thousand: true, NoPastInterest: true, Silence: 15 * time.Second,
		New: func(p feedtest.Parts) (feeds.Venue, error) {
			return bingx.New(bingx.Config{
				Rest: p.At["rest"], WS: p.At["ws"],
				Setup: p.Setup,
			})
		},
	})
}
