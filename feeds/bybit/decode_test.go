package bybit_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"eddy/feeds/bybit"
	"eddy/model"
	"eddy/model/modeltest"
)

// Fields that tests of decoding name often.
const (
	bookFields     = model.FieldBid | model.FieldAsk
	rateFields     = model.FieldFundingRate | model.FieldNextFunding
	fundingFields  = rateFields | model.FieldFundingInterval
	interestFields = model.FieldOpenInterest | model.FieldOpenInterestUSD
	dayFields      = model.FieldLast | model.FieldVolume24hUSD | model.FieldChange24hPct
	priceFields    = bookFields | model.FieldMark | model.FieldIndex
	oldFields      = dayFields | priceFields | interestFields | rateFields // of tickers before 2025
	tickerFields   = oldFields | model.FieldFundingInterval
)

// about returns an event with what most events have.
func about(kind model.Kind, symbol string, asset model.Asset, stamp model.Millis) model.Event {
	return model.Event{Kind: kind, Venue: model.Bybit, Symbol: symbol, Asset: asset, Multiplier: 1, EventTime: stamp}
}

// with changes an event, for tables.
func with(ev model.Event, change func(*model.Event)) model.Event {
	change(&ev)
	return ev
}

// words returns an event that is about no contract.
func words(kind model.Kind, text string) model.Event {
	return model.Event{Kind: kind, Venue: model.Bybit, Text: text}
}

// decodeLines decodes a file of frames with one decoder.
func decodeLines(t *testing.T, d *bybit.Decoder, body []byte) (events []model.Event) {
	t.Helper()
	for _, line := range bytes.Split(bytes.TrimSpace(body), []byte("\n")) {
		var err error
		if events, err = d.Decode(line, 0, events); err != nil {
			t.Fatalf("%.120s: %v", line, err)
		}
	}
	return events
}

func diff(want, got any) string { return cmp.Diff(want, got, cmpopts.EquateApprox(1e-13, 0)) }

