package margin

import (
	"slices"

	"eddy/model/margin/exact"

	"github.com/shopspring/decimal"
)

// Move is a joint movement of all marks that liquidates something.
type Move struct {
	// Pct is the move in percent: of every mark, or by beta, of BTC. It is zero
	// for what is liquidated already.
	Pct decimal.Decimal
	// Leg is the index of the isolated position, or of the cross position that
	// loses most in the move: the whole pool is liquidated with it.
	Leg    int
	Cross  bool // the cross pool goes
	Passed bool // liquidated already
}

// Joint returns the moves that liquidate something when all marks move by the
// same percentage, nearest first, in both directions. It is empty when no joint
// move from -100 to +10000 percent does.
func (r *Report) Joint() []Move { return slices.Clone(r.joint) }

// First is the position that is liquidated first when all marks move together,
// and the move that does it; ok is false when no joint move liquidates
// anything.
func (r *Report) First() (m Move, ok bool) {
	if len(r.joint) == 0 {
		return Move{}, false
	}
	return r.joint[0], true
}

// JointByBeta is Joint where each mark moves by its beta times the percentage:
// Pct is BTC's move. ok is false unless every position tells its beta.
func (r *Report) JointByBeta() (moves []Move, ok bool) {
	for i := range r.legs {
		if !r.legs[i].Beta.Valid {
			return nil, false
		}
	}
	return r.moves(ownBeta), true
}

// highest is as far up as a joint move goes, in percent: marks a hundred and
// one times as high, as far as Stress goes too. Beyond it nothing is said to be
// in danger.
var highest = exact.Of(maxShock)

// uniform is the beta of a market where everything moves alike.
func uniform(*leg) num { return one }

// ownBeta is each position's own; every one has been told.
func ownBeta(l *leg) num { return exact.Of(l.Beta.Decimal) }

// moves gathers the liquidating moves of the isolated legs and of the pool.
func (r *Report) moves(beta func(*leg) num) []Move {
	var out []Move
	for i := range r.legs {
		l := &r.legs[i]
		if l.Mode != Isolated {
			continue
		}
		for _, liq := range [...]Liquidation{r.Legs[i].Liquidation, r.Legs[i].Opposite} {
			if m, ok := legMove(l, liq, beta(l)); ok {
				m.Leg = i
				out = append(out, m)
			}
		}
	}
	out = append(out, r.poolMoves(beta)...)
	slices.SortStableFunc(out, func(a, b Move) int { return a.Pct.Abs().Cmp(b.Pct.Abs()) })
	return out
}

// legMove turns an isolated leg's liquidation price into a move of the market.
func legMove(l *leg, liq Liquidation, beta num) (Move, bool) {
	switch {
	case liq.State == LiqPassed:
		return Move{Passed: true}, true
	case liq.State == LiqNone || beta.Sign() == 0:
		return Move{}, false
	}
	pct := liq.at.Sub(l.x.mark).Mul(hundred).Quo(l.x.mark.Mul(beta), pricePlaces)
	return Move{Pct: pct.Decimal()}, pct.Cmp(hundred.Neg()) > 0 && pct.Cmp(highest) <= 0
}

// poolMoves solves for the cross legs together, down and up.
func (r *Report) poolMoves(beta func(*leg) num) []Move {
	if !r.pool.shared {
		return nil
	}
	if r.Cross.Liquidated {
		return []Move{{Leg: r.worst(func(l *leg) num { return l.x.upnl }), Cross: true, Passed: true}}
	}
	var out []Move
	for _, dir := range [...]int{-1, 1} {
		w := r.poolWalk(beta)
		if t, ok := w.first(dir); ok {
			loser := r.worst(func(l *leg) num {
				return l.Side.signed(l.x.value).Mul(beta(l)).Mul(exact.Int(int64(dir)))
			})
			out = append(out, Move{Pct: t.Mul(hundred).Decimal(), Leg: loser, Cross: true})
		}
	}
	return out
}

// poolWalk sets every cross leg in motion.
func (r *Report) poolWalk(beta func(*leg) num) walk {
	w := walk{slack: r.pool.slack(), furthest: hundred, movers: make([]mover, 0, len(r.legs))}
	for i := range r.legs {
		if r.legs[i].Mode == Cross {
			w.movers = append(w.movers, newMover(&r.legs[i], beta(&r.legs[i])))
		}
	}
	return w
}

// worst returns the index of the cross leg with the lowest result; the first of
// equals.
func (r *Report) worst(result func(*leg) num) int {
	at := -1
	var lowest num
	for i := range r.legs {
		if r.legs[i].Mode != Cross {
			continue
		}
		if v := result(&r.legs[i]); at < 0 || v.Cmp(lowest) < 0 {
			at, lowest = i, v
		}
	}
	return at
}
