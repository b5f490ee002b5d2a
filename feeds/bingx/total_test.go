package bingx_test

import (
	"bytes"
	"testing"

	"eddy/feeds/bingx"
	"eddy/feeds/feedtest"
	"eddy/model"
)

var decoding = feedtest.Decoding{
	Venue: model.BingX,
	Fresh: func() feedtest.Decoder { return bingx.NewDecoder() },
	Seasoned: func(*testing.T) feedtest.Decoder {
		return bingx.NewDecoder(model.Instrument{Symbol: "SOL-USDT", Asset: "SOL", Multiplier: 1, Kind: model.ContractPerpetual, FundingIntervalH: 4})
	},
	Files: []string{"frames-2026-11.jsonl"}, Hot: hotFrames,
	Packed: func(t testing.TB, frame []byte) []byte { return pack(t, string(frame)) },
	Bare: func(frame []byte) bool {
		word := string(bytes.TrimSpace(frame))
		return word == "Ping" || word == "Pong" || bytes.HasPrefix(frame, []byte{0x1f, 0x8b})
	},
}

func TestDecoding(t *testing.T) { decoding.Run(t) }

func FuzzDecode(f *testing.F) { decoding.Fuzz(f) }

// composed returns the frames composed for these tests.
func composed(t testing.TB) [][]byte { return feedtest.Composed(t, "frames-2026-11.jsonl") }