// TestRecordedFrames holds the decoder to figures read by hand from frames the
// venue really sent, open interest halved.
func TestRecordedFrames(t *testing.T) {
	summer := func(ev *model.Event) { // 2026-08
		ev.Has = tickerFields
		ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index = 63561.6, 63561.5, 63561.6, 63560.8, 63585.51
		ev.FundingRate, ev.FundingIntervalH, ev.NextFunding = 0.00005013, 8, 1786665600000
		ev.OpenInterest, ev.OpenInterestUSD = 29986.128, 1905942284.58
		ev.Volume24hUSD, ev.Change24hPct = 3515096831.964, 0.1455
	}
	autumn := func(ev *model.Event) { // 2026-09, after fourteen frames
		ev.Has = tickerFields
		ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index = 83032.5, 83032.4, 83032.5, 83024.6, 83084.91
		ev.FundingRate, ev.FundingIntervalH, ev.NextFunding = -0.00007774, 8, 1790784000000
		ev.OpenInterest, ev.OpenInterestUSD = 28559.2555, 2371120764.185
		ev.Volume24hUSD, ev.Change24hPct = 3734210126.3858, -1.2196
	}
	old := func(ev *model.Event) { // 2024: no interval
		ev.Has = oldFields
		ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index = 61874, 61873.9, 61874, 61875.06, 61903.59
		ev.FundingRate, ev.NextFunding = 0.00008055, 1715760000000
		ev.OpenInterest, ev.OpenInterestUSD = 29058.511, 1797997111.635
		ev.Volume24hUSD, ev.Change24hPct = 6073739017.8331, -0.9772
	}
	btc := func(kind model.Kind, stamp model.Millis, fill func(*model.Event)) model.Event {
		return with(about(kind, "BTCUSDT", "BTC", stamp), fill)
	}
	inverse := model.Event{Kind: model.KindIgnored, Venue: model.Bybit, Symbol: "BTCUSD", Text: "coin-margined contract: BTCUSD"}
	for _, tc := range []struct {
		file string
		rows int
		at   int // which event is compared; negative: from the end
		want model.Event
	}{
		{"ws_session_2026-08.jsonl", 5, 0, words(model.KindAck, "request accepted")},
		{"ws_session_2026-08.jsonl", 5, 1, btc(model.KindQuote, 1786659827683, summer)},
		{"ws_session_2026-08.jsonl", 5, 2, btc(model.KindQuote, 1786659827983, func(ev *model.Event) { summer(ev); ev.Index = 63585.74 })},
		{"ws_session_2026-08.jsonl", 5, 3, btc(model.KindQuote, 1786659828109, func(ev *model.Event) {
			ev.Has, ev.Bid, ev.Ask = bookFields, 63561.5, 63561.6
		})},
		{"ws_session_2026-08.jsonl", 5, 4, words(model.KindPong, "")},
		{"ws_tickers_snapshot_then_deltas_2026-09.jsonl", 14, 1, btc(model.KindQuote, 1790757082383, func(ev *model.Event) {
			autumn(ev)
			ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index = 83024.6, 83024.6, 83024.7, 83024.7, 83074.01
			ev.OpenInterestUSD, ev.Volume24hUSD, ev.Change24hPct = 2371123620.11, 3734121786.2434, -1.229
		})},
		{"ws_tickers_snapshot_then_deltas_2026-09.jsonl", 14, -1, btc(model.KindQuote, 1790757083783, autumn)},
		{"ws_tickers_linear_2024-05.jsonl", 2, -1, btc(model.KindQuote, 1715748763063, old)},
		{"ws_tickers_linear_perp_doc.json", 1, 0, btc(model.KindQuote, 1760325052630, func(ev *model.Event) {
			ev.Has = tickerFields
			ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index = 66666.6, 66666.6, 66666.7, 66666.6, 115418.19
			ev.FundingRate, ev.FundingIntervalH, ev.NextFunding = -0.005, 8, 1760342400000
			ev.OpenInterest, ev.OpenInterestUSD = 246186.86, 16412440920.875
			ev.Volume24hUSD, ev.Change24hPct = 4936790807.6521, -15.8315
		})},
		{"ws_tickers_spot_no_bidask_doc.json", 1, 0, btc(model.KindQuote, 1673853746003, func(ev *model.Event) {
			ev.Has, ev.Last, ev.Volume24hUSD, ev.Change24hPct, ev.Text = dayFields, 21109.77, 141946527.22907118, 1.96, "spot"
		})},
		{"ws_tickers_btcusd_inverse_2023.jsonl", 2, 1, inverse},
		{"ws_orderbook1_old_snapshot_delta_2023.jsonl", 2, 1, btc(model.KindQuote, 1680673821137, func(ev *model.Event) {
			ev.Has, ev.Bid, ev.Ask = bookFields, 28552, 28552.1
		})},
		{"ws_kline_open_bar_doc.json", 1, 0, btc(model.KindBar, 1672324988882, func(ev *model.Event) {
			ev.Has = model.FieldBar
			ev.Bar = model.Bar{OpenTime: 1672324800000, Interval: 5 * model.Minute1, Open: 16649.5, High: 16677, Low: 16608, Close: 16677, Volume: 2.081, HasVolume: true}
		})},
		{"ws_command_resp_ack.json", 1, 0, words(model.KindAck, "3 topics")},
		{"rest_funding_history_linear_testnet.json", 5, 3, btc(model.KindFunding, 1679616000000, func(ev *model.Event) {
			ev.Has, ev.FundingRate, ev.FundingIntervalH = model.FieldFundingRate|model.FieldFundingInterval, -0.0032142, 8
		})},
		{"rest_funding_history_linear_testnet.json", 5, 4, btc(model.KindFunding, 1679587200000, func(ev *model.Event) {
			ev.Has, ev.FundingRate, ev.FundingIntervalH = model.FieldFundingRate|model.FieldFundingInterval, 0.0001, 8
		})},
		{"rest_funding_history_doc.json", 1, 0, with(about(model.KindFunding, "ETHPERP", "ETH", 1672041600000), func(ev *model.Event) {
			ev.Has, ev.FundingRate = model.FieldFundingRate, 0.0001 // one row tells no interval
		})},
		{"rest_instruments_linear_BTCUSDT_doc.json", 1, 0, btc(model.KindFunding, 0, func(ev *model.Event) {
			ev.Has, ev.FundingIntervalH = model.FieldFundingInterval, 8
		})},
		{"rest_instruments_multiplier_names_testnet.json", 3, 2, with(about(model.KindFunding, "SHIB1000USDT", "SHIB", 0), func(ev *model.Event) {
			ev.Has, ev.FundingIntervalH, ev.Multiplier = model.FieldFundingInterval, 8, 1000
		})},
		{"rest_instruments_spot_BTCUSDT_doc.json", 1, 0, words(model.KindIgnored, "a list of 1 rows of a sort that is not followed")},
		{"rest_kline_desc_doc.json", 1, 0, words(model.KindIgnored, "coin-margined contracts: a list of 3 rows")},
		{"rest_open_interest_doc_2026-06.json", 1, 0, words(model.KindIgnored, "coin-margined contracts: a list of 5 rows")},
		{"rest_risk_limit_linear_testnet.json", 1, 0, words(model.KindIgnored, "margin tiers, 6 rows: not market data")},
	} {
		t.Run(tc.file, func(t *testing.T) {
			body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "bybit", tc.file))
			if err != nil {
				t.Fatal(err)
			}
			events := decodeLines(t, bybit.NewDecoder(), body)
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
	files, err := filepath.Glob(filepath.Join(modeltest.Shared(t, "venues", "frames", "bybit"), "*.json*"))
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("decode_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.Contains(string(source), `"`+filepath.Base(f)+`"`) {
			t.Errorf("%s is in no test", filepath.Base(f))
		}
	}
}

