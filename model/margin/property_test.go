package margin

import (
	"fmt"
	"math"
	"testing"

	"eddy/model"
	"eddy/model/margin/tier"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// listed are the symbols the property test draws from, by venue; a venue
// without a table gets rates by hand or a table with jumps.
var listed = map[model.Venue][]string{
	model.Binance:     {"BTCUSDT", "ETHUSDT", "SOLUSDT", "AAVEUSDT", "1000PEPEUSDT", "AGLDUSDT", "CTKUSDT"},
	model.Bybit:       {"BTCUSDT", "A", "B"},
	model.OKX:         {"BTC-USDT-SWAP", "ETH-USDT-SWAP", "C", "D"},
	model.Hyperliquid: {"BTC", "ETH", "SOL", "ARB"},
	model.BingX:       {"BTC-USDT", "ETH-USDT", "E"},
	model.MEXC:        {"BTC_USDT", "ETH_USDT", "F"},
	model.WEEX:        {"BTCUSDT", "ETHUSDT", "G"},
}

// jumpy is a ladder without deductions: maintenance margin jumps at each edge.
func jumpy(t interface{ Fatalf(string, ...any) }, venue model.Venue, symbol string) *tier.Table {
	table, err := tier.New(tier.Head{Venue: venue, Symbol: symbol}, []tier.Row{
		{Cap: d("20000"), Rate: d("0.01"), MaxLeverage: d("50")},
		{Floor: d("20000"), Cap: d("100000"), Rate: d("0.02"), MaxLeverage: d("25")},
		{Floor: d("100000"), Cap: d("1000000"), Rate: d("0.05"), MaxLeverage: d("10")},
		{Floor: d("1000000"), Open: true, Rate: d("0.1"), MaxLeverage: d("5")},
	})
	if err != nil {
		t.Fatalf("jumpy: %v", err)
	}
	return table
}

// drawn is a random account and the same account for the oracle.
type drawn struct {
	account Account
	legs    []bruteLeg
	wallet  float64
}

func drawDecimal(t *rapid.T, name string, lo, hi float64, places int32) decimal.Decimal {
	f := rapid.Float64Range(lo, hi).Draw(t, name)
	v := decimal.NewFromFloat(f).Round(places)
	if !v.IsPositive() {
		return decimal.New(1, -places)
	}
	return v
}

// drawAccount makes an account a venue would let exist.
func drawAccount(t *rapid.T, book *tier.Book) drawn {
	venue := rapid.SampledFrom(model.AllVenues).Draw(t, "venue")
	rule, _ := RuleOf(venue)
	out := drawn{account: Account{Venue: venue, Wallet: drawDecimal(t, "wallet", 1, 200000, 2)}}
	out.wallet = out.account.Wallet.InexactFloat64()
	symbols := listed[venue][:rapid.IntRange(1, len(listed[venue])).Draw(t, "symbols")]
	for _, s := range symbols {
		p, l := drawPosition(t, book, rule, s)
		out.account.Positions = append(out.account.Positions, p)
		out.legs = append(out.legs, l)
		if !rule.OneWay && rapid.Bool().Draw(t, "hedged") {
			h := p
			h.Side = Long + Short - p.Side
			h.Qty = drawDecimal(t, "hedge size", 0.2, 1.5, 3).Mul(p.Qty)
			if lh, ok := bruteOf(book, rule, h); ok {
				out.account.Positions = append(out.account.Positions, h)
				out.legs = append(out.legs, lh)
			}
		}
	}
	return out
}

func drawPosition(t *rapid.T, book *tier.Book, rule *Rule, symbol string) (Position, bruteLeg) {
	for try := 0; ; try++ {
		p := Position{
			Symbol: symbol,
			Side:   rapid.SampledFrom([]Side{Long, Short}).Draw(t, "side"),
			Mode:   rapid.SampledFrom([]Mode{Cross, Isolated}).Draw(t, "mode"),
			Entry:  drawDecimal(t, "entry", 0.5, 90000, 4),
		}
		p.Mark = p.Entry.Mul(drawDecimal(t, "mark over entry", 0.75, 1.35, 5))
		value := math.Pow(10, rapid.Float64Range(2, 6.3).Draw(t, "log value"))
		p.Qty = decimal.NewFromFloat(value / p.Entry.InexactFloat64()).Round(6).Add(decimal.New(1, -6))
		p.Leverage = decimal.NewFromInt(int64(rapid.IntRange(1, 20).Draw(t, "leverage")))
		p.Beta = some(decimal.NewFromFloat(rapid.Float64Range(-0.5, 2.5).Draw(t, "beta")).Round(2))
		if _, ok := book.Lookup(rule.Venue, symbol); !ok || rapid.IntRange(0, 5).Draw(t, "by hand") == 0 {
			if rapid.Bool().Draw(t, "jumpy") {
				p.Terms.Table = jumpy(t, rule.Venue, symbol)
			} else {
				p.Terms.Rate = some(drawDecimal(t, "rate", 0.002, 0.04, 4))
			}
		}
		if p.Mode == Isolated && rapid.Bool().Draw(t, "margin given") {
			p.Margin = some(drawDecimal(t, "margin share", 0.05, 1.2, 4).Mul(p.Qty.Mul(p.Entry)))
		}
		if l, ok := bruteOf(book, rule, p); ok {
			return p, l
		}
		if try > 100 {
			t.Skip("no position the venue would open")
		}
	}
}

// bruteOf writes a position down for the oracle; ok is false for one the venue
// would refuse.
func bruteOf(book *tier.Book, rule *Rule, p Position) (bruteLeg, bool) {
	if _, err := Evaluate(Account{Venue: rule.Venue, Positions: []Position{p}}, book); err != nil {
		return bruteLeg{}, false
	}
	l := bruteLeg{
		sign: 1, q: p.Qty.InexactFloat64(), e: p.Entry.InexactFloat64(), mark: p.Mark.InexactFloat64(),
		leverage: p.Leverage.InexactFloat64(), isolated: p.Mode == Isolated, symbol: p.Symbol,
		frozen: rule.FrozenAtEntry, nets: rule.NetsHedge, beta: p.Beta.Decimal.InexactFloat64(),
	}
	if p.Side == Short {
		l.sign = -1
	}
	l.backing = l.q * l.e / l.leverage
	if p.Margin.Valid {
		l.backing = p.Margin.Decimal.InexactFloat64()
	}
	if rule.Venue == model.Bybit {
		l.reserve = l.q * l.e * (1 - l.sign/l.leverage) * 0.00055
	} else {
		l.fee = rule.TakerFee.InexactFloat64()
	}
	table := p.Terms.Table
	if table == nil && !p.Terms.Rate.Valid {
		table, _ = book.Lookup(rule.Venue, p.Symbol)
	}
	l.rows = rowsOf(table, p.Terms.Rate.Decimal.InexactFloat64(), 0)
	return l, true
}

// edgesOf lists where, in moves x of the mark (x*beta for each leg), a leg
// changes its row or its price reaches zero.
func edgesOf(l bruteLeg, size, beta float64) []float64 {
	if beta == 0 {
		return nil
	}
	out := []float64{-1 / beta}
	for _, r := range l.rows {
		if !math.IsInf(r.ceil, 1) && size > 0 {
			out = append(out, (r.ceil/(size*l.mark)-1)/beta)
		}
	}
	return out
}

// moved returns the prices after a move x, by the legs' own betas.
func moved(legs []bruteLeg, x float64, beta func(i int) float64) []float64 {
	prices := make([]float64, len(legs))
	for i, l := range legs {
		prices[i] = l.mark * math.Max(0, 1+beta(i)*x)
	}
	return prices
}

// nearby compares an exact result with the oracle's: within a millionth of the
// scale, or where the slope is so flat that float64 cannot tell, with next to
// nothing left at the exact place.
func nearby(got, want float64, g func(float64) float64, gross float64) bool {
	return math.Abs(got-want) <= 1e-6*(1+math.Abs(want)) || math.Abs(g(got)) <= 1e-8*gross
}

func gross(legs []bruteLeg) float64 {
	sum := 1.0
	for _, l := range legs {
		sum += l.q * l.mark
	}
	return sum
}

// checkWay compares one direction.
func checkWay(got decimal.NullDecimal, g func(float64) float64, edges []float64, limit, scale float64) error {
	want, ok := search(g, edges, limit)
	if ok && math.Abs(want-limit) < 1e-6*math.Abs(limit) {
		return nil // a price of next to zero: float64 cannot tell it from none
	}
	if !ok && got.Valid && math.Abs(got.Decimal.InexactFloat64()) > 0.999*math.Abs(limit) {
		return nil // further than the oracle looks
	}
	if ok != got.Valid {
		return fmt.Errorf("found = %v (%s), the oracle says %v (%g)", got.Valid, got.Decimal, ok, want)
	}
	if ok && !nearby(got.Decimal.InexactFloat64(), want, g, scale) {
		return fmt.Errorf("move = %s, the oracle says %g (left there %g)", got.Decimal, want, g(got.Decimal.InexactFloat64()))
	}
	return nil
}

// ways returns the moves to a leg's liquidation prices, down and up.
func ways(leg Leg, mark decimal.Decimal) (down, up decimal.NullDecimal) {
	for _, l := range []Liquidation{leg.Liquidation, leg.Opposite} {
		if !l.Price.Valid {
			continue
		}
		x := some(quo(l.Price.Decimal.Sub(mark), mark))
		if l.Price.Decimal.LessThan(mark) {
			down = x
		} else {
			up = x
		}
	}
	return down, up
}

// TestLiquidationAgreesWithBisection checks every liquidation price of random
// accounts of every venue against the oracle: within a tick, or both say none.
func TestLiquidationAgreesWithBisection(t *testing.T) {
	book := embedded(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawAccount(t, book)
		r, err := Evaluate(a.account, book)
		if err != nil {
			t.Fatalf("Evaluate() error = %v", err)
		}
		for i := range a.legs {
			with := func(j int) float64 {
				same := i == j || !a.legs[i].isolated && !a.legs[j].isolated && a.legs[i].symbol == a.legs[j].symbol
				if same {
					return 1
				}
				return 0
			}
			g := func(x float64) float64 {
				return slack64(a.legs, a.wallet, i, moved(a.legs, x, with))
			}
			now := g(0)
			if math.Abs(now) < 1e-6*gross(a.legs) {
				continue
			}
			if passed := r.Legs[i].Liquidation.State == LiqPassed; passed != (now <= 0) {
				t.Fatalf("leg %d: passed = %v with %g left", i, passed, now)
			}
			var edges []float64
			for j, l := range a.legs {
				if with(j) == 1 {
					edges = append(edges, edgesOf(l, l.q, 1)...)
					for k, o := range a.legs {
						if k != j && with(k) == 1 {
							edges = append(edges, edgesOf(l, math.Abs(l.q-o.q), 1)...)
						}
					}
				}
			}
			down, up := ways(r.Legs[i], a.account.Positions[i].Mark)
			if err := checkWay(down, g, edges, -1, gross(a.legs)); err != nil {
				t.Fatalf("leg %d %s %s, down: %v", i, a.account.Positions[i].Symbol, a.account.Positions[i].Side, err)
			}
			if err := checkWay(up, g, edges, 1e9, gross(a.legs)); err != nil {
				t.Fatalf("leg %d %s %s, up: %v", i, a.account.Positions[i].Symbol, a.account.Positions[i].Side, err)
			}
		}
	})
}

