package okx_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/okx"
	"eddy/model"
	"eddy/model/modeltest"
)

// line writes an event as the tests below expect it, figures in a fixed order.
func line(ev *model.Event) string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(ev.Kind.String() + " " + ev.Symbol))
	if ev.EventTime.Known() {
		fmt.Fprintf(&b, " @%d", ev.EventTime)
	}
	for _, f := range []struct {
		bit  model.Fields
		name string
		v    float64
	}{
		{model.FieldLast, "last", ev.Last}, {model.FieldBid, "bid", ev.Bid}, {model.FieldAsk, "ask", ev.Ask},
		{model.FieldMark, "mark", ev.Mark}, {model.FieldIndex, "index", ev.Index},
		{model.FieldFundingRate, "rate", ev.FundingRate}, {model.FieldFundingInterval, "hours", ev.FundingIntervalH},
		{model.FieldNextFunding, "next", float64(ev.NextFunding)},
		{model.FieldOpenInterest, "oi", ev.OpenInterest}, {model.FieldOpenInterestUSD, "oiusd", ev.OpenInterestUSD},
		{model.FieldVolume24hUSD, "vol", ev.Volume24hUSD}, {model.FieldChange24hPct, "chg", ev.Change24hPct},
	} {
		switch {
		case ev.Has.Has(f.bit):
			fmt.Fprintf(&b, " %s=%s", f.name, strconv.FormatFloat(f.v, 'f', -1, 64))
		case ev.None.Has(f.bit):
			fmt.Fprintf(&b, " %s=null", f.name)
		}
	}
	if k := ev.Bar; ev.Has.Has(model.FieldBar) {
		fmt.Fprintf(&b, " bar=%d %s %v/%v/%v/%v", k.OpenTime, k.Interval, k.Open, k.High, k.Low, k.Close)
		if k.HasVolume {
			fmt.Fprintf(&b, " v%v", strconv.FormatFloat(k.Volume, 'f', -1, 64))
		}
		fmt.Fprintf(&b, " closed=%v", k.Closed)
	}
	if ev.Text != "" {
		b.WriteString(" (" + ev.Text + ")")
	}
	return b.String()
}

// decode renders what each frame gives, errors included.
func decode(t *testing.T, d *okx.Decoder, frames ...[]byte) []string {
	t.Helper()
	var got []string
	for _, f := range frames {
		events, err := d.Decode(f, 7, nil)
		for i := range events {
			if events[i].Venue != model.OKX || events[i].Received != 7 {
				t.Errorf("not stamped: %+v", events[i])
			}
			got = append(got, line(&events[i]))
		}
		if err != nil {
			got = append(got, "error: "+err.Error())
		}
	}
	return got
}

func fileLines(t testing.TB, path string) [][]byte {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]byte
	for l := range bytes.Lines(body) {
		if l = bytes.TrimSpace(l); len(l) > 0 {
			lines = append(lines, l)
		}
	}
	return lines
}

