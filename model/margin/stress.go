package margin

import (
	"errors"
	"fmt"

	"eddy/model/margin/exact"

	"github.com/shopspring/decimal"
)

// StressRow is the account after a joint move of all marks.
type StressRow struct {
	ShockPct decimal.Decimal
	// Equity after the move. What backs a position is all it can lose: an
	// isolated position its margin, the cross positions the pool (margin §8).
	Equity     decimal.Decimal
	Change     decimal.Decimal // against Equity now
	Liquidated []int           // indices of the positions liquidated on the way, in order
}

// ErrShock is returned for a move that leaves no price.
var ErrShock = errors.New("a shock must be above -100 percent and at most 10000")

// ErrNoBeta is returned when a move by beta is asked for and a position has no
// beta.
var ErrNoBeta = errors.New("a position has no beta")

// Bounds of a shock: prices do not go to zero, and a hundredfold price is no
// stress test.
var (
	minShock = decimal.New(-100, 0)
	maxShock = decimal.New(1, 4)
)

// Stress applies each shock, in percent, to every mark alike.
func (r *Report) Stress(shocks []decimal.Decimal) ([]StressRow, error) {
	return r.stress(shocks, r.joint, uniform)
}

// StressByBeta applies each shock as BTC's move, and beta times it to every
// mark. It returns ErrNoBeta unless every position tells its beta.
func (r *Report) StressByBeta(shocks []decimal.Decimal) ([]StressRow, error) {
	moves, ok := r.JointByBeta()
	if !ok {
		return nil, ErrNoBeta
	}
	return r.stress(shocks, moves, ownBeta)
}

func (r *Report) stress(shocks []decimal.Decimal, moves []Move, beta func(*leg) num) ([]StressRow, error) {
	rows := make([]StressRow, len(shocks))
	for i, s := range shocks {
		if !sane(s) || s.LessThanOrEqual(minShock) || s.GreaterThan(maxShock) {
			return nil, fmt.Errorf("shock %s: %w", shown(s), ErrShock)
		}
		equity := r.shocked(exact.Of(s).Mul(percent), beta)
		rows[i] = StressRow{
			ShockPct: s, Equity: equity.Decimal(), Change: equity.Sub(r.sums.equity).Decimal(),
			Liquidated: r.gone(s, moves),
		}
	}
	return rows, nil
}

// percent turns percent points into a fraction.
var percent = exact.Of(decimal.New(1, -2))

// shocked sums what is left in every pool after a shock, a fraction.
func (r *Report) shocked(shock num, beta func(*leg) num) num {
	var sum num
	cross := r.pool.wallet
	for i := range r.legs {
		l := &r.legs[i]
		move := shock.Mul(beta(l))
		if move.Cmp(one.Neg()) < 0 {
			move = one.Neg()
		}
		upnl := l.x.upnl.Add(l.Side.signed(l.x.value.Mul(move)))
		if l.Mode == Isolated {
			sum = sum.Add(floor(l.backing.Add(upnl)))
		} else {
			cross = cross.Add(upnl)
		}
	}
	if r.pool.shared {
		cross = floor(cross)
	}
	return sum.Add(cross)
}

// gone lists the legs whose liquidating move lies within a shock.
func (r *Report) gone(shock decimal.Decimal, moves []Move) []int {
	out := []int{}
	for i := range r.legs {
		for _, m := range moves {
			mine := m.Leg == i && !m.Cross || m.Cross && r.legs[i].Mode == Cross
			if mine && m.within(shock) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// within tells whether a shock reaches the move.
func (m Move) within(shock decimal.Decimal) bool {
	if m.Passed {
		return true
	}
	return m.Pct.Sign() == shock.Sign() && shock.Abs().GreaterThanOrEqual(m.Pct.Abs())
}
