package weex_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"eddy/feeds/weex"
	"eddy/model"
	"eddy/model/modeltest"
)

// Fields that tests of decoding name often.
const (
	bookFields    = model.FieldBid | model.FieldAsk
	fundingFields = model.FieldFundingRate | model.FieldFundingInterval | model.FieldNextFunding
	tickerFields  = model.FieldLast | model.FieldMark | model.FieldIndex | model.FieldVolume24hUSD | model.FieldChange24hPct
)

// about returns an event with what most events have.
func about(kind model.Kind, symbol string, asset model.Asset, stamp model.Millis) model.Event {
	return model.Event{Kind: kind, Venue: model.WEEX, Symbol: symbol, Asset: asset, Multiplier: 1, EventTime: stamp}
}

// words returns an event of no contract.
func words(kind model.Kind, stamp model.Millis, text string) model.Event {
	return model.Event{Kind: kind, Venue: model.WEEX, EventTime: stamp, Text: text}
}

// with changes an event, for tables.
func with(ev model.Event, change func(*model.Event)) model.Event {
	change(&ev)
	return ev
}

// unnamed returns the event of a REST bar.
func unnamed(bar model.Bar) model.Event {
	bar.HasVolume = true
	return model.Event{Kind: model.KindBar, Venue: model.WEEX, Has: model.FieldBar, Bar: bar, Text: "the list names no contract: prices and volume as sent"}
}

// diff compares events.
func diff(want, got any) string { return cmp.Diff(want, got, cmpopts.EquateApprox(1e-13, 0)) }

