package weex_test

import (
	"strconv"
	"testing"

	"eddy/feeds/feedtest"
	"eddy/feeds/weex"
	"eddy/model"
)

var decoding = feedtest.Decoding{
	Venue: model.WEEX,
	Fresh: func() feedtest.Decoder { return weex.NewDecoder() },
	Seasoned: func(*testing.T) feedtest.Decoder {
		return weex.NewDecoder(model.Instrument{Symbol: "SOLUSDT", Asset: "SOL", Multiplier: 1, Kind: model.ContractPerpetual, FundingIntervalH: 4})
	},
	Files: []string{"frames-2026-11.jsonl"}, Hot: hotFrames,
}

func TestDecoding(t *testing.T) { decoding.Run(t) }

func FuzzDecode(f *testing.F) { decoding.Fuzz(f) }

func digits(m model.Millis) string { return strconv.FormatInt(int64(m), 10) }
