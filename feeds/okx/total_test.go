package okx_test

import (
	"testing"

	"eddy/feeds/feedtest"
	"eddy/feeds/okx"
	"eddy/model"
)

var decoding = feedtest.Decoding{
	Venue: model.OKX,
	Fresh: func() feedtest.Decoder { return okx.NewDecoder() },
	Seasoned: func(*testing.T) feedtest.Decoder {
		d := okx.NewDecoder(model.Instrument{Symbol: "SOL-USDT-SWAP", Asset: "SOL", Multiplier: 1, ContractSize: 1, Kind: model.ContractPerpetual})
		d.Attribute("SOL-USDT", "SOL-USDT-SWAP")
		return d
	},
	Files: []string{"stream.jsonl", "rest.jsonl"}, Hot: hotFrames,
	Bare: func(frame []byte) bool { return string(frame) == "pong" || string(frame) == "ping" },
}

func TestDecoding(t *testing.T) { decoding.Run(t) }

func FuzzDecode(f *testing.F) { decoding.Fuzz(f) }
