package macro

import (
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eddy/model"
	"eddy/model/modeltest"
)

// noon is the moment most tests play at.
var noon = model.MillisOf(time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC))

func midnight(y int, m time.Month, d int) model.Millis {
	return model.MillisOf(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// find returns the reading of a series.
func find(t *testing.T, a answer, s model.Series) reading {
	t.Helper()
	for _, r := range a.readings {
		if r.series == s {
			return r
		}
	}
	t.Fatalf("no %s in %d readings", s, len(a.readings))
	return reading{}
}

func wantLast(t *testing.T, r reading, at model.Millis, value float64) {
	t.Helper()
	p := r.points[len(r.points)-1]
	if p.Time != at || math.Abs(p.Value-value) > 1e-9*math.Abs(value) {
		t.Errorf("%s: %v at %s, want %v at %s", r.series, p.Value, p.Time, value, at)
	}
}

func must(t *testing.T) func(answer, error) answer {
	return func(a answer, err error) answer {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
}

// The reference frames, with the figures they hold.
func TestReferenceFrames(t *testing.T) {
	frame := func(name string) []byte {
		t.Helper()
		data, err := os.ReadFile(modeltest.Shared(t, "venues", "frames", "context", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	ok := must(t)

	wantLast(t, find(t, ok(decodeTVL("tvl.total", frame("llama_chain_tvl_history.json"), noon)), "tvl.total"), midnight(2021, 1, 1), 45e9)
	wantLast(t, find(t, ok(decodeChains(frame("llama_v2_chains.json"), noon)), "tvl.chain.ethereum"), noon, 65998652431.40251)

	a := ok(decodeProtocols(frame("llama_protocols.json"), noon))
	wantLast(t, find(t, a, "tvl.category.lending"), noon, 5.2e9)
	aave := find(t, a, "tvl.protocol.AAVE")
	wantLast(t, aave, noon, 5.2e9)
	want := []model.ContextPoint{{Time: noon.Add(-7 * day), Value: 5.2e9 / (1 - 0.053)}, {Time: noon.Add(-day), Value: 5.2e9 / 1.021}}
	if diff := cmp.Diff(want, aave.hints); diff != "" {
		t.Error(diff)
	}

	apy := find(t, ok(decodePools(frame("llama_pools.json"), noon)), "apy.lido")
	wantLast(t, apy, noon, 2.73539) // the month's mean lies below today's base of 2.84
	if apy.note != "STETH on Ethereum, $32493M" {
		t.Errorf("note %q", apy.note)
	}

	a = ok(decodeMarkets(map[string]model.Asset{"bitcoin": "BTC"}, frame("coingecko_coins_markets.json"), noon))
	wantLast(t, find(t, a, "cap.BTC"), noon, 1555886872303)
	wantLast(t, find(t, a, "volume.BTC"), noon, 33235034316)
	if got := find(t, a, "cap.BTC").hints[0].Value; math.Abs(got-1555886872303/(1-0.009665)) > 1 {
		t.Errorf("a day before: %v", got)
	}

	a = ok(decodeGlobal(frame("coingecko_global.json"), noon))
	wantLast(t, find(t, a, "dominance.btc"), model.Millis(1779878351000), 57.9539332566265)
	wantLast(t, find(t, a, "cap.total"), model.Millis(1779878351000), 2621040321355.0405)

	a = ok(decodeDeFi(frame("coingecko_defi.json"), noon))
	wantLast(t, find(t, a, "cap.defi"), noon, 93264745839.10368)
	wantLast(t, find(t, a, "dominance.defi"), noon, 3.5568819863982543)

	a = ok(decodeNFT("pudgy-penguins", frame("coingecko_nft_pudgy.json"), noon))
	wantLast(t, find(t, a, "nft.floor.pudgy-penguins"), noon, 9713.91)
	wantLast(t, find(t, a, "nft.volume.pudgy-penguins"), noon, 58262)

	fear := find(t, ok(decodeFearGreed(frame("fear_greed.json"), noon)), "fear_greed")
	wantLast(t, fear, midnight(2026, 8, 21), 72)
	if fear.points[0].Value != 62 || fear.note != "Greed" {
		t.Errorf("got %+v", fear)
	}

	// One block at 1 gwei, full use of which drops it by an eighth.
	a = ok(gasNow(frame("eth_fee_history.json"), noon))
	wantLast(t, find(t, a, "gas.base_fee"), noon, 1)
	wantLast(t, find(t, a, "gas.base_fee.next"), noon, 0.87518217)

	if e := inspectGecko(200, frame("coingecko_error_429.json")); e == nil || e.Code != "429" || e.RetryAfter == 0 {
		t.Errorf("a 429 in the clothes of a 200: %+v", e)
	}
	for _, name := range []string{"coingecko_global.json", "coingecko_simple_price.json", "coingecko_coins_markets.json"} {
		if e := inspectGecko(200, frame(name)); e != nil {
			t.Errorf("%s is taken for a refusal: %v", name, e)
		}
	}
	if _, err := readFeeHistory(frame("eth_block_not_found.json")); !errors.Is(err, errNoResult) {
		t.Errorf("no result: %v", err)
	}
}

func TestStablecoinsAddEveryPeg(t *testing.T) {
	body := `[{"date":"1763510400","totalCirculating":{"peggedUSD":1,"peggedEUR":1},"totalCirculatingUSD":{"peggedUSD":300000000000.5,"peggedEUR":600000000,"peggedVAR":null}},
	 {"date":1763596800,"totalCirculatingUSD":{"peggedUSD":301e9}}]`
	r := find(t, must(t)(decodeStablecoins([]byte(body), noon)), "stablecoins.total")
	want := []model.ContextPoint{{Time: midnight(2025, 11, 19), Value: 300600000000.5}, {Time: midnight(2025, 11, 20), Value: 301e9}}
	if diff := cmp.Diff(want, r.points); diff != "" {
		t.Error(diff)
	}
}

// A day that still runs is no day's sum yet.
func TestFeesAreOfWholeDays(t *testing.T) {
	body := `{"total24h":5,"totalDataChart":[[1795046400,41000000],["1795132800",43000000.5]],"breakdown24h":null}`
	r := find(t, must(t)(decodeFees([]byte(body), noon)), "fees.total")
	if len(r.points) != 1 {
		t.Fatalf("got %v", r.points)
	}
	wantLast(t, r, midnight(2026, 11, 19), 41e6)
}

func TestProtocolSums(t *testing.T) {
	body := `[
	 {"id":"1","name":"Aave V3","slug":"aave-v3","parentProtocol":"parent#aave","category":"Lending","tvl":100,"change_1d":25,"change_7d":-50},
	 {"id":"2","name":"Aave V2","slug":"aave-v2","parentProtocol":"parent#aave","category":"Lending","tvl":10,"change_1d":null,"change_7d":0},
	 {"id":"parent#aave","name":"Aave","category":"Lending","tvl":null},
	 {"id":"3","name":"Lido","slug":"lido","category":"Liquid Staking","tvl":30,"change_1d":50,"change_7d":200},
	 {"id":"4","name":"Gone","slug":"gone","category":"Lending","tvl":-5},
	 {"id":"5","name":"A bank","category":"CEX","tvl":1e12},
	 "a word", {"tvl":{}}, {"id":6,"name":7,"category":"Dexs","tvl":"8"}]`
	a := must(t)(decodeProtocols([]byte(body), noon))
	wantLast(t, find(t, a, "tvl.category.lending"), noon, 110)
	wantLast(t, find(t, a, "tvl.category.dexs"), noon, 8)
	aave, lido := find(t, a, "tvl.protocol.AAVE"), find(t, a, "tvl.protocol.LDO")
	wantLast(t, aave, noon, 110)
	if aave.hints != nil {
		t.Errorf("the past of a sum of which a part tells no change: %v", aave.hints)
	}
	if diff := cmp.Diff([]model.ContextPoint{{Time: noon.Add(-7 * day), Value: 10}, {Time: noon.Add(-day), Value: 20}}, lido.hints); diff != "" {
		t.Error(diff)
	}
	if len(a.readings) != 5 || a.refused != 1 {
		t.Errorf("%d readings, %d refused", len(a.readings), a.refused)
	}
}

func TestPoolsThatDoNotCount(t *testing.T) {
	row := func(more string) string {
		return `{"chain":"Ethereum","project":"aave-v3","symbol":"USDC","tvlUsd":5e8,"count":400,"outlier":false,"apyBase":4,"apyMean30d":5,"apy":6` + more + `}`
	}
	for _, tc := range []struct {
		name, body string
		want, sum  float64
	}{
		{"the base and not the reward", row(""), 4, 6},
		{"the month's mean where today is higher", row(`,"apyBase":9`), 5, 6},
		{"the best of two", row("") + "," + row(`,"symbol":"DAI","apyBase":4.5`), 4.5, 6},
		{"too small", row(`,"tvlUsd":9e6`), 0, 0},
		{"too young", row(`,"count":29`), 0, 0},
		{"an outlier", row(`,"outlier":true`), 0, 0},
		{"no base", row(`,"apyBase":null`), 0, 6},
		{"no month", row(`,"apyMean30d":null`), 0, 6},
		{"another project", row(`,"project":"doge-farm"`), 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, err := decodePools([]byte(`{"status":"success","data":[`+tc.body+`]}`), noon)
			got := map[model.Series]float64{}
			for _, r := range a.readings {
				got[r.series] = r.points[0].Value
			}
			if got["apy.aave-v3"] != tc.want || got["apy.total.aave-v3"] != tc.sum {
				t.Errorf("got %v, %v", got, err)
			}
			if (tc.sum == 0) != errors.Is(err, errEmpty) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// Nothing of this may become a figure.
func TestNonsense(t *testing.T) {
	const later = "1895132800" // 2030
	decoders := map[string]func([]byte) (answer, error){
		"tvl":         func(b []byte) (answer, error) { return decodeTVL("tvl.total", b, noon) },
		"chains":      func(b []byte) (answer, error) { return decodeChains(b, noon) },
		"protocols":   func(b []byte) (answer, error) { return decodeProtocols(b, noon) },
		"fees":        func(b []byte) (answer, error) { return decodeFees(b, noon) },
		"stablecoins": func(b []byte) (answer, error) { return decodeStablecoins(b, noon) },
		"pools":       func(b []byte) (answer, error) { return decodePools(b, noon) },
		"markets": func(b []byte) (answer, error) {
			return decodeMarkets(map[string]model.Asset{"bitcoin": "BTC"}, b, noon)
		},
		"global": func(b []byte) (answer, error) { return decodeGlobal(b, noon) },
		"defi":   func(b []byte) (answer, error) { return decodeDeFi(b, noon) },
		"nft":    func(b []byte) (answer, error) { return decodeNFT("azuki", b, noon) },
		"fear":   func(b []byte) (answer, error) { return decodeFearGreed(b, noon) },
		"gas":    func(b []byte) (answer, error) { return gasNow(b, noon) },
	}
	bodies := []string{
		"", "null", "{}", "[]", "[null]", "[[]]", "{\"data\":null}", "<html><body>Just a moment</body></html>", `"a word"`, "7", "[{", `{"data":[`,
		`{"status":{"error_code":429,"error_message":"slow down"}}`, `{"message":"Internal server error"}`,
		`[{"date":` + later + `,"tvl":5}]`, `[{"date":1763510400,"tvl":-5}]`, `[{"date":1763510400,"tvl":null}]`, `[{"date":1763510400}]`,
		`[{"date":1763510400000,"tvl":5}]`, `[{"tvl":5}]`, `[{"date":1763510400,"tvl":1e999}]`, `[{"date":1763510400,"tvl":"NaN"}]`,
		`[{"name":"Ethereum","tvl":-1}]`, `[{"name":"Ethereum"}]`, `[{"id":"bitcoin","market_cap":-1,"total_volume":-1}]`, `[{"id":"bitcoin","market_cap":0}]`,
		`[{"date":"1763510400","totalCirculatingUSD":{"peggedUSD":-3}}]`, `[{"date":"1763510400","totalCirculatingUSD":{}}]`,
		`{"data":{"market_cap_percentage":{"btc":157},"total_market_cap":{"usd":null}}}`,
		`{"floor_price":{"usd":null},"volume_24h":{"usd":"x"}}`,
		`{"data":[{"value":"172","timestamp":"1763510400"},{"value":"-1","timestamp":"1763510400"},{"value":"","timestamp":"1763510400"}]}`,
		`{"data":[{"value":"50","timestamp":"` + later + `"}],"metadata":{"error":null}}`,
		`{"data":[{"value":"50","timestamp":"1763510400"}],"metadata":{"error":"down"}}`,
		`{"jsonrpc":"2.0","id":1,"result":{"oldestBlock":"0x1","baseFeePerGas":["0x","nope"]}}`,
		`{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"limit exceeded"}}`,
		`{"jsonrpc":"2.0","id":1,"result":{"oldestBlock":"0x1","baseFeePerGas":["0x1"]}}`,
		strings.Repeat("[", 20_000),
	}
	for name, decode := range decoders {
		for _, body := range bodies {
			if a, err := decode([]byte(body)); err == nil || len(a.readings) > 0 {
				t.Errorf("%s took %.80q: %+v", name, body, a.readings)
			}
		}
	}
}

func TestQuantity(t *testing.T) {
	for _, tc := range []struct {
		text string
		want figure
	}{
		{"0x3b9aca00", figure{1, true}},
		{"0x342a385a", figure{0.87518217, true}},
		{"0x0", figure{0, true}},
		{"0x", figure{}}, {"3b9aca00", figure{}}, {"0x-1", figure{}}, {"0xzz", figure{}}, {"", figure{}},
		{"0x" + strings.Repeat("f", 65), figure{}},
	} {
		if got := parseQuantity(tc.text).gwei(); got != tc.want {
			t.Errorf("%s: %+v, want %+v", tc.text, got, tc.want)
		}
	}
}

// The rule of EIP-1559, by hand: at twice the target the fee rises by an eighth,
// at none it falls by one, at the target it stays.
func TestNextBaseFee(t *testing.T) {
	h := func(used, limit float64) *header {
		return &header{BaseFee: quantity{8e9, true}, Used: quantity{used, true}, Limit: quantity{limit, true}}
	}
	for _, tc := range []struct {
		name string
		head *header
		want figure
	}{
		{"full", h(60e6, 60e6), figure{9, true}},
		{"empty", h(0, 60e6), figure{7, true}},
		{"at the target", h(30e6, 60e6), figure{8, true}},
		{"half-way up", h(45e6, 60e6), figure{8.5, true}},
		{"more than there is", h(61e6, 60e6), figure{}},
		{"no limit", h(0, 0), figure{}},
	} {
		if got := tc.head.next(); got != tc.want {
			t.Errorf("%s: %+v, want %+v", tc.name, got, tc.want)
		}
	}
}

// A height that comes again replaces the block and those above it.
func TestReorganisation(t *testing.T) {
	b := newBlocks()
	start := noon - noon%model.Millis(gasStep.Milliseconds())
	head := func(number float64, at model.Millis, fee float64) []model.ContextPoint {
		return b.add(header{Number: quantity{number, true}, BaseFee: quantity{fee * 1e9, true}, Time: quantity{float64(at) / 1000, true}})
	}
	head(100, start, 10)
	head(101, start+12_000, 20)
	head(102, start+24_000, 60)
	if got := head(101, start+13_000, 30); got[0].Value != 20 || len(got) != 1 {
		t.Errorf("got %v, want the mean of 10 and 30", got)
	}
	later := start.Add(gasStep)
	if got := head(151, later, 5); len(got) != 1 || got[0] != (model.ContextPoint{Time: later, Value: 5}) {
		t.Errorf("got %v", got)
	}
}

func TestGasIsAveragedOverTenMinutes(t *testing.T) {
	fees := make([]string, 0, 101)
	for i := range 101 { // 20 minutes of blocks: 1 gwei, then 3
		fees = append(fees, map[bool]string{true: `"0x3b9aca00"`, false: `"0xb2d05e00"`}[i < 50])
	}
	body := `{"id":1,"result":{"oldestBlock":"0x64","baseFeePerGas":[` + strings.Join(fees, ",") + `]}}`
	now := noon - noon%600_000 + 599_000
	r := find(t, must(t)(gasNow([]byte(body), now)), "gas.base_fee")
	if len(r.points) != 2 || r.points[0].Value != 1 || r.points[1].Value != 3 || r.points[1].Time != now-599_000 {
		t.Errorf("got %v", r.points)
	}
}

func TestPlanOfThePast(t *testing.T) {
	list := planPast(noon, 24_000_000, nil)
	if len(list) != pastDays {
		t.Fatalf("%d days", len(list))
	}
	first := list[0]
	// 04:00 of the day before lies 32 hours back: 9,600 slots of 12 seconds.
	if first.day != midnight(2026, 11, 19) || first.blocks[0] != 24_000_000-9_600 || len(first.blocks) != len(pastSamples) {
		t.Errorf("got %+v", first)
	}
	held := &series{Points: []model.ContextPoint{{Time: midnight(2026, 11, 17).Add(5 * time.Hour), Value: 1}, {Time: midnight(2026, 11, 19), Value: 1}}}
	if got := planPast(noon, 24_000_000, held); len(got) != pastDays-2 || got[0].day != midnight(2026, 11, 18) {
		t.Errorf("%d days, first %s", len(got), got[0].day)
	}
	if got := planPast(noon, 15_000, nil); len(got) != 1 {
		t.Errorf("a young chain has %d days", len(got))
	}
}
