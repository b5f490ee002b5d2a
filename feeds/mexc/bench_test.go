package mexc_test

import (
	"encoding/json"
	"testing"

	"eddy/feeds/feedtest"
	"eddy/feeds/mexc"
)

// Frames of the sizes and shapes the venue sends, composed for these tests.
// Tickers are by far the commonest.
var hotFrames = []feedtest.HotFrame{
	{Name: "Ticker", Frame: `{"symbol":"ETH_USDT","data":{"symbol":"ETH_USDT","lastPrice":2931.48,"riseFallRate":-0.0139,"fairPrice":2931.51,"indexPrice":2932.9,"volume24":338120941,"amount24":9974969170.7315,"maxBidPrice":3224.6,"minAskPrice":2638.3,"lower24Price":2902.14,"high24Price":3011.9,"timestamp":1794000001204,"bid1":2931.47,"ask1":2931.48,"holdVol":58367128,"riseFallValue":-41.55,"fundingRate":-0.000041,"zone":"UTC+8","riseFallRates":[-0.0139,0.0211,0.1104,-0.3021,0.4014,1.2031],"riseFallRatesOfTimezone":[-0.0102,-0.0114,-0.0139]},"channel":"push.ticker","ts":1794000001210}`},
	{Name: "Kline", Frame: `{"symbol":"ETH_USDT","data":{"symbol":"ETH_USDT","interval":"Min60","t":1793998800,"o":2933.1,"c":2931.48,"h":2936,"l":2929.41,"a":120841339.2214,"q":4120811,"ro":2933.1,"rc":2931.48,"rh":2936,"rl":2929.41},"channel":"push.kline","ts":1794000001250}`},
	{Name: "FairPrice", Frame: `{"symbol":"ETH_USDT","data":{"symbol":"ETH_USDT","price":2931.51},"channel":"push.fair.price","ts":1794000001204}`},
	{Name: "Funding", Frame: `{"symbol":"ETH_USDT","data":{"symbol":"ETH_USDT","rate":-0.000041,"nextSettleTime":1794009600000},"channel":"push.funding.rate","ts":1794000001204}`},
}

// BenchmarkDecode sets the decoder beside the floor and encoding/json. The
// floor hops from quote to quote, of which this venue's frames have few: their
// numbers are bare, and reading those is most of the work. A ticker takes 1.7
// times the floor and a ninth of encoding/json (800, 460 and 7300 ns, the least
// of many short runs, November 2026); bars take a seventh:
// they are few figures, and each is looked at against the bar before.
func BenchmarkDecode(b *testing.B) {
	feedtest.BenchHot(b, hotFrames, benchDecoder, benchEncodingJSON)
}

func benchDecoder(b *testing.B, raw []byte) { feedtest.BenchDecoder(b, mexc.NewDecoder(), raw, nil) }

// jsonFrame declares what the decoder reads; the names of one frame do not
// collide by case.
type jsonFrame struct {
	Symbol  string `json:"symbol"`
	Channel string `json:"channel"`
	Stamp   int64  `json:"ts"`
	Data    struct {
		Symbol    string   `json:"symbol"`
		Last      *float64 `json:"lastPrice"`
		Bid       *float64 `json:"bid1"`
		Ask       *float64 `json:"ask1"`
		Fair      *float64 `json:"fairPrice"`
		Index     *float64 `json:"indexPrice"`
		Change    *float64 `json:"riseFallRate"`
		Contracts *float64 `json:"holdVol"`
		Turnover  *float64 `json:"amount24"`
		Volume    *float64 `json:"volume24"`
		Rate      *float64 `json:"fundingRate"`
		Stamp     int64    `json:"timestamp"`
		Price     *float64 `json:"price"`
		Running   *float64 `json:"rate"`
		Next      int64    `json:"nextSettleTime"`
		Interval  string   `json:"interval"`
		T         int64    `json:"t"`
		O         *float64 `json:"o"`
		C         *float64 `json:"c"`
		H         *float64 `json:"h"`
		L         *float64 `json:"l"`
		Q         *float64 `json:"q"`
	} `json:"data"`
}

func benchEncodingJSON(b *testing.B, raw []byte) {
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		var f jsonFrame
		if err := json.Unmarshal(raw, &f); err != nil {
			b.Fatal(err)
		}
	}
}
