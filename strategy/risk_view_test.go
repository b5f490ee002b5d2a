package strategy_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/margin"
	"eddy/model/margin/tier"
	"eddy/model/portfolio"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/playbook"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// holding gives an engine with a portfolio and enough history to speak.
func holding(t testing.TB, p *portfolio.Portfolio) *strategy.Engine {
	t.Helper()
	e := keeping(t, p)
	feed(t, e, 400, 24*60)
	return e
}

// keeping is an engine that holds a portfolio and has heard nothing yet.
func keeping(t testing.TB, p *portfolio.Portfolio) *strategy.Engine {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	book, err := playbook.Load("composite")
	if err != nil {
		t.Fatal(err)
	}
	e, err := strategy.New(strategy.Config{
		Universe: u, Playbook: book, Profile: "standard", Portfolio: p,
		Venues: []model.Venue{model.Binance}, Mode: model.ModeLive,
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// leg is a position entered at the first price of the fed market; worth is its
// notional, and the stop lies a fifth away.
func leg(t testing.TB, coin model.Asset, side portfolio.Side, mode portfolio.MarginMode, worth, leverage string) portfolio.Position {
	t.Helper()
	entry := firstPrice(t, coin)
	stop := entry.Mul(dec("0.8"))
	if side == portfolio.Short {
		stop = entry.Mul(dec("1.2"))
	}
	return portfolio.Position{
		Venue: model.Binance, Symbol: string(coin) + "USDT", Side: side, Margin: mode,
		Qty: dec(worth).DivRound(entry, 8), Entry: entry, Leverage: dec(leverage), Stop: stop,
	}
}

// firstPrice is what a coin is fed at.
func firstPrice(t testing.TB, coin model.Asset) decimal.Decimal {
	t.Helper()
	u, err := universe.Default()
	if err != nil {
		t.Fatal(err)
	}
	roster := u.Resolve(func(model.Asset) bool { return true })
	for i, a := range append([]model.Asset{"BTC"}, roster.Assets()...) {
		if a == coin {
			return decimal.NewFromFloat(wave(i, 1e6))
		}
	}
	t.Fatalf("%s is not fed", coin)
	return decimal.Zero
}

func markOf(t testing.TB, s *model.Snapshot, symbol string) decimal.Decimal {
	t.Helper()
	for _, r := range s.Positions {
		if r.Symbol == symbol {
			return decimal.NewFromFloat(r.Mark.Or(math.NaN()))
		}
	}
	t.Fatalf("no row of %s", symbol)
	return decimal.Zero
}

// Cross legs of one venue share their wallet: each row must say what the whole
// account says, and no leg may see the cash as if it were alone.
func TestCrossLegsShareTheirWallet(t *testing.T) {
	p := &portfolio.Portfolio{Cash: dec("400"), Positions: []portfolio.Position{
		leg(t, "BTC", portfolio.Long, portfolio.Cross, "1500", "5"),
		leg(t, "ETH", portfolio.Short, portfolio.Cross, "300", "5"),
	}}
	e := holding(t, p)
	s := e.Snapshot()
	tiers, err := tier.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	account := margin.Account{Venue: model.Binance, Wallet: dec("400")}
	for i := range p.Positions {
		q := &p.Positions[i]
		side, _ := margin.ParseSide(string(q.Side))
		account.Positions = append(account.Positions, margin.Position{
			Symbol: q.Symbol, Side: side, Mode: margin.Cross, Qty: q.Qty, Entry: q.Entry, Leverage: q.Leverage, Mark: markOf(t, s, q.Symbol),
		})
	}
	want, err := margin.Evaluate(account, tiers)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range s.Positions {
		got, ok := r.LiquidationPrice.Value()
		if w := want.Legs[i].Liquidation.Price; ok != w.Valid || ok && math.Abs(got-w.Decimal.InexactFloat64()) > 1e-6 {
			t.Errorf("%s: liquidation %v, the account says %v", r.Symbol, got, w)
		}
	}
	first, _ := want.First()
	if m := s.Margin[0]; m.FirstToLiquidate != want.Legs[first.Leg].Symbol || math.Abs(m.JointMovePct.Or(0)-first.Pct.InexactFloat64()) > 1e-9 {
		t.Errorf("account %+v, want %+v", m, first)
	}
	if m := s.Margin[0]; m.JointMoveBetaPct.State() == model.NumUnknown {
		t.Errorf("joint move by beta: %s", m.JointMoveBetaPct.Why())
	}
}

// A cross leg without a mark makes the pool unknown, not safe.
func TestAPoolWithAHoleIsNotKnown(t *testing.T) {
	nobody := leg(t, "ETH", portfolio.Short, portfolio.Cross, "500", "5")
	nobody.Symbol = "NOSUCHUSDT"
	e := holding(t, &portfolio.Portfolio{Cash: dec("400"), Positions: []portfolio.Position{
		leg(t, "BTC", portfolio.Long, portfolio.Cross, "900", "5"), nobody,
	}})
	// Equity cannot be told with a leg that has no mark, and everything that
	// rests on it says so.
	if s := e.Snapshot(); s.Portfolio.Why == "" || len(s.Stress) != 0 {
		t.Errorf("portfolio %+v, stress %v", s.Portfolio, s.Stress)
	}
	// A coin with a mark and no tiers: the rows say why, the isolated one stands.
	e = holding(t, &portfolio.Portfolio{Cash: dec("4000"), Positions: []portfolio.Position{
		leg(t, "BTC", portfolio.Long, portfolio.Cross, "900", "5"),
		leg(t, "FET", portfolio.Short, portfolio.Cross, "200", "5"),
		leg(t, "ETH", portfolio.Short, portfolio.Isolated, "200", "2"),
	}})
	s := e.Snapshot()
	if got := s.Positions[0].LiquidationPrice; got.State() != model.NumUnknown || !strings.Contains(got.Why(), "FETUSDT") {
		t.Errorf("BTC in a pool with a hole: %+v", got)
	}
	if _, ok := s.Positions[2].LiquidationPrice.Value(); !ok {
		t.Errorf("isolated leg beside it: %+v", s.Positions[2].LiquidationPrice)
	}
	if s.Margin[0].Why == "" || s.Stress[0].Change.State() != model.NumUnknown {
		t.Errorf("margin %+v, stress %+v", s.Margin[0], s.Stress[0])
	}
}

// Live brackets go before the embedded ones, with their day; those that make no
// ladder are passed over.
func TestLiveTiersGoFirst(t *testing.T) {
	e := holding(t, &portfolio.Portfolio{Cash: dec("4000"), Positions: []portfolio.Position{
		{Venue: model.Binance, Symbol: "FETUSDT", Side: portfolio.Short, Margin: portfolio.Isolated,
			Qty: dec("0.1"), Entry: dec("2000"), Leverage: dec("5"), Stop: dec("4000")},
	}})
	list := func(tiers ...model.Tier) *model.Event {
		return &model.Event{Kind: model.KindInstruments, Venue: model.Binance, Received: day0, Detail: []model.Instrument{
			{Venue: model.Binance, Symbol: "FETUSDT", Asset: "FET", Kind: model.ContractPerpetual, Trading: true, Tick: dec("0.01"), Tiers: tiers},
		}}
	}
	e.Apply(list(model.Tier{Cap: dec("5"), Rate: dec("0.02"), MaxLeverage: dec("20")}, model.Tier{Cap: dec("3"), Rate: dec("0.03"), MaxLeverage: dec("10")}))
	if r := e.Snapshot().Positions[0]; r.LiquidationPrice.State() != model.NumUnknown {
		t.Errorf("brackets with a hole were taken: %+v", r.LiquidationPrice)
	}
	e.Apply(list(model.Tier{Cap: dec("5000"), Rate: dec("0.02"), MaxLeverage: dec("20")}, model.Tier{Rate: dec("0.03"), Amount: dec("50"), MaxLeverage: dec("10")}))
	r := e.Snapshot().Positions[0]
	// 2000*(1 + 1/5)/(1 + 0.02), with the eight decimals this venue prints.
	if got := r.LiquidationPrice.Or(0); got != 2352.94117647 || !strings.HasPrefix(r.Tiers, "live, 2026-01-05") {
		t.Errorf("liquidation %v, tiers %q", got, r.Tiers)
	}
}

func TestStressAndVaR(t *testing.T) {
	short := leg(t, "ETH", portfolio.Short, portfolio.Isolated, "500", "2")
	e := holding(t, &portfolio.Portfolio{
		Cash:     dec("10000"),
		Holdings: []portfolio.Holding{{Asset: "ETH", Qty: short.Qty.Mul(dec("4")), Cost: short.Entry, CostKnown: true}},
		Positions: []portfolio.Position{
			short,
		},
	})
	s := e.Snapshot()
	rows := make(map[string]model.StressRow)
	for _, r := range s.Stress {
		rows[r.ID] = r
	}
	// S1-EX-6: a short of a quarter of the spot wins a quarter of what it loses.
	eth := rows["eth-5"]
	worth, _ := short.Qty.Mul(dec("4")).Mul(markOf(t, s, "ETHUSDT")).Float64()
	if spot := eth.Spot.Or(0); math.Abs(spot+0.05*worth) > 1e-3 || math.Abs(eth.Futures.Or(0)+spot/4) > 1e-6 {
		t.Errorf("ETH -5 %%: spot %v, futures %v", eth.Spot, eth.Futures)
	}
	for _, id := range []string{"market-20", "market+20", "sector-Infrastructure", "crash", "worst-day", "worst-week"} {
		if r, ok := rows[id]; !ok || r.Change.State() != model.NumKnown || len(r.Legs) != 1 {
			t.Errorf("%s: %+v", id, r)
		}
	}
	if rows["crash"].Change.Or(0) >= rows["market-20"].Change.Or(0) {
		t.Error("a crash with residuals loses no more than one without")
	}
	if rows["worst-week"].Change.Or(0) > 0 || rows["worst-day"].Change.Or(0) > 0 {
		t.Errorf("the worst wins: %v, %v", rows["worst-day"].Change, rows["worst-week"].Change)
	}
	if s.VaR == nil || len(s.VaR.Rows) != 4 || s.VaR.Days != 365 || !s.VaR.From.Known() {
		t.Fatalf("VaR %+v", s.VaR)
	}
	for _, r := range s.VaR.Rows {
		if !(r.ParametricES.Or(0) > r.Parametric.Or(0)) || !(r.Parametric.Or(0) > 0) {
			t.Errorf("VaR row %+v", r)
		}
	}
	stop := s.Positions[0].ProposedStop
	if stop == nil || !stop.Fits || !strings.HasPrefix(stop.Order, "buy stop-market ") {
		t.Errorf("proposed stop %+v", stop)
	}
}

func TestHedgeDetail(t *testing.T) {
	p := &portfolio.Portfolio{
		Cash:     dec("10000"),
		Holdings: []portfolio.Holding{{Asset: "UNI", Qty: dec("10"), Cost: dec("100"), CostKnown: true}},
		Positions: []portfolio.Position{
			leg(t, "BTC", portfolio.Short, portfolio.Isolated, "200", "2"),
		},
	}
	p.Positions[0].Since = day0.Add(-30 * 24 * time.Hour)
	e := holding(t, p)
	var row *model.HedgeRow
	s := e.Snapshot()
	for i := range s.Hedges {
		if s.Hedges[i].ID == "defi-market" {
			row = &s.Hedges[i]
		}
	}
	if row == nil {
		t.Skipf("phase %s names no DeFi hedge", s.Phase.Phase)
	}
	spot := row.Spot.Or(0)
	if math.Abs(row.RuleNotional.Or(0)-0.15*spot) > 1e-6 || math.Abs(row.BetaNotional.Or(0)-row.BetaRatio.Or(0)*spot) > 1e-6 {
		t.Errorf("notionals %v and %v of %v", row.RuleNotional, row.BetaNotional, spot)
	}
	for name, n := range map[string]model.Num{
		"EWMA": row.BetaEWMA, "minimum variance": row.MinVarianceRatio, "effectiveness": row.Effectiveness,
		"market": row.MarketRatio, "set": row.SetRatio, "drift": row.Drift, "cost": row.RehedgeCost,
	} {
		if n.State() != model.NumKnown {
			t.Errorf("%s: %+v", name, n)
		}
	}
	if !strings.Contains(row.RehedgeBasis, "fee 5 bp on binance") {
		t.Errorf("the cost stands on %q, want the venue's fee", row.RehedgeBasis)
	}
	if got := row.CurrentRatio.Or(0) - row.SetRatio.Or(0); math.Abs(got-row.Drift.Or(0)) > 1e-12 {
		t.Errorf("drift %v of %v", row.Drift, got)
	}
	sum := 0.0
	for _, l := range row.Basket {
		sum += l.Notional.Or(0)
	}
	if math.Abs(sum+row.RuleNotional.Or(0)) > 0.01 {
		t.Errorf("the basket adds up to %v, the rule asks for %v", sum, row.RuleNotional)
	}
	if row.CarryPerDay.State() != model.NumUnknown {
		t.Errorf("carry without funding: %+v", row.CarryPerDay)
	}
}

// What was earned adds up: worth less what was put in, by row and by sector
// (issue: "adding up to the cent").
func TestResultAddsUp(t *testing.T) {
	eth, sol := firstPrice(t, "ETH"), firstPrice(t, "SOL")
	e := holding(t, &portfolio.Portfolio{
		Cash: dec("10000"),
		Holdings: []portfolio.Holding{
			{Asset: "ETH", Qty: dec("2000").DivRound(eth, 8), Cost: eth.Mul(dec("0.9")), CostKnown: true},
			{Asset: "SOL", Qty: dec("1000").DivRound(sol, 8), Cost: sol.Mul(dec("1.1")), CostKnown: true, Core: true},
		},
		Positions: []portfolio.Position{leg(t, "UNI", portfolio.Short, portfolio.Isolated, "500", "2")},
	})
	s := e.Snapshot()
	r := s.Result
	if r == nil || len(r.Rows) != 3 || len(r.Missing) != 0 || len(r.Sectors) != 2 {
		t.Fatalf("%+v", r)
	}
	sum := decimal.Zero
	for _, x := range r.Sectors {
		sum = sum.Add(x.Sum)
	}
	if !sum.Equal(r.Total.Sum) {
		t.Errorf("sectors add up to %s, the total is %s", sum, r.Total.Sum)
	}
	equity := decimal.NewFromFloat(s.Portfolio.Equity.Or(0))
	if gap := equity.Sub(r.Contributed).Sub(r.Total.Sum).Abs(); gap.GreaterThan(dec("0.005")) {
		t.Errorf("equity %s, put in %s, earned %s", equity, r.Contributed, r.Total.Sum)
	}
}
