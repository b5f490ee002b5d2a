package plan

import (
	"math"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin/tier"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// market is what a plan knows of prices and contracts at one moment. Prices
// cross from float to decimal here, at their shortest exact form.
type market struct {
	snap      *model.Snapshot
	book      *playbook.Playbook
	assets    map[model.Asset]*model.AssetView
	coins     map[model.Asset]*model.CoinBasis
	contracts map[contractKey]*model.ContractBasis
	sectors   map[string]*model.SectorView
	tables    map[contractKey]*tier.Table // nil: not known
	embedded  *tier.Book
}

type contractKey struct {
	venue  model.Venue
	symbol string
}

func newMarket(s *model.Snapshot, book *playbook.Playbook, embedded *tier.Book) *market {
	m := &market{
		snap: s, book: book, embedded: embedded,
		assets: make(map[model.Asset]*model.AssetView, len(s.Assets)), coins: make(map[model.Asset]*model.CoinBasis),
		contracts: make(map[contractKey]*model.ContractBasis), sectors: make(map[string]*model.SectorView),
		tables: make(map[contractKey]*tier.Table),
	}
	for i := range s.Assets {
		m.assets[s.Assets[i].Asset] = &s.Assets[i]
	}
	for i := range s.Sectors {
		m.sectors[s.Sectors[i].Sector] = &s.Sectors[i]
	}
	if b := s.Planning; b != nil {
		for i := range b.Coins {
			m.coins[b.Coins[i].Asset] = &b.Coins[i]
		}
		for i := range b.Contracts {
			c := &b.Contracts[i]
			m.contracts[contractKey{c.Venue, c.Symbol}] = c
		}
	}
	return m
}

// price is a coin's own price; ok is false while there is none.
func (m *market) price(a model.Asset) (p decimal.Decimal, ok bool) {
	v, known := m.assets[a]
	if !known {
		return decimal.Zero, false
	}
	f, ok := v.Price.Value()
	if !ok || f <= 0 {
		return decimal.Zero, false
	}
	return decimal.NewFromFloat(f), true
}

// stalePrice says why a coin's price cannot be acted on, "" when it can.
func (m *market) stalePrice(a model.Asset) string {
	v, known := m.assets[a]
	switch {
	case !known:
		return "no price"
	case v.Price.Fresh():
		return ""
	case v.Price.Why() != "":
		return v.Price.Why()
	default:
		return "no price"
	}
}

// quote is a venue's word on a contract, nil when there is none.
func (m *market) quote(a model.Asset, venue model.Venue, symbol string) *model.QuoteView {
	v, known := m.assets[a]
	if !known {
		return nil
	}
	for i := range v.Quotes {
		if q := &v.Quotes[i]; q.Venue == venue && q.Symbol == symbol {
			return q
		}
	}
	return nil
}

// mark is a contract's mark, or the coin's own price where the venue has told
// none.
func (m *market) mark(a model.Asset, venue model.Venue, symbol string) (decimal.Decimal, bool) {
	if q := m.quote(a, venue, symbol); q != nil {
		if f, ok := q.Mark.Value(); ok && f > 0 {
			return decimal.NewFromFloat(f), true
		}
	}
	return m.price(a)
}

// isLive tells whether a venue can be reached now.
func (m *market) isLive(v model.Venue) bool {
	for i := range m.snap.Venues {
		if m.snap.Venues[i].Venue == v {
			return m.snap.Venues[i].State == model.LinkLive
		}
	}
	return false
}

// perpetual chooses the contract to open a leg on: the first live venue in the
// desk's order that lists one and quotes it, those whose brackets are known
// before the others.
func (m *market) perpetual(a model.Asset) (q *model.QuoteView, found bool) {
	v, known := m.assets[a]
	if !known {
		return nil, false
	}
	for i := range m.snap.Venues {
		for k := range v.Quotes {
			c := &v.Quotes[k]
			if c.Venue != m.snap.Venues[i].Venue || !m.usable(c) {
				continue
			}
			if m.table(contractKey{c.Venue, c.Symbol}) != nil {
				return c, true
			}
			if q == nil {
				q = c
			}
		}
	}
	return q, q != nil
}

func (m *market) usable(q *model.QuoteView) bool {
	if !m.isLive(q.Venue) || q.Stale || q.Symbol == "" {
		return false
	}
	if c, listed := m.contracts[contractKey{q.Venue, q.Symbol}]; listed && !c.Trading {
		return false
	}
	_, ok := q.Mark.Value()
	return ok
}

// table is a contract's ladder of brackets, nil when it is not known.
func (m *market) table(k contractKey) *tier.Table {
	if t, seen := m.tables[k]; seen {
		return t
	}
	var found *tier.Table
	if c, listed := m.contracts[k]; listed && len(c.Tiers) > 0 {
		found = tableOf(c)
	} else if t, known := m.embedded.Lookup(k.venue, k.symbol); known {
		found = t
	}
	m.tables[k] = found
	return found
}

func tableOf(c *model.ContractBasis) *tier.Table {
	head := tier.Head{Venue: c.Venue, Symbol: c.Symbol, Origin: tier.Origin{Source: c.TiersFrom}}
	if c.Tiers[0].ByContracts {
		head.Basis = tier.Coins
	}
	rows := make([]tier.Row, len(c.Tiers))
	for i, t := range c.Tiers {
		rows[i] = tier.Row{Cap: t.Cap, Open: t.Cap.IsZero(), Rate: t.Rate, Amount: t.Amount, MaxLeverage: t.MaxLeverage}
		if i > 0 {
			rows[i].Floor = rows[i-1].Cap
		}
	}
	table, err := tier.New(head, rows)
	if err != nil {
		return nil // a ladder that is none counts as not known
	}
	return table
}

// depth is what is known of how much of a coin trades.
func (m *market) depth(a model.Asset) cost.Depth {
	v, known := m.assets[a]
	if !known {
		return cost.Depth{}
	}
	d := cost.Depth{Turnover: v.Volume24hUSD, OpenInterest: v.OpenInterestUSD}
	if c, ok := m.coins[a]; ok {
		d.Typical = c.Turnover30
	}
	return d
}

// sigma is the standard deviation of a coin's day, 0 when it is not known.
func (m *market) sigma(a model.Asset) float64 {
	if c, ok := m.coins[a]; ok {
		return c.DailySigma.Or(0)
	}
	return 0
}

// spotMarket is what an order of a coin meets. The book is that of the tightest
// perpetual: spot books are not heard.
func (m *market) spotMarket(a model.Asset) cost.Market {
	out := cost.Market{DailySigma: m.sigma(a), Turnover: m.depth(a).Turnover.Or(0)}
	v, known := m.assets[a]
	if !known {
		return out
	}
	tightest := math.Inf(1)
	for i := range v.Quotes {
		q := &v.Quotes[i]
		if half, measured := cost.HalfSpread(q.Bid.Or(0), q.Ask.Or(0), 0); measured && !q.Stale && half < tightest {
			tightest, out.Bid, out.Ask = half, q.Bid.Or(0), q.Ask.Or(0)
		}
	}
	return out
}

// perpMarket is what an order of a contract meets.
func (m *market) perpMarket(q *model.QuoteView, a model.Asset) cost.Market {
	out := cost.Market{DailySigma: m.sigma(a), Turnover: q.Volume24hUSD.Or(m.depth(a).Turnover.Or(0))}
	if !q.Stale {
		out.Bid, out.Ask = q.Bid.Or(0), q.Ask.Or(0)
	}
	return out
}

// bucket says where a coin's spot counts.
func (m *market) bucket(a model.Asset) string {
	if v, known := m.assets[a]; known && v.Sector != "" {
		return m.book.BucketOf(v.Sector, v.SubSector)
	}
	return outside
}

// isIn tells whether a coin belongs to a sector or a sub-sector.
func (m *market) isIn(a model.Asset, of string) bool {
	v, known := m.assets[a]
	return known && of != "" && (v.Sector == of || v.SubSector == of || string(a) == of)
}

// outside is the bucket of coins the taxonomy does not know.
const outside = "Other"

// steps are how finely a venue cuts sizes and prices.
type steps struct {
	lot, tick, least decimal.Decimal
	assumed          bool // the venue's list did not tell some of them
}

// leastNotional is the least order where a venue's list does not tell: what most
// of them ask (chosen).
var leastNotional = decimal.NewFromInt(5)

// spotSteps are assumed: no list of spot markets is read. A step is worth at most
// ten cents.
func spotSteps(price decimal.Decimal) steps {
	digits := int32(math.Ceil(math.Log10(price.InexactFloat64()))) + 1
	return steps{lot: decimal.New(1, -digits), tick: decimal.New(1, digits-6), least: leastNotional, assumed: true}
}

func (m *market) perpSteps(q *model.QuoteView, price decimal.Decimal) steps {
	s := spotSteps(price)
	c, listed := m.contracts[contractKey{q.Venue, q.Symbol}]
	if !listed {
		return s
	}
	s.assumed = !c.Lot.Valid || !c.Tick.Valid
	if c.Lot.Valid {
		s.lot = c.Lot.Decimal
	}
	if c.Tick.Valid {
		s.tick = c.Tick.Decimal
	}
	if c.MinNotional.Valid {
		s.least = c.MinNotional.Decimal
	}
	return s
}

// perpFee is what a trade of a contract pays.
func (b *basis) perpFee(venue model.Venue, symbol string) cost.Fee {
	var listed decimal.NullDecimal
	if c := b.market.contracts[contractKey{venue, symbol}]; c != nil {
		listed = c.TakerFee
	}
	return b.in.Fees.OfContract(venue, listed)
}

// floorTo rounds down to a multiple of a step.
func floorTo(x, step decimal.Decimal) decimal.Decimal {
	if !step.IsPositive() {
		return x
	}
	return x.Div(step).Floor().Mul(step)
}
