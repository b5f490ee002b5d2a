package backtest

import (
	"cmp"
	"math"

	"eddy/strategy/cost"
)

// account is the paper money of a run.
type account struct {
	cash  float64 // stablecoins, those posted as margin included
	spot  []holding
	legs  []leg
	marks []float64 // newest close of each coin, 0 before the first
}

// holding is the spot of one coin.
type holding struct {
	core float64 // coins that are never rotated
	qty  float64 // coins that are
	cost float64 // US dollars paid for qty
	base float64 // what a gain is told from: cost, or the worth at the last taking of profit
}

// leg is a futures position with isolated margin.
type leg struct {
	rule     string // id of the overlay or hedge
	coin     int
	side     float64 // +1 long, -1 short
	qty      float64
	entry    float64
	margin   float64
	leverage float64
	stop     float64 // 0: none
	liq      float64
	hedge    bool
}

func newAccount(coins int, cash float64) *account {
	return &account{cash: cash, spot: make([]holding, coins), marks: make([]float64, coins)}
}

// Maintenance margin of the approximation of analytics §10.
const (
	maintenanceMajor = 0.005 // BTC and ETH
	maintenanceOther = 0.01
)

// liquidation is the mark at which an isolated leg is closed by force
// (analytics §10): long E·(1 − 1/L + mmr), short E·(1 + 1/L − mmr).
func liquidation(entry, side, leverage, maintenance float64) float64 {
	return max(0, entry*(1-side*(1/leverage-maintenance)))
}

func (l *leg) notional(mark float64) float64 { return l.qty * mark }

func (l *leg) profit(mark float64) float64 { return l.side * l.qty * (mark - l.entry) }

// spotWorth is all spot at the newest closes.
func (a *account) spotWorth() (sum float64) {
	for i, h := range a.spot {
		sum += (h.core + h.qty) * a.marks[i]
	}
	return sum
}

func (a *account) coreWorth() (sum float64) {
	for i, h := range a.spot {
		sum += h.core * a.marks[i]
	}
	return sum
}

// margin is what the legs have posted.
func (a *account) margin() (sum float64) {
	for i := range a.legs {
		sum += a.legs[i].margin
	}
	return sum
}

// profit is what the legs stand at, not realised.
func (a *account) profit() (sum float64) {
	for i := range a.legs {
		sum += a.legs[i].profit(a.marks[a.legs[i].coin])
	}
	return sum
}

func (a *account) gross() (sum float64) {
	for i := range a.legs {
		sum += a.legs[i].notional(a.marks[a.legs[i].coin])
	}
	return sum
}

// equity is what the account is worth: no isolated leg can lose more than its
// margin.
func (a *account) equity() float64 {
	sum := a.cash + a.spotWorth()
	for i := range a.legs {
		l := &a.legs[i]
		sum += max(l.profit(a.marks[l.coin]), -l.margin)
	}
	return sum
}

// free is the cash that is not posted and not lost on paper.
func (a *account) free() float64 {
	return a.cash - a.margin() + min(0, a.profit())
}

// find returns a rule's leg on a coin, nil when there is none.
func (a *account) find(rule string, coin int) *leg {
	for i := range a.legs {
		if a.legs[i].rule == rule && a.legs[i].coin == coin {
			return &a.legs[i]
		}
	}
	return nil
}

// drop takes a leg out of the account.
func (a *account) drop(l *leg) {
	for i := range a.legs {
		if &a.legs[i] == l {
			a.legs = append(a.legs[:i], a.legs[i+1:]...)
			return
		}
	}
}

// side is what one side of a trade of a notional costs (strategy/cost), times
// the stress on costs a sensitivity run may ask for.
func (s *simulation) side(coin int, notional float64, what cost.Product) cost.Side {
	m := s.markets[coin]
	m.Turnover = s.turnover(coin)
	side := cost.SideOf(m, notional, s.fee(coin, what).Rate)
	side.Fee *= s.rules.CostFactor
	side.HalfSpread *= s.rules.CostFactor
	side.Impact *= s.rules.CostFactor
	return side
}

// fee is what is charged for a trade of a coin on the venue it is made on.
func (s *simulation) fee(coin int, what cost.Product) cost.Fee {
	at := s.rules.PerpAt
	if what == cost.Spot {
		at = s.rules.Fees.SpotAt
	}
	return s.rules.Fees.Of(cmp.Or(at, s.j.Tape.Series[coin].Venue), what)
}

// cents rounds an amount for records and the digest.
func cents(v float64) float64 { return math.Round(v*100) / 100 }
