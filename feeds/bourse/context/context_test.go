package context_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"eddy/feeds/bourse/barfile"
	slow "eddy/feeds/bourse/context"
	"eddy/feeds/bourse/market"
	"eddy/feeds/bourse/synthetic"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// run serves until the test ends and returns the addresses by key.
func run(t *testing.T, s *slow.Server, err error) map[string]string {
	t.Helper()
	if err != nil || s == nil {
		t.Fatalf("server %v, %v", s, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	at := make(map[string]string)
	for _, e := range s.Endpoints() {
		at[e.Key] = e.URL
	}
	return at
}

func stage(t *testing.T, seed uint64) *market.Stage {
	t.Helper()
	src, err := synthetic.New(synthetic.Options{Seed: seed, Assets: synthetic.DefaultAssets()[:14], Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	return market.NewStage(src)
}

func body(t *testing.T, resp *http.Response, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return data
}

func get(t *testing.T, url string, into any) []byte {
	t.Helper()
	resp, err := http.Get(url)
	data := body(t, resp, err)
	if into != nil {
		if err := json.Unmarshal(data, into); err != nil {
			t.Fatalf("%s: %.200s: %v", url, data, err)
		}
	}
	return data
}

type locked []struct {
	Date int64
	TVL  float64
}

// The figures follow the market: value locked goes with prices, the last day is
// today's, nothing lies in the future, and the same seed gives the same.
func TestFiguresFollowTheMarket(t *testing.T) {
	st := stage(t, 7)
	server, err := slow.FromMarket("127.0.0.1:0", st)
	at := run(t, server, err)
	var before locked
	first := get(t, at["defillama"]+"/v2/historicalChainTvl", &before)
	if len(before) < 200 || math.Abs(before[len(before)-1].TVL/96e9-1) > 0.5 {
		t.Errorf("%d days, last %+v", len(before), before[len(before)-1])
	}
	again, err := slow.FromMarket("127.0.0.1:0", stage(t, 7))
	if second := get(t, run(t, again, err)["defillama"]+"/v2/historicalChainTvl", nil); !bytes.Equal(first, second) {
		t.Error("the same seed gives other figures")
	}
	st.Advance(st.Now() + 30*86_400_000)
	var after locked
	get(t, at["defillama"]+"/v2/historicalChainTvl", &after)
	if len(after) != len(before)+30 || after[len(before)-2].TVL != before[len(before)-2].TVL {
		t.Errorf("the past has changed, or not grown: %d days after %d", len(after), len(before))
	}
	if last := model.Millis(after[len(after)-1].Date * 1000); last > st.Now() || last < st.Now()-86_400_000 {
		t.Errorf("the last day is %s at %s", last, st.Now())
	}
}

func TestEverySourceAnswers(t *testing.T) {
	st := stage(t, 7)
	server, err := slow.FromMarket("127.0.0.1:0", st)
	at := run(t, server, err)
	for key, paths := range map[string][]string{
		"defillama":   {"/v2/chains", "/v2/historicalChainTvl/Ethereum", "/protocols", "/overview/fees?excludeTotalDataChart=false"},
		"stablecoins": {"/stablecoincharts/all"},
		"yields":      {"/pools"},
		"coingecko":   {"/global", "/coins/markets?ids=bitcoin", "/global/decentralized_finance_defi", "/nfts/cryptopunks"},
		"fear_greed":  {"/fng/?limit=5"},
	} {
		for _, p := range paths {
			if data := get(t, at[key]+p, new(any)); len(data) < 60 {
				t.Errorf("%s%s: %s", key, p, data)
			}
		}
	}
	var fear struct {
		Data []struct{ Value, Timestamp string }
	}
	get(t, at["fear_greed"]+"/fng/", &fear)
	for _, d := range fear.Data {
		if v, err := strconv.Atoi(d.Value); err != nil || v < 0 || v > 100 {
			t.Fatalf("mood %q", d.Value)
		}
	}
	for _, bad := range []string{at["defillama"] + "/v2/historicalChainTvl/Atlantis", at["coingecko"] + "/nfts/none", at["yields"] + "/chart/x"} {
		if data := get(t, bad, nil); !strings.Contains(string(data), "not part of this market") {
			t.Errorf("%s: %s", bad, data)
		}
	}
}

func ask(t *testing.T, url, request string) (list []float64, refused string) {
	t.Helper()
	resp, err := http.Post(url, "application/json", strings.NewReader(request))
	var reply struct {
		Result *struct{ BaseFeePerGas []string }
		Error  struct{ Message string }
	}
	if err := json.Unmarshal(body(t, resp, err), &reply); err != nil {
		t.Fatal(err)
	}
	if reply.Result == nil {
		return nil, reply.Error.Message
	}
	for _, q := range reply.Result.BaseFeePerGas {
		wei, err := strconv.ParseInt(strings.TrimPrefix(q, "0x"), 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, float64(wei)/1e9)
	}
	return list, ""
}

func TestNode(t *testing.T) {
	server, err := slow.FromMarket("127.0.0.1:0", stage(t, 7))
	url := run(t, server, err)["ethereum"]
	fees, _ := ask(t, url, `{"id":1,"method":"eth_feeHistory","params":["0xa","latest",[]]}`)
	if len(fees) != 11 || fees[0] <= 0 || fees[0] > 100 {
		t.Errorf("got %v", fees)
	}
	for request, want := range map[string]string{
		`{"id":1,"method":"eth_call","params":[]}`:                                 "eth_call is not served",
		`{"id":1,"method":"eth_feeHistory","params":["0xffff","latest"]}`:          "bad block",
		`{"id":1,"method":"eth_feeHistory","params":["0x1","0xffffffffffff"]}`:     "bad block",
		`{"id":1,"method":"eth_feeHistory","params":["0x2","0x1","\u001b[2J"]}`:    "bad block",
		`{"id":1,"method":"eth_feeHistory","params":["0xa","0xb",[]],"jsonrpc":2}`: "", // of an age without figures
	} {
		if fees, refused := ask(t, url, request); fees != nil || !strings.Contains(refused, want) {
			t.Errorf("%s: %v %q", request, fees, refused)
		}
	}
}

func TestRecordedFigures(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	bars := "date,open,high,low,close,volume\n"
	for day := 1; day <= 28; day++ {
		bars += "2022-02-" + strconv.Itoa(day/10) + strconv.Itoa(day%10) + ",1,2,1,1.5,10\n"
	}
	write("BTC.csv", bars)
	src, err := barfile.LoadDir(dir, model.Millis(1644796800000)) // 2022-02-14
	if err != nil {
		t.Fatal(err)
	}
	if s, err := slow.FromFiles("127.0.0.1:0", dir, market.NewStage(src)); s != nil || err != nil {
		t.Errorf("without a macro folder: %v %v", s, err)
	}
	write("macro/defi_tvl_usd.csv", "date,usd\n2022-02-13,5\n2022-02-14,6\n2022-02-15,7\n")
	write("macro/eth_avg_gas_gwei.csv", "date,gwei\n2022-02-13,50\n2022-02-15,70\n")
	server, err := slow.FromFiles("127.0.0.1:0", dir, market.NewStage(src))
	at := run(t, server, err)
	if len(at) != 2 {
		t.Errorf("served are %v", at)
	}
	var days locked
	get(t, at["defillama"]+"/v2/historicalChainTvl", &days)
	if len(days) != 2 || days[1].TVL != 6 {
		t.Errorf("got %+v, want nothing of the future", days)
	}
	if fees, _ := ask(t, at["ethereum"], `{"id":1,"method":"eth_feeHistory","params":["0x2","latest",[]]}`); len(fees) != 3 || fees[2] != 50 {
		t.Errorf("gas %v", fees)
	}
	write("macro/defi_tvl_usd.csv", "date,usd\n2022-02-13,-5\n")
	if _, err := slow.FromFiles("127.0.0.1:0", dir, market.NewStage(src)); err == nil || !strings.Contains(err.Error(), "line 2: usd: -5 is below zero") {
		t.Errorf("got %v", err)
	}
}
