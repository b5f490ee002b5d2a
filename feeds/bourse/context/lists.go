package context

import (
	"math"
	"slices"
	"strings"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// reply answers what is no daily series.
func (m *made) reply(path string) any {
	source, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch "/" + source + " " + rest {
	case llamaPath + " v2/chains":
		return m.chains()
	case llamaPath + " protocols":
		return m.protocols()
	case yieldsPath + " pools":
		return m.pools()
	case geckoPath + " coins/markets":
		return m.markets()
	case geckoPath + " global":
		return m.global()
	case geckoPath + " global/decentralized_finance_defi":
		return m.defi()
	}
	if collection, ok := strings.CutPrefix(path, geckoPath+"/nfts/"); ok {
		return m.collection(collection)
	}
	return nil
}

func (m *made) chains() any {
	rows := []map[string]any{}
	for _, c := range locked {
		if days := m.chain(c.chain); days != nil {
			rows = append(rows, map[string]any{"name": c.chain, "tvl": days[len(days)-1].value, "gecko_id": nil, "chainId": nil})
		}
	}
	return rows
}

// change returns a value's change in percent over some days, nil where the past
// is not long enough.
func change(days []point, over int) any {
	last := len(days) - 1
	if last < over || days[last-over].value <= 0 {
		return nil
	}
	return 100 * (days[last].value/days[last-over].value - 1)
}

func (m *made) protocols() any {
	rows := []map[string]any{}
	for i, f := range farms {
		s, ok := m.sheet(f.asset)
		if !ok {
			continue
		}
		days := s.scaled(s.relative(0.6), f.size)
		rows = append(rows, map[string]any{
			"id": i + 1, "name": f.name, "slug": f.slug, "symbol": f.asset, "category": f.category,
			"tvl": days[len(days)-1].value, "change_1d": change(days, 1), "change_7d": change(days, 7),
		})
	}
	return rows
}

// pools follow the mood: the greedier the market, the more is borrowed.
func (m *made) pools() any {
	fear := m.fear()
	if fear == nil {
		return nil
	}
	now, month := fear[len(fear)-1].value, 0.0
	last := fear[max(len(fear)-30, 0):]
	for _, p := range last {
		month += p.value / float64(len(last))
	}
	rows := []map[string]any{}
	for _, f := range farms {
		s, ok := m.sheet(f.asset)
		if !ok || f.project == "" {
			continue
		}
		levels := s.relative(0.6)
		base := f.apy * (0.4 + now/80)
		rows = append(rows, map[string]any{
			"chain": "Ethereum", "project": f.project, "symbol": "USDC", "tvlUsd": f.size / 8 * levels[len(levels)-1],
			"apyBase": base, "apyReward": f.apy / 4, "apy": base + f.apy/4, "apyMean30d": f.apy * (0.4 + month/80),
			"count": len(s.days), "outlier": false, "ilRisk": "no", "stablecoin": true, "pool": f.slug,
		})
	}
	return map[string]any{"status": "success", "data": rows}
}

// worth is what a coin's supply is worth and what was traded in 24 hours.
type worth struct {
	asset              model.Asset
	cap, before, trade float64
}

// worths values every coin: the supply is such that the cap was a round multiple
// of usual turnover where market time began.
func (m *made) worths() []worth {
	var list []worth
	for coin, l := range m.view.Coins() {
		s, ok := m.sheet(l.Asset)
		if !ok {
			continue
		}
		now, before := s.closes[len(s.closes)-1], s.closes[max(len(s.closes)-2, 0)]
		supply := capPerTurn * l.TurnoverUSD / s.closes[s.base]
		traded := 0.0
		for _, b := range m.view.Bars(market.Span{Coin: coin, Step: model.Hour1, Newest: true, Limit: 24}) {
			traded += b.Quote
		}
		list = append(list, worth{l.Asset, supply * now, supply * before, traded})
	}
	return list
}

// markets lists the coins. Their ids are the names in the service's own list
// where they are known there, as for every coin of the embedded taxonomy.
func (m *made) markets() any {
	rows := []map[string]any{}
	for _, w := range m.worths() {
		rows = append(rows, map[string]any{
			"id": idOf(w.asset), "symbol": strings.ToLower(string(w.asset)), "market_cap": math.Round(w.cap), "total_volume": math.Round(w.trade),
			"market_cap_change_percentage_24h": 100 * (w.cap/w.before - 1), "market_cap_rank": nil, "fully_diluted_valuation": nil,
		})
	}
	return rows
}

func (m *made) global() any {
	var total, before, traded, btc, eth float64
	for _, w := range m.worths() {
		total, before, traded = total+w.cap, before+w.before, traded+w.trade
		switch w.asset {
		case "BTC":
			btc = w.cap
		case "ETH":
			eth = w.cap
		}
	}
	if total == 0 {
		return nil
	}
	return map[string]any{"data": map[string]any{
		"total_market_cap": map[string]any{"usd": total * otherCoins}, "total_volume": map[string]any{"usd": traded * otherCoins},
		"market_cap_percentage":                map[string]any{"btc": 100 * btc / total / otherCoins, "eth": 100 * eth / total / otherCoins},
		"market_cap_change_percentage_24h_usd": 100 * (total/before - 1), "updated_at": int64(unix(m.now())),
	}}
}

func (m *made) defi() any {
	var total, part float64
	for _, w := range m.worths() {
		total += w.cap
		for _, f := range farms {
			if f.asset == w.asset {
				part += w.cap
			}
		}
	}
	if total == 0 {
		return nil
	}
	return map[string]any{"data": map[string]any{"defi_market_cap": digits(part), "defi_dominance": digits(100 * part / total / otherCoins)}}
}

// floors are the collections, what a piece cost where market time began, and whose
// price they follow.
var floors = map[string]struct {
	asset model.Asset
	usd   float64
}{
	"pudgy-penguins": {"PENGU", 31_000}, "bored-ape-yacht-club": {"APE", 24_000}, "cryptopunks": {"ETH", 140_000}, "azuki": {"BLUR", 5_200},
}

func (m *made) collection(id string) any {
	f, known := floors[id]
	if !known {
		return nil
	}
	s, ok := m.sheet(f.asset)
	if !ok {
		return nil
	}
	days := s.scaled(s.relative(0.7), f.usd)
	last := days[len(days)-1].value
	return map[string]any{
		"id": id, "floor_price": map[string]any{"usd": math.Round(last)}, "volume_24h": map[string]any{"usd": math.Round(last * 12)},
		"floor_price_24h_percentage_change": map[string]any{"usd": change(days, 1)},
	}
}

// idOf returns the id of a coin in the cap service's list, its own name in lower
// case for one that has none here.
func idOf(a model.Asset) string {
	at := slices.IndexFunc(ids, func(p [2]string) bool { return p[0] == string(a) })
	if at < 0 {
		return strings.ToLower(string(a))
	}
	return ids[at][1]
}
