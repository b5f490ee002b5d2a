package binance_test

import (
	"strconv"
	"testing"

	"eddy/feeds/binance"
	"eddy/feeds/feedtest"
	"eddy/model"
)

var decoding = feedtest.Decoding{
	Venue: model.Binance,
	Fresh: func() feedtest.Decoder { return binance.NewDecoder() },
	Seasoned: func(*testing.T) feedtest.Decoder {
		return binance.NewDecoder(model.Instrument{Symbol: "ETHUSDT", Asset: "ETH", Multiplier: 1, Kind: model.ContractPerpetual, FundingIntervalH: 4})
	},
	Files: []string{"frames-2026-11.jsonl"}, Hot: hotFrames,
}

func TestDecoding(t *testing.T) { decoding.Run(t) }

func FuzzDecode(f *testing.F) { decoding.Fuzz(f) }

func digits(m model.Millis) string { return strconv.FormatInt(int64(m), 10) }
