package margin

import (
	"eddy/model/margin/exact"
	"eddy/model/margin/tier"
)

// mover is a leg in motion: its price is mark*(1 + beta*t), never below zero,
// for one t that all movers share.
type mover struct {
	gain  num // change of unrealised profit per unit of t: s*N*beta
	start num // charged notional at t = 0
	speed num // its change per unit of t
	end   num // t at which the price is zero; 0 when it never is

	table  *tier.Table
	k      int // row in force
	rate   num // with the fee
	amount num
	fee    num
	base   num // requirement at t = 0, without a fixed fee

	settled bool // the price has reached zero: no notional is left to charge
	past    bool // beyond the last row of the table

	c, b num // what it adds to equity less requirement, as c + b*t
	next num // t of its next edge
	ends bool
}

// newMover sets a leg in motion.
func newMover(l *leg, beta num) mover {
	m := mover{gain: l.Side.signed(l.x.value).Mul(beta)} // c, b and next come with the direction
	if beta.Sign() != 0 {
		m.end = one.Quo(beta, pricePlaces).Neg()
	}
	if l.t.frozen || l.netted && l.charged.Sign() == 0 {
		return m // what it needs does not move with the price
	}
	m.fee, m.start, m.speed = l.t.fee, l.charged, l.charged.Mul(beta)
	m.table = l.t.table
	if m.table != nil {
		m.k, _ = m.table.At(m.start)
		m.take()
	} else {
		m.rate, m.amount = l.t.row.Rate.Add(m.fee), l.t.row.Amount
	}
	m.base = m.start.Mul(m.rate).Sub(m.amount)
	return m
}

// take puts row k in force.
func (m *mover) take() {
	row := m.table.Figures(m.k)
	m.rate, m.amount = row.Rate.Add(m.fee), row.Amount
}

// edge returns the next t, going in direction dir, at which the mover changes
// its terms.
func (m *mover) edge(dir int) (t num, ok bool) {
	if m.settled {
		return num{}, false
	}
	if m.table != nil && m.speed.Sign() != 0 {
		if bound, ok := m.bound(m.speed.Sign() * dir); ok {
			return bound.Sub(m.start).Quo(m.speed, pricePlaces), true
		}
	}
	return m.end, m.end.Sign() == dir
}

// bound is the notional at which the row ends, growing or shrinking.
func (m *mover) bound(growing int) (num, bool) {
	row := m.table.Figures(m.k)
	if growing > 0 {
		return row.Cap, !row.Open && !m.past
	}
	return row.Floor, m.k > 0
}

// cross moves the mover over its edge.
func (m *mover) cross(dir int) {
	if m.table == nil {
		m.settled = true
		return
	}
	growing := m.speed.Sign() * dir
	_, more := m.bound(growing)
	switch {
	case !more:
		m.settled = true
	case growing < 0:
		m.k--
	case m.k+1 < m.table.Len():
		m.k++
	default:
		m.past = true // the last row goes on
	}
	m.take()
}

// jumps tells whether the requirement may jump where the row changes.
func (m *mover) jumps() bool { return m.table != nil && !m.table.Continuous() }

// plan works out what the mover adds and where that ends, going in direction
// dir, until it crosses an edge.
func (m *mover) plan(dir int) {
	m.next, m.ends = m.edge(dir)
	if m.settled {
		m.c, m.b = m.gain.Mul(m.end).Add(m.base).Add(m.amount), num{}
		return
	}
	m.c = m.base.Add(m.amount).Sub(m.start.Mul(m.rate))
	m.b = m.gain.Sub(m.speed.Mul(m.rate))
}

// walk is a search outward from the marks.
type walk struct {
	slack    num // equity less requirement at t = 0
	furthest num // how far up to look
	movers   []mover
}

// endless is as far up as the search for a liquidation price looks: a mark
// 10^12 times as high. The reach of a joint move is shorter.
var endless = exact.Int(1_000_000_000_000)

// first returns the t nearest to zero in direction dir at which the account
// changes its state: where one that is alive (slack above zero) stops being so,
// or one that is not begins to be. Going down it stops short of -1, where the
// market's prices are zero. It uses up the movers.
func (w *walk) first(dir int) (t num, ok bool) {
	alive, jumped := w.slack.Sign() > 0, false
	limit := w.furthest
	if dir < 0 {
		limit = one.Neg()
	}
	if alive && w.outlasts(limit, dir) {
		return num{}, false
	}
	for i := range w.movers {
		w.movers[i].plan(dir)
	}
	for {
		c, b := w.line()
		if jumped && (c.Add(b.Mul(t)).Sign() > 0) != alive {
			return t, true
		}
		next, who := w.nextEdge(dir, limit)
		if toward := b.Sign() * dir; toward != 0 && (toward < 0) == alive {
			if root := c.Quo(b, pricePlaces).Neg(); !beyond(root, next, dir) {
				return root, root.Cmp(limit) != 0
			}
		}
		if who < 0 {
			return num{}, false
		}
		t = next
		w.movers[who].cross(dir)
		w.movers[who].plan(dir)
		jumped = w.movers[who].jumps()
	}
}

// outlasts tells whether the account is alive at the limit and so all the way to
// it: rates rise with size, so equity less requirement is concave in t as long
// as nothing jumps and no price is held at zero, and lies above zero between
// two points where it does.
func (w *walk) outlasts(limit num, dir int) bool {
	left := w.slack
	for i := range w.movers {
		m := &w.movers[i]
		stops := m.end.Sign() == dir && beyond(limit, m.end, dir)
		if stops || m.jumps() {
			return false
		}
		left = left.Add(m.at(limit))
	}
	return left.Sign() > 0
}

// at returns what the mover adds to equity less requirement at t.
func (m *mover) at(t num) num {
	size := m.start.Add(m.speed.Mul(t))
	rate, amount := m.rate, m.amount
	if m.table != nil {
		k, _ := m.table.At(size)
		row := m.table.Figures(k)
		rate, amount = row.Rate.Add(m.fee), row.Amount
	}
	return m.gain.Mul(t).Add(m.base).Sub(size.Mul(rate)).Add(amount)
}

// line sums equity less requirement over the movers, as c + b*t.
func (w *walk) line() (c, b num) {
	c = w.slack
	for i := range w.movers {
		c, b = c.Add(w.movers[i].c), b.Add(w.movers[i].b)
	}
	return c, b
}

// nextEdge returns the nearest edge of any mover and whose it is, or the limit
// and -1.
func (w *walk) nextEdge(dir int, limit num) (t num, who int) {
	t, who = limit, -1
	for i := range w.movers {
		if m := &w.movers[i]; m.ends && beyond(t, m.next, dir) {
			t, who = m.next, i
		}
	}
	return t, who
}

// beyond tells whether t lies beyond edge, seen in direction dir.
func beyond(t, edge num, dir int) bool { return t.Cmp(edge) == dir }
