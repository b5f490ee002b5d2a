package context

import (
	"math"
	"slices"
	"strings"

	"eddy/feeds/bourse/market"
	"eddy/model"
)

// made is the world of the synthetic market. Every figure is a function of the
// market's prices and turnover, in round sizes of late 2025; the functions are
// chosen so that the figures move as they do in life: value locked with prices
// but less, supply with the trend, mood with the distance from it, gas and fees
// with turnover.
type made struct {
	view *market.View
}

// FromMarket serves figures made up after the market.
func FromMarket(address string, stage *market.Stage) (*Server, error) {
	w := &made{market.NewView(stage, market.Traits{Spread: 1, Turnover: 1})}
	return listen(address, w, []string{"defillama", "stablecoins", "yields", "coingecko", "fear_greed", "ethereum"})
}

func (m *made) now() model.Millis { return m.view.Now() }

// deepest is how many days of the past are told: more than the market has.
const deepest = 1200

// sheet is the daily tape of a coin.
type sheet struct {
	days   []model.Millis
	closes []float64
	quotes []float64 // turnover in dollars
	base   int       // the day on which figures have their round sizes
}

// sheet returns the days of a coin, today's last; false for one not traded.
func (m *made) sheet(asset model.Asset) (sheet, bool) {
	coin, ok := m.view.Stage().Coin(asset)
	if !ok {
		return sheet{}, false
	}
	var s sheet
	for _, b := range m.view.Bars(market.Span{Coin: coin, Step: model.Day1, Newest: true, Limit: deepest}) {
		s.days = append(s.days, b.OpenTime)
		s.closes = append(s.closes, b.Close)
		s.quotes = append(s.quotes, b.Quote)
	}
	from := m.view.Stage().Calendar().From.Floor(model.Day1)
	s.base, _ = slices.BinarySearch(s.days, from)
	s.base = max(min(s.base, len(s.days))-1, 0) // the last whole day before market time begins
	return s, len(s.days) > 0
}

// relative returns each day's close over that of the base day, to a power and
// smoothed over five days.
func (s *sheet) relative(power float64) []float64 {
	out := make([]float64, len(s.closes))
	level := math.Pow(s.closes[0]/s.closes[s.base], power)
	for i, c := range s.closes {
		level += (math.Pow(c/s.closes[s.base], power) - level) / 5
		out[i] = level
	}
	return out
}

func mean(list []float64) float64 {
	total := 0.0
	for _, v := range list {
		total += v
	}
	return total / float64(len(list))
}

// scaled turns levels into a series of a size.
func (s *sheet) scaled(levels []float64, size float64) []point {
	out := make([]point, len(levels))
	for i, v := range levels {
		out[i] = point{s.days[i], v * size}
	}
	return out
}

// locked is where the value in DeFi lies and which coin's price it follows.
var locked = []struct {
	chain string
	asset model.Asset
	size  float64 // dollars where market time begins
}{
	{"Ethereum", "ETH", 68e9}, {"Solana", "SOL", 9e9}, {"BSC", "BTC", 7e9}, {"Arbitrum", "ARB", 3e9}, {"Base", "ETH", 4.5e9},
	{"Avalanche", "AVAX", 1.4e9}, {"Sui", "SUI", 1.2e9}, {"Optimism", "OP", 4e8}, {"Cardano", "ADA", 3e8}, {"Near", "ETH", 1.5e8},
	{"Aptos", "SUI", 6e8}, {"Polygon", "ETH", 1.1e9},
}

// farms are the protocols of the DeFi coins.
var farms = []struct {
	slug, name, category string
	asset                model.Asset
	size                 float64 // dollars where market time begins
	project              string  // of its yields; "" for none
	apy                  float64 // base yield in a neutral market, percent
}{
	{"aave-v3", "Aave V3", "Lending", "AAVE", 32e9, "aave-v3", 4.4},
	{"uniswap-v3", "Uniswap V3", "Dexs", "UNI", 2.6e9, "uniswap-v3", 7.5},
	{"ethena-usde", "Ethena USDe", "CDP", "ENA", 6e9, "ethena-usde", 6.8},
	{"curve-dex", "Curve DEX", "Dexs", "CRV", 2.1e9, "curve-dex", 3.9},
	{"lido", "Lido", "Liquid Staking", "LDO", 27e9, "lido", 2.8},
	{"jupiter-perpetual-exchange", "Jupiter Perps", "Derivatives", "JUP", 1.9e9, "jupiter-lend", 6.1},
	{"morpho-v1", "Morpho V1", "Lending", "MORPHO", 6.5e9, "morpho-v1", 5.2},
	{"pendle", "Pendle", "Yield", "PENDLE", 4.8e9, "pendle", 8.3},
	{"dydx-v4", "dYdX V4", "Derivatives", "DYDX", 3e8, "", 0},
	{"compound-v3", "Compound V3", "Lending", "COMP", 2.3e9, "compound-v3", 3.7},
}

