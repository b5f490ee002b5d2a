package macro

import (
	"math"
	"testing"

	"eddy/model"
)

// FuzzDecode holds every decoder to its word: any bytes give figures that can
// be or an error, and the points are in order.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`[{"date":"1763510400","tvl":5,"totalCirculatingUSD":{"peggedUSD":3}}]`,
		`[{"name":"Ethereum","tvl":1,"category":"Dexs","slug":"uniswap","change_1d":1,"change_7d":-2}]`,
		`{"totalDataChart":[[1763510400,4]],"status":"success","data":[{"project":"lido","tvlUsd":2e7,"count":99,"apyBase":3,"apyMean30d":2}]}`,
		`[{"id":"bitcoin","market_cap":1,"total_volume":2,"market_cap_change_percentage_24h":-1}]`,
		`{"data":{"total_market_cap":{"usd":1},"market_cap_percentage":{"btc":50},"updated_at":1763510400,"defi_market_cap":"1.5"}}`,
		`{"floor_price":{"usd":1},"floor_price_24h_percentage_change":{"usd":-100}}`,
		`{"data":[{"value":"50","value_classification":"x","timestamp":"1763510400"}],"metadata":{"error":null}}`,
		`{"id":1,"result":{"oldestBlock":"0x1b","baseFeePerGas":["0x3b9aca00","0x342a385a"]}}`,
	} {
		f.Add([]byte(seed))
	}
	ids := map[string]model.Asset{"bitcoin": "BTC"}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, decode := range []func() (answer, error){
			func() (answer, error) { return decodeTVL("tvl.total", body, noon) },
			func() (answer, error) { return decodeChains(body, noon) },
			func() (answer, error) { return decodeProtocols(body, noon) },
			func() (answer, error) { return decodeFees(body, noon) },
			func() (answer, error) { return decodeStablecoins(body, noon) },
			func() (answer, error) { return decodePools(body, noon) },
			func() (answer, error) { return decodeMarkets(ids, body, noon) },
			func() (answer, error) { return decodeGlobal(body, noon) },
			func() (answer, error) { return decodeDeFi(body, noon) },
			func() (answer, error) { return decodeNFT("azuki", body, noon) },
			func() (answer, error) { return decodeFearGreed(body, noon) },
			func() (answer, error) { return gasNow(body, noon) },
		} {
			a, err := decode()
			if err != nil {
				continue
			}
			for _, r := range a.readings {
				checkReading(t, r)
			}
		}
		inspectGecko(200, body)
	})
}

func checkReading(t *testing.T, r reading) {
	t.Helper()
	last := model.Millis(0)
	for _, p := range r.points {
		if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) || p.Time <= last || p.Time > noon.Add(ahead) {
			t.Fatalf("%s: %+v after %d", r.series, p, last)
		}
		last = p.Time
	}
	if r.note != model.CleanText(r.note) {
		t.Fatalf("a note not fit to show: %q", r.note)
	}
}
