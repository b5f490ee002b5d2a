package hyperliquid_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"eddy/feeds/feedtest"
	"eddy/feeds/hyperliquid"
	"eddy/model"
)

// Frames of the sizes and shapes the venue sends, composed for these tests.
var hotFrames = []feedtest.HotFrame{
	{Name: "BestBidAsk", Frame: `{"channel":"bbo","data":{"coin":"ETH","time":1795000001204,"bbo":[{"px":"2931.4","sz":"81.2244","n":9},{"px":"2931.5","sz":"17.9051","n":4}]}}`},
	{Name: "Context", Frame: `{"channel":"activeAssetCtx","data":{"coin":"ETH","ctx":{"funding":"0.0000041275","openInterest":"512345.6789","prevDayPx":"2973.0","dayNtlVlm":"997496917.7312345678","premium":"-0.0004312345","oraclePx":"2932.9","markPx":"2931.5","midPx":"2931.45","impactPxs":["2931.2","2931.7"],"dayBaseVlm":"338120.9418"}}}`},
	{Name: "Candle", Frame: `{"channel":"candle","data":{"t":1794999600000,"T":1795003199999,"s":"ETH","i":"1h","o":"2933.1","c":"2931.4","h":"2936.0","l":"2929.4","v":"41208.1172","n":41002}}`},
}

// BenchmarkDecode sets the decoder beside the floor and encoding/json. The
// volume of a context has 19 digits and more, which a float64 does not hold
// exactly, so that strconv has to read it; contexts come once a second.
func BenchmarkDecode(b *testing.B) {
	feedtest.BenchHot(b, hotFrames, benchDecoder, benchEncodingJSON)
}

func benchDecoder(b *testing.B, raw []byte) {
	feedtest.BenchDecoder(b, hyperliquid.NewDecoder(), raw, nil)
}

// jsonFrame declares every key that collides with another by case.
type jsonFrame struct {
	Channel string `json:"channel"`
	Data    struct {
		Coin string       `json:"coin"`
		Time int64        `json:"time"`
		Best []*jsonLevel `json:"bbo"`
		Ctx  *jsonContext `json:"ctx"`
		LowT int64        `json:"t"`
		UpT  int64        `json:"T"`
		S    string       `json:"s"`
		I    string       `json:"i"`
		O    string       `json:"o"`
		C    string       `json:"c"`
		H    string       `json:"h"`
		L    string       `json:"l"`
		V    string       `json:"v"`
		N    int64        `json:"n"`
	} `json:"data"`
}

type jsonLevel struct {
	Price string `json:"px"`
}

type jsonContext struct {
	Funding      string  `json:"funding"`
	OpenInterest string  `json:"openInterest"`
	DayAgo       string  `json:"prevDayPx"`
	Volume       string  `json:"dayNtlVlm"`
	Premium      *string `json:"premium"`
	Oracle       string  `json:"oraclePx"`
	Mark         string  `json:"markPx"`
	Mid          *string `json:"midPx"`
}

// texts returns the figures of whatever the frame is.
func (f *jsonFrame) texts() []string {
	d := &f.Data
	var out []string
	for _, l := range d.Best {
		out = append(out, l.Price)
	}
	if c := d.Ctx; c != nil {
		out = append(out, c.Funding, c.OpenInterest, c.DayAgo, c.Volume, c.Oracle, c.Mark, *c.Mid)
	}
	if d.O != "" {
		out = append(out, d.O, d.C, d.H, d.L, d.V)
	}
	return out
}

func benchEncodingJSON(b *testing.B, raw []byte) {
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		var f jsonFrame
		if err := json.Unmarshal(raw, &f); err != nil {
			b.Fatal(err)
		}
		for _, s := range f.texts() {
			if _, err := strconv.ParseFloat(s, 64); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func TestDecodingDoesNotAllocate(t *testing.T) {
	for _, f := range hotFrames {
		t.Run(f.Name, func(t *testing.T) {
			d := hyperliquid.NewDecoder()
			raw := []byte(f.Frame)
			events := make([]model.Event, 0, 4)
			if n := testing.AllocsPerRun(100, func() {
				if _, err := d.Decode(raw, 1795000001300, events[:0]); err != nil {
					t.Fatal(err)
				}
			}); n != 0 {
				t.Errorf("got %v allocations, want none", n)
			}
		})
	}
}
