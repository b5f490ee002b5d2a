package binance_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"eddy/feeds/binance"
	"eddy/model"
	"eddy/model/modeltest"
)

// Fields that tests of decoding name often.
const (
	bookFields    = model.FieldBid | model.FieldAsk
	fundingFields = model.FieldFundingRate | model.FieldFundingInterval | model.FieldNextFunding
	markFields    = model.FieldMark | model.FieldIndex | fundingFields
	dayFields     = model.FieldLast | model.FieldVolume24hUSD | model.FieldChange24hPct
)

// about returns an event with what most events have.
func about(kind model.Kind, symbol string, asset model.Asset, stamp model.Millis) model.Event {
	return model.Event{Kind: kind, Venue: model.Binance, Symbol: symbol, Asset: asset, Multiplier: 1, EventTime: stamp}
}

// with changes an event, for tables.
func with(ev model.Event, change func(*model.Event)) model.Event {
	change(&ev)
	return ev
}

// decodeLines decodes a file of frames with one decoder.
func decodeLines(t *testing.T, d *binance.Decoder, body []byte) (events []model.Event) {
	t.Helper()
	for _, line := range bytes.Split(bytes.TrimSpace(body), []byte("\n")) {
		var err error
		if events, err = d.Decode(line, 0, events); err != nil {
			t.Fatalf("%.120s: %v", line, err)
		}
	}
	return events
}

// diff compares events.
func diff(want, got any) string { return cmp.Diff(want, got, cmpopts.EquateApprox(1e-13, 0)) }

