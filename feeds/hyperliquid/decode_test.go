package hyperliquid_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eddy/feeds/hyperliquid"
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
		{model.FieldVolume24hUSD, "vol", ev.Volume24hUSD}, {model.FieldChange24hPct, "chg", math.Round(ev.Change24hPct*1e9) / 1e9},
	} {
		switch {
		case ev.Has.Has(f.bit):
			fmt.Fprintf(&b, " %s=%s", f.name, strconv.FormatFloat(f.v, 'f', -1, 64))
		case ev.None.Has(f.bit):
			fmt.Fprintf(&b, " %s=null", f.name)
		}
	}
	if k := ev.Bar; ev.Has.Has(model.FieldBar) {
		fmt.Fprintf(&b, " bar=%d %s %v/%v/%v/%v v%s closed=%v", k.OpenTime, k.Interval, k.Open, k.High, k.Low, k.Close, strconv.FormatFloat(k.Volume, 'f', -1, 64), k.Closed)
	}
	if ev.Text != "" {
		b.WriteString(" (" + ev.Text + ")")
	}
	return b.String()
}

// decode renders what each frame gives, errors included.
func decode(t *testing.T, d *hyperliquid.Decoder, frames ...[]byte) []string {
	t.Helper()
	var got []string
	for _, f := range frames {
		events, err := d.Decode(f, 7, nil)
		for i := range events {
			if events[i].Venue != model.Hyperliquid || events[i].Received != 7 {
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

// fileLines returns the frames of a file, one a line.
func fileLines(t testing.TB, path string) [][]byte {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Split(bytes.TrimSpace(body), []byte("\n"))
}

const midRemark = " (last is the mid price: the venue tells no last price)"

// TestRecordedFrames holds the decoder to figures read by hand from frames the
// venue really sent. Changes are mark over the price a day ago, less one.
func TestRecordedFrames(t *testing.T) {
	for _, tc := range []struct {
		file string
		rows int
		at   int // which event is compared; negative: from the end
		want string
	}{
		{"ws_active_asset_ctx_btc_2026-09-03.json", 1, 0,
			"mark BTC last=80639.5 mark=80640 index=80684.7 rate=0.0000052974 hours=1 oi=36295.80812 vol=4490636699.3287735 chg=3.705037359" + midRemark},
		{"ws_active_asset_ctx_moodeng_2024.json", 1, 0,
			"mark MOODENG last=0.19957 mark=0.19963 index=0.1995 rate=0.00004863 hours=1 oi=18617460 vol=7665220.55613 chg=-1.640717383" + midRemark},
		{"ws_active_asset_ctx_sol_testnet_2025-12.json", 1, 0,
			"mark SOL last=128.48 mark=128.45 index=128.41 rate=0.0000125 hours=1 oi=5259.34 vol=965843.7286000003 chg=-2.924727932" + midRemark},
		{"ws_allmids_mixed_keys.json", 4, 1, "quote ETH last=2296.45 (mid price: the venue tells no last price)"},
		{"ws_allmids_mixed_keys.json", 4, 3, "ignored (2 names that are no perpetual of the first dex)"},
		{"ws_bbo_btc_2026-09-03.json", 1, 0, "quote BTC @1788490065008 bid=80639 ask=80640"},
		{"ws_candle_hype_1d_2025-12.json", 1, 0, "bar HYPE bar=1764806400000 1d 34.668/36.219/34.251/34.868 v3495670.84 closed=false"},
		{"ws_session_btc_2026-09.jsonl", 6, 0, "ack (subscribe l2Book BTC)"},
		{"ws_session_btc_2026-09.jsonl", 6, 1, "book BTC @1790232236546 bid=84143 ask=84144"},
		{"ws_session_btc_2026-09.jsonl", 6, 2, "quote BTC @1790232237145 bid=84143 ask=84144"},
		{"ws_session_btc_2026-09.jsonl", 6, 3,
			"mark BTC last=84143.5 mark=84148 index=84198 rate=0.0000018952 hours=1 oi=36585.31848 vol=4161029539.6949654 chg=-2.861694391" + midRemark},
		{"ws_session_btc_2026-09.jsonl", 6, 4, "bar BTC bar=1790232180000 1m 84143/84144/84143/84143 v14.27847 closed=false"},
		{"ws_session_btc_2026-09.jsonl", 6, 5, "pong"},
		{"ws_trades_btc_2026-09.json", 1, 0, "trade BTC @1790232216193 last=84143"},
		{"rest_all_mids_2023.json", 28, -1, "quote kPEPE last=0.000001565 (mid price: the venue tells no last price)"},
		{"rest_candle_snapshot_kpepe_1h_2023.json", 24, 0, "bar kPEPE bar=1684699200000 1h 1.601e-06/1.616e-06/1.601e-06/1.604e-06 v520665683000 closed=true"},
		{"rest_candle_snapshot_kpepe_1h_2023.json", 24, -1, "bar kPEPE bar=1684782000000 1h 1.538e-06/1.548e-06/1.536e-06/1.54e-06 v308219489000 closed=false"},
		{"rest_funding_history_8h_era_2023.json", 30, 0, "funding BTC @1683849600048 rate=-0.00061334 hours=8"},
		{"rest_funding_history_1h_era_2023.json", 24, -1, "funding BTC @1689627600065 rate=0.0000125 hours=1"},
		{"rest_l2book_dydx_2023.json", 1, 0, "book DYDX @1689630203930 bid=2.111 ask=2.1124"},
		{"rest_meta_2023.json", 1, 0, "ignored (list of 28 contracts: give it as --instruments)"},
	} {
		t.Run(tc.file, func(t *testing.T) {
			frames := fileLines(t, modeltest.Shared(t, "venues", "frames", "hyperliquid", tc.file))
			got := decode(t, hyperliquid.NewDecoder(), frames...)
			if len(got) != tc.rows {
				t.Fatalf("got %d events, want %d: %q", len(got), tc.rows, got)
			}
			if d := cmp.Diff(tc.want, got[(tc.at+len(got))%len(got)]); d != "" {
				t.Errorf("event %d (-want +got):\n%s", tc.at, d)
			}
		})
	}
}

// TestEveryRecordedFileIsTested keeps the table above complete.
func TestEveryRecordedFileIsTested(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(modeltest.Shared(t, "venues", "frames", "hyperliquid"), "*.json*"))
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

// TestStream follows composed frames in order; figures are worked out by hand.
func TestStream(t *testing.T) {
	want := []string{
		"ack (subscribe candle kPEPE 1h)",
		"ack (unsubscribe bbo ETH)",
		"mark kPEPE last=0.0000079005 mark=0.0000079 index=0.000007995 rate=-0.0000213 hours=1 oi=5200000000000 vol=31250000.5 chg=-1.25" + midRemark,
		"mark OLD mark=1.25 index=1.21 rate=0 hours=1 oi=0 vol=0 chg=0 (delisted: no book and no open interest, the mark is frozen)",
		"mark THIN mark=2.1 index=2 rate=0.0000125 hours=1 oi=12 vol=0",
		"ignored xyz:GOLD (market of a builder's dex: xyz:GOLD)",
		"ignored (spot market)",
		"quote ETH @1795000000250 bid=2931.4 ask=2931.5",
		"ignored ETH (overtaken: a later best bid and ask was told before)",
		"quote kPEPE @1795000000300 bid=null ask=0.000007902",
		"quote SOL @1795000000310 bid=150.1",
		"quote OLD @1795000000320 bid=null ask=null (no bid and no ask)",
		"book SOL @1795000000400 bid=150.1 ask=null",
		"bar ETH bar=1794996000000 1h 2920/2935.5/2918.1/2930 v1200.5 closed=false",
		"bar ETH bar=1794996000000 1h 2920/2935.5/2918.1/2931 v1210 closed=false",
		"bar ETH bar=1794996000000 1h 2920/2935.5/2918.1/2931 v1210 closed=true",
		"bar ETH bar=1794999600000 1h 2931/2931.5/2931/2931.4 v3.25 closed=false",
		"ignored ETH (overtaken: a later bar has begun)",
		"bar kPEPE bar=1794960000000 1d 7.8e-06/8e-06/7.7e-06/7.9e-06 v1500000000 closed=false",
		"ignored ETH (not followed: a month has no fixed length)",
		"trade SOL @1795000000502 last=150.3 (the newest of 2 trades)",
		"quote BTC last=84143.5 (mid price: the venue tells no last price)",
		"quote kPEPE last=0.0000079005 (mid price: the venue tells no last price)",
		"ignored (3 names that are no perpetual of the first dex)",
		"ignored (nothing: no contexts)",
		"ignored (not followed: packed contexts, activeAssetCtx tells the same)",
		`error (Already subscribed: {"type":"bbo","coin":"ETH"})`,
		"ignored (not followed: userEvents)",
		"pong",
		"ignored (a request of ours)",
	}
	d := hyperliquid.NewDecoder()
	got := decode(t, d, fileLines(t, filepath.Join("testdata", "stream-2026-11.jsonl"))...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if d.Overdue() != 2 {
		t.Errorf("got %d overtaken frames, want 2", d.Overdue())
	}
}

// TestBodies decodes composed REST bodies, and a positional push behind the
// list that gives its order.
func TestBodies(t *testing.T) {
	const frozen = "mark OLD mark=1.25 index=1.21 rate=0 hours=1 oi=0 vol=0 chg=0 (delisted: no book and no open interest, the mark is frozen)"
	want := []string{
		"mark BTC last=84000.5 mark=84000 index=84198 rate=0.0000125 hours=1 oi=36000.5 vol=4000000000 chg=5" + midRemark,
		"mark kPEPE last=0.0000079 mark=0.0000079 index=0.0000079 rate=0.00001 hours=1 oi=1000000 vol=5 chg=0" + midRemark,
		frozen,
		"mark BTC last=84000.5 mark=84000 index=84100 rate=0.00002 hours=1 oi=36001.5 vol=1 chg=5" + midRemark,
		"mark kPEPE last=0.0000079 mark=0.0000079 index=0.0000079 rate=0.00001 hours=1 oi=2000 vol=5 chg=0" + midRemark,
		frozen,
		`ignored (1 contexts of dex "xyz" go by position and the list known has 0 contracts)`,
		"funding ETH @1794996000048 rate=-0.0000031 hours=1",
		"funding ETH @1795001040000 rate=0.0000125 hours=1",
		"bar ETH bar=1794992400000 1h 2900/2921/2899/2920 v10 closed=true",
		"bar ETH bar=1794996000000 1h 2920/2935.5/2918.1/2931 v1210 closed=false",
		"trade ETH @1795000000009 last=2931",
		"book SOL @1795000000400 bid=null ask=150.2",
		"quote BTC last=84143.5 (mid price: the venue tells no last price)",
		"ignored (1 names that are no perpetual of the first dex)",
		"ignored @1795000000777 (the venue's status and time)",
		"ignored (list of 1 contracts: give it as --instruments)",
		"ignored (list of 2 contracts: give it as --instruments)",
		"ignored (list of 1 dexes of builders: not followed)",
		"ignored (funding predicted for 1 coins: not followed)",
		"error (rate limited)",
		"error (no such thing)",
		"error (null: the venue knows no such coin or dex)",
		"ignored (nothing: an empty list)",
		"ignored (nothing: an object without prices)",
	}
	got := decode(t, hyperliquid.NewDecoder(), fileLines(t, filepath.Join("testdata", "rest-2026-11.jsonl"))...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestUnusableFigures(t *testing.T) {
	ctx := func(figures string) string {
		return `{"channel":"activeAssetCtx","data":{"coin":"ETH","ctx":{` + figures + `}}}`
	}
	for _, tc := range []struct {
		name, frame, want string
		refused           uint64
	}{
		{"mark price zero", ctx(`"markPx":"0.0","midPx":"1"`), "error: hyperliquid: ETH: no usable mark price", 1},
		{"mark price a word", ctx(`"markPx":"NaN"`), "error: hyperliquid: ETH: no usable mark price", 1},
		{"mark price empty", ctx(`"markPx":"","oraclePx":null`), "error: hyperliquid: ETH: no usable mark price", 0},
		{"oracle price negative", ctx(`"markPx":"5","oraclePx":"-1","premium":"0"`), "mark ETH mark=5", 1},
		{"open interest negative", ctx(`"markPx":"5","openInterest":"-1","premium":"0"`), "mark ETH mark=5", 1},
		{"exponents", ctx(`"markPx":"5e3","funding":"1E-5","premium":"0"`), "mark ETH mark=5000 rate=0.00001 hours=1", 0},
		{"numbers without quotes", ctx(`"markPx":5.5,"premium":0`), "mark ETH mark=5.5", 0},
		{"no coin", `{"channel":"bbo","data":{"time":1,"bbo":[null,null]}}`, "error: hyperliquid: no symbol", 0},
		{"absurd coin", `{"channel":"bbo","data":{"coin":"` + strings.Repeat("X", 65) + `","bbo":[{"px":"1"},{"px":"2"}]}}`, "error: hyperliquid: symbol too long", 0},
		{"no side", `{"channel":"bbo","data":{"coin":"ETH","bbo":[]}}`, "error: hyperliquid: ETH: no usable bid or ask", 0},
		{"stamp out of range", `{"channel":"bbo","data":{"coin":"ETH","time":-5,"bbo":[{"px":"1"},{"px":"2"}]}}`, "quote ETH bid=1 ask=2", 0},
		{"bar out of order", `{"channel":"candle","data":{"t":1794996000000,"s":"ETH","i":"1h","o":"1","h":"0.5","l":"1","c":"1","v":"0"}}`, "error: hyperliquid: ETH: bar without four prices in order", 0},
		{"bar of unknown length", `{"channel":"candle","data":{"t":1794996000000,"s":"ETH","i":"7h","o":"1","h":"1","l":"1","c":"1"}}`, "error: hyperliquid: ETH: bar of an unknown interval", 0},
		{"bar that begins anywhere", `{"channel":"candle","data":{"t":1794996000001,"s":"ETH","i":"1h","o":"1","h":"1","l":"1","c":"1"}}`, "error: hyperliquid: ETH: bar of an unknown interval", 0},
		{"data a number", `{"channel":"bbo","data":5}`, "error: hyperliquid: no symbol", 1},
		{"no data", `{"channel":"bbo"}`, "error: hyperliquid: a channel without data", 0},
		{"control characters in a name", "{\"channel\":\"bbo\",\"data\":{\"coin\":\"E\\u001b[2JTH\",\"bbo\":[{\"px\":\"1\"},{\"px\":\"2\"}]}}", "quote E[2JTH bid=1 ask=2", 0},
		{"name beyond ASCII", `{"channel":"bbo","data":{"coin":"币","bbo":[{"px":"1"},{"px":"2"}]}}`, "quote 币 bid=1 ask=2", 0},
		{"a number", `5`, "error: hyperliquid: neither an object nor an array", 0},
		{"malformed request", `Failed to deserialize the JSON body into the target type`, "error: hyperliquid: no value at byte 0", 0},
		{"two frames in one", `{"channel":"pong"}{"channel":"pong"}`, "error: hyperliquid: no end of frame at byte 18", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := hyperliquid.NewDecoder()
			if diff := cmp.Diff([]string{tc.want}, decode(t, d, []byte(tc.frame))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if d.Refused() != tc.refused {
				t.Errorf("got %d figures refused, want %d", d.Refused(), tc.refused)
			}
		})
	}
}

// TestWrongStampsPass makes sure that one stamp far in the future does not
// silence a coin, and that a bar of the future closes nothing.
func TestWrongStampsPass(t *testing.T) {
	book := func(stamp string) []byte {
		return []byte(`{"channel":"bbo","data":{"coin":"ETH","time":` + stamp + `,"bbo":[{"px":"1"},{"px":"2"}]}}`)
	}
	bar := func(open string) []byte {
		return []byte(`{"channel":"candle","data":{"t":` + open + `,"s":"ETH","i":"1h","o":"1","h":"1","l":"1","c":"1","v":"1"}}`)
	}
	d := hyperliquid.NewDecoder()
	d.Clock = 1794999000000
	got := decode(t, d, book("4102444800000"), book("1795000000000"), bar("1794996000000"), bar("4102444800000"), bar("1794999600000"))
	want := []string{
		"quote ETH @4102444800000 bid=1 ask=2",
		"quote ETH @1795000000000 bid=1 ask=2",
		"bar ETH bar=1794996000000 1h 1/1/1/1 v1 closed=false",
		"error: hyperliquid: ETH: bar of the future",
		"bar ETH bar=1794996000000 1h 1/1/1/1 v1 closed=true",
		"bar ETH bar=1794999600000 1h 1/1/1/1 v1 closed=false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestNewConnectionClosesNothing: what the bar before came to while the line
// was down is not known.
func TestNewConnectionClosesNothing(t *testing.T) {
	bar := func(open string) []byte {
		return []byte(`{"channel":"candle","data":{"t":` + open + `,"s":"ETH","i":"1h","o":"1","h":"1","l":"1","c":"1","v":"1"}}`)
	}
	d := hyperliquid.NewDecoder()
	decode(t, d, bar("1794996000000"))
	d.ForgetStreams()
	if got := decode(t, d, bar("1794999600000")); len(got) != 1 || strings.Contains(got[0], "closed=true") {
		t.Errorf("got %q, want the open bar alone", got)
	}
}

// TestStreamNames ties frames to subscriptions.
func TestStreamNames(t *testing.T) {
	for frame, want := range map[string]string{
		`{"channel":"bbo","data":{"coin":"ETH","bbo":[{"px":"1"},null]}}`:                                                                "bbo:ETH false",
		`{"channel":"activeAssetCtx","data":{"coin":"ETH","ctx":{"markPx":"1"}}}`:                                                        "activeAssetCtx:ETH false",
		`{"channel":"candle","data":{"t":1794996000000,"s":"ETH","i":"1h","o":"1","h":"1","l":"1","c":"1","v":"1"}}`:                     "candle:ETH:1h false",
		`{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"type":"candle","coin":"ETH","interval":"1h"}}}`: "candle:ETH:1h true",
		`{"data":{"subscription":{"coin":"ETH","type":"bbo"},"method":"subscribe"},"channel":"subscriptionResponse"}`:                    "bbo:ETH true",
		`{"channel":"subscriptionResponse","data":{"method":"unsubscribe","subscription":{"type":"bbo","coin":"ETH"}}}`:                  "bbo:ETH false",
		`{"channel":"bbo","data":{"coin":"ETH","bbo":[{"px":"1"},null]}`:                                                                 " false",
		`{"channel":"pong"}`: " false",
	} {
		d := hyperliquid.NewDecoder()
		decode(t, d, []byte(frame))
		if got := fmt.Sprintf("%s %v", d.Stream(), d.Acked()); got != want {
			t.Errorf("%s: got %q, want %q", frame, got, want)
		}
	}
}

func TestUnknownNamesAreBounded(t *testing.T) {
	d := hyperliquid.NewDecoder()
	refused := false
	for i := range 10_000 {
		if _, err := d.Decode([]byte(`{"channel":"bbo","data":{"coin":"X`+strconv.Itoa(i)+`","bbo":[{"px":"1"},null]}}`), 0, nil); err != nil {
			refused = true
		}
	}
	if !refused {
		t.Error("10,000 different names were all remembered")
	}
}