// TestJointMoveAgreesWithBisection checks the pool's joint moves, uniform and by
// beta, against the oracle.
func TestJointMoveAgreesWithBisection(t *testing.T) {
	book := embedded(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawAccount(t, book)
		r, err := Evaluate(a.account, book)
		if err != nil {
			t.Fatalf("Evaluate() error = %v", err)
		}
		byBeta, ok := r.JointByBeta()
		if !ok {
			t.Fatal("every position has a beta, JointByBeta() says no")
		}
		checkJoint(t, a, r.Joint(), func(int) float64 { return 1 })
		checkJoint(t, a, byBeta, func(i int) float64 { return a.legs[i].beta })
	})
}

func checkJoint(t *rapid.T, a drawn, moves []Move, beta func(int) float64) {
	pool := -1
	var edges []float64
	for i, l := range a.legs {
		if l.isolated {
			continue
		}
		pool = i
		edges = append(edges, edgesOf(l, l.q, beta(i))...)
		for j, o := range a.legs {
			if j != i && !o.isolated && o.symbol == l.symbol {
				edges = append(edges, edgesOf(l, math.Abs(l.q-o.q), beta(i))...)
			}
		}
	}
	if pool < 0 {
		return
	}
	g := func(x float64) float64 { return slack64(a.legs, a.wallet, pool, moved(a.legs, x, beta)) }
	if math.Abs(g(0)) < 1e-6*gross(a.legs) {
		return
	}
	var down, up decimal.NullDecimal
	for _, m := range moves {
		if !m.Cross {
			continue
		}
		switch {
		case m.Passed != (g(0) <= 0):
			t.Fatalf("passed = %v with %g left", m.Passed, g(0))
		case m.Passed:
			return
		case m.Pct.IsNegative():
			down = some(m.Pct.Shift(-2))
		default:
			up = some(m.Pct.Shift(-2))
		}
	}
	if err := checkWay(down, g, edges, -1, gross(a.legs)); err != nil {
		t.Fatalf("joint, down: %v", err)
	}
	if err := checkWay(up, g, edges, 100, gross(a.legs)); err != nil {
		t.Fatalf("joint, up: %v", err)
	}
}

// TestAloneAgreesWithWalk checks the quick solution of a single leg against the
// general search.
func TestAloneAgreesWithWalk(t *testing.T) {
	book := embedded(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawAccount(t, book)
		r, err := Evaluate(a.account, book)
		if err != nil {
			t.Fatalf("Evaluate() error = %v", err)
		}
		for i := range r.legs {
			l := &r.legs[i]
			if !l.simple() {
				continue
			}
			quick := l.alone(r.pool.slackOf(l))
			walked, _ := together(r.pool.slackOf(l), l)
			if quick.State != walked.State || quick.Price.Valid != walked.Price.Valid {
				t.Fatalf("leg %d: alone %+v, walked %+v", i, quick, walked)
			}
			gap := quick.Price.Decimal.Sub(walked.Price.Decimal).Abs()
			if gap.GreaterThan(decimal.New(1, -12)) {
				t.Fatalf("leg %d: alone %s, walked %s", i, quick.Price.Decimal, walked.Price.Decimal)
			}
			if quick.Price.Valid && quick.Falling != walked.Falling {
				t.Fatalf("leg %d: falling %v and %v", i, quick.Falling, walked.Falling)
			}
		}
	})
}
