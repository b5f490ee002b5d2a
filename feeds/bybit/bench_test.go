package bybit_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"

	"eddy/feeds/bybit"
	"eddy/feeds/feedtest"
)

// Frames of the sizes and shapes the venue sends, composed for these tests.
// Deltas of a ticker are by far the commonest.
var hotFrames = []feedtest.HotFrame{
	{Name: "TickerDelta", Frame: `{"topic":"tickers.ETHUSDT","type":"delta","data":{"symbol":"ETHUSDT","tickDirection":"PlusTick","price24hPcnt":"-0.013981","lastPrice":"2931.48","turnover24h":"974969170.7315","volume24h":"331209.4100","bid1Price":"2931.47","bid1Size":"81.22","ask1Price":"2931.48","ask1Size":"17.90"},"cs":818232117702,"ts":1790000001204}`},
	{Name: "TickerDeltaMark", Frame: `{"topic":"tickers.ETHUSDT","type":"delta","data":{"symbol":"ETHUSDT","markPrice":"2931.51","indexPrice":"2932.90","openInterestValue":"1474224724.22","singleOpenInterestValue":"737112362.11"},"cs":818232117702,"ts":1790000001204}`},
	{Name: "TickerSnapshot", Frame: `{"topic":"tickers.ETHUSDT","type":"snapshot","data":{"symbol":"ETHUSDT","tickDirection":"PlusTick","price24hPcnt":"-0.013981","lastPrice":"2931.48","prevPrice24h":"2973.03","highPrice24h":"3011.90","lowPrice24h":"2902.14","prevPrice1h":"2940.11","markPrice":"2931.51","indexPrice":"2932.90","openInterest":"502888.42","openInterestValue":"1474224724.22","turnover24h":"974969170.7315","volume24h":"331209.4100","fundingIntervalHour":"8","fundingCap":"0.005","singleOpenInterest":"251444.21","singleOpenInterestValue":"737112362.11","nextFundingTime":"1790006400000","fundingRate":"-0.00004127","bid1Price":"2931.47","bid1Size":"81.22","ask1Price":"2931.48","ask1Size":"17.90","preOpenPrice":"","preQty":"","curPreListingPhase":""},"cs":818232117702,"ts":1790000001204}`},
	{Name: "Book", Frame: `{"topic":"orderbook.1.ETHUSDT","ts":1790000001204,"type":"snapshot","data":{"s":"ETHUSDT","b":[["2931.47","81.22"]],"a":[["2931.48","17.90"]],"u":313987620001,"seq":764144453970},"cts":1790000001202}`},
	{Name: "Kline", Frame: `{"topic":"kline.60.ETHUSDT","type":"snapshot","data":[{"start":1789999200000,"end":1790002799999,"interval":"60","open":"2933.10","close":"2931.48","high":"2936.00","low":"2929.41","volume":"41208.11","turnover":"120841339.2214","confirm":false,"timestamp":1790000001204}],"ts":1790000001204}`},
}

func BenchmarkDecode(b *testing.B) {
	feedtest.BenchHot(b, hotFrames, benchDecoder, benchEncodingJSON)
}

// benchDecoder decodes a frame again and again, each time with a later number,
// as only newer frames are taken.
func benchDecoder(b *testing.B, raw []byte) {
	number := bytes.Index(raw, []byte(`"cs":`)) + len(`"cs":`)
	if number < len(`"cs":`) {
		number = bytes.Index(raw, []byte(`"u":`)) + len(`"u":`)
	}
	var renew func(int64)
	if number >= len(`"u":`) {
		var digits [12]byte
		renew = func(n int64) { copy(raw[number:], strconv.AppendInt(digits[:0], 313987620001+n, 10)) }
	}
	feedtest.BenchDecoder(b, bybit.NewDecoder(), raw, renew)
}

// jsonTicker is a ticker as encoding/json can read it without losing which
// figures were there.
type jsonTicker struct {
	Symbol        string  `json:"symbol"`
	Change        *string `json:"price24hPcnt"`
	Last          *string `json:"lastPrice"`
	DayAgo        *string `json:"prevPrice24h"`
	Mark          *string `json:"markPrice"`
	Index         *string `json:"indexPrice"`
	Interest      *string `json:"openInterest"`
	InterestValue *string `json:"openInterestValue"`
	One           *string `json:"singleOpenInterest"`
	OneValue      *string `json:"singleOpenInterestValue"`
	Turnover      *string `json:"turnover24h"`
	Interval      *string `json:"fundingIntervalHour"`
	Next          *string `json:"nextFundingTime"`
	Rate          *string `json:"fundingRate"`
	Bid           *string `json:"bid1Price"`
	Ask           *string `json:"ask1Price"`
}

type jsonBook struct {
	Symbol   string      `json:"s"`
	Bids     [][2]string `json:"b"`
	Asks     [][2]string `json:"a"`
	Update   int64       `json:"u"`
	Sequence int64       `json:"seq"`
}

type jsonBar struct {
	Start    int64  `json:"start"`
	Interval string `json:"interval"`
	Open     string `json:"open"`
	High     string `json:"high"`
	Low      string `json:"low"`
	Close    string `json:"close"`
	Volume   string `json:"volume"`
	Confirm  bool   `json:"confirm"`
}

type jsonHead struct {
	Topic string `json:"topic"`
	Type  string `json:"type"`
	Stamp int64  `json:"ts"`
	Cross int64  `json:"cs"`
}

func benchEncodingJSON(b *testing.B, raw []byte) {
	figures := barFigures
	switch {
	case bytes.HasPrefix(raw, []byte(`{"topic":"tickers`)):
		figures = tickerFigures
	case bytes.HasPrefix(raw, []byte(`{"topic":"orderbook`)):
		figures = bookFigures
	}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range figures(b, raw) {
			if s == nil {
				continue
			}
			if _, err := strconv.ParseFloat(*s, 64); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func tickerFigures(b *testing.B, raw []byte) []*string {
	var f struct {
		jsonHead
		Data jsonTicker `json:"data"`
	}
	unmarshal(b, raw, &f)
	t := &f.Data
	return []*string{t.Change, t.Last, t.DayAgo, t.Mark, t.Index, t.Interest, t.InterestValue, t.One, t.OneValue, t.Turnover, t.Interval, t.Next, t.Rate, t.Bid, t.Ask}
}

func bookFigures(b *testing.B, raw []byte) []*string {
	var f struct {
		jsonHead
		Data jsonBook `json:"data"`
	}
	unmarshal(b, raw, &f)
	return []*string{&f.Data.Bids[0][0], &f.Data.Asks[0][0]}
}

func barFigures(b *testing.B, raw []byte) []*string {
	var f struct {
		jsonHead
		Data []jsonBar `json:"data"`
	}
	unmarshal(b, raw, &f)
	k := &f.Data[0]
	return []*string{&k.Open, &k.High, &k.Low, &k.Close, &k.Volume}
}

func unmarshal(b *testing.B, raw []byte, v any) {
	if err := json.Unmarshal(raw, v); err != nil {
		b.Fatal(err)
	}
}