// TestRecordedFrames holds the decoder to figures read by hand from frames the
// venue sent, or shows in its documentation.
func TestRecordedFrames(t *testing.T) {
	request := words(model.KindIgnored, 0, "a request of ours")
	for _, tc := range []struct {
		file string
		want []model.Event
	}{
		{"rest_api_trading_symbols.json", []model.Event{words(model.KindIgnored, 0, "a list of 1 names: not market data")}},
		{"rest_book_ticker.json", []model.Event{with(about(model.KindQuote, "BTCUSDT", "BTC", 1764505776000), func(ev *model.Event) {
			ev.Has, ev.Bid, ev.Ask = bookFields, 69350.1, 69351.0
		})}},
		{"rest_depth.json", []model.Event{with(words(model.KindBook, 0, "the body names no contract: prices as sent"), func(ev *model.Event) {
			ev.Has, ev.Bid, ev.Ask = bookFields, 69350.1, 69351.0
		})}},
		{"rest_exchange_info.json", []model.Event{words(model.KindIgnored, 0, "list of 1 contracts: give it as --instruments")}},
		{"rest_funding_history.json", []model.Event{with(about(model.KindFunding, "BTCUSDT", "BTC", 1764506000456), func(ev *model.Event) {
			ev.Has, ev.FundingRate, ev.Mark = model.FieldFundingRate|model.FieldMark, 0.00025, 69250
		})}},
		{"rest_history_klines.json", []model.Event{unnamed(model.Bar{OpenTime: 1763894400000, Interval: model.Hour4, Open: 68000, High: 68550, Low: 67810, Close: 68220, Volume: 320.456})}},
		{"rest_index_klines.json", []model.Event{unnamed(model.Bar{OpenTime: 1764492000000, Interval: model.Hour1, Open: 69210.5, High: 69400, Low: 69180.4, Close: 69320})}},
		{"rest_klines.json", []model.Event{unnamed(model.Bar{OpenTime: 1764505740000, Interval: model.Minute1, Open: 69340.1, High: 69380, Low: 69320.5, Close: 69355.2, Volume: 25.678})}},
		{"rest_mark_klines.json", []model.Event{unnamed(model.Bar{OpenTime: 1764504000000, Interval: 15 * model.Minute1, Open: 69310, High: 69360, Low: 69280.5, Close: 69340.2, Volume: 15.234})}},
		{"rest_open_interest.json", []model.Event{with(about(model.KindOpenInterest, "BTCUSDT", "BTC", 1764505777345), func(ev *model.Event) {
			ev.Has, ev.OpenInterest = model.FieldOpenInterest, 128345.67
		})}},
		{"rest_premium_index.json", []model.Event{with(about(model.KindMark, "BTCUSDT", "BTC", 1764505777345), func(ev *model.Event) {
			ev.Has, ev.Mark, ev.Index = fundingFields|model.FieldMark|model.FieldIndex, 69348.6, 69347.9
			ev.FundingRate, ev.FundingIntervalH, ev.NextFunding = 0.00025, 8, 1764510000000
		})}},
		{"rest_symbol_price.json", []model.Event{with(about(model.KindIgnored, "BTCUSDT", "BTC", 1764505776890), func(ev *model.Event) {
			ev.Text = "a price: the body does not tell whether last, mark or index"
		})}},
		{"rest_ticker_24hr.json", []model.Event{with(about(model.KindQuote, "BTCUSDT", "BTC", 0), func(ev *model.Event) {
			ev.Has, ev.Last, ev.Mark, ev.Index, ev.Volume24hUSD = tickerFields, 69350.5, 69348.7, 69347.9, 85679012.45
			ev.Change24hPct = 0.217485549132948 // 150.5 / 69200 by hand
		})}},
		{"ws_ack.json", []model.Event{words(model.KindAck, 0, "request accepted")}},
		{"ws_depth_delta_eth.json", []model.Event{with(about(model.KindBook, "ETHUSDT", "ETH", 1775120521971), func(ev *model.Event) {
			ev.Text = "a change of a book whose snapshot has not come"
		})}},
		{"ws_greeting.json", []model.Event{words(model.KindLink, 1788692245686, "connected")}},
		{"ws_kline_1d_eth.json", []model.Event{with(about(model.KindBar, "ETHUSDT", "ETH", 1775120374540), func(ev *model.Event) {
			ev.Has = model.FieldBar
			ev.Bar = model.Bar{OpenTime: 1775088000000, Interval: model.Day1, Open: 2138.80, High: 2158.41, Low: 2037.28, Close: 2045.03, Volume: 383232.697, HasVolume: true}
		})}},
		{"ws_reject_unknown_channel.json", []model.Event{words(model.KindError, 0, "INVALID_ARGUMENT: invalid event : totally_bogus_channel")}},
		{"ws_requests.json", []model.Event{request, request, request, request}},
		{"ws_server_ping.json", []model.Event{words(model.KindPong, 1788692610000, "the venue asks for a pong")}},
		{"ws_ticker_eth.json", []model.Event{with(about(model.KindQuote, "ETHUSDT", "ETH", 1775120226169), func(ev *model.Event) {
			ev.Has, ev.Last, ev.Mark, ev.Index, ev.Volume24hUSD, ev.Change24hPct = tickerFields, 2045.89, 2045.91, 2047.2225, 1605814487.32196, -4.3605
		})}},
		{"ws_trade_eth.json", []model.Event{with(about(model.KindTrade, "ETHUSDT", "ETH", 1775121040002), func(ev *model.Event) {
			ev.Has, ev.Last, ev.Text = model.FieldLast, 2041.50, "the latest of 3 trades"
		})}},
	} {
		t.Run(tc.file, func(t *testing.T) {
			body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "weex", tc.file))
			if err != nil {
				t.Fatal(err)
			}
			got, err := weex.NewDecoder().Decode(body, 0, nil)
			if d := diff(tc.want, got); d != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, d)
			}
		})
	}
}

// TestEveryRecordedFileIsTested keeps the table above complete.
func TestEveryRecordedFileIsTested(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(modeltest.Shared(t, "venues", "frames", "weex"), "*.json*"))
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

// step is a frame and what one decoder makes of it after those before.
type step struct {
	frame    string
	kind     model.Kind
	bid, ask float64
	broken   bool
}

func depthFrame(event, ids, bids, asks string) string {
	return `{"e":"` + event + `","E":1794001001000,"s":"SOLUSDT",` + ids + `,"l":15,"b":[` + bids + `],"a":[` + asks + `]}`
}