// TestRecordedFrames holds the decoder to figures read by hand from frames the
// venue really sent.
func TestRecordedFrames(t *testing.T) {
	btcMark := func(stamp model.Millis, mark, index, rate float64, next model.Millis) model.Event {
		return with(about(model.KindMark, "BTCUSDT", "BTC", stamp), func(ev *model.Event) {
			ev.Has = markFields
			ev.Mark, ev.Index, ev.FundingRate, ev.FundingIntervalH, ev.NextFunding = mark, index, rate, 8, next
		})
	}
	for _, tc := range []struct {
		file string
		rows int
		at   int // which event is compared; negative: from the end
		want model.Event
	}{
		{"usdm_ws_markprice_3s_combined_2026-08.json", 1, 0, btcMark(1786171884000, 64991.37858696, 65016.05673913, 0.00003936, 1786176000000)},
		{"usdm_ws_markprice_1s_testnet_2026-07.json", 1, 0, btcMark(1785048483000, 64346.7, 64399.61608696, 0.00005301, 1785052800000)},
		{"usdm_ws_markprice_2020_no_P_no_ap.json", 1, 0, btcMark(1597536008000, 11857.56, 11851.86949091, 0.0001564, 1597564800000)},
		{"usdm_ws_markprice_arr_one_entry_2026-09.json", 1, 0, btcMark(1788936948001, 79107.36658171, 79139.09565217, 0.00008359, 1788940800000)},
		{"usdm_rest_premiumindex_one_2023.json", 1, 0, btcMark(1687244112000, 26780.82240476, 26798.25197802, 0.00001226, 1687248000000)},
		{"usdm_ws_24hrticker_2026-05.json", 1, 0, with(about(model.KindQuote, "HIVEUSDT", "HIVE", 1780208818274), func(ev *model.Event) {
			ev.Has, ev.Last, ev.Volume24hUSD, ev.Change24hPct = dayFields, 0.07832, 34943789.3428, 33.561
		})},
		{"usdm_ws_24hrticker_combined_2019.json", 1, 0, with(about(model.KindQuote, "BTCUSDT", "BTC", 1568693103467), func(ev *model.Event) {
			ev.Has, ev.Last, ev.Volume24hUSD, ev.Change24hPct = dayFields, 10223.74, 207024349.13, -0.855
		})},
		{"usdm_rest_ticker24hr_one_2021.json", 1, 0, with(about(model.KindQuote, "BTCUSDT", "BTC", 1630042423017), func(ev *model.Event) {
			ev.Has, ev.Last, ev.Volume24hUSD, ev.Change24hPct = dayFields, 47028.59, 22175129357.20, -0.33
		})},
		{"usdm_ws_bookticker_raw_2026-07.json", 1, 0, with(about(model.KindQuote, "ETHUSDT", "ETH", 1785121247584), func(ev *model.Event) {
			ev.Has, ev.Bid, ev.Ask = bookFields, 1943.64, 1943.65
		})},
		{"usdm_ws_bookticker_sequence_2021-07.jsonl", 40, -1, with(about(model.KindQuote, "SUSHIUSDT", "SUSHI", 1626992746008), func(ev *model.Event) {
			ev.Has, ev.Bid, ev.Ask = bookFields, 7.612, 7.614
		})},
		{"usdm_ws_kline_closed_2026-08.json", 1, 0, with(about(model.KindBar, "BTCUSDT", "BTC", 1786173360960), func(ev *model.Event) {
			ev.Has = model.FieldBar
			ev.Bar = model.Bar{OpenTime: 1786173300000, Interval: model.Minute1, Open: 64970.8, High: 64970.9, Low: 64969.4, Close: 64969.4, Volume: 9.09, HasVolume: true, Closed: true}
		})},
		{"usdm_ws_kline_sequence_2021-07.jsonl", 33, -1, with(about(model.KindBar, "AKROUSDT", "AKRO", 1626992756803), func(ev *model.Event) {
			ev.Has = model.FieldBar
			ev.Bar = model.Bar{OpenTime: 1626992700000, Interval: model.Minute1, Open: 0.01731, High: 0.01733, Low: 0.01731, Close: 0.01732, Volume: 178992, HasVolume: true}
		})},
		{"usdm_rest_klines_1d_2023.json", 6, 4, model.Event{
			Kind: model.KindBar, Venue: model.Binance, Has: model.FieldBar, Text: "the list names no contract: prices and volume as sent",
			Bar: model.Bar{OpenTime: 1672876800000, Interval: model.Day1, Open: 16842.2, High: 16872.8, Low: 16740.4, Close: 16823.8, Volume: 176369.347, HasVolume: true, Closed: true},
		}},
		{"usdm_rest_openinterest_2023.json", 1, 0, with(about(model.KindOpenInterest, "BTCUSDT", "BTC", 1702244985273), func(ev *model.Event) {
			ev.Has, ev.OpenInterest = model.FieldOpenInterest, 83782.317
		})},
		{"usdm_rest_openinteresthist_2020.json", 10, 9, with(about(model.KindOpenInterest, "LTCUSDT", "LTC", 1602806400000), func(ev *model.Event) {
			ev.Has, ev.OpenInterest, ev.OpenInterestUSD = model.FieldOpenInterest|model.FieldOpenInterestUSD, 378181.602, 18701080.2189
		})},
		{"usdm_rest_fundingrate_2020_trimmed.json", 20, 1, with(about(model.KindFunding, "BTCUSDT", "BTC", 1600156800010), func(ev *model.Event) {
			ev.Has, ev.FundingRate, ev.FundingIntervalH = model.FieldFundingRate|model.FieldFundingInterval, -0.00002796, 8
		})},
		{"usdm_rest_fundinginfo_2025.json", 25, 1, with(about(model.KindFunding, "LPTUSDT", "LPT", 1752854309429), func(ev *model.Event) {
			ev.Has, ev.FundingIntervalH = model.FieldFundingInterval, 4
		})},
		{"usdm_rest_exchangeinfo_2025-08_trimmed.json", 1, 0, model.Event{Kind: model.KindIgnored, Venue: model.Binance, Text: "list of 2 contracts: give it as --instruments"}},
		{"usdm_ws_ack.json", 1, 0, model.Event{Kind: model.KindAck, Venue: model.Binance, Text: "request accepted"}},
		{"rest_error_invalid_symbol.json", 1, 0, model.Event{Kind: model.KindError, Venue: model.Binance, Text: "Invalid symbol. (code -1121)"}},
		{"usdm_ws_contractinfo_with_brackets.json", 1, 0, with(about(model.KindLink, "IOTAUSDT", "IOTA", 1669356423908), func(ev *model.Event) {
			ev.Text = "IOTAUSDT: leverage brackets changed (2, up to 50x), PERPETUAL, TRADING"
		})},
		{"spot_ws_bookticker_2021-10.jsonl", 20, 19, with(about(model.KindQuote, "NKNUSDT", "NKN", 0), func(ev *model.Event) {
			ev.Has, ev.Bid, ev.Ask, ev.Text = bookFields, 0.3521, 0.3526, "spot"
		})},
		{"spot_ws_bookticker_2021-10.jsonl", 20, 7, model.Event{Kind: model.KindIgnored, Venue: model.Binance, Symbol: "LRCBTC", Text: "not quoted in dollars: LRCBTC"}},
		{"spot_ws_miniticker_2026-01.json", 1, 0, with(about(model.KindQuote, "BTCUSDT", "BTC", 1768627410022), func(ev *model.Event) {
			ev.Has, ev.Last, ev.Volume24hUSD = dayFields, 95311.63, 928097362.0824487
			ev.Change24hPct = 0.0015738096254826 // 1.50 / 95310.13 by hand
			ev.Text = "spot or futures: this shape does not tell"
		})},
	} {
		t.Run(tc.file, func(t *testing.T) {
			body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "binance", tc.file))
			if err != nil {
				t.Fatal(err)
			}
			events := decodeLines(t, binance.NewDecoder(), body)
			if len(events) != tc.rows {
				t.Fatalf("got %d events, want %d", len(events), tc.rows)
			}
			if d := diff(tc.want, events[(tc.at+len(events))%len(events)]); d != "" {
				t.Errorf("event %d (-want +got):\n%s", tc.at, d)
			}
		})
	}
}

