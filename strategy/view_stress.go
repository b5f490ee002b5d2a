package strategy

import (
	"fmt"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/strategy/stress"
)

// shock is a scenario: how far each coin moves.
type shock struct {
	id, text, source string
	pct              float64 // what it is named after; NaN: nothing
	move             func(a model.Asset) (fraction float64, ok bool)
}

// Marks the shocks are named after.
var (
	marketShocks = []float64{-30, -20, -10, 10, 20}
	sectorShock  = -30.0
)

// floorMove keeps a price above zero: a coin with a beta of five does not fall
// by 150 %.
const floorMove = -0.95

// viewStress shows the whole portfolio after each shock. Rows whose moves are
// not known for everything that is held say so instead.
func (e *Engine) viewStress(p *portfolio.Portfolio, t *bucketTotals, accounts []*venueAccount) []model.StressRow {
	var rows []model.StressRow
	for _, s := range e.shocks(p, t) {
		rows = append(rows, e.viewShock(s, p, t, accounts))
	}
	return rows
}

// shocks lists the scenarios: the market by beta, each sector that is held, the
// articles' own examples, and the worst of the stored past.
func (e *Engine) shocks(p *portfolio.Portfolio, t *bucketTotals) []shock {
	var out []shock
	first := e.cfg.Universe.Benchmark[0]
	for _, pct := range marketShocks {
		out = append(out, shock{
			id: fmt.Sprintf("market%+.0f", pct), text: fmt.Sprintf("%s %s %%, all coins by beta", first, forReading("%+.0f", pct)),
			pct: pct, move: e.byBeta(pct / 100), source: "margin 8",
		})
	}
	for _, name := range e.heldSectors(p) {
		out = append(out, shock{
			id: "sector-" + name, text: fmt.Sprintf("%s %s %%, all else stays", name, forReading("%+.0f", sectorShock)), pct: sectorShock,
			move: e.inSector(name, sectorShock/100), source: "S0-STR2-4",
		})
	}
	out = append(out,
		shock{id: "eth-5", text: "ETH −5 %: what a short wins against what spot loses", pct: -5, source: "S1-EX-6",
			move: func(a model.Asset) (float64, bool) {
				if a == "ETH" {
					return -0.05, true
				}
				return 0, true
			}},
		shock{id: "crash", text: fmt.Sprintf("crash: %s −20 %% by beta, and every other coin one of its own week's deviations below", first),
			pct: -20, source: "S0-STR3-4", move: e.crash(-0.20)})
	return append(out, e.pastShocks(p, t)...)
}

func (e *Engine) byBeta(market float64) func(model.Asset) (float64, bool) {
	return func(a model.Asset) (float64, bool) {
		beta, ok := e.beta(a)
		return max(floorMove, beta*market), ok
	}
}

func (e *Engine) inSector(name string, move float64) func(model.Asset) (float64, bool) {
	return func(a model.Asset) (float64, bool) {
		if sector, _, known := e.cfg.Universe.Home(a); known && sector == name {
			return move, true
		}
		return 0, true
	}
}

// barsPerWeek turns the residual of a four-hour bar into that of a week.
const barsPerWeek = 42

// crash is the market by beta less one standard deviation of what beta does not
// explain, over seven days (analytics §10). The market's own coin has none.
func (e *Engine) crash(market float64) func(model.Asset) (float64, bool) {
	byBeta := e.byBeta(market)
	return func(a model.Asset) (float64, bool) {
		move, ok := byBeta(a)
		i := e.index[a]
		if !ok || i == e.benchmark[0] {
			return move, ok
		}
		c, ok := e.fast.coins[i].beta.Value()
		if !ok {
			return 0, false
		}
		r2, _ := c.R2()
		residual := math.Sqrt(c.SXX/(c.N-1)*(1-r2)) * math.Sqrt(barsPerWeek)
		return max(floorMove, move-residual), true
	}
}

// heldSectors lists the sectors of what is held, in the order of the taxonomy.
func (e *Engine) heldSectors(p *portfolio.Portfolio) []string {
	var out []string
	for _, s := range e.cfg.Universe.Sectors {
		held := func(a model.Asset) bool {
			sector, _, _ := e.cfg.Universe.Home(a)
			return sector == s.Name
		}
		if slices.ContainsFunc(p.Holdings, func(h portfolio.Holding) bool { return held(h.Asset) }) ||
			slices.ContainsFunc(p.Positions, func(q portfolio.Position) bool {
				_, coin := e.legQuote(&q)
				return coin != nil && held(coin.asset)
			}) {
			out = append(out, s.Name)
		}
	}
	return out
}

