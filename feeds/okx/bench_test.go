package okx_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"

	"eddy/feeds/feedtest"
	"eddy/feeds/okx"
)

// Frames of the sizes and shapes the venue sends, composed for these tests.
var hotFrames = []feedtest.HotFrame{
	{Name: "BestBidAsk", Frame: `{"arg":{"channel":"bbo-tbt","instId":"ETH-USDT-SWAP"},"data":[{"asks":[["2931.48","179.05","0","14"]],"bids":[["2931.47","812.24","0","31"]],"ts":"1794000001204","seqId":37861700912}]}`},
	{Name: "Ticker", Frame: `{"arg":{"channel":"tickers","instId":"ETH-USDT-SWAP"},"data":[{"instType":"SWAP","instId":"ETH-USDT-SWAP","last":"2931.48","lastSz":"0.31","askPx":"2931.48","askSz":"179.05","bidPx":"2931.47","bidSz":"812.24","open24h":"2973.03","high24h":"3011.9","low24h":"2902.14","sodUtc0":"2950.11","sodUtc8":"2940.02","volCcy24h":"3381209.418","vol24h":"33812094.18","ts":"1794000001330"}]}`},
	{Name: "MarkPrice", Frame: `{"arg":{"channel":"mark-price","instId":"ETH-USDT-SWAP"},"data":[{"instId":"ETH-USDT-SWAP","instType":"SWAP","markPx":"2931.48","ts":"1794000001000"}]}`},
	{Name: "Index", Frame: `{"arg":{"channel":"index-tickers","instId":"ETH-USDT"},"data":[{"instId":"ETH-USDT","idxPx":"2932.9","open24h":"2974.64","high24h":"3012.57","low24h":"2903.85","sodUtc0":"2951.08","sodUtc8":"2941.05","ts":"1794000001020"}]}`},
	{Name: "OpenInterest", Frame: `{"arg":{"channel":"open-interest","instId":"ETH-USDT-SWAP"},"data":[{"instId":"ETH-USDT-SWAP","instType":"SWAP","oi":"5836712.8300000185","oiCcy":"583671.28300000185","oiUsd":"1711042949.9893549292325","ts":"1793999995178"}]}`},
	{Name: "Candle", Frame: `{"arg":{"channel":"candle1H","instId":"ETH-USDT-SWAP"},"data":[["1793998800000","2933.1","2936","2929.41","2931.48","412081.17","41208.117","120841339.2214","0"]]}`},
}

// BenchmarkDecode sets the decoder beside the floor and encoding/json. Open
// interest is told with more digits than a float64 holds exactly, which
// leaves the reading of its numbers to strconv; it comes every few seconds.
func BenchmarkDecode(b *testing.B) {
	feedtest.BenchHot(b, hotFrames, benchDecoder, benchEncodingJSON)
}

func benchDecoder(b *testing.B, raw []byte) { feedtest.BenchDecoder(b, okx.NewDecoder(), raw, nil) }

// jsonFrame declares what the decoder reads, with rows of one sort; the venue's
// names do not collide by case.
type jsonFrame[T any] struct {
	Arg struct {
		Channel string `json:"channel"`
		InstID  string `json:"instId"`
	} `json:"arg"`
	Data []T `json:"data"`
}

type jsonRow struct {
	InstID string     `json:"instId"`
	Last   string     `json:"last"`
	Ask    string     `json:"askPx"`
	Bid    string     `json:"bidPx"`
	Open   string     `json:"open24h"`
	Volume string     `json:"volCcy24h"`
	Mark   string     `json:"markPx"`
	Index  string     `json:"idxPx"`
	Coins  string     `json:"oiCcy"`
	USD    string     `json:"oiUsd"`
	Asks   [][]string `json:"asks"`
	Bids   [][]string `json:"bids"`
	Stamp  string     `json:"ts"`
}

func benchEncodingJSON(b *testing.B, raw []byte) {
	figures := jsonFigures
	if bytes.Contains(raw, []byte(`"data":[[`)) {
		figures = jsonColumns
	}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range figures(b, raw) {
			if s == "" {
				continue
			}
			if _, err := strconv.ParseFloat(s, 64); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// jsonFigures returns the numbers of a row by encoding/json.
func jsonFigures(b *testing.B, raw []byte) []string {
	var f jsonFrame[jsonRow]
	if err := json.Unmarshal(raw, &f); err != nil {
		b.Fatal(err)
	}
	r := &f.Data[0]
	figures := []string{r.Last, r.Ask, r.Bid, r.Open, r.Volume, r.Mark, r.Index, r.Coins, r.USD, r.Stamp}
	for _, side := range [][][]string{r.Asks, r.Bids} {
		if len(side) > 0 {
			figures = append(figures, side[0][0])
		}
	}
	return figures
}

// jsonColumns is jsonFigures for bars.
func jsonColumns(b *testing.B, raw []byte) []string {
	var f jsonFrame[[]string]
	if err := json.Unmarshal(raw, &f); err != nil {
		b.Fatal(err)
	}
	return f.Data[0]
}
