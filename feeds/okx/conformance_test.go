package okx_test

import (
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/feedtest"
	"eddy/feeds/okx"
	"eddy/model"
)

func TestConformance(t *testing.T) {
	feedtest.Run(t, feedtest.Case{
		Venue: model.OKX, Silence: 10 * time.Second,
		New: func(p feedtest.Parts) (feeds.Venue, error) {
			return okx.New(okx.Config{
				Rest: p.At["rest"], WSPublic: p.At["ws_public"], WSBusiness: p.At["ws_business"],
				Setup: p.Setup,
			})
		},
	})
}