// pastShocks are the worst day and the worst week of what is held now, in the
// stored past.
func (e *Engine) pastShocks(p *portfolio.Portfolio, t *bucketTotals) []shock {
	past, values := e.pastOf(p)
	if len(past.Ends) == 0 || t.equity.IsZero() {
		return nil
	}
	results := past.Results(values)
	var out []shock
	for _, run := range []struct {
		days     int
		id, word string
	}{{1, "worst-day", "day"}, {7, "worst-week", "week"}} {
		at, _, ok := stress.Worst(results, run.days)
		if !ok {
			continue
		}
		moves := past.Moves(at, run.days)
		end := past.Ends[at+run.days-1]
		out = append(out, shock{
			id: run.id, pct: math.NaN(), source: "stored history",
			text: fmt.Sprintf("the worst %s of %d stored days, to %s", run.word, len(past.Ends), end.Time().Format("2006-01-02")),
			move: func(a model.Asset) (float64, bool) {
				i := slices.Index(past.Assets, a)
				if i < 0 {
					return 0, false
				}
				return max(floorMove, moves[i]), true
			},
		})
	}
	return out
}

// viewShock works one scenario out: spot moves with its coins, futures through
// their venues' margin rules. A coin whose move is not known hides no leg.
func (e *Engine) viewShock(s shock, p *portfolio.Portfolio, t *bucketTotals, accounts []*venueAccount) model.StressRow {
	row := model.StressRow{ID: s.id, Text: s.text, Source: s.source, Liquidated: []string{}}
	if !math.IsNaN(s.pct) {
		row.ShockPct = model.Known(s.pct)
	}
	futures := decimal.Zero
	for _, a := range accounts {
		change, why := e.shockAccount(s, a, &row)
		if why != "" {
			u := model.Unknown(why)
			row.Spot, row.Futures, row.Change, row.ChangePct, row.Equity = u, u, u, u, u
			row.Legs = nil
			return row
		}
		futures = futures.Add(change)
	}
	row.Futures = t.num(futures)
	spot, why := e.shockSpot(s, p)
	if why != "" {
		u := model.Unknown(why)
		row.Spot, row.Change, row.ChangePct, row.Equity = u, u, u, u
		return row
	}
	change := spot.Add(futures)
	row.Spot, row.Change = t.num(spot), t.num(change)
	row.ChangePct, row.Equity = t.num(t.share(change)), t.num(t.equity.Add(change))
	return row
}

func (e *Engine) shockSpot(s shock, p *portfolio.Portfolio) (decimal.Decimal, string) {
	sum := decimal.Zero
	for _, h := range p.Holdings {
		price, why := e.priceOf(h.Asset)
		if why != "" && !h.Qty.IsZero() {
			return sum, why
		}
		move, ok := s.move(h.Asset)
		if !ok {
			return sum, fmt.Sprintf("how %s would move is not known yet", h.Asset)
		}
		sum = sum.Add(h.Qty.Mul(price).Mul(decimal.NewFromFloat(move)))
	}
	return sum, ""
}

// moveDigits is how exactly a move is handed to the margin arithmetic.
const moveDigits = 10

// shockAccount applies a scenario to a venue's futures and adds its legs to the
// row.
func (e *Engine) shockAccount(s shock, a *venueAccount, row *model.StressRow) (change decimal.Decimal, why string) {
	moves := make(map[string]decimal.Decimal, len(a.legs))
	for k, q := range a.legs {
		if a.at[k] < 0 {
			return decimal.Zero, a.why[k]
		}
		_, coin := e.legQuote(q)
		move, ok := s.move(coin.asset)
		if !ok {
			return decimal.Zero, fmt.Sprintf("how %s would move is not known yet", coin.asset)
		}
		moves[q.Symbol] = decimal.NewFromFloat(move).Round(moveDigits)
	}
	after, err := a.report.After(func(symbol string) decimal.Decimal { return moves[symbol] })
	if err != nil {
		return decimal.Zero, err.Error()
	}
	for k, q := range a.legs {
		l := &after.Legs[a.at[k]]
		if l.Liquidated {
			row.Liquidated = append(row.Liquidated, q.Symbol)
		}
		ratio := model.NotApplicable("nothing is left of what backs it")
		if l.Ratio.Valid {
			ratio = model.Known(float(l.Ratio.Decimal))
		}
		row.Legs = append(row.Legs, model.StressLeg{
			Venue: q.Venue, Symbol: q.Symbol, Side: string(q.Side), MovePct: model.Known(float(moves[q.Symbol].Shift(2))),
			PnL: model.Known(float(l.PnL)), MarginRatio: ratio, Liquidated: l.Liquidated,
		})
	}
	return after.Change, ""
}