const (
	snapshot = `{"topic":"tickers.ETHUSDT","type":"snapshot","data":{"symbol":"ETHUSDT","lastPrice":"2000","prevPrice24h":"1600","markPrice":"2001","indexPrice":"2002","openInterest":"10","openInterestValue":"20010","fundingRate":"0.0001","nextFundingTime":"1790006400000","bid1Price":"1999","ask1Price":"2000","turnover24h":"5"},"cs":100,"ts":1790000000000}`
	ethQuote = model.KindQuote
)

// delta composes a delta of the ticker above.
func delta(cs, ts, members string) string {
	return `{"topic":"tickers.ETHUSDT","type":"delta","data":{"symbol":"ETHUSDT"` + members + `},"cs":` + cs + `,"ts":` + ts + `}`
}

// TestDeltas plays sequences and looks at the last event.
func TestDeltas(t *testing.T) {
	whole := with(about(ethQuote, "ETHUSDT", "ETH", 1790000000000), func(ev *model.Event) {
		ev.Has = oldFields
		ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index = 2000, 1999, 2000, 2001, 2002
		ev.FundingRate, ev.NextFunding = 0.0001, 1790006400000
		ev.OpenInterest, ev.OpenInterestUSD = 5, 10005
		ev.Volume24hUSD, ev.Change24hPct = 5, 25
	})
	later := func(change func(*model.Event)) model.Event {
		return with(whole, func(ev *model.Event) { ev.EventTime = 1790000000100; change(ev) })
	}
	overtaken := func(text string) model.Event {
		return with(about(model.KindIgnored, "ETHUSDT", "ETH", 0), func(ev *model.Event) { ev.Text = text })
	}
	const at = "1790000000100"
	for _, tc := range []struct {
		name   string
		frames []string
		want   model.Event
	}{
		{"a snapshot by itself", []string{snapshot}, whole},
		{"a delta changes what it names", []string{snapshot, delta("101", at, `,"lastPrice":"1800"`)}, later(func(ev *model.Event) { ev.Last, ev.Change24hPct = 1800, 12.5 })},
		{"a delta that names nothing followed", []string{snapshot, delta("101", at, `,"tickDirection":"PlusTick"`)}, later(func(*model.Event) {})},
		{"the change the venue tells stands", []string{snapshot, delta("101", at, `,"price24hPcnt":"0.2"`), delta("102", at, `,"lastPrice":"1800"`)}, later(func(ev *model.Event) { ev.Last, ev.Change24hPct = 1800, 20 })},
		{"values alone", []string{snapshot, delta("101", at, `,"openInterestValue":"30000","singleOpenInterestValue":"15001"`)}, later(func(ev *model.Event) { ev.OpenInterestUSD = 15000 })},
		{"one side alone", []string{snapshot, delta("101", at, `,"singleOpenInterest":"7"`)}, later(func(ev *model.Event) { ev.OpenInterest = 7 })},
		{"empty is not applicable", []string{snapshot, delta("101", at, `,"fundingRate":"","bid1Price":""`)}, later(func(ev *model.Event) {
			ev.Has &^= model.FieldFundingRate | model.FieldBid
			ev.None = model.FieldFundingRate
			ev.FundingRate, ev.Bid = 0.0001, 1999 // without their bits they mean nothing
		})},
		{"a price that is none goes", []string{snapshot, delta("101", at, `,"markPrice":"-5","indexPrice":"0","lastPrice":"abc"`)}, later(func(ev *model.Event) {
			ev.Has &^= model.FieldMark | model.FieldIndex | model.FieldLast | model.FieldChange24hPct
		})},
		{"exponents", []string{snapshot, delta("101", at, `,"markPrice":"2.5e3"`)}, later(func(ev *model.Event) { ev.Mark = 2500 })},
		{"the interval shortens", []string{snapshot, delta("101", at, `,"fundingIntervalHour":"1"`)}, later(func(ev *model.Event) {
			ev.Has |= model.FieldFundingInterval
			ev.FundingIntervalH = 1
		})},
		{"an older frame is dropped", []string{snapshot, delta("99", at, `,"lastPrice":"1"`)}, overtaken("overtaken: number 99 came after 100")},
		{"a frame twice is dropped", []string{snapshot, delta("101", at, `,"lastPrice":"1"`), delta("101", at, `,"lastPrice":"1"`)}, overtaken("overtaken: number 101 came after 101")},
		{"a snapshot replaces everything", []string{snapshot, `{"topic":"tickers.ETHUSDT","type":"snapshot","data":{"symbol":"ETHUSDT","lastPrice":"5","markPrice":"6"},"cs":7,"ts":1790000000100}`}, later(func(ev *model.Event) {
			*ev = about(ethQuote, "ETHUSDT", "ETH", 1790000000100)
			ev.Has, ev.Last, ev.Mark = model.FieldLast|model.FieldMark, 5, 6
		})},
		{"spot of the same name changes nothing", []string{snapshot, `{"topic":"tickers.ETHUSDT","type":"snapshot","data":{"symbol":"ETHUSDT","lastPrice":"5","usdIndexPrice":"5"},"cs":900,"ts":1790000000050}`, delta("101", at, "")}, later(func(*model.Event) {})},
		{"a delta before any snapshot", []string{delta("101", at, `,"markPrice":"2001"`)}, with(about(ethQuote, "ETHUSDT", "ETH", 1790000000100), func(ev *model.Event) {
			ev.Has, ev.Mark, ev.Text = model.FieldMark, 2001, "incomplete: no snapshot has come yet"
		})},
	} {
		t.Run(tc.name, func(t *testing.T) {
			events := decodeLines(t, bybit.NewDecoder(), []byte(strings.Join(tc.frames, "\n")))
			got := events[len(events)-1]
			if d := cmp.Diff(masked(tc.want), masked(got), cmpopts.EquateApprox(1e-13, 0)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// masked clears the figures that an event does not carry.
func masked(ev model.Event) model.Event {
	for bit, v := range map[model.Fields]*float64{
		model.FieldLast: &ev.Last, model.FieldBid: &ev.Bid, model.FieldAsk: &ev.Ask, model.FieldMark: &ev.Mark, model.FieldIndex: &ev.Index,
		model.FieldFundingRate: &ev.FundingRate, model.FieldFundingInterval: &ev.FundingIntervalH, model.FieldChange24hPct: &ev.Change24hPct,
	} {
		if !ev.Has.Has(bit) {
			*v = 0
		}
	}
	return ev
}

// TestABrokenFrameLeavesNoTrace cuts a delta anywhere and looks what the next
// one tells.
func TestABrokenFrameLeavesNoTrace(t *testing.T) {
	spoilt := delta("101", "1790000000050", `,"lastPrice":"1","markPrice":"1"`)
	for n := range len(spoilt) {
		d := bybit.NewDecoder()
		decodeLines(t, d, []byte(snapshot))
		if events, err := d.Decode([]byte(spoilt[:n]), 0, nil); err == nil || len(events) > 0 {
			t.Fatalf("%q: got %d events, %v", spoilt[:n], len(events), err)
		}
		got := decodeLines(t, d, []byte(delta("101", "1790000000100", "")))[0]
		if got.Last != 2000 || got.Mark != 2001 {
			t.Fatalf("after %q: last %v, mark %v", spoilt[:n], got.Last, got.Mark)
		}
	}
}

func TestBooks(t *testing.T) {
	frame := func(kind, u, ts, sides string) string {
		return `{"topic":"orderbook.1.ETHUSDT","type":"` + kind + `","ts":` + ts + `,"data":{"s":"ETHUSDT",` + sides + `,"u":` + u + `,"seq":1}}`
	}
	first := frame("snapshot", "50", "1790000000000", `"b":[["100","1"]],"a":[["101","2"]]`)
	for _, tc := range []struct {
		name, frame string
		bid, ask    float64 // 0: not there
		kind        model.Kind
	}{
		{"a new best", frame("delta", "51", "1790000000001", `"b":[["100.5","3"]],"a":[]`), 100.5, 101, model.KindQuote},
		{"the best leaves, another follows", frame("delta", "51", "1790000000001", `"b":[],"a":[["101","0"],["102","1"]]`), 100, 102, model.KindQuote},
		{"another comes, the best leaves", frame("delta", "51", "1790000000001", `"b":[],"a":[["102","1"],["101","0"]]`), 100, 102, model.KindQuote},
		{"the best leaves", frame("delta", "51", "1790000000001", `"b":[["100","0"]],"a":[]`), 0, 101, model.KindQuote},
		{"the same again after 3 s", frame("snapshot", "50", "1790000003000", `"b":[["100","1"]],"a":[["101","2"]]`), 100, 101, model.KindQuote},
		{"a restarted service", frame("delta", "1", "1790000003000", `"b":[["90","1"]],"a":[]`), 90, 0, model.KindQuote},
		{"an older one", frame("delta", "49", "1790000000001", `"b":[["90","1"]],"a":[]`), 0, 0, model.KindIgnored},
		{"nobody is left", frame("snapshot", "51", "1790000000001", `"b":[],"a":[]`), 0, 0, model.KindIgnored},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := decodeLines(t, bybit.NewDecoder(), []byte(first+"\n"+tc.frame))[1]
			bid, ask := 0.0, 0.0
			if got.Has.Has(model.FieldBid) {
				bid = got.Bid
			}
			if got.Has.Has(model.FieldAsk) {
				ask = got.Ask
			}
			if got.Kind != tc.kind || bid != tc.bid || ask != tc.ask {
				t.Errorf("got %v %v %v", got.Kind, bid, ask)
			}
		})
	}
}

// TestNames reads what a symbol stands for off its name (venues/bybit §6).
func TestNames(t *testing.T) {
	for symbol, want := range map[string]struct {
		asset      model.Asset
		multiplier float64
	}{
		"BTCUSDT": {"BTC", 1}, "BTCPERP": {"BTC", 1}, "BTC-26DEC25": {"BTC", 1}, "BTC-5SEP25": {"BTC", 1}, "BTCUSDT-21FEB25": {"BTC", 1},
		"1000PEPEUSDT": {"PEPE", 1000}, "10000LADYSUSDT": {"LADYS", 10000}, "1000000MOGUSDT": {"MOG", 1e6}, "10000000AIDOGEUSDT": {"AIDOGE", 1e7}, "SHIB1000USDT": {"SHIB", 1000},
		"1000BONKPERP": {"BONK", 1000}, "1INCHUSDT": {"1INCH", 1}, "PERPUSDT": {"PERP", 1},
		"BTCUSD": {}, "BTCUSDU23": {}, "BTCUSD-26DEC25": {}, "BTC-26DEC25-50000-C": {}, "BTC-26DEC25-50000-P-USDT": {}, "ETHBTC": {}, "USDT": {}, "-26DEC25": {},
	} {
		frame := `{"topic":"orderbook.1.` + symbol + `","type":"snapshot","ts":1,"data":{"s":"` + symbol + `","b":[["1000","1"]],"a":[],"u":5}}`
		ev := decodeLines(t, bybit.NewDecoder(), []byte(frame))[0]
		if ev.Asset != want.asset || ev.Multiplier != want.multiplier {
			t.Errorf("%s: got %q and %v", symbol, ev.Asset, ev.Multiplier)
		}
		if want.asset != "" && ev.Bid != 1000/want.multiplier || want.asset == "" && ev.Kind != model.KindIgnored {
			t.Errorf("%s: got %v, bid %v", symbol, ev.Kind, ev.Bid)
		}
	}
}

func TestNonsense(t *testing.T) {
	for _, frame := range []string{
		``, `null`, `[]`, `"x"`, `{}`, `{"a":1}`, "\x00\xff",
		`{"topic":"tickers.ETHUSDT"}`, `{"topic":7,"data":{}}`, `{"topic":"","data":{}}`,
		`{"topic":"tickers.","data":{"lastPrice":"1"}}`,
		`{"topic":"tickers.ETHUSDT","type":"snapshot","data":null}`,
		`{"topic":"tickers.ETHUSDT","type":"snapshot","data":{"symbol":"ETHUSDT","lastPrice":"-1","markPrice":"0"}}`,
		`{"topic":"tickers.ETHUSDT","type":"snapshot","data":{"symbol":"BTCUSDT","lastPrice":"1","markPrice":"1"}}`,
		`{"topic":"kline.60.ETHUSDT","data":[]}`,
		`{"topic":"kline.7.ETHUSDT","data":[{"start":1789999200000,"interval":"7","open":"1","close":"1","high":"1","low":"1"}]}`,
		`{"topic":"kline.60.ETHUSDT","data":[{"start":1789999200000,"interval":"60","open":"5","close":"1","high":"1","low":"1"}]}`,
		`{"topic":"kline.60.ETHUSDT","data":[{"start":1789999200001,"interval":"60","open":"1","close":"1","high":"1","low":"1"}]}`,
		`{"retCode":0,"retMsg":"OK"}`,
		`{"retCode":0,"result":{"category":"linear","list":[["1"],[]]}}`,
		`{"retCode":0,"result":{"category":"linear","list":[{"lastPrice":"1"}]}}`,
		`{"retCode":0,"result":{"category":"linear","symbol":"BTCUSDT","list":[7]}}`,
	} {
		if events, err := bybit.NewDecoder().Decode([]byte(frame), 0, nil); err == nil {
			t.Errorf("%s: accepted as %+v", frame, events)
		}
	}
}

// TestInstrumentsTellWhatFramesDoNot gives the decoder a list first.
func TestInstrumentsTellWhatFramesDoNot(t *testing.T) {
	d := bybit.NewDecoder(model.Instrument{Symbol: "ETHUSDT", Asset: "ETH", Multiplier: 1, Kind: model.ContractPerpetual, FundingIntervalH: 4})
	got := decodeLines(t, d, []byte(snapshot))[0]
	if !got.Has.Has(fundingFields) || got.FundingIntervalH != 4 {
		t.Errorf("got interval %v", got.FundingIntervalH)
	}
	if got := decodeLines(t, d, []byte(delta("101", "1790000000100", `,"fundingIntervalHour":"2"`)))[0]; got.FundingIntervalH != 2 {
		t.Errorf("the frame knows better: got %v", got.FundingIntervalH)
	}
}

// TestTheListCorrectsTheName changes what a contract stands for under way.
func TestTheListCorrectsTheName(t *testing.T) {
	d := bybit.NewDecoder()
	decodeLines(t, d, []byte(snapshot))
	d.Learn([]model.Instrument{{Symbol: "ETHUSDT", Asset: "WETH", Multiplier: 10, Kind: model.ContractPerpetual}})
	got := decodeLines(t, d, []byte(delta("101", "1790000000100", `,"lastPrice":"30"`)))[0]
	if got.Asset != "WETH" || got.Last != 3 || got.Has != model.FieldLast || got.Text == "" {
		t.Errorf("figures of the old reading are left: %+v", got)
	}
}

// TestForgetting drops what a connection said when the next one begins.
func TestForgetting(t *testing.T) {
	d := bybit.NewDecoder()
	decodeLines(t, d, []byte(snapshot))
	d.ForgetStreams()
	got := decodeLines(t, d, []byte(delta("5", "1790000000001", `,"lastPrice":"3"`)))[0]
	if got.Has != model.FieldLast || got.Text == "" {
		t.Errorf("got %b %q", got.Has, got.Text)
	}
}

func TestStreamsAreBounded(t *testing.T) {
	d := bybit.NewDecoder()
	var err error
	for i := 0; err == nil && i < 20000; i++ {
		_, err = d.Decode([]byte(strings.Replace(`{"topic":"orderbook.1.X#USDT","type":"snapshot","ts":1,"data":{"b":[["1","1"]],"a":[],"u":5}}`, "#", string(rune('A'+i%26))+strings.Repeat("Z", i/26%40)+string(rune('A'+i/1040)), 1)), 0, nil)
	}
	if err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("got %v", err)
	}
}
