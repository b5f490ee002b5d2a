package macro

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"eddy/model"
)

// llamaJobs are the questions to the service that counts what is locked.
func llamaJobs() []*job {
	list := []*job{
		{
			name: "total", every: time.Hour, series: []model.Series{"tvl.total"},
			ask: get("/v2/historicalChainTvl", nil, tvlOf("tvl.total")),
		},
		{name: "chains", every: time.Hour, series: chainSeries(), ask: get("/v2/chains", nil, decodeChains)},
		{name: "protocols", every: 3 * time.Hour, series: protocolSeries(), ask: get("/protocols", nil, decodeProtocols)},
		{
			name: "fees", every: 6 * time.Hour, series: []model.Series{"fees.total"},
			ask: get("/overview/fees", url.Values{
				"excludeTotalDataChart": {"false"}, "excludeTotalDataChartBreakdown": {"true"}, "dataType": {"dailyFees"},
			}, decodeFees),
		},
	}
	for _, c := range chains {
		list = append(list, &job{
			name: "past of " + c.slug, every: day, series: []model.Series{c.series()},
			ask: get("/v2/historicalChainTvl/"+url.PathEscape(c.names[0]), nil, tvlOf(c.series())),
		})
	}
	return list
}

func tvlOf(s model.Series) func([]byte, model.Millis) (answer, error) {
	return func(body []byte, now model.Millis) (answer, error) { return decodeTVL(s, body, now) }
}

func chainSeries() []model.Series {
	var list []model.Series
	for _, c := range chains {
		list = append(list, c.series())
	}
	return list
}

func protocolSeries() []model.Series {
	var list []model.Series
	for _, name := range sortedKeys(categories) {
		list = append(list, categories[name])
	}
	var coins []model.Asset
	for _, coin := range protocols {
		coins = append(coins, coin)
	}
	slices.Sort(coins)
	for _, coin := range slices.Compact(coins) {
		list = append(list, model.Series("tvl.protocol."+string(coin)))
	}
	return list
}

func stablecoinJobs() []*job {
	return []*job{{
		name: "supply", every: 3 * time.Hour, series: []model.Series{"stablecoins.total"},
		ask: get("/stablecoincharts/all", nil, decodeStablecoins),
	}}
}

func yieldJobs() []*job {
	var list []model.Series
	for _, project := range yieldProjects {
		list = append(list, model.Series("apy."+project), model.Series("apy.total."+project))
	}
	return []*job{{name: "pools", every: 3 * time.Hour, series: list, ask: get("/pools", nil, decodePools)}}
}

// geckoJobs are the questions to the cap service: about 70 a day, since keyless
// use is capped at a number nobody publishes (venues/context §2).
func geckoJobs(assets []model.Asset) []*job {
	ids := make(map[string]model.Asset)
	markets := &job{name: "markets", every: time.Hour, absent: make(map[model.Series]string)}
	for _, a := range assets {
		series := []model.Series{model.Series("cap." + string(a)), model.Series("volume." + string(a))}
		markets.series = append(markets.series, series...)
		if id, ok := geckoIDs[a]; ok {
			ids[id] = a
			continue
		}
		for _, s := range series {
			markets.absent[s] = "the source's name for " + string(a) + " is not known"
		}
	}
	markets.ask = get("/coins/markets", url.Values{
		"vs_currency": {"usd"}, "ids": {strings.Join(sortedKeys(ids), ",")}, "per_page": {"250"}, "page": {"1"}, "sparkline": {"false"},
	}, func(body []byte, now model.Millis) (answer, error) { return decodeMarkets(ids, body, now) })
	list := []*job{
		{
			name: "global", every: time.Hour, series: []model.Series{"cap.total", "volume.total", "dominance.btc", "dominance.eth"},
			ask: get("/global", nil, decodeGlobal),
		},
		{
			name: "defi", every: 6 * time.Hour, series: []model.Series{"cap.defi", "dominance.defi"},
			ask: get("/global/decentralized_finance_defi", nil, decodeDeFi),
		},
	}
	if len(ids) > 0 {
		list = append(list, markets)
	}
	for _, c := range collections {
		list = append(list, nftJob(c))
	}
	return list
}

func nftJob(collection string) *job {
	return &job{
		name: "floor of " + collection, every: 6 * time.Hour,
		series: []model.Series{model.Series("nft.floor." + collection), model.Series("nft.volume." + collection)},
		ask: get("/nfts/"+collection, nil, func(body []byte, now model.Millis) (answer, error) {
			return decodeNFT(collection, body, now)
		}),
	}
}

func fearJobs() []*job {
	return []*job{{
		name: "index", every: time.Hour, series: []model.Series{"fear_greed"},
		ask: get("/fng/", url.Values{"limit": {"1100"}}, decodeFearGreed),
	}}
}