// TestBook follows a book through changes, by hand.
func TestBook(t *testing.T) {
	snapshot := depthFrame("depthSnapshot", `"U":1,"u":10`, `["100","1"],["99","1"]`, `["101","1"],["102","1"]`)
	for _, tc := range []struct {
		name  string
		steps []step
	}{
		{"a change before its snapshot", []step{{depthFrame("depth", `"U":10,"u":11`, `["100","1"]`, ``), model.KindBook, 0, 0, false}}},
		{"the best bid leaves", []step{{snapshot, model.KindQuote, 100, 101, false}, {depthFrame("depth", `"U":10,"u":11`, `["100","0"]`, ``), model.KindQuote, 99, 101, false}}},
		{"a better bid and ask", []step{{snapshot, model.KindQuote, 100, 101, false}, {depthFrame("depth", `"U":10,"u":11`, `["100.4","2"]`, `["100.6","2"]`), model.KindQuote, 100.4, 100.6, false}}},
		{"the ask moves to where the bid was", []step{{snapshot, model.KindQuote, 100, 101, false}, {depthFrame("depth", `"U":10,"u":11`, `["100","0"]`, `["100","2"]`), model.KindQuote, 99, 100, false}}},
		{"out of the window and gone", []step{{snapshot, model.KindQuote, 100, 101, false}, {depthFrame("depth", `"U":10,"u":11`, `["50","0"]`, `["101","0"]`), model.KindQuote, 100, 102, false}}},
		{"a repeated change", []step{{snapshot, model.KindQuote, 100, 101, false}, {depthFrame("depth", `"U":10,"u":11`, `["100","0"]`, ``), model.KindQuote, 99, 101, false}, {depthFrame("depth", `"U":10,"u":11`, `["98","0"]`, ``), model.KindIgnored, 0, 0, false}}},
		{"a hole", []step{{snapshot, model.KindQuote, 100, 101, false}, {depthFrame("depth", `"U":11,"u":12`, ``, ``), model.KindBook, 0, 0, true}, {depthFrame("depth", `"U":12,"u":13`, ``, ``), model.KindBook, 0, 0, false}, {snapshot, model.KindQuote, 100, 101, false}}},
		{"crossed", []step{{snapshot, model.KindQuote, 100, 101, false}, {depthFrame("depth", `"U":10,"u":11`, `["101","1"]`, ``), model.KindBook, 0, 0, true}}},
		{"one side is empty", []step{{depthFrame("depthSnapshot", `"U":1,"u":10`, `["100","1"]`, ``), model.KindQuote, 100, 0, false}}},
		{"delisted", []step{{depthFrame("depthSnapshot", `"U":0,"u":0`, ``, ``), model.KindIgnored, 0, 0, false}}},
		{"senseless levels are left out", []step{{depthFrame("depthSnapshot", `"U":1,"u":10`, `["0","1"],["-1","2"],["x","1"],["100","-1"],["98","1e0"],[],5`, `["101","1","more"]`), model.KindQuote, 98, 101, false}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := weex.NewDecoder()
			for i, s := range tc.steps {
				events, err := d.Decode([]byte(s.frame), 0, nil)
				if err != nil || len(events) != 1 {
					t.Fatalf("step %d: got %+v, %v", i, events, err)
				}
				ev := events[0]
				if ev.Kind != s.kind || ev.Bid != s.bid || ev.Ask != s.ask || d.Broken() != s.broken {
					t.Errorf("step %d: got %v %v %v, broken %v; want %+v", i, ev.Kind, ev.Bid, ev.Ask, d.Broken(), s)
				}
				if d.Stream() != "SOLUSDT@depth15" {
					t.Errorf("step %d: got stream %q", i, d.Stream())
				}
			}
		})
	}
}

func barFrame(stamp, open, last string) string {
	return `{"e":"kline","E":` + stamp + `,"s":"SOLUSDT","p":"LAST_PRICE","d":[{"t":` + open + `,"i":"1h","o":"100","c":"` + last + `","h":"110","l":"90","v":"5"}]}`
}

