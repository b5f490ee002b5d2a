package macro

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkDecodePools reads a list as long as the yield service's: 12,000 pools
// in about 9 MB.
func BenchmarkDecodePools(b *testing.B) {
	var list strings.Builder
	list.WriteString(`{"status":"success","data":[`)
	for i := range 12_000 {
		if i > 0 {
			list.WriteByte(',')
		}
		fmt.Fprintf(&list, `{"chain":"Ethereum","project":"project-%d","symbol":"USDC-WETH","tvlUsd":%d,"apyBase":2.84,"apyReward":null,"apy":2.84,`+
			`"rewardTokens":["0x%040d"],"pool":"747c1d2a-c668-4682-b9f9-%012d","apyPct1D":-0.04,"apyPct7D":-0.056,"apyPct30D":null,"stablecoin":false,`+
			`"ilRisk":"no","exposure":"multi","predictions":{"predictedClass":"Stable/Up","predictedProbability":74,"binnedConfidence":2},"poolMeta":null,`+
			`"mu":3.7747,"sigma":0.05236,"count":1141,"outlier":false,"underlyingTokens":["0x%040d","0x%040d"],"il7d":null,"apyBase7d":null,"apyMean30d":2.7,`+
			`"volumeUsd1d":null,"volumeUsd7d":null,"apyBaseInception":null}`, i%900, 20_000_000+i, i, i, i, i+1)
	}
	list.WriteString(`,{"chain":"Ethereum","project":"lido","symbol":"STETH","tvlUsd":3e10,"count":1000,"apyBase":3,"apy":3,"apyMean30d":2.7}]}`)
	body := []byte(list.String())
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if a, err := decodePools(body, noon); err != nil || len(a.readings) != 2 {
			b.Fatal(len(a.readings), err)
		}
	}
}