// reference holds what a person reads in the captured frames, file by file.
var reference = map[string][]string{
	"ws_perp_session_2026-09.jsonl": {
		"ack BTC-USDT-SWAP (subscribe mark-price)", "ack BTC-USDT-SWAP (subscribe funding-rate)",
		"ack BTC-USDT-SWAP (subscribe open-interest)", "ack BTC-USDT (subscribe index-tickers)",
		"ack ETH-USDT-SWAP (subscribe mark-price)", "ack ETH-USDT-SWAP (subscribe funding-rate)",
		"ack ETH-USDT-SWAP (subscribe open-interest)", "ack ETH-USDT (subscribe index-tickers)",
		"mark BTC-USDT-SWAP @1790757203016 mark=83003.8",
		"open_interest BTC-USDT-SWAP @1790757195759 oi=28744.869900000092 oiusd=2385812703.7520475",
		"mark BTC-USDT @1790757203066 index=83043.9",
		"open_interest ETH-USDT-SWAP @1790757195178 oi=583671.2830000018 oiusd=1555162949.9893548",
		"mark ETH-USDT-SWAP @1790757203050 mark=2664.48",
		"mark ETH-USDT @1790757202575 index=2665.79",
		"funding BTC-USDT-SWAP @1790757122992 rate=0.0000252378080097 hours=8 next=1790784000000",
		"funding ETH-USDT-SWAP @1790757123063 rate=0.0000539713785601 hours=8 next=1790784000000",
	},
	"ws_ack_tickers_2026-09.json":        {"ack BTC-USDT-SWAP (subscribe tickers)"},
	"ws_bbo_tbt_2022.json":               {"quote BTC-USDT-SWAP @1651761120004 bid=38632.3 ask=38632.4"},
	"ws_bbo_tbt_spot_seqid_2025-12.json": {"quote LTC-USDC @1765201257149 bid=83.8 ask=83.81 (spot)"},
	"ws_candle1m_open_2025-09.json":      {"bar BTC-USDT bar=1757076060000 1m 112600.1/112631.9/112477.1/112477.1 v3.10944629 closed=false (spot)"},
	"ws_channel_conn_count.json":         {"ignored (how many connections share a channel: account)"},
	"ws_funding_old_shape_2021.json": {
		"funding WNCG-USDT-SWAP rate=0.00048105 next=1640131200000", // no interval: neither frame nor list tells
	},
	"ws_mark_index_oi_wncg_2021.jsonl": {
		"mark WNCG-USDT-SWAP @1640131259180 mark=2.1729",
		"mark WNCG-USDT @1640131290649 index=2.1675",
		"open_interest WNCG-USDT-SWAP @1640131258756 oi=644195",
	},
	"ws_open_interest_doc_2025-03.json": {"open_interest BTC-USDT-SWAP @1743041250440 oi=22161.13010000003 oiusd=1939251795.5476928"},
	"ws_pong.txt":                       {"pong (answer to a ping)"},
	// 91517.2 / 88979.1 - 1 = 2.85246760194247 %
	"ws_ticker_spot_2025-12.json": {"quote BTC-USD @1765201256914 last=91517.2 bid=91527.2 ask=91527.3 vol=30744587.593360286 chg=2.8524676019424655 (spot)"},
	"rest_funding_history_doc_2023.json": {
		"ignored BTC-USD-SWAP (coin-margined contract: BTC-USD-SWAP)", "ignored BTC-USD-SWAP (coin-margined contract: BTC-USD-SWAP)",
	},
	"rest_index_tickers_2025-05.json":       {"mark BTC-USDT @1746942707815 index=103895"},
	"rest_instruments_swap_2026-09.json":    {"ignored (list of 1 contracts: give it as --instruments)"},
	"rest_instruments_futures_2024-12.json": {"ignored (list of 6 contracts: give it as --instruments)"},
}