// TestBarsAreClosedByTheirSuccessors follows what the venue does not say.
func TestBarsAreClosedByTheirSuccessors(t *testing.T) {
	type bar struct {
		Open   model.Millis
		Close  float64
		Closed bool
	}
	const first, second = "1793998800000", "1794002400000"
	for _, tc := range []struct {
		name    string
		frames  []string
		want    []bar
		overdue uint64
	}{
		{"a successor", []string{barFrame("1794002399900", first, "101"), barFrame("1794002400400", second, "102")},
			[]bar{{1793998800000, 101, false}, {1793998800000, 101, true}, {1794002400000, 102, false}}, 0},
		{"a frame after the end, then a successor", []string{barFrame("1794002400001", first, "101"), barFrame("1794002400400", second, "102")},
			[]bar{{1793998800000, 101, true}, {1794002400000, 102, false}}, 0},
		{"one that comes late", []string{barFrame("1794002400400", second, "102"), barFrame("1794002400401", first, "101")},
			[]bar{{1794002400000, 102, false}}, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := weex.NewDecoder()
			var got []bar
			for _, f := range tc.frames {
				events, err := d.Decode([]byte(f), 0, nil)
				if err != nil || d.Past() || d.Stream() != "SOLUSDT@kline_1h_LAST_PRICE" {
					t.Fatalf("got %v, past %v, stream %q", err, d.Past(), d.Stream())
				}
				for _, ev := range events {
					if ev.Kind == model.KindBar {
						got = append(got, bar{ev.Bar.OpenTime, ev.Bar.Close, ev.Bar.Closed})
					}
				}
			}
			if df := cmp.Diff(tc.want, got); df != "" || d.Overdue() != tc.overdue {
				t.Errorf("%d overdue (-want +got):\n%s", d.Overdue(), df)
			}
		})
	}
}

// TestFundingInterval follows the sources of the interval.
func TestFundingInterval(t *testing.T) {
	const settled = `[{"symbol":"SOLUSDT","fundingRate":"0.0003","fundingTime":1793995200456}]`
	const premium = `{"symbol":"SOLUSDT","forecastFundingRate":"0.1","nextFundingTime":1794009600000,"time":1794002402345,"collectCycle":240}`
	in := model.Instrument{Symbol: "SOLUSDT", Asset: "SOL", Multiplier: 1, FundingIntervalH: 6}
	for _, tc := range []struct {
		name   string
		d      *weex.Decoder
		frames []string
		want   float64 // 0: not told
	}{
		{"nobody tells", weex.NewDecoder(), []string{settled}, 0},
		{"the list", weex.NewDecoder(in), []string{settled}, 6},
		{"the cycle beats the list", weex.NewDecoder(in), []string{premium, settled}, 4},
		{"minutes", weex.NewDecoder(), []string{premium}, 4},
		{"a senseless cycle", weex.NewDecoder(), []string{strings.Replace(premium, ":240", ":0", 1)}, 0},
		{"neighbours", weex.NewDecoder(in), []string{`[{"symbol":"SOLUSDT","fundingRate":"0.0003","fundingTime":1793995200456},{"symbol":"SOLUSDT","fundingRate":"0.0003","fundingTime":1793991600001}]`}, 1},
		{"a gap is no interval", weex.NewDecoder(in), []string{`[{"symbol":"SOLUSDT","fundingRate":"0.0003","fundingTime":1793995200456},{"symbol":"SOLUSDT","fundingRate":"0.0003","fundingTime":1793908800456}]`}, 6},
		{"neighbours of others are none", weex.NewDecoder(in), []string{`[{"symbol":"SOLUSDT","fundingRate":"0.0003","fundingTime":1793995200456},{"symbol":"ETHUSDT","fundingRate":"0.0003","fundingTime":1793991600001}]`}, 6},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var first model.Event
			for _, f := range tc.frames {
				events, err := tc.d.Decode([]byte(f), 0, nil)
				if err != nil || len(events) == 0 {
					t.Fatalf("got %+v, %v", events, err)
				}
				first = events[0]
			}
			if first.FundingIntervalH != tc.want || first.Has.Has(model.FieldFundingInterval) != (tc.want > 0) {
				t.Errorf("got %v h, carried %v; want %v", first.FundingIntervalH, first.Has.Has(model.FieldFundingInterval), tc.want)
			}
		})
	}
}

