package bybit_test

import (
	"testing"

	"eddy/feeds/bybit"
	"eddy/feeds/feedtest"
	"eddy/model"
)

var decoding = feedtest.Decoding{
	Venue: model.Bybit,
	Fresh: func() feedtest.Decoder { return bybit.NewDecoder() },
	Seasoned: func(t *testing.T) feedtest.Decoder {
		d := bybit.NewDecoder(model.Instrument{Symbol: "ETHUSDT", Asset: "ETH", Multiplier: 1, Kind: model.ContractPerpetual, FundingIntervalH: 4})
		if _, err := d.Decode([]byte(snapshot), 0, nil); err != nil {
			t.Fatal(err)
		}
		return d
	},
	Files: []string{"frames-2026-11.jsonl"}, Hot: hotFrames,
}

func TestDecoding(t *testing.T) { decoding.Run(t) }

func FuzzDecode(f *testing.F) { decoding.Fuzz(f) }

func TestDecodingDoesNotAllocate(t *testing.T) {
	for _, f := range hotFrames {
		d, frame := bybit.NewDecoder(), []byte(f.Frame)
		events, err := d.Decode(frame, 0, nil)
		if err != nil {
			t.Fatal(err)
		}
		n := testing.AllocsPerRun(100, func() {
			d.ForgetStreams() // the same frame again is not old then
			if events, err = d.Decode(frame, 0, events[:0]); err != nil || len(events) != 1 {
				t.Fatalf("%v, %v", events, err)
			}
		})
		if n != 0 {
			t.Errorf("%s: got %v allocations", f.Name, n)
		}
	}
}
