package mexc_test

import (
	"testing"

	"eddy/feeds/feedtest"
	"eddy/feeds/mexc"
	"eddy/model"
)

var decoding = feedtest.Decoding{
	Venue: model.MEXC,
	Fresh: func() feedtest.Decoder { return mexc.NewDecoder() },
	Seasoned: func(*testing.T) feedtest.Decoder {
		return mexc.NewDecoder(model.Instrument{Symbol: "ETH_USDT", Asset: "ETH", Multiplier: 1, ContractSize: 0.01, Kind: model.ContractPerpetual, FundingIntervalH: 4})
	},
	Files: []string{"frames-2026-11.jsonl"}, Hot: hotFrames,
}

func TestDecoding(t *testing.T) { decoding.Run(t) }

func FuzzDecode(f *testing.F) { decoding.Fuzz(f) }

// composed returns the frames composed for these tests.
func composed(t testing.TB) [][]byte { return feedtest.Composed(t, "frames-2026-11.jsonl") }