func TestUnusableFigures(t *testing.T) {
	tick := func(data string) string {
		return `{"e":"ticker","E":1794001000250,"s":"ETHUSDT","d":[` + data + `]}`
	}
	for _, tc := range []struct {
		name, frame string
		wantErr     string
		wantHas     model.Fields
		refused     uint64
	}{
		{"no price at all", tick(`{"c":"0","m":"-1","i":"","q":"5"}`), "no usable price", 0, 2},
		{"a price that is a word", tick(`{"c":"NaN","m":"5"}`), "", model.FieldMark, 1},
		{"null and empty", tick(`{"c":"5","m":null,"i":"","P":null,"q":""}`), "", model.FieldLast, 0},
		{"exponents", tick(`{"c":"5e0","P":"1E-2","q":"1e3"}`), "", model.FieldLast | model.FieldChange24hPct | model.FieldVolume24hUSD, 0},
		{"negative volume", tick(`{"c":"5","q":"-5"}`), "", model.FieldLast, 1},
		{"a price beyond all numbers", tick(`{"c":"1e999","m":"5"}`), "", model.FieldMark, 1},
		{"no data", `{"e":"ticker","E":1,"s":"ETHUSDT"}`, "no usable price", 0, 0},
		{"bar out of order", `{"e":"kline","E":1,"s":"ETHUSDT","d":[{"t":1793998800000,"i":"1h","o":"1","h":"0.5","l":"1","c":"1","v":"0"}]}`, "bar without four prices", 0, 0},
		{"bar of unknown interval", `{"e":"kline","E":1,"s":"ETHUSDT","d":[{"t":1793998800000,"i":"7h","o":"1","h":"1","l":"1","c":"1"}]}`, "unknown interval", 0, 0},
		{"bar that begins anywhere", `{"e":"kline","E":1,"s":"ETHUSDT","d":[{"t":1793998800001,"i":"1h","o":"1","h":"1","l":"1","c":"1"}]}`, "unknown interval", 0, 0},
		{"bars missing", `{"e":"kline","E":1,"s":"ETHUSDT"}`, "no bars", 0, 0},
		{"negative open interest", `{"symbol":"ETHUSDT","openInterest":"-1","time":1}`, "no usable open interest", 0, 1},
		{"next funding of 1970", `{"symbol":"ETHUSDT","forecastFundingRate":"0.1","nextFundingTime":28800000}`, "", model.FieldFundingRate, 0},
		{"next funding is over", `{"symbol":"ETHUSDT","forecastFundingRate":"0.1","nextFundingTime":1794001000000,"time":1794001000001}`, "", model.FieldFundingRate, 0},
		{"only the rate that was charged", `{"symbol":"ETHUSDT","lastFundingRate":"0.1","collectCycle":60}`, "", model.FieldFundingInterval, 0},
		{"no symbol", `{"e":"ticker","d":[{"c":"5"}]}`, "no symbol", 0, 0},
		{"absurd symbol", `{"e":"ticker","s":"` + strings.Repeat("X", 65) + `","d":[{"c":"5"}]}`, "symbol too long", 0, 0},
		{"no known shape", `{"hello":1}`, "no known shape", 0, 0},
		{"a number", `5`, "neither an object nor an array", 0, 0},
		{"not JSON", `{"e":"ticker"`, "no comma or closing brace at byte 13", 0, 0},
		{"two frames in one", `{"result":true}{"result":true}`, "no end of frame at byte 15", 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := weex.NewDecoder()
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

func TestTickersOutOfOrder(t *testing.T) {
	d := weex.NewDecoder()
	for i, s := range []struct {
		stamp string
		want  model.Kind
	}{{"1794001000250", model.KindQuote}, {"1794001000250", model.KindQuote}, {"1794001000200", model.KindIgnored}, {"9994001000200", model.KindQuote}, {"1794001000300", model.KindQuote}} {
		events, err := d.Decode([]byte(`{"e":"ticker","E":`+s.stamp+`,"s":"SOLUSDT","d":[{"c":"5"}]}`), 0, nil)
		if err != nil || len(events) != 1 || events[0].Kind != s.want {
			t.Errorf("frame %d: got %+v, %v; want %v", i, events, err, s.want)
		}
	}
	if d.Overdue() != 1 {
		t.Errorf("got %d overdue, want 1", d.Overdue())
	}
}

func TestRowsThatMakeSenseSurviveOthers(t *testing.T) {
	frame := `[{"symbol":"ETHUSDT","bidPrice":"1","askPrice":"2"},7,{"bidPrice":"1","askPrice":"2"},{"symbol":"币安人生USDT","bidPrice":"3","askPrice":"4"}]`
	events, err := weex.NewDecoder().Decode([]byte(frame), 0, nil)
	if len(events) != 2 || events[1].Asset != "币安人生" {
		t.Errorf("got %+v, want the two good rows", events)
	}
	if err == nil || !strings.Contains(err.Error(), "(and 1 more rows)") {
		t.Errorf("got error %v, want the first fault and the count of the others", err)
	}
}

// TestCaseOfKeys has the one field of each colliding pair that is followed
// between two of the other.
func TestCaseOfKeys(t *testing.T) {
	frame := `{"e":"kline","E":1794001000000,"S":"BTCUSDT","s":"ETHUSDT","P":"MARK_PRICE","p":"LAST_PRICE","d":[{"T":7,"t":1793998800000,"I":"1d","i":"1h","O":"9","o":"2","C":"9","c":"3","H":"9","h":"4","L":"9","l":"1","V":"9","v":"5","Q":"9","q":"9"}]}`
	events, err := weex.NewDecoder().Decode([]byte(frame), 0, nil)
	want := model.Bar{OpenTime: 1793998800000, Interval: model.Hour1, Open: 2, High: 4, Low: 1, Close: 3, Volume: 5, HasVolume: true}
	if err != nil || len(events) != 1 || events[0].Symbol != "ETHUSDT" || events[0].Bar != want {
		t.Errorf("got %+v, %v", events, err)
	}
}

func TestUnknownNamesAreBounded(t *testing.T) {
	d := weex.NewDecoder()
	refused := false
	for i := range model.Millis(20_000) {
		if _, err := d.Decode([]byte(`{"symbol":"X`+digits(i)+`USDT","bidPrice":"1"}`), 0, nil); err != nil {
			refused = true
		}
	}
	if !refused {
		t.Error("20,000 different names were all remembered")
	}
}

func TestDecodingDoesNotAllocate(t *testing.T) {
	for _, f := range hotFrames {
		t.Run(f.Name, func(t *testing.T) {
			d := primed(t)
			raw := []byte(f.Frame)
			events := make([]model.Event, 0, 4)
			if n := testing.AllocsPerRun(100, func() {
				if _, err := d.Decode(raw, 1794001001300, events[:0]); err != nil {
					t.Fatal(err)
				}
			}); n != 0 {
				t.Errorf("got %v allocations, want none", n)
			}
		})
	}
}

// TestForgottenStreams begins a book and a bar anew, as a connection does.
func TestForgottenStreams(t *testing.T) {
	d := weex.NewDecoder()
	frames := bytes.Split([]byte(bookBefore+"\n"+barFrame("1794002399900", "1793998800000", "101")), []byte("\n"))
	for _, f := range frames {
		if _, err := d.Decode(f, 0, nil); err != nil {
			t.Fatal(err)
		}
	}
	d.ForgetStreams()
	events, err := d.Decode([]byte(barFrame("1794006000400", "1794006000000", "102")), 0, nil)
	if err != nil || len(events) != 1 || events[0].Bar.Closed {
		t.Errorf("a bar that was not heard to its end was closed: %+v, %v", events, err)
	}
	events, err = d.Decode([]byte(hotFrames[1].Frame), 0, nil)
	if err != nil || len(events) != 1 || events[0].Kind != model.KindBook {
		t.Errorf("a change was laid over a book of another connection: %+v, %v", events, err)
	}
}
