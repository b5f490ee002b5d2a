package mexc_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"eddy/feeds/mexc"
	"eddy/model"
	"eddy/model/modeltest"
)

// Fields that tests of decoding name often.
const (
	touchFields   = model.FieldLast | model.FieldBid | model.FieldAsk
	priceFields   = model.FieldMark | model.FieldIndex
	dayFields     = model.FieldVolume24hUSD | model.FieldChange24hPct
	fundingFields = model.FieldFundingRate | model.FieldFundingInterval | model.FieldNextFunding
)

const unnamed = "the answer names no contract: prices as sent, sizes left out"

// about returns an event with what most events have.
func about(kind model.Kind, symbol string, asset model.Asset, stamp model.Millis) model.Event {
	return model.Event{Kind: kind, Venue: model.MEXC, Symbol: symbol, Asset: asset, Multiplier: 1, EventTime: stamp}
}

// with changes an event, for tables.
func with(ev model.Event, change func(*model.Event)) model.Event {
	change(&ev)
	return ev
}

// said returns an event that is about no contract.
func said(kind model.Kind, stamp model.Millis, text string) model.Event {
	return model.Event{Kind: kind, Venue: model.MEXC, EventTime: stamp, Text: text}
}

func diff(want, got any) string { return cmp.Diff(want, got, cmpopts.EquateApprox(1e-13, 0)) }

func btc(kind model.Kind, stamp model.Millis, change func(*model.Event)) model.Event {
	return with(about(kind, "BTC_USDT", "BTC", stamp), change)
}

