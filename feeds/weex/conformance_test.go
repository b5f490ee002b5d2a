package weex_test

import (
	"testing"
	"time"

	"eddy/feeds"
	"eddy/feeds/feedtest"
	"eddy/feeds/weex"
	"eddy/model"
)

func TestConformance(t *testing.T) {
	feedtest.Run(t, feedtest.Case{
		Venue: model.WEEX, Thousand: true, NoPastInterest: true, Silence: 10 * time.Second,
		New: func(p feedtest.Parts) (feeds.Venue, error) {
			return weex.New(weex.Config{
				Rest: p.At["rest"], WS: p.At["ws"],
				Setup: p.Setup,
			})
		},
	})
}