// The sizes the other figures start from.
const (
	supplySize = 290e9 // stablecoins
	feesSize   = 24e6  // a day
	gasSize    = 1.4   // gwei on a day of usual turnover
	capPerTurn = 40    // market cap over a usual day's turnover
	otherCoins = 1.22  // the whole market over the coins traded here
)

// daily returns a series made after the market.
func (m *made) daily(name string) []point {
	switch {
	case name == "tvl.total":
		return m.total()
	case strings.HasPrefix(name, "tvl.chain."):
		return m.chain(strings.TrimPrefix(name, "tvl.chain."))
	case name == "stablecoins.total":
		return m.supply()
	case name == "fees.total":
		return m.fees()
	case name == "fear_greed":
		return m.fear()
	default:
		return nil
	}
}

func (m *made) chain(name string) []point {
	for _, c := range locked {
		if c.chain != name {
			continue
		}
		if s, ok := m.sheet(c.asset); ok {
			return s.scaled(s.relative(0.8), c.size)
		}
	}
	return nil
}

// total adds the chains up; the days are those of the first.
func (m *made) total() []point {
	var sum []point
	for _, c := range locked {
		days := m.chain(c.chain)
		if sum == nil {
			sum = days
			continue
		}
		for i := 1; i <= min(len(sum), len(days)); i++ { // today stands last in both
			sum[len(sum)-i].value += days[len(days)-i].value
		}
	}
	return sum
}

// supply grows by a steady trickle, faster while the market rises above its
// trend and less or not at all below it.
func (m *made) supply() []point {
	s, ok := m.sheet("BTC")
	if !ok {
		return nil
	}
	fast, slow, level := s.closes[0], s.closes[0], 1.0
	levels := make([]float64, len(s.closes))
	for i, c := range s.closes {
		fast += (c - fast) * 2 / 21
		slow += (c - slow) * 2 / 51
		level *= 1 + 0.0005 + 0.02*(fast/slow-1)
		levels[i] = level
	}
	return s.scaled(levels, supplySize/levels[s.base])
}

// activity is the turnover of ETH each day over that of the two months before
// market time began.
func (m *made) activity() (sheet, []float64, bool) {
	s, ok := m.sheet("ETH")
	if !ok {
		return s, nil, false
	}
	usual := mean(s.quotes[max(s.base-60, 0) : s.base+1])
	if usual <= 0 {
		return s, nil, false
	}
	out := make([]float64, len(s.quotes))
	for i, q := range s.quotes {
		out[i] = q / usual
	}
	return s, out, true
}

func (m *made) fees() []point {
	s, active, ok := m.activity()
	if !ok {
		return nil
	}
	for i, a := range active {
		active[i] = math.Pow(a, 0.8)
	}
	return s.scaled(active, feesSize)
}

// fear follows the distance of the market from its trend of a month.
func (m *made) fear() []point {
	s, ok := m.sheet("BTC")
	if !ok {
		return nil
	}
	trend := s.closes[0]
	out := make([]point, len(s.closes))
	for i, c := range s.closes {
		trend += (c - trend) * 2 / 31
		out[i] = point{s.days[i], math.Round(50 + 45*math.Tanh(5*(c/trend-1)))}
	}
	return out
}

// gas follows the turnover of the day before, which is whole, with a tide of the
// day.
func (m *made) gas() func(at model.Millis) (float64, bool) {
	s, active, ok := m.activity()
	return func(at model.Millis) (float64, bool) {
		midnight := at.Floor(model.Day1)
		i, found := slices.BinarySearch(s.days, midnight)
		if !ok || !found || i == 0 {
			return 0, false
		}
		hour := at.Sub(midnight).Hours()
		return gasSize * math.Pow(active[i-1], 1.3) * (1 + 0.25*math.Sin(2*math.Pi*(hour-9)/24)), true
	}
}