// TestEveryRecordedFileIsTested keeps the table above complete.
func TestEveryRecordedFileIsTested(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(modeltest.Shared(t, "venues", "frames", "binance"), "*.json*"))
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

func TestLastRowOfKlinesMayBeOpen(t *testing.T) {
	rows := `[[1789992000000,"100","110","90","105","12.5",1789995599999,"1","1","1","1","0"],[1789995600000,"105","106","104","105.5","2",1789999199999,"1","1","1","1","0"]]`
	events, err := binance.NewDecoder().Decode([]byte(rows), 0, nil)
	if err != nil || len(events) != 2 || !events[0].Bar.Closed || events[1].Bar.Closed {
		t.Errorf("got %+v, %v; want a closed bar and one that may be open", events, err)
	}
}

// TestFundingInterval follows the three sources of the interval.
func TestFundingInterval(t *testing.T) {
	const hour = model.Millis(3600_000)
	const t0 = model.Millis(1790006400000)
	type frame struct {
		stamp, next model.Millis
		wantH       float64
	}
	for _, tc := range []struct {
		name   string
		listed float64
		frames []frame
	}{
		{"the venue's rule", 0, []frame{{t0 - 1000, t0, 8}}},
		{"fundingInfo", 4, []frame{{t0 - 1000, t0, 4}}},
		{"two settlements", 0, []frame{{t0 - 1000, t0, 8}, {t0, t0, 8}, {t0 + 1000, t0 + 4*hour, 4}, {t0 + 2000, t0 + 4*hour, 4}}},
		{"settlements beat the list", 8, []frame{{t0, t0, 8}, {t0 + 1000, t0 + hour, 1}}},
		{"a lost connection proves nothing", 4, []frame{{t0 - 1000, t0, 4}, {t0 + 5*hour, t0 + 8*hour, 4}}},
		{"a settlement moved before it came proves nothing", 8, []frame{{t0 - 2*hour, t0, 8}, {t0 - hour, t0 + hour, 8}}},
		{"longer than the rule is a gap", 0, []frame{{t0, t0, 8}, {t0 + 1000, t0 + 16*hour, 8}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := binance.NewDecoder(model.Instrument{Symbol: "LPTUSDT", Asset: "LPT", Multiplier: 1, Kind: model.ContractPerpetual, FundingIntervalH: tc.listed})
			for i, f := range tc.frames {
				ev := decodeMark(t, d, f.stamp, f.next)
				if ev.FundingIntervalH != f.wantH || ev.NextFunding != f.next {
					t.Errorf("frame %d: got %v h, next %v; want %v h, next %v", i, ev.FundingIntervalH, ev.NextFunding, f.wantH, f.next)
				}
			}
		})
	}
}