// TestRecordedFrames holds the decoder to figures read by hand from frames the
// venue or its documentation really has.
func TestRecordedFrames(t *testing.T) {
	rate := func(symbol string, asset model.Asset) model.Event {
		return with(about(model.KindFunding, symbol, asset, 1609829807577), func(ev *model.Event) {
			ev.Has, ev.FundingRate, ev.FundingIntervalH, ev.NextFunding = fundingFields, -0.000489, 8, 1609833600000
		})
	}
	settled := func(stamp model.Millis, rate float64) model.Event {
		return btc(model.KindFunding, stamp, func(ev *model.Event) {
			ev.Has, ev.FundingRate, ev.FundingIntervalH = model.FieldFundingRate|model.FieldFundingInterval, rate, 8
		})
	}
	trade := func(stamp model.Millis, price float64) model.Event {
		return btc(model.KindTrade, stamp, func(ev *model.Event) { ev.Has, ev.Last = model.FieldLast, price })
	}
	short := func(symbol string, asset model.Asset, figures [3]float64) model.Event {
		return with(about(model.KindQuote, symbol, asset, 1587442022003), func(ev *model.Event) {
			ev.Has = model.FieldLast | model.FieldMark | model.FieldChange24hPct
			ev.Last, ev.Mark, ev.Change24hPct = figures[0], figures[1], figures[2]
		})
	}
	bar := func(open model.Millis, p [4]float64, closed bool) model.Event {
		ev := said(model.KindBar, 0, unnamed)
		ev.Has = model.FieldBar
		ev.Bar = model.Bar{OpenTime: open, Interval: 15 * model.Minute1, Open: p[0], High: p[1], Low: p[2], Close: p[3], Closed: closed}
		return ev
	}
	for _, tc := range []struct {
		file string
		want []model.Event
	}{
		{"rest_contract_detail_increase.json", []model.Event{said(model.KindIgnored, 0, "list of 1 contracts: give it as --instruments")}},
		{"rest_fair_price.json", []model.Event{btc(model.KindMark, 1609829705178, func(ev *model.Event) { ev.Has, ev.Mark = model.FieldMark, 31103.4 })}},
		{"rest_index_price.json", []model.Event{btc(model.KindMark, 1609829627708, func(ev *model.Event) { ev.Has, ev.Index = model.FieldIndex, 31104.6 })}},
		{"rest_funding_history.json", []model.Event{settled(1609804800000, 0.000266), settled(1609776000000, 0.00029)}},
		{"rest_funding_rate_one.json", []model.Event{rate("BTC_USDT", "BTC")}},
		{"rest_funding_rates.json", []model.Event{rate("BTC_USDT", "BTC"), rate("ETH_USDT", "ETH")}},
		{"rest_kline_index_min15.json", []model.Event{
			bar(1761876000000, [4]float64{109620.6, 109685.6, 109013.6, 109057}, true),
			bar(1761876900000, [4]float64{109057, 109474.8, 109057, 109358.4}, true),
			bar(1761877800000, [4]float64{109358.4, 109408, 108745.9, 108788.3}, true),
			bar(1761878700000, [4]float64{108788.3, 108963.7, 108564.5, 108857.6}, true),
			bar(1761879600000, [4]float64{108857.6, 108872.3, 108622.8, 108628.4}, false),
		}},
		{"rest_tickers.json", []model.Event{btc(model.KindQuote, 1609831334016, func(ev *model.Event) {
			ev.Has = touchFields | priceFields | dayFields | model.FieldFundingRate | model.FieldOpenInterest
			ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index = 31199, 31198.5, 31199, 31199.5, 31016.3
			ev.FundingRate, ev.OpenInterest, ev.Volume24hUSD, ev.Change24hPct = 0.001, 5510.296, 124905007.4428, -1.76
		})}},
		{"ws_ack_depth.json", []model.Event{said(model.KindAck, 1789498321789, "sub.depth")}},
		{"ws_contract.json", []model.Event{with(about(model.KindLink, "CLO_USDT", "CLO", 1760942212002), func(ev *model.Event) { ev.Text = "contract changed: enabled" })}},
		{"ws_deal_merged.json", []model.Event{trade(1755487578276, 115309.8), trade(1755487578275, 115309.8)}},
		{"ws_deal_one.json", []model.Event{trade(1763645012047, 91847.4)}},
		{"ws_depth_full_one_sided.json", []model.Event{btc(model.KindBook, 1587442022003, func(ev *model.Event) { ev.Has, ev.Ask = model.FieldAsk, 6859.5 })}},
		{"ws_error_unknown_contract.json", []model.Event{with(about(model.KindError, "NOPE_USDT", "NOPE", 1789498321790), func(ev *model.Event) { ev.Text = "Contract [NOPE_USDT] not exists" })}},
		{"ws_fair_price.json", []model.Event{btc(model.KindMark, 1789498540821, func(ev *model.Event) { ev.Has, ev.Mark = model.FieldMark, 75986 })}},
		{"ws_index_price.json", []model.Event{btc(model.KindMark, 1789498540911, func(ev *model.Event) { ev.Has, ev.Index = model.FieldIndex, 76027.1 })}},
		{"ws_funding_rate.json", []model.Event{btc(model.KindFunding, 1789498561049, func(ev *model.Event) {
			ev.Has, ev.FundingRate, ev.NextFunding = model.FieldFundingRate|model.FieldNextFunding, 0.000081, 1789516800000
		})}},
		{"ws_funding_rate_doc.json", []model.Event{btc(model.KindFunding, 1587442022003, func(ev *model.Event) { ev.Has, ev.FundingRate = model.FieldFundingRate, 0.001 })}},
		{"ws_pong.json", []model.Event{said(model.KindPong, 1789498336785, "answer to a ping")}},
		{"ws_requests.json", []model.Event{said(model.KindIgnored, 0, "requests of ours: 7")}},
		{"ws_ticker_2020.json", []model.Event{btc(model.KindQuote, 1587442022003, func(ev *model.Event) {
			ev.Has = touchFields | priceFields | dayFields | model.FieldFundingRate | model.FieldOpenInterest
			ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index = 6865.5, 6865, 6866.5, 6867.4, 6861.6
			ev.FundingRate, ev.OpenInterest, ev.Change24hPct = 0.0008, 228.4742, -4.24
			ev.Volume24hUSD = 112996606.86495 // 164586129 contracts of 0.0001 at 6865.5
		})}},
		{"ws_tickers_doc.json", []model.Event{
			short("BSV_USDT", "BSV", [3]float64{183, 183.01, -7.08}), short("BCH_USDT", "BCH", [3]float64{220.4, 220.22, -6.86}),
		}},
	} {
		t.Run(tc.file, func(t *testing.T) {
			body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "mexc", tc.file))
			if err != nil {
				t.Fatal(err)
			}
			got, err := mexc.NewDecoder().Decode(body, 0, nil)
			if err != nil {
				t.Fatal(err)
			}
			if d := diff(tc.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// decodeOne decodes one frame by a decoder.
func decodeOne(t *testing.T, d *mexc.Decoder, frame string) model.Event {
	t.Helper()
	got, err := d.Decode([]byte(frame), 0, nil)
	if err != nil || len(got) != 1 {
		t.Fatalf("%.100s: got %+v, %v", frame, got, err)
	}
	return got[0]
}

// TestComposedFrames goes through frames of every documented shape with one
// decoder, in order.
func TestComposedFrames(t *testing.T) {
	frames := composed(t)
	d := mexc.NewDecoder()
	got := make([][]model.Event, len(frames)+1) // by line, from one
	for i, frame := range frames {
		events, err := d.Decode(frame, 0, nil)
		if err != nil {
			t.Fatalf("%.100s: %v", frame, err)
		}
		got[i+1] = events
	}
	hour := func(open model.Millis, p [4]float64) model.Bar {
		return model.Bar{OpenTime: open, Interval: model.Hour1, Open: p[0], High: p[1], Low: p[2], Close: p[3], HasVolume: true}
	}
	full := touchFields | priceFields | dayFields | model.FieldFundingRate
	for _, tc := range []struct {
		name     string
		line, at int
		want     model.Event
	}{
		{"everything rides in the ticker", 1, 0, with(about(model.KindQuote, "ETH_USDT", "ETH", 1794000001204), func(ev *model.Event) {
			ev.Has = full | model.FieldOpenInterest
			ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index = 2931.48, 2931.47, 2931.48, 2931.51, 2932.9
			ev.FundingRate, ev.OpenInterest, ev.Volume24hUSD, ev.Change24hPct = -0.000041, 58367.12, 991204551.37, -1.39
		})},
		{"exponents, stamps as text, ten million coins a contract", 2, 0, with(about(model.KindQuote, "PEPE_USDT", "PEPE", 1794000001300), func(ev *model.Event) {
			ev.Has = full | model.FieldOpenInterest
			ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index = 0.000007548, 0.000007547, 0.000007549, 0.0000075481, 0.00000755
			ev.FundingRate, ev.OpenInterest, ev.Volume24hUSD, ev.Change24hPct = 0.00005, 123_450_000_000, 61062435.67181, 1.4
		})},
		{"a spelled-out name, and no size", 3, 0, with(about(model.KindQuote, "FILECOIN_USDT", "FIL", 1794000001400), func(ev *model.Event) {
			ev.Has = full
			ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index, ev.FundingRate, ev.Volume24hUSD = 1.418, 1.417, 1.419, 1.4181, 1.4185, 0.0001, 7090.5
		})},
		{"coin-margined", 4, 0, model.Event{Kind: model.KindIgnored, Venue: model.MEXC, Symbol: "BTC_USD", Text: "coin-margined contract: BTC_USD"}},
		{"dated", 6, 0, with(about(model.KindQuote, "ETH_USDT_261225", "ETH", 1794000001500), func(ev *model.Event) {
			ev.Has, ev.None, ev.Last, ev.Mark = model.FieldLast|model.FieldMark, fundingFields, 2950.1, 2950
		})},
		{"dead", 7, 1, with(about(model.KindIgnored, "GONE_USDT", "GONE", 1790000000000), func(ev *model.Event) { ev.Text = "not traded: its last price is zero" })},
		{"an open bar", 11, 0, btc(model.KindBar, 1794000005000, func(ev *model.Event) {
			ev.Has, ev.Bar = model.FieldBar, hour(1793998800000, [4]float64{98000, 98020, 97990, 98010})
			ev.Bar.Volume = 0.31
		})},
		{"closed by the next", 12, 0, btc(model.KindBar, 1794002401000, func(ev *model.Event) {
			ev.Has, ev.Bar = model.FieldBar, hour(1793998800000, [4]float64{98000, 98020, 97990, 98010})
			ev.Bar.Volume, ev.Bar.Closed = 0.31, true
		})},
		{"which is open", 12, 1, btc(model.KindBar, 1794002401000, func(ev *model.Event) {
			ev.Has, ev.Bar = model.FieldBar, hour(1794002400000, [4]float64{98010, 98031, 98005, 98030.5})
			ev.Bar.Volume = 0.0012
		})},
		{"closed by the stamp", 13, 0, with(about(model.KindBar, "ARB_USDT", "ARB", 1794001500000), func(ev *model.Event) {
			ev.Has = model.FieldBar
			ev.Bar = model.Bar{OpenTime: 1794000600000, Interval: 15 * model.Minute1, Open: 0.2, High: 0.22, Low: 0.19, Close: 0.21, Closed: true}
		})},
		{"a month", 14, 0, with(about(model.KindIgnored, "ARB_USDT", "ARB", 0), func(ev *model.Event) { ev.Text = "not followed: a month has no fixed length" })},
		{"the best of a book", 15, 0, btc(model.KindBook, 1794000003000, func(ev *model.Event) {
			ev.Has, ev.Bid, ev.Ask = model.FieldBid|model.FieldAsk, 98000.5, 98000.7
		})},
		{"escape sequences are taken out", 21, 0, said(model.KindError, 1794000003000, "[31mbroken")},
		{"mark, index and funding by REST", 26, 1, with(about(model.KindMark, "ENA_USDT", "ENA", 1794000003000), func(ev *model.Event) {
			ev.Has = priceFields | fundingFields
			ev.Mark, ev.Index, ev.FundingRate, ev.FundingIntervalH, ev.NextFunding = 0.2301, 0.23, -0.00012, 4, 1794009600000
		})},
		{"the interval is remembered", 29, 0, btc(model.KindQuote, 1794000003000, func(ev *model.Event) {
			ev.Has = full | model.FieldOpenInterest | model.FieldFundingInterval
			ev.Last, ev.Bid, ev.Ask, ev.Mark, ev.Index = 98000.5, 98000.4, 98000.5, 98001, 98010
			ev.FundingRate, ev.FundingIntervalH, ev.OpenInterest, ev.Volume24hUSD, ev.Change24hPct = 0.0001, 8, 5510.296, 393441707.7, -1.76
		})},
		{"refused", 36, 0, said(model.KindError, 0, "Contract not exists (code 1001)")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.at >= len(got[tc.line]) {
				t.Fatalf("line %d gave %+v", tc.line, got[tc.line])
			}
			if d := diff(tc.want, got[tc.line][tc.at]); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	learned := decodeOne(t, d, `{"channel":"push.ticker","data":{"symbol":"WIF_USDT","lastPrice":1,"holdVol":7}}`)
	if learned.OpenInterest != 7 {
		t.Errorf("the size in a list was not learned: %+v", learned)
	}
}

// TestNastyFigures: what cannot be is refused and counted, and the rest stands.
func TestNastyFigures(t *testing.T) {
	ticker := func(members string) string {
		return `{"channel":"push.ticker","data":{"symbol":"BTC_USDT",` + members + `},"ts":1794000001204}`
	}
	for _, tc := range []struct {
		name, frame string
		refused     uint64
		has         model.Fields
		fails       bool
	}{
		{"null", ticker(`"lastPrice":1,"bid1":null`), 0, model.FieldLast, false},
		{"empty text", ticker(`"lastPrice":1,"bid1":""`), 0, model.FieldLast, false},
		{"text", ticker(`"lastPrice":"1","bid1":"a"`), 1, model.FieldLast, false},
		{"negative", ticker(`"lastPrice":1,"bid1":-1`), 1, model.FieldLast, false},
		{"zero", ticker(`"lastPrice":1,"ask1":0`), 1, model.FieldLast, false},
		{"beyond numbers", ticker(`"lastPrice":1,"fairPrice":1e999`), 1, model.FieldLast, false},
		{"negative interest", ticker(`"lastPrice":1,"holdVol":-5`), 1, model.FieldLast, false},
		{"nothing of use", ticker(`"maxBidPrice":5`), 0, 0, true},
		{"nothing that can be", ticker(`"lastPrice":-5`), 1, 0, true},
		{"no symbol", `{"channel":"push.ticker","data":{"lastPrice":5}}`, 0, 0, true},
		{"endless symbol", `{"channel":"push.ticker","data":{"symbol":"` + strings.Repeat("X", 70) + `_USDT","lastPrice":5}}`, 0, 0, true},
		{"bars out of order", `{"channel":"push.kline","data":{"symbol":"BTC_USDT","interval":"Min60","t":1793998800,"o":1,"h":0.5,"l":2,"c":1}}`, 0, 0, true},
		{"bars of an odd moment", `{"channel":"push.kline","data":{"symbol":"BTC_USDT","interval":"Min60","t":1793998801,"o":1,"h":1,"l":1,"c":1}}`, 0, 0, true},
		{"bars of an odd length", `{"channel":"push.kline","data":{"symbol":"BTC_USDT","interval":"Min3","t":1793998800,"o":1,"h":1,"l":1,"c":1}}`, 0, 0, true},
		{"no data", `{"channel":"push.ticker","symbol":"BTC_USDT"}`, 0, 0, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := mexc.NewDecoder()
			got, err := d.Decode([]byte(tc.frame), 0, nil)
			if (err != nil) != tc.fails || d.Refused() != tc.refused {
				t.Fatalf("got %+v, %v, %d refused", got, err, d.Refused())
			}
			if !tc.fails && (len(got) != 1 || got[0].Has != tc.has) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestLateFrames(t *testing.T) {
	d := mexc.NewDecoder()
	fair := func(stamp string) string {
		return `{"symbol":"BTC_USDT","data":{"symbol":"BTC_USDT","price":98001.5},"channel":"push.fair.price","ts":` + stamp + `}`
	}
	kline := func(open string) string {
		return `{"data":{"symbol":"BTC_USDT","interval":"Min60","t":` + open + `,"o":1,"h":1,"l":1,"c":1},"channel":"push.kline"}`
	}
	for _, tc := range []struct {
		name, frame string
		want        model.Kind
	}{
		{"first", fair("1794000003000"), model.KindMark},
		{"the same moment again", fair("1794000003000"), model.KindMark},
		{"earlier", fair("1794000002000"), model.KindIgnored},
		{"another clock", fair("1594000002000"), model.KindMark},
		{"a bar", kline("1794002400"), model.KindBar},
		{"the bar before", kline("1793998800"), model.KindIgnored},
	} {
		if got := decodeOne(t, d, tc.frame); got.Kind != tc.want {
			t.Errorf("%s: got %v (%s), want %v", tc.name, got.Kind, got.Text, tc.want)
		}
	}
	if d.Overdue() != 2 {
		t.Errorf("%d overdue, want 2", d.Overdue())
	}
	d.Forget()
	if got := decodeOne(t, d, kline("1793998800")); got.Kind != model.KindBar {
		t.Errorf("after a new connection: got %v", got.Kind)
	}
}

// TestPackedFrames: none was ever seen, and none can do harm.
func TestPackedFrames(t *testing.T) {
	plain := composed(t)[0]
	want, err := mexc.NewDecoder().Decode(plain, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	packed := pack(t, plain)
	d := mexc.NewDecoder()
	for range 2 {
		got, err := d.Decode(packed, 0, nil)
		if err != nil || diff(want, got) != "" {
			t.Errorf("%v: %s", err, diff(want, got))
		}
	}
	for n := range len(packed) {
		if got, err := d.Decode(packed[:n], 0, nil); err == nil || len(got) != 0 {
			t.Fatalf("cut at %d: got %+v, %v", n, got, err)
		}
	}
	bomb := pack(t, bytes.Repeat([]byte(" "), 64<<20))
	if got, err := d.Decode(bomb, 0, nil); err == nil || len(got) != 0 || !strings.Contains(err.Error(), "size limit") {
		t.Errorf("the bomb: got %+v, %v", got, err)
	}
}

func pack(t *testing.T, plain []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