func TestReferenceFrames(t *testing.T) {
	for name, want := range reference {
		t.Run(name, func(t *testing.T) {
			got := decode(t, okx.NewDecoder(), fileLines(t, modeltest.Shared(t, "venues", "frames", "okx", name))...)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// The captured tickers: one swap margined in coins, then spot quotes whose
// second volume counts dollars.
func TestReferenceTickers(t *testing.T) {
	frames := fileLines(t, modeltest.Shared(t, "venues", "frames", "okx", "ws_tickers_spot_and_swap_2022-05.jsonl"))
	got := decode(t, okx.NewDecoder(), frames...)
	if want := "ignored UNI-USD-SWAP (coin-margined contract: UNI-USD-SWAP)"; got[0] != want {
		t.Errorf("got %s, want %s", got[0], want)
	}
	// 30236 / 29700.4 - 1 = 1.80334271592302 %
	if want := "quote BTC-USDT @1652459224956 last=30236 bid=30228.6 ask=30228.7 vol=525802090.6271661 chg=1.8033427159230175 (spot)"; got[1] != want {
		t.Errorf("got %s, want %s", got[1], want)
	}
	for i, l := range got[1:] {
		if !strings.HasPrefix(l, "quote BTC-USDT @16524592") {
			t.Errorf("frame %d: %s", i+2, l)
		}
	}
}

func TestComposedStream(t *testing.T) {
	want := []string{
		"ack SOL-USDT-SWAP (subscribe tickers)",
		"quote SOL-USDT-SWAP @1794000000123 last=250 bid=249.99 ask=250.01 vol=1000000000 chg=25", // 4e6 coins at 250
		"quote SOL-USDT-SWAP @1794000000130 bid=250 ask=250.02",
		"quote SOL-USDT-SWAP @1794000000140 bid=249.5",
		"mark SOL-USDT-SWAP @1794000000200 mark=250.125",
		"mark SOL-USDT @1794000000210 index=250.25",
		"open_interest SOL-USDT-SWAP @1793999998000 oi=7000000 oiusd=1750875000",
		"funding SOL-USDT-SWAP @1793999940000 rate=-0.000125 hours=4 next=1794009600000",
		"bar SOL-USDT-SWAP bar=1793998800000 1h 248/251/247.5/250 v90000 closed=false",
		"bar SOL-USDT-SWAP bar=1793995200000 1h 245/249/244/248 v120000 closed=true",
		"link (The connection will soon be closed for a service upgrade. Please reconnect. (code 64008))",
		"error (Wrong URL or channel:index-tickers, instId:XYZ-USDT-SWAP doesn't exist. Please use the correct URL, channel and parameters referring to API document. (code 60018))",
		"pong (answer to a ping)",
	}
	got := decode(t, okx.NewDecoder(), fileLines(t, filepath.Join("testdata", "stream.jsonl"))...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestComposedRest(t *testing.T) {
	want := []string{
		"quote SHIB-USDT-SWAP @1794000000500 last=0.5 vol=1250000000000 chg=25", // 2.5e12 coins at 0.5
		"ignored BTC-USD-SWAP (coin-margined contract: BTC-USD-SWAP)",
		"mark SOL-USDT-SWAP @1794000000600 mark=250.5",
		"ignored SOL-USDT (mark price of a spot pair)",
		"funding SOL-USDT-SWAP @1794009600000 rate=0.00021 hours=4", // what was paid, not what was foreseen
		"funding SOL-USDT-SWAP @1793995200000 rate=0.00011 hours=4",
		"bar bar=1794002400000 1h 250/252/249/251 v10 closed=false (the list names no contract: prices as sent)",
		"bar bar=1793998800000 1h 248/251/247.5/250 v90 closed=true (the list names no contract: prices as sent)",
		"open_interest @1793998800000 oi=7000000 oiusd=1750000000 (the list names no contract: prices as sent)",
		"open_interest SHIB-USDT-SWAP @1794000000700 oi=1500000000", // contracts of a million coins
		"open_interest NEW-USDT-SWAP @1794000000700 (told in contracts, whose size is not known)",
		"error (Instrument ID doesn't exist (code 51001))",
		"error (Too Many Requests (code 50011))",
		"ignored (nothing: an empty list)",
		"ignored (the venue's clock)",
	}
	got := decode(t, okx.NewDecoder(), fileLines(t, filepath.Join("testdata", "rest.jsonl"))...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// push composes a frame of a channel.
func push(channel, inst, row string) []byte {
	return []byte(`{"arg":{"channel":"` + channel + `","instId":"` + inst + `"},"data":[` + row + `]}`)
}

func TestOddFrames(t *testing.T) {
	for _, tc := range []struct {
		name  string
		frame []byte
		want  []string
	}{
		{"dated contract", push("mark-price", "ETH-USDT-270326", `{"instId":"ETH-USDT-270326","instType":"FUTURES","markPx":"3000.5","ts":"1794000000000"}`),
			[]string{"mark ETH-USDT-270326 @1794000000000 mark=3000.5 rate=null hours=null next=null"}},
		{"x-perp pays funding", push("funding-rate", "BTC-USD_UM_XPERP-310404", `{"fundingRate":"0.0001","fundingTime":"1794009600000","instId":"BTC-USD_UM_XPERP-310404","instType":"FUTURES","nextFundingTime":"1794038400000","ts":"1794000000000"}`),
			[]string{"funding BTC-USD_UM_XPERP-310404 @1794000000000 rate=0.0001 hours=8 next=1794009600000"}},
		{"no rate just after listing", push("funding-rate", "NEW-USDT-SWAP", `{"fundingRate":"","fundingTime":"1794009600000","instId":"NEW-USDT-SWAP","instType":"SWAP","nextFundingTime":"1794013200000","ts":"1794000000000"}`),
			[]string{"funding NEW-USDT-SWAP @1794000000000 hours=1 next=1794009600000"}},
		{"interval by the last two settlements", push("funding-rate", "SOL-USDT-SWAP", `{"fundingRate":"0.0001","prevFundingTime":"1794002400000","fundingTime":"1794009600000","instId":"SOL-USDT-SWAP"}`),
			[]string{"funding SOL-USDT-SWAP rate=0.0001 hours=2 next=1794009600000"}},
		{"option", push("mark-price", "BTC-USD-261225-90000-C", `{"instId":"BTC-USD-261225-90000-C","markPx":"0.1","ts":"1"}`),
			[]string{"ignored BTC-USD-261225-90000-C (option: BTC-USD-261225-90000-C)"}},
		{"spot in coins", push("tickers", "ETH-BTC", `{"instType":"SPOT","instId":"ETH-BTC","last":"0.03","ts":"1"}`),
			[]string{"ignored ETH-BTC (not quoted in dollars: ETH-BTC)"}},
		{"book", push("books5", "BTC-USDT-SWAP", `{"asks":[["1","2","0","1"]],"bids":[],"ts":"1"}`),
			[]string{"ignored BTC-USDT-SWAP (not followed: books5)"}},
		{"data before what they are", []byte(`{"data":[{"markPx":"5","ts":"1794000000000"}],"arg":{"instId":"SOL-USDT-SWAP","channel":"mark-price"}}`),
			[]string{"mark SOL-USDT-SWAP @1794000000000 mark=5"}},
		{"days of Hong Kong", push("candle1D", "SOL-USDT-SWAP", `["1793980800000","1","2","0.5","1.5","7","70","100","0"]`),
			[]string{"bar SOL-USDT-SWAP bar=1793980800000 1d 1/2/0.5/1.5 v70 closed=false (days of Hong Kong: opens at 16:00 UTC)"}},
		{"days of UTC", push("candle1Dutc", "SOL-USDT-SWAP", `["1793923200000","1","2","0.5","1.5","7","70","100","1"]`),
			[]string{"bar SOL-USDT-SWAP bar=1793923200000 1d 1/2/0.5/1.5 v70 closed=true"}},
		{"bar without trades", push("candle1H", "SOL-USDT-SWAP", `["1793998800000","1.5","1.5","1.5","1.5","0","0","0","1"]`),
			[]string{"bar SOL-USDT-SWAP bar=1793998800000 1h 1.5/1.5/1.5/1.5 v0 closed=true"}},
		{"bar of the mark price", push("mark-price-candle1H", "SOL-USDT-SWAP", `["1793998800000","1","2","0.5","1.5","1"]`),
			[]string{"bar SOL-USDT-SWAP bar=1793998800000 1h 1/2/0.5/1.5 closed=true (bars of the mark price)"}},
		{"a month", push("candle1M", "SOL-USDT-SWAP", `["1793998800000","1","2","0.5","1.5","7","70","100","0"]`),
			[]string{"ignored SOL-USDT-SWAP (not followed: a month has no fixed length)"}},
		{"unknown length", push("candle7H", "SOL-USDT-SWAP", `["1793998800000","1","2","0.5","1.5","7","70","100","0"]`),
			[]string{"error: okx: SOL-USDT-SWAP: bar of an unknown interval"}},
		{"bar off its step", push("candle1H", "SOL-USDT-SWAP", `["1793998800001","1","2","0.5","1.5","7","70","100","0"]`),
			[]string{"error: okx: SOL-USDT-SWAP: bar of an unknown interval"}},
		{"bar with prices out of order", push("candle1H", "SOL-USDT-SWAP", `["1793998800000","1","0.9","0.5","1.5","7","70","100","0"]`),
			[]string{"error: okx: SOL-USDT-SWAP: bar without four prices in order"}},
		{"price of zero", push("mark-price", "SOL-USDT-SWAP", `{"instId":"SOL-USDT-SWAP","markPx":"0","ts":"1794000000000"}`),
			[]string{"error: okx: SOL-USDT-SWAP: no usable mark price"}},
		{"negative bid", push("tickers", "SOL-USDT-SWAP", `{"instId":"SOL-USDT-SWAP","last":"1","bidPx":"-1","askPx":"1.1","volCcy24h":"-5","ts":"1794000000000"}`),
			[]string{"quote SOL-USDT-SWAP @1794000000000 last=1 ask=1.1"}},
		{"exponent form", push("mark-price", "SOL-USDT-SWAP", `{"instId":"SOL-USDT-SWAP","markPx":"2.5E+2","ts":"1794000000000"}`),
			[]string{"mark SOL-USDT-SWAP @1794000000000 mark=250"}},
		{"null", push("mark-price", "SOL-USDT-SWAP", `{"instId":"SOL-USDT-SWAP","markPx":null,"ts":null}`),
			[]string{"error: okx: SOL-USDT-SWAP: no usable mark price"}},
		{"not a number", push("mark-price", "SOL-USDT-SWAP", `{"instId":"SOL-USDT-SWAP","markPx":"Infinity","ts":"x"}`),
			[]string{"error: okx: SOL-USDT-SWAP: no usable mark price"}},
		{"one bad row of two", push("tickers", "SOL-USDT-SWAP", `7,{"instId":"SOL-USDT-SWAP","last":"3"}`),
			[]string{"quote SOL-USDT-SWAP last=3", "error: okx: a row that is no object"}},
		{"control characters", push("tickers", `B\u001b[2JTC-USDT-SWAP`, `{"last":"3"}`),
			[]string{"quote B[2JTC-USDT-SWAP last=3"}},
		{"no ASCII", push("tickers", "币安人生-USDT-SWAP", `{"instId":"币安人生-USDT-SWAP","last":"3"}`),
			[]string{"quote 币安人生-USDT-SWAP last=3"}},
		{"no symbol", []byte(`{"arg":{"channel":"tickers"},"data":[{"last":"3"}]}`), []string{"error: okx: no symbol"}},
		{"maintenance", []byte(`{"arg":{"channel":"status"},"data":[{"begin":"1794000000000","end":"1794003600000","scheDesc":"","state":"scheduled","title":"Trading system upgrade","ts":"1793990000000"}]}`),
			[]string{"link @1793990000000 (maintenance scheduled: Trading system upgrade)"}},
		{"a request of ours", []byte(`{"id":"1","op":"subscribe","args":[{"channel":"tickers","instId":"SOL-USDT-SWAP"}]}`),
			[]string{"ignored (a request of ours)"}},
		{"too many sockets", []byte(`{"event":"channel-conn-count-error","channel":"orders","connCount":"20","connId":"a"}`),
			[]string{"error (refused)"}},
		{"price limits", []byte(`{"code":"0","msg":"","data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","buyLmt":"2","sellLmt":"1","ts":"1794000000000","enabled":true}]}`),
			[]string{"ignored (not followed: a row without any of the figures that are)"}},
		{"margin tiers", []byte(`{"code":"0","msg":"","data":[{"instFamily":"BTC-USDT","instId":"","mmr":"0.004","tier":"1","maxSz":"500"}]}`),
			[]string{"ignored (not followed: margin tiers)"}},
		{"trades and depth", []byte(`{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","side":"sell","sz":"1","px":"2","tradeId":"3","ts":"4"},{"asks":[],"bids":[],"ts":"4"}]}`),
			[]string{"ignored (not followed: trades)", "ignored (not followed: depth of an order book)"}},
		{"a row of nothing known", []byte(`{"code":"0","msg":"","data":[{"usdCny":"7"}]}`), []string{"error: okx: a row of no known shape"}},
		{"bars of the mark price by REST", []byte(`{"code":"0","msg":"","data":[["1793998860000","2","3","1","2","0"],["1793998800000","2","3","1","2","1"]]}`), []string{
			"bar bar=1793998860000 1m 2/3/1/2 closed=false (the list names no contract: prices as sent)",
			"bar bar=1793998800000 1m 2/3/1/2 closed=true (the list names no contract: prices as sent)"}},
		{"one bar alone", []byte(`{"code":"0","msg":"","data":[["1793998800000","2","3","1","2","5","50","100","1"]]}`),
			[]string{"bar bar=1793998800000  2/3/1/2 v50 closed=true (the list names no contract: prices as sent)"}},
		{"bars of spot", []byte(`{"code":"0","msg":"","data":[["1793998800000","2","3","1","2","5","10","10","1"]]}`),
			[]string{"bar bar=1793998800000  2/3/1/2 v5 closed=true (the list names no contract: prices as sent)"}},
		{"list instead of a frame", []byte(`[1,2]`), []string{"error: okx: not an object"}},
		{"object of no shape", []byte(`{"a":1}`), []string{"error: okx: an object of no known shape"}},
		{"data that are no list", []byte(`{"code":"0","data":{}}`), []string{"error: okx: data that are no list"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, decode(t, okx.NewDecoder(), tc.frame)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestLateFramesAreDropped(t *testing.T) {
	mark := func(price, stamp string) []byte {
		return push("mark-price", "SOL-USDT-SWAP", `{"instId":"SOL-USDT-SWAP","markPx":"`+price+`","ts":"`+stamp+`"}`)
	}
	d := okx.NewDecoder()
	got := decode(t, d, mark("3", "1794000000500"), mark("2", "1794000000400"), mark("4", "1794000000500"),
		push("tickers", "SOL-USDT-SWAP", `{"instId":"SOL-USDT-SWAP","last":"3","ts":"1794000000100"}`), // another channel
		mark("1", "1793990000000")) // hours back: another clock, as after a maintenance
	want := []string{
		"mark SOL-USDT-SWAP @1794000000500 mark=3",
		"ignored SOL-USDT-SWAP @1794000000400 (overtaken: a newer frame came before)",
		"mark SOL-USDT-SWAP @1794000000500 mark=4",
		"quote SOL-USDT-SWAP @1794000000100 last=3",
		"mark SOL-USDT-SWAP @1793990000000 mark=1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if d.Overdue() != 1 {
		t.Errorf("%d late frames counted, want 1", d.Overdue())
	}
}

func TestIndexSpeaksForItsContract(t *testing.T) {
	d := okx.NewDecoder()
	d.Attribute("SOL-USDT", "SOL-USDT-SWAP")
	got := decode(t, d, push("index-tickers", "SOL-USDT", `{"instId":"SOL-USDT","idxPx":"9","ts":"1794000000500"}`))
	if diff := cmp.Diff([]string{"mark SOL-USDT-SWAP @1794000000500 index=9"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got, want := d.Stream(), "index-tickers:SOL-USDT"; got != want {
		t.Errorf("stream %q, want %q", got, want)
	}
}

func TestInstruments(t *testing.T) {
	body, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "okx", "rest_instruments_swap_2026-09.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := okx.ReadInstruments(body)
	if err != nil || len(c.Instruments) != 1 {
		t.Fatalf("got %+v, %v", c, err)
	}
	in := c.Instruments[0]
	got := fmt.Sprint(in.Symbol, " ", in.Asset, " ", in.Quote, " ", in.Kind, " ", in.Multiplier, " ", in.ContractSize, " ", in.Trading,
		" ", in.Delivery, " ", in.Tick, " ", in.Lot, " ", in.MaxLeverage, " ", in.Index)
	want := fmt.Sprint("BTC-USDT-SWAP BTC USDT ", model.ContractPerpetual, " 1 0.01 true  0.1 0.01 100 BTC-USDT")
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestComposedInstruments(t *testing.T) {
	row := func(id, value, multiplier, currency, state string) string {
		return `{"instId":"` + id + `","instType":"SWAP","ctType":"linear","ctVal":"` + value + `","ctMult":"` + multiplier +
			`","ctValCcy":"` + currency + `","uly":"X-USDT","state":"` + state + `","expTime":"","tickSz":"0.1","lotSz":"1","lever":"50"}`
	}
	body := `{"code":"0","msg":"","data":[` + strings.Join([]string{
		row("SHIB-USDT-SWAP", "100000", "10", "SHIB", "live"),
		row("NEW-USDT-SWAP", "", "", "", "preopen"),
		row("ODD-USDT-SWAP", "10", "1", "USD", "live"),
		row("BIG-USDT-SWAP", "1e999999999", "1", "BIG", "live"),
		row("ETH-USD-SWAP", "10", "1", "USD", "live"),
		`7`,
	}, ",") + `]}`
	c, err := okx.ReadInstruments([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, in := range c.Instruments {
		got = append(got, fmt.Sprintf("%s %v %v", in.Symbol, in.ContractSize, in.Trading))
	}
	want := []string{"SHIB-USDT-SWAP 1e+06 true", "NEW-USDT-SWAP 0 false", "ODD-USDT-SWAP 0 true", "BIG-USDT-SWAP 0 true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if c.Unreadable != 1 {
		t.Errorf("%d unreadable, want 1", c.Unreadable)
	}
	for _, bad := range []string{``, `[]`, `{"code":"50011","msg":"Too Many Requests","data":[]}`, `{"code":"0","data":[]}`} {
		if _, err := okx.ReadInstruments([]byte(bad)); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}
