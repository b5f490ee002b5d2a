package bingx_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"

	"eddy/feeds/bingx"
	"eddy/feeds/feedtest"
)

// Frames of the sizes and shapes the venue sends, composed for these tests.
var hotFrames = []feedtest.HotFrame{
	{Name: "Ticker", Frame: `{"code":0,"dataType":"ETH-USDT@ticker","data":{"e":"24hTicker","E":1790000001330,"s":"ETH-USDT","p":"-41.55","P":"-1.40","c":"2931.48","L":"0.31","h":"3011.90","l":"2902.14","v":"338120.41","q":"997496917.73","o":"2973.03","O":1790000000310,"C":1789999986100,"A":"2931.48","a":"17.90","B":"2931.47","b":"81.22"}}`},
	{Name: "MarkPrice", Frame: `{"code":0,"dataType":"ETH-USDT@markPrice","data":{"e":"markPriceUpdate","E":1790000001000,"s":"ETH-USDT","p":"2931.48"}}`},
	{Name: "BookTicker", Frame: `{"code":0,"dataType":"ETH-USDT@bookTicker","data":{"e":"bookTicker","u":412009311,"E":1790000001226,"T":1790000001204,"s":"ETH-USDT","b":"2931.47","B":"81.22","a":"2931.48","A":"17.90"}}`},
	{Name: "Kline", Frame: `{"code":0,"dataType":"ETH-USDT@kline_1h","s":"ETH-USDT","data":[{"c":"2931.48","o":"2933.10","h":"2936.00","l":"2929.41","v":"41208.11","T":1789999200000}]}`},
}

func BenchmarkDecode(b *testing.B) {
	feedtest.BenchHot(b, hotFrames, benchDecoder, benchEncodingJSON)
	for _, f := range hotFrames {
		b.Run(f.Name+"/packed", func(b *testing.B) { benchDecoder(b, pack(b, f.Frame)) })
	}
}

func benchDecoder(b *testing.B, raw []byte) { feedtest.BenchDecoder(b, bingx.NewDecoder(), raw, nil) }

// jsonFrame is an envelope whose data are an object.
type jsonFrame struct {
	Code int64    `json:"code"`
	Type string   `json:"dataType"`
	Data jsonData `json:"data"`
}

// jsonData declares every key that collides with another by case, without which
// encoding/json takes the wrong value.
type jsonData struct {
	Event  string `json:"e"`
	Stamp  int64  `json:"E"`
	UpT    int64  `json:"T"`
	Symbol string `json:"s"`
	LowP   string `json:"p"`
	UpP    string `json:"P"`
	LowC   string `json:"c"`
	UpC    int64  `json:"C"`
	LowO   string `json:"o"`
	UpO    int64  `json:"O"`
	LowL   string `json:"l"`
	UpL    string `json:"L"`
	High   string `json:"h"`
	Volume string `json:"v"`
	Quote  string `json:"q"`
	ID     int64  `json:"u"`
	LowA   string `json:"a"`
	UpA    string `json:"A"`
	LowB   string `json:"b"`
	UpB    string `json:"B"`
}

// jsonBars is an envelope whose data are a list of bars.
type jsonBars struct {
	Code   int64      `json:"code"`
	Type   string     `json:"dataType"`
	Symbol string     `json:"s"`
	Data   []jsonData `json:"data"`
}

func benchEncodingJSON(b *testing.B, raw []byte) {
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	isBar := bytes.Contains(raw, []byte("kline"))
	for b.Loop() {
		var f jsonFrame
		var bars jsonBars
		var into any = &f
		if isBar {
			into = &bars
		}
		if err := json.Unmarshal(raw, into); err != nil {
			b.Fatal(err)
		}
		data := f.Data
		if isBar {
			data = bars.Data[0]
		}
		for _, s := range []string{data.LowP, data.UpP, data.LowC, data.LowO, data.Quote, data.UpA, data.UpB, data.LowA, data.LowB, data.High, data.LowL, data.Volume} {
			if s == "" {
				continue
			}
			if _, err := strconv.ParseFloat(s, 64); err != nil {
				b.Fatal(err)
			}
		}
	}
}
