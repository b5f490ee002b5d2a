package weex_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"

	"eddy/feeds/feedtest"
	"eddy/feeds/weex"
)

// Frames of the sizes and shapes the venue sends, composed for these tests.
// The change of a book is laid over itself: it ends at the id it begins with.
var hotFrames = []feedtest.HotFrame{
	{Name: "Ticker", Frame: `{"e":"ticker","E":1794001000250,"s":"ETHUSDT","d":[{"p":"-93.28","P":"-0.043605","w":"3111.84765227","c":"3045.89","o":"3139.17","h":"3167.19","l":"3037.28","v":"760383.679","q":"2365814487.32196","O":1793914000000,"C":1794000400000,"n":535239,"m":"3045.91","i":"3047.2225"}]}`},
	{Name: "Depth", Frame: `{"e":"depth","E":1794001001500,"s":"ETHUSDT","U":950,"u":950,"l":15,"d":"CHANGED","b":[["3045.20","40.724"],["3045.10","0"],["3044.90","12.25"],["3044.80","3.5"]],"a":[["3045.31","46.901"],["3045.40","0"],["3045.52","7.75"]]}`},
	{Name: "Kline", Frame: `{"e":"kline","E":1794001150540,"s":"ETHUSDT","p":"LAST_PRICE","d":[{"t":1793998800000,"T":1794002400000,"s":"ETHUSDT","i":"1h","o":"3038.80","c":"3045.03","h":"3058.41","l":"3037.28","v":"38232.697","n":20032,"q":"116748604.20554","V":"20793.594","Q":"63395576.83636"}]}`},
}

const bookBefore = `{"e":"depthSnapshot","E":1794001001000,"s":"ETHUSDT","U":900,"u":950,"l":15,"d":"SNAPSHOT","b":[["3045.00","10"],["3044.95","20.5"]],"a":[["3045.50","3"],["3045.60","4"]]}`

// primed returns a decoder that has the snapshot changes are laid over.
func primed(t testing.TB) *weex.Decoder {
	t.Helper()
	d := weex.NewDecoder()
	if _, err := d.Decode([]byte(bookBefore), 0, nil); err != nil {
		t.Fatal(err)
	}
	return d
}

func BenchmarkDecode(b *testing.B) {
	feedtest.BenchHot(b, hotFrames, benchDecoder, benchEncodingJSON)
}

func benchDecoder(b *testing.B, raw []byte) { feedtest.BenchDecoder(b, primed(b), raw, nil) }

// jsonFrame declares every key that collides with another by case, without
// which encoding/json takes the wrong value.
type jsonFrame struct {
	Event  string      `json:"e"`
	Stamp  int64       `json:"E"`
	Symbol string      `json:"s"`
	UpU    int64       `json:"U"`
	LowU   int64       `json:"u"`
	Depth  int64       `json:"l"`
	Bids   [][2]string `json:"b"`
	Asks   [][2]string `json:"a"`
}

type jsonRow struct {
	LowP string          `json:"p"`
	UpP  string          `json:"P"`
	C    string          `json:"c"`
	UpC  int64           `json:"C"`
	O    string          `json:"o"`
	UpO  int64           `json:"O"`
	H    string          `json:"h"`
	L    string          `json:"l"`
	Q    string          `json:"q"`
	UpQ  string          `json:"Q"`
	V    string          `json:"v"`
	UpV  string          `json:"V"`
	T    int64           `json:"t"`
	UpT  int64           `json:"T"`
	M    string          `json:"m"`
	I    string          `json:"i"`
	N    json.RawMessage `json:"n"`
}

func benchEncodingJSON(b *testing.B, raw []byte) {
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	isBook := bytes.Contains(raw, []byte(`"CHANGED"`))
	for b.Loop() {
		var f struct {
			jsonFrame
			Data []jsonRow `json:"d"`
		}
		var err error
		if isBook {
			err = json.Unmarshal(raw, &f.jsonFrame)
		} else {
			err = json.Unmarshal(raw, &f)
		}
		if err != nil {
			b.Fatal(err)
		}
		for _, text := range f.figures() {
			if _, err := strconv.ParseFloat(text, 64); err != nil && text != "" && text != "1h" {
				b.Fatal(err)
			}
		}
		for i := range f.Data {
			r := &f.Data[i]
			for _, text := range [...]string{r.C, r.O, r.H, r.L, r.Q, r.V, r.M, r.I, r.UpP} {
				if _, err := strconv.ParseFloat(text, 64); err != nil && text != "" && text != "1h" {
					b.Fatal(err)
				}
			}
		}
	}
}

// figures returns the numbers of a book.
func (f *jsonFrame) figures() (list []string) {
	for _, side := range [...][][2]string{f.Bids, f.Asks} {
		for _, l := range side {
			list = append(list, l[0], l[1])
		}
	}
	return list
}
