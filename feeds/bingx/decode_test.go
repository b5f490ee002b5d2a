package bingx_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"eddy/feeds/bingx"
	"eddy/model"
	"eddy/model/modeltest"
)

const (
	bookFields = model.FieldBid | model.FieldAsk
	barFields  = model.FieldBar
	unnamed    = "the list names no contract: prices and volume as sent"
)

// about returns an event with what most events have.
func about(kind model.Kind, symbol string, asset model.Asset, stamp model.Millis) model.Event {
	return model.Event{Kind: kind, Venue: model.BingX, Symbol: symbol, Asset: asset, Multiplier: 1, EventTime: stamp}
}

// with changes an event, for tables.
func with(ev model.Event, change func(*model.Event)) model.Event {
	change(&ev)
	return ev
}

// words returns an event that consists of words.
func words(kind model.Kind, text string) model.Event {
	return model.Event{Kind: kind, Venue: model.BingX, Text: text}
}

// diff compares events.
func diff(want, got any) string { return cmp.Diff(want, got, cmpopts.EquateApprox(1e-13, 0)) }

// decode decodes frames with one decoder.
func decode(t *testing.T, d *bingx.Decoder, frames ...string) (events []model.Event) {
	t.Helper()
	for _, f := range frames {
		var err error
		if events, err = d.Decode([]byte(f), 0, events); err != nil {
			t.Fatalf("%.120s: %v", f, err)
		}
	}
	return events
}

var recordedTicker = with(about(model.KindQuote, "ETH-USDT", "ETH", 1714650656745), func(ev *model.Event) {
	ev.Has = tickerFields
	ev.Last, ev.Bid, ev.Ask, ev.Volume24hUSD, ev.Change24hPct = 2986.23, 2986.15, 2986.17, 1789842510.53, 3.36
})

