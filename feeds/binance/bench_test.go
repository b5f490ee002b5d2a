package binance_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"

	"eddy/feeds/binance"
	"eddy/feeds/feedtest"
)

// Frames of the sizes and shapes the venue sends, composed for these tests.
var hotFrames = []feedtest.HotFrame{
	{Name: "MarkPrice", Frame: `{"stream":"ethusdt@markPrice@1s","data":{"e":"markPriceUpdate","E":1790000001000,"s":"ETHUSDT","p":"2931.48210437","ap":"2931.50117290","P":"2930.77410265","i":"2932.90418604","r":"-0.00004127","T":1790006400000,"st":1}}`},
	{Name: "BookTicker", Frame: `{"stream":"ethusdt@bookTicker","data":{"e":"bookTicker","u":12040117702233,"s":"ETHUSDT","ps":"ETHUSDT","b":"2931.47","B":"81.224","a":"2931.48","A":"17.905","T":1790000001204,"E":1790000001205,"st":1}}`},
	{Name: "Ticker", Frame: `{"stream":"ethusdt@ticker","data":{"e":"24hrTicker","E":1790000001330,"s":"ETHUSDT","ps":"ETHUSDT","p":"-41.55","P":"-1.398","w":"2950.1187","c":"2931.48","Q":"0.310","o":"2973.03","h":"3011.90","l":"2902.14","v":"3381209.418","q":"9974969170.73","O":1789913580000,"C":1790000001327,"F":8123000111,"L":8126411002,"n":3410702,"st":1}}`},
	{Name: "Kline", Frame: `{"stream":"ethusdt@kline_1h","data":{"e":"kline","E":1790000001250,"s":"ETHUSDT","k":{"t":1789999200000,"T":1790002799999,"s":"ETHUSDT","i":"1h","f":8126370001,"L":8126411002,"o":"2933.10","c":"2931.48","h":"2936.00","l":"2929.41","v":"41208.117","n":41002,"x":false,"q":"120841339.22140","V":"20118.552","Q":"58990128.10042","B":"0"},"st":1}}`},
}

func BenchmarkDecode(b *testing.B) {
	feedtest.BenchHot(b, hotFrames, benchDecoder, benchEncodingJSON)
	b.Run("MarkPriceArr300", func(b *testing.B) { benchDecoder(b, []byte(markArray(300))) })
	b.Run("MarkPriceArr300/floor", func(b *testing.B) { feedtest.BenchFloor(b, []byte(markArray(300))) })
}

func benchDecoder(b *testing.B, raw []byte) {
	var renew func(int64)
	if id := bytes.Index(raw, []byte(`"u":`)); id > 0 { // a book needs a new update id each time
		renew = func(n int64) { copy(raw[id+4:id+18], strconv.AppendInt(make([]byte, 0, 14), 12040117702233+n, 10)) }
	}
	feedtest.BenchDecoder(b, binance.NewDecoder(), raw, renew)
}

// jsonFrame declares every key that collides with another by case, without
// which encoding/json takes the wrong value.
type jsonFrame struct {
	Stream string `json:"stream"`
	Data   struct {
		Event   string          `json:"e"`
		Stamp   int64           `json:"E"`
		Symbol  string          `json:"s"`
		LowP    string          `json:"p"`
		UpP     string          `json:"P"`
		LowI    string          `json:"i"`
		LowR    string          `json:"r"`
		UpT     int64           `json:"T"`
		LowT    json.RawMessage `json:"t"`
		LowB    string          `json:"b"`
		UpB     string          `json:"B"`
		LowA    string          `json:"a"`
		UpA     string          `json:"A"`
		LowC    string          `json:"c"`
		UpC     int64           `json:"C"`
		LowO    string          `json:"o"`
		UpO     int64           `json:"O"`
		LowQ    string          `json:"q"`
		UpQ     string          `json:"Q"`
		LowL    string          `json:"l"`
		UpL     int64           `json:"L"`
		LowU    int64           `json:"u"`
		Family  int64           `json:"st"`
		LowK    *jsonBar        `json:"k"`
		UpF     int64           `json:"F"`
		LowV    string          `json:"v"`
		Ignored json.RawMessage `json:"n"`
	} `json:"data"`
}

type jsonBar struct {
	LowT int64  `json:"t"`
	UpT  int64  `json:"T"`
	I    string `json:"i"`
	LowF int64  `json:"f"`
	LowL string `json:"l"`
	UpL  int64  `json:"L"`
	O    string `json:"o"`
	C    string `json:"c"`
	H    string `json:"h"`
	LowV string `json:"v"`
	UpV  string `json:"V"`
	LowQ string `json:"q"`
	UpQ  string `json:"Q"`
	X    bool   `json:"x"`
	B    string `json:"B"`
}

func benchEncodingJSON(b *testing.B, raw []byte) {
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		var f jsonFrame
		if err := json.Unmarshal(raw, &f); err != nil {
			b.Fatal(err)
		}
		figures := []string{f.Data.LowP, f.Data.LowI, f.Data.LowR, f.Data.LowB, f.Data.LowA, f.Data.LowC, f.Data.LowO, f.Data.LowQ}
		if k := f.Data.LowK; k != nil {
			figures = []string{k.O, k.C, k.H, k.LowL, k.LowV}
		}
		for _, s := range figures {
			if s == "" {
				continue
			}
			if _, err := strconv.ParseFloat(s, 64); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// markArray composes a shard of !markPrice@arr.
func markArray(n int) string {
	var s bytes.Buffer
	s.WriteString(`{"stream":"!markPrice@arr@1s","data":[`)
	for i := range n {
		if i > 0 {
			s.WriteByte(',')
		}
		s.WriteString(`{"e":"markPriceUpdate","E":1790000001000,"s":"C` + strconv.Itoa(i) + `USDT","p":"2931.48210437","ap":"2931.50117290","P":"2930.77410265","i":"2932.90418604","r":"-0.00004127","T":1790006400000,"st":1}`)
	}
	s.WriteString(`]}`)
	return s.String()
}