func TestChangedFundingListBeatsThePast(t *testing.T) {
	const t0 = model.Millis(1790006400000)
	in := model.Instrument{Symbol: "LPTUSDT", Asset: "LPT", Multiplier: 1, Kind: model.ContractPerpetual, FundingIntervalH: 8}
	d := binance.NewDecoder(in)
	decodeMark(t, d, t0, t0)
	decodeMark(t, d, t0+1000, t0+8*3600_000)
	in.FundingIntervalH = 4
	d.Learn([]model.Instrument{in})
	if ev := decodeMark(t, d, t0+2000, t0+4*3600_000); ev.FundingIntervalH != 4 {
		t.Errorf("got %v h, want 4", ev.FundingIntervalH)
	}
}

func decodeMark(t *testing.T, d *binance.Decoder, stamp, next model.Millis) model.Event {
	t.Helper()
	frame := `{"e":"markPriceUpdate","E":` + digits(stamp) + `,"s":"LPTUSDT","p":"6.1","i":"6.2","r":"0.0001","T":` + digits(next) + `}`
	events, err := d.Decode([]byte(frame), 0, nil)
	if err != nil || len(events) != 1 {
		t.Fatalf("got %+v, %v", events, err)
	}
	return events[0]
}

func TestOvertakenBookIsDropped(t *testing.T) {
	d := binance.NewDecoder()
	kinds := func(id string) model.Kind {
		events, err := d.Decode([]byte(`{"e":"bookTicker","u":`+id+`,"s":"ETHUSDT","b":"1","a":"2","E":1790000000000}`), 0, nil)
		if err != nil || len(events) != 1 {
			t.Fatalf("got %+v, %v", events, err)
		}
		return events[0].Kind
	}
	for i, step := range []struct {
		id   string
		want model.Kind
	}{{"10", model.KindQuote}, {"11", model.KindQuote}, {"11", model.KindIgnored}, {"5", model.KindIgnored}, {"12", model.KindQuote}} {
		if got := kinds(step.id); got != step.want {
			t.Errorf("frame %d, id %s: got %v, want %v", i, step.id, got, step.want)
		}
	}
	if got := d.Overdue(); got != 2 {
		t.Errorf("got %d overdue, want 2", got)
	}
	d.ForgetBooks()
	if got := kinds("1"); got != model.KindQuote {
		t.Errorf("after a new connection: got %v, want a quote", got)
	}
}