// TestRecordedFrames holds the decoder to figures read by hand from frames and
// bodies the venue really sent.
func TestRecordedFrames(t *testing.T) {
	for _, tc := range []struct {
		file string
		want []model.Event
	}{
		{"ws_ticker_eth.json", []model.Event{recordedTicker}},
		{"ws_book_ticker_eth.json", []model.Event{with(about(model.KindQuote, "ETH-USDT", "ETH", 1714650946596), func(ev *model.Event) {
			ev.Has, ev.Bid, ev.Ask = bookFields, 2993.59, 2993.67
		})}},
		{"ws_mark_price_eth.json", []model.Event{with(about(model.KindMark, "ETH-USDT", "ETH", 1714650884021), func(ev *model.Event) {
			ev.Has, ev.Mark = model.FieldMark, 2999.63
		})}},
		{"ws_last_price_eth.json", []model.Event{with(about(model.KindQuote, "ETH-USDT", "ETH", 1714650774894), func(ev *model.Event) {
			ev.Has, ev.Last = model.FieldLast, 2988.9
		})}},
		{"ws_kline_1m_eth.json", []model.Event{with(about(model.KindBar, "ETH-USDT", "ETH", 0), func(ev *model.Event) {
			ev.Has = barFields
			ev.Bar = model.Bar{OpenTime: 1714650540000, Interval: model.Minute1, Open: 2991.5, High: 2991.55, Low: 2989.04, Close: 2989.57, Volume: 215.89, HasVolume: true}
		})}},
		{"ws_depth20_eth.json", []model.Event{with(about(model.KindBook, "ETH-USDT", "ETH", 1714650397486), func(ev *model.Event) {
			ev.Has, ev.Bid, ev.Ask = bookFields, 2990.64, 2990.71
		})}},
		{"ws_trade_eth.json", []model.Event{with(about(model.KindTrade, "ETH-USDT", "ETH", 1714650253104), func(ev *model.Event) {
			ev.Has, ev.Last, ev.Text = model.FieldLast, 2983.48, "the newest of 23 trades"
		})}},
		{"ws_ack.json", []model.Event{words(model.KindAck, "request accepted")}},
		{"ws_requests.json", []model.Event{words(model.KindIgnored, "requests of ours: 4")}},
		{"rest_contracts.json", []model.Event{words(model.KindIgnored, "list of 2 contracts: give it as --instruments")}},
		{"rest_book_ticker_snake.json", []model.Event{with(about(model.KindQuote, "BTC-USDT", "BTC", 0), func(ev *model.Event) {
			ev.Has, ev.Bid, ev.Ask = bookFields, 42211.1, 42211.8
		})}},
		{"rest_depth.json", []model.Event{with(words(model.KindBook, "the body names no contract: prices as sent"), func(ev *model.Event) {
			ev.EventTime, ev.Has, ev.Bid, ev.Ask = 1702719083983, bookFields, 0.000009854, 0.000009856
		})}},
		{"rest_funding_history.json", []model.Event{settled("QNT-USDT", "QNT", 1702713600000, 0.000271), settled("QNT-USDT", "QNT", 1702684800000, 0.000128)}},
		{"rest_klines_v3.json", []model.Event{with(words(model.KindBar, unnamed), func(ev *model.Event) {
			ev.Has = barFields
			ev.Bar = model.Bar{OpenTime: 1702717200000, Open: 0.7034, High: 0.7081, Low: 0.7033, Close: 0.7065, Volume: 635494, HasVolume: true}
		})}},
		{"rest_mark_klines.json", []model.Event{with(words(model.KindBar, unnamed), func(ev *model.Event) {
			ev.Has = barFields
			ev.Bar = model.Bar{OpenTime: 1705820520000, Open: 0.7034, High: 0.7081, Low: 0.7033, Close: 0.7065, Volume: 635494, HasVolume: true}
		})}},
		{"rest_open_interest_eos.json", []model.Event{with(about(model.KindOpenInterest, "EOS-USDT", "EOS", 1702719692859), func(ev *model.Event) {
			ev.Has, ev.OpenInterestUSD = model.FieldOpenInterestUSD, 7409966.52
		})}},
		{"rest_premium_index_one.json", []model.Event{with(about(model.KindMark, "BTC-USDT", "BTC", 0), func(ev *model.Event) {
			ev.Has = model.FieldMark | model.FieldIndex | model.FieldFundingRate | model.FieldNextFunding
			ev.Mark, ev.Index, ev.FundingRate, ev.NextFunding = 42216.4, 42219.9, 0.000251, 1702742400000
		})}},
		{"rest_ticker_one.json", []model.Event{with(about(model.KindQuote, "SFP-USDT", "SFP", 0), func(ev *model.Event) {
			ev.Has = tickerFields
			ev.Last, ev.Bid, ev.Ask, ev.Volume24hUSD, ev.Change24hPct = 0.7409, 0.7413, 0.7414, 3085449.53, 4.15
		})}},
	} {
		t.Run(tc.file, func(t *testing.T) {
			if d := diff(tc.want, decode(t, bingx.NewDecoder(), string(recorded(t, tc.file)))); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func recorded(t testing.TB, file string) []byte {
	t.Helper()
	body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "bingx", file))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// settled is a settlement of a contract that settles every eight hours.
func settled(symbol string, asset model.Asset, at model.Millis, rate float64) model.Event {
	return with(about(model.KindFunding, symbol, asset, at), func(ev *model.Event) {
		ev.Has = model.FieldFundingRate | model.FieldFundingInterval
		ev.FundingRate, ev.FundingIntervalH = rate, 8
	})
}

// TestRecordedPackedFrames unpacks ws_gzip_pair.json.
func TestRecordedPackedFrames(t *testing.T) {
	var pair struct {
		Frames [][]byte `json:"frames_b64"` // base64, as encoding/json writes bytes
	}
	if err := json.Unmarshal(recorded(t, "ws_gzip_pair.json"), &pair); err != nil || len(pair.Frames) != 2 {
		t.Fatalf("%d frames, %v", len(pair.Frames), err)
	}
	got := decode(t, bingx.NewDecoder(), string(pair.Frames[0]), string(pair.Frames[1]))
	if d := diff([]model.Event{words(model.KindPong, "the venue asks for a pong"), recordedTicker}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestEveryRecordedFileIsTested keeps the tables above complete.
func TestEveryRecordedFileIsTested(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(modeltest.Shared(t, "venues", "frames", "bingx"), "*.json*"))
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("decode_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.Contains(string(source), `"`+filepath.Base(f)+`"`) {
			t.Errorf("%s is not in the table", filepath.Base(f))
		}
	}
}

func TestMultipliersAreDividedOut(t *testing.T) {
	lines := composed(t)
	ev := decode(t, bingx.NewDecoder(), string(lines[1]))[0]
	want := with(about(model.KindQuote, "1000PEPE-USDT", "PEPE", 1790000001420), func(ev *model.Event) {
		ev.Multiplier, ev.Has = 1000, tickerFields
		ev.Last, ev.Bid, ev.Ask, ev.Volume24hUSD, ev.Change24hPct = 0.0000109, 0.0000108, 0.000011, 9712441.5, 1.87
	})
	if d := diff(want, ev); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestOpenInterestBecomesCoins by the mark price heard before: 17.52 million
// dollars at 175.20 are 100,000 SOL; 1,090 at 0.0109 for a thousand PEPE are a
// hundred million of it.
func TestOpenInterestBecomesCoins(t *testing.T) {
	const marks = `{"code":0,"data":[{"symbol":"SOL-USDT","markPrice":"175.20"},{"symbol":"1000PEPE-USDT","markPrice":"0.0109"}]}`
	const sol = `{"code":0,"data":{"openInterest":"17520000.00","symbol":"SOL-USDT","time":1790000003000}}`
	for _, tc := range []struct {
		name   string
		frames []string
		coins  float64
	}{
		{"no mark price", []string{sol}, 0},
		{"a mark price", []string{marks, sol}, 100_000},
		{"a multiplied name", []string{marks, `{"code":0,"data":{"openInterest":"1090","symbol":"1000PEPE-USDT","time":1790000003000}}`}, 1e8},
		{"a mark price of the stream", []string{`{"code":0,"dataType":"SOL-USDT@markPrice","data":{"E":1790000002000,"s":"SOL-USDT","p":"175.2"}}`, sol}, 100_000},
		{"an old one", []string{`{"code":0,"dataType":"SOL-USDT@markPrice","data":{"E":1789990002000,"s":"SOL-USDT","p":"175.2"}}`, sol}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			events := decode(t, bingx.NewDecoder(), tc.frames...)
			ev := events[len(events)-1]
			if ev.Has.Has(model.FieldOpenInterest) != (tc.coins > 0) || !ev.Has.Has(model.FieldOpenInterestUSD) || diff(tc.coins, ev.OpenInterest) != "" {
				t.Errorf("got %+v, want %v coins", ev, tc.coins)
			}
		})
	}
}

func TestBarsCloseWhenALaterOneCame(t *testing.T) {
	d := bingx.NewDecoder()
	bar := func(at, price string) string {
		return `{"code":0,"dataType":"SOL-USDT@kline_1h","s":"SOL-USDT","data":[{"c":"` + price + `","o":"1","h":"9","l":"1","v":"5","T":` + at + `}]}`
	}
	type told struct {
		at     model.Millis
		price  float64
		closed bool
	}
	var got []told
	for _, ev := range decode(t, d, bar("1789995600000", "2"), bar("1789995600000", "3"), bar("1789999200000", "4"), bar("1789995600000", "7"), bar("1790002799999", "5")) {
		if ev.Kind == model.KindBar {
			got = append(got, told{ev.Bar.OpenTime, ev.Bar.Close, ev.Bar.Closed})
		}
	}
	want := []told{{1789995600000, 2, false}, {1789995600000, 3, false}, {1789995600000, 3, true}, {1789999200000, 4, false}, {1789999200000, 5, false}}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(told{})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d.Overdue() != 1 {
		t.Errorf("got %d overdue, want the bar that came late", d.Overdue())
	}
	d.Forget()
	if events := decode(t, d, bar("1790006400000", "6")); len(events) != 1 || events[0].Bar.Closed {
		t.Errorf("a new connection closed a bar of the one before: %+v", events)
	}
}

func TestLateQuotesAreDropped(t *testing.T) {
	d := bingx.NewDecoder()
	for i, step := range []struct {
		stamp string
		want  model.Kind
	}{
		{"1790000001000", model.KindQuote},
		{"1790000001000", model.KindQuote}, // the same again, pushed anew
		{"1790000000000", model.KindIgnored},
		{"1789990000000", model.KindQuote}, // another clock
		{"1790000002000", model.KindQuote},
	} {
		events := decode(t, d, `{"code":0,"dataType":"SOL-USDT@bookTicker","data":{"E":1790000009000,"T":`+step.stamp+`,"s":"SOL-USDT","b":"1","a":"2"}}`)
		if events[0].Kind != step.want {
			t.Errorf("frame %d: got %v, want %v", i, events[0].Kind, step.want)
		}
	}
}

func TestFundingInterval(t *testing.T) {
	const row = `{"code":0,"data":{"symbol":"SOL-USDT","markPrice":"175","indexPrice":"175","lastFundingRate":"0.0001","nextFundingTime":1790006400000}}`
	listed := model.Instrument{Symbol: "SOL-USDT", Asset: "SOL", Multiplier: 1, Kind: model.ContractPerpetual, FundingIntervalH: 2}
	told := strings.Replace(row, `"markPrice"`, `"fundingIntervalHours":4,"markPrice"`, 1)
	for _, tc := range []struct {
		name   string
		d      *bingx.Decoder
		frames []string
		want   float64
	}{
		{"nobody tells", bingx.NewDecoder(), []string{row}, 0},
		{"the list", bingx.NewDecoder(listed), []string{row}, 2},
		{"the row", bingx.NewDecoder(listed), []string{told}, 4},
		{"the row before", bingx.NewDecoder(), []string{told, row}, 4},
		{"settlements an hour apart", bingx.NewDecoder(listed), []string{`{"code":0,"data":[{"symbol":"SOL-USDT","fundingRate":"1","fundingTime":1789999200000},{"symbol":"SOL-USDT","fundingRate":"1","fundingTime":1789995600000}]}`}, 1},
		{"a gap is no interval", bingx.NewDecoder(listed), []string{`{"code":0,"data":[{"symbol":"SOL-USDT","fundingRate":"1","fundingTime":1789999200000},{"symbol":"SOL-USDT","fundingRate":"1","fundingTime":1789941600000}]}`}, 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			events := decode(t, tc.d, tc.frames...)
			ev := events[len(events)-1]
			if ev.FundingIntervalH != tc.want || ev.Has.Has(model.FieldFundingInterval) != (tc.want > 0) {
				t.Errorf("got %v h, want %v", ev.FundingIntervalH, tc.want)
			}
		})
	}
}

// TestRemainingTimeIsNoMoment: the venue's text calls nextFundingTime what
// remains, which without a stamp cannot be dated.
func TestRemainingTimeIsNoMoment(t *testing.T) {
	ev := decode(t, bingx.NewDecoder(), `{"code":0,"data":{"symbol":"SOL-USDT","markPrice":"175","lastFundingRate":"0.0001","nextFundingTime":7200000}}`)[0]
	if ev.Has.Has(model.FieldNextFunding) || !ev.Has.Has(model.FieldFundingRate) {
		t.Errorf("got %+v", ev)
	}
}

func TestUnusableFrames(t *testing.T) {
	for _, tc := range []struct {
		name, frame, wantErr string
		wantHas              model.Fields
		refused              uint64
	}{
		{"no mark price", `{"code":0,"dataType":"A-USDT@markPrice","data":{"E":1,"s":"A-USDT","p":"0.0"}}`, "no usable mark price", 0, 1},
		{"mark price is a word", `{"code":0,"dataType":"A-USDT@markPrice","data":{"s":"A-USDT","p":"NaN"}}`, "no usable mark price", 0, 1},
		{"exponents", `{"code":0,"dataType":"A-USDT@markPrice","data":{"s":"A-USDT","p":"1.5e-3"}}`, "", model.FieldMark, 0},
		{"one-sided book", `{"code":0,"dataType":"A-USDT@bookTicker","data":{"s":"A-USDT","b":"-1","a":"2"}}`, "", model.FieldAsk, 1},
		{"empty and null", `{"code":0,"dataType":"A-USDT@bookTicker","data":{"s":"A-USDT","b":"","a":null}}`, "no usable bid or ask", 0, 0},
		{"bar out of order", `{"code":0,"dataType":"A-USDT@kline_1h","data":[{"c":"1","o":"1","h":"0.5","l":"1","T":1789999200000}]}`, "bar without four prices", 0, 0},
		{"bar of unknown length", `{"code":0,"dataType":"A-USDT@kline_7h","data":[{"c":"1","o":"1","h":"1","l":"1","T":1789999200000}]}`, "unknown interval", 0, 0},
		{"bar without a time", `{"code":0,"dataType":"A-USDT@kline_1h","data":[{"c":"1","o":"1","h":"1","l":"1","T":-5}]}`, "without a time", 0, 0},
		{"no symbol", `{"code":0,"dataType":"@ticker","data":{"c":"1"}}`, "no symbol", 0, 0},
		{"absurd symbol", `{"code":0,"dataType":"all@ticker","data":{"s":"` + strings.Repeat("X", 65) + `","c":"1"}}`, "symbol too long", 0, 0},
		{"data are a number", `{"code":0,"dataType":"A-USDT@ticker","data":5}`, "no object", 0, 0},
		{"unknown shape", `{"hello":1}`, "no known shape", 0, 0},
		{"unknown body", `{"code":0,"data":{"hello":1}}`, "no known shape", 0, 0},
		{"a number", `5`, "neither an object nor an array", 0, 0},
		{"half a ping", `Pin`, "no value", 0, 0},
		{"two frames in one", `{"code":0,"data":null}{}`, "no end of frame", 0, 0},
		{"half a packed frame", string(pack(t, `{"code":0,"data":null}`)[:20]), "unpack", 0, 0},
		{"something behind a packed frame", string(pack(t, `{"code":0,"data":null}`)) + "x", "behind the end", 0, 0},
		{"a bomb", string(pack(t, strings.Repeat(" ", 9<<20))), "over the size limit", 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := bingx.NewDecoder()
			events, err := d.Decode([]byte(tc.frame), 0, nil)
			if (err == nil) != (tc.wantErr == "") || err != nil && !strings.Contains(err.Error(), tc.wantErr) {
				t.Fatalf("got error %v, want %q", err, tc.wantErr)
			}
			if err == nil && (len(events) != 1 || events[0].Has != tc.wantHas) {
				t.Errorf("got %+v, want fields %b", events, tc.wantHas)
			}
			if err != nil && len(events) != 0 {
				t.Errorf("got events %+v with the error", events)
			}
			if d.Refused() != tc.refused {
				t.Errorf("got %d figures refused, want %d", d.Refused(), tc.refused)
			}
		})
	}
}

// TestContractsThatAreNotFollowed are told of with words and without figures.
func TestContractsThatAreNotFollowed(t *testing.T) {
	for symbol, want := range map[string]string{
		"BTC-USD":  "coin-margined contract: BTC-USD",
		"ETH-BTC":  "not quoted in dollars: ETH-BTC",
		"BTCUSDT":  "unknown sort of symbol: BTCUSDT",
		"btc-usdt": "not quoted in dollars: btc-usdt",
	} {
		ev := decode(t, bingx.NewDecoder(), `{"code":0,"dataType":"`+symbol+`@ticker","data":{"s":"`+symbol+`","c":"5"}}`)[0]
		if ev.Kind != model.KindIgnored || ev.Text != want || ev.Has != 0 {
			t.Errorf("%s: got %+v", symbol, ev)
		}
	}
	ev := decode(t, bingx.NewDecoder(), `{"code":0,"dataType":"龙虾-USDT@ticker","data":{"s":"龙虾-USDT","c":"5"}}`)[0]
	if ev.Kind != model.KindQuote || ev.Asset != "龙虾" || ev.Last != 5 {
		t.Errorf("a name that is not ASCII: got %+v", ev)
	}
}

// pack packs a frame as the venue does.
func pack(t testing.TB, frame string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(frame)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDecodingDoesNotAllocate(t *testing.T) {
	for _, f := range hotFrames {
		for name, raw := range map[string][]byte{f.Name: []byte(f.Frame), f.Name + "/packed": pack(t, f.Frame)} {
			t.Run(name, func(t *testing.T) {
				d := bingx.NewDecoder()
				events := make([]model.Event, 0, 4)
				if n := testing.AllocsPerRun(100, func() {
					if _, err := d.Decode(raw, 1790000001300, events[:0]); err != nil {
						t.Fatal(err)
					}
				}); n != 0 {
					t.Errorf("got %v allocations, want none", n)
				}
			})
		}
	}
}