func TestUnusableFigures(t *testing.T) {
	for _, tc := range []struct {
		name, frame string
		wantErr     string
		wantHas     model.Fields
		refused     uint64
	}{
		{"no mark price", `{"e":"markPriceUpdate","E":1790000000000,"s":"ETHUSDT","p":"0.00","i":"5","r":"0.1","T":1790006400000}`, "no usable mark price", 0, 1},
		{"no index price", `{"e":"markPriceUpdate","E":1790000000000,"s":"ETHUSDT","p":"5","i":"-1","r":"0.1","T":1790006400000}`, "", model.FieldMark | fundingFields, 1},
		{"mark price is a word", `{"e":"markPriceUpdate","E":1790000000000,"s":"ETHUSDT","p":"NaN"}`, "no usable mark price", 0, 1},
		{"one-sided book", `{"e":"bookTicker","u":1,"s":"ETHUSDT","b":"0.00","a":"2","E":1790000000000}`, "", model.FieldAsk, 1},
		{"empty book", `{"e":"bookTicker","u":1,"s":"ETHUSDT","b":"0.00","a":"","E":1790000000000}`, "no usable bid or ask", 0, 1},
		{"ticker without volume and change", `{"e":"24hrTicker","E":1790000000000,"s":"ETHUSDT","c":"5","q":null}`, "", model.FieldLast, 0},
		{"negative volume", `{"e":"24hrTicker","E":1790000000000,"s":"ETHUSDT","c":"5","q":"-5","P":"1"}`, "", model.FieldLast | model.FieldChange24hPct, 1},
		{"bar out of order", `{"e":"kline","E":1790000000000,"s":"ETHUSDT","k":{"t":1789999200000,"i":"1h","o":"1","h":"0.5","l":"1","c":"1","v":"0","x":false}}`, "bar without four prices", 0, 0},
		{"bar of unknown interval", `{"e":"kline","E":1790000000000,"s":"ETHUSDT","k":{"t":1789999200000,"i":"7h","o":"1","h":"1","l":"1","c":"1"}}`, "unknown interval", 0, 0},
		{"bar that begins anywhere", `{"e":"kline","E":1790000000000,"s":"ETHUSDT","k":{"t":1789999200001,"i":"1h","o":"1","h":"1","l":"1","c":"1"}}`, "unknown interval", 0, 0},
		{"no symbol", `{"e":"bookTicker","u":1,"b":"1","a":"2"}`, "no symbol", 0, 0},
		{"absurd symbol", `{"e":"bookTicker","u":1,"s":"` + strings.Repeat("X", 65) + `","b":"1","a":"2"}`, "symbol too long", 0, 0},
		{"no known shape", `{"hello":1}`, "no known shape", 0, 0},
		{"empty envelope", `{"stream":"ethusdt@ticker"}`, "an envelope without data", 0, 0},
		{"a number", `5`, "neither an object nor an array", 0, 0},
		{"not JSON", `{"e":"bookTicker"`, "no comma or closing brace at byte 17", 0, 0},
		{"two frames in one", `{"result":null}{"result":null}`, "no end of frame at byte 15", 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := binance.NewDecoder()
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

func TestRowsThatMakeSenseSurviveOthers(t *testing.T) {
	frame := `[{"e":"bookTicker","u":1,"s":"ETHUSDT","b":"1","a":"2"},7,{"e":"bookTicker","u":2,"b":"1","a":"2"},{"e":"bookTicker","u":3,"s":"BTCUSDT","b":"3","a":"4"}]`
	events, err := binance.NewDecoder().Decode([]byte(frame), 0, nil)
	if len(events) != 2 || events[1].Symbol != "BTCUSDT" {
		t.Errorf("got %+v, want the two good rows", events)
	}
	if err == nil || !strings.Contains(err.Error(), "(and 1 more rows)") {
		t.Errorf("got error %v, want the first fault and the count of the others", err)
	}
}

// TestCaseOfKeys uses the one field of each colliding pair that is followed,
// with the other in front of it and behind it.
func TestCaseOfKeys(t *testing.T) {
	frame := `{"P":"1","E":1790000000000,"e":"markPriceUpdate","S":"BTCUSDT","p":"2","P":"3","s":"ETHUSDT","I":"9","i":"4","R":"1","r":"0.5","t":7,"T":1790006400000}`
	events, err := binance.NewDecoder().Decode([]byte(frame), 0, nil)
	if err != nil || len(events) != 1 {
		t.Fatalf("got %+v, %v", events, err)
	}
	if ev := events[0]; ev.Mark != 2 || ev.Index != 4 || ev.FundingRate != 0.5 || ev.Symbol != "ETHUSDT" || ev.NextFunding != 1790006400000 {
		t.Errorf("got %+v", ev)
	}
}

func TestUnknownNamesAreBounded(t *testing.T) {
	d := binance.NewDecoder()
	refused := false
	for i := range model.Millis(20_000) {
		frame := `{"e":"bookTicker","u":1,"s":"X` + digits(i) + `USDT","b":"1","a":"2"}`
		if _, err := d.Decode([]byte(frame), 0, nil); err != nil {
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
			d := binance.NewDecoder()
			raw := []byte(f.Frame)
			events := make([]model.Event, 0, 4)
			if n := testing.AllocsPerRun(100, func() {
				d.ForgetBooks()
				if _, err := d.Decode(raw, 1790000001300, events[:0]); err != nil {
					t.Fatal(err)
				}
			}); n != 0 {
				t.Errorf("got %v allocations, want none", n)
			}
		})
	}
}
