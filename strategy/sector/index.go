package sector

import (
	"errors"
	"fmt"
	"math"

	"eddy/model"
)

// ErrOrder tells that a bar is not later than the one before.
var ErrOrder = errors.New("sector: bar is not later than the last one")

// Index is a chain-linked index of a sector. It allocates nothing after New and
// is not safe for concurrent use.
type Index struct {
	p       Params
	groups  []Group
	members []member

	started  bool
	end      model.Millis // of the last bar
	chain    float64      // sum of the log returns since the start
	now      Reading
	defined  bool // now holds a level
	fallback bool
	torn     bool // a gap too long to book across has not been restarted yet

	scratch []float64
}

// Reading is an index at one bar.
type Reading struct {
	Level    float64 // index points
	Return   float64 // simple return of the bar
	Coverage float64 // share of the intended weight that printed in the bar, 0..1
	Priced   int     // members that carry weight and printed in the bar
	Degraded bool    // fewer than Params.Enough of them
	Gap      bool    // the chain was restarted here from its last level
	Dominant int     // member that made most of the move by a large one; -1 for none
}

// New returns an index without history over the groups' members. It returns an
// error for parameters or groups that make no sense.
func New(p Params, groups []Group) (*Index, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if err := checkGroups(groups); err != nil {
		return nil, err
	}
	x := &Index{p: p, now: Reading{Dominant: -1}}
	for g, group := range groups {
		x.groups = append(x.groups, Group{group.Name, group.Share, append([]model.Asset(nil), group.Members...)})
		for _, a := range group.Members {
			x.members = append(x.members, newMember(a, g))
		}
	}
	x.scratch = make([]float64, len(x.members))
	x.intend()
	return x, nil
}

// Len returns how many members there are; closes are given in their order:
// group by group, as New was told.
func (x *Index) Len() int { return len(x.members) }

// Member returns the i-th member as it stands after the last bar.
func (x *Index) Member(i int) Member { return x.members[i].view() }

// SetFigure tells what the scheme needs to know of the i-th member (30-day
// median daily turnover in USD, market cap in USD, or annual volatility). NaN
// means not known. It takes effect at the next review.
func (x *Index) SetFigure(i int, figure float64) { x.members[i].figure = figure }

// SetFirst tells since when the i-th member trades where that is earlier than
// the index's own first bar of it shows, so that a coin whose history merely
// begins late is not taken for a new listing. A later moment than the one known
// changes nothing.
func (x *Index) SetFirst(i int, since model.Millis) {
	m := &x.members[i]
	if since.Known() && (!m.first.Known() || since < m.first) {
		m.first = since
	}
}

// Fallback tells whether equal weights serve because the scheme's figures are
// not known of enough members.
func (x *Index) Fallback() bool { return x.fallback }

// Value returns the reading of the last bar. It is not defined before enough
// members were priced, nor in a bar with too few of them.
func (x *Index) Value() (Reading, bool) {
	if !x.defined {
		return Reading{Dominant: -1}, false
	}
	return x.now, true
}

// Level returns the level at the last bar, in index points.
func (x *Index) Level() (float64, bool) {
	if !x.defined {
		return 0, false
	}
	return x.now.Level, true
}

// Coverage returns the share of the intended weight that printed in the last
// bar, 0..1, whether or not the bar has a level.
func (x *Index) Coverage() float64 { return x.now.Coverage }

// End returns the end of the last bar, zero before the first.
func (x *Index) End() model.Millis { return x.end }

// Peek previews the open bar from what members trade at now. It changes nothing
// and agrees exactly with the Value after the same Push, unless that bar would
// begin after a gap. It costs one pass over the members.
func (x *Index) Peek(closes []Close) (Reading, bool) {
	if !x.started || len(closes) != len(x.members) {
		return Reading{Dominant: -1}, false
	}
	r := x.reading(closes)
	return r, r.Priced >= x.p.Least
}

// reading works out a bar on the present weights. Its level stands only when
// enough members are priced.
func (x *Index) reading(closes []Close) Reading {
	r := Reading{Dominant: -1}
	sum, weight := 0.0, 0.0
	for i := range x.members {
		m := &x.members[i]
		if !m.takesPart(closes[i]) {
			continue
		}
		r.Priced++
		r.Coverage += m.intended
		weight += m.weight
		sum += m.weight * m.move(closes[i].Price)
	}
	if weight > 0 {
		r.Return = sum / weight
	}
	r.Level = x.levelAt(x.chain + math.Log1p(r.Return))
	if !model.ValidPrice(r.Level) {
		return Reading{Dominant: -1, Degraded: true} // beyond arithmetic: as if nobody had printed
	}
	r.Degraded = r.Priced < x.p.Enough
	r.Dominant = x.dominant(closes, r.Return, weight)
	return r
}

// move returns the simple return since the last booked price.
func (m *member) move(price float64) float64 { return price/m.last - 1 }

func (x *Index) levelAt(chain float64) float64 { return x.p.Base * math.Exp(chain) }

// dominant returns the member that contributed more than its share of the
// return by a large move of its own, -1 for none (analytics §2.6).
func (x *Index) dominant(closes []Close, total, weight float64) int {
	who, most := -1, x.p.DominantShare*math.Abs(total)
	for i := range x.members {
		m := &x.members[i]
		if !m.takesPart(closes[i]) {
			continue
		}
		move := m.move(closes[i].Price)
		if part := math.Abs(m.weight * move / weight); part > most && math.Abs(move) > x.p.DominantMove {
			who, most = i, part
		}
	}
	return who
}

// check refuses bars that cannot follow.
func (x *Index) check(end model.Millis, closes []Close) error {
	if len(closes) != len(x.members) {
		return fmt.Errorf("sector: %d closes for %d members", len(closes), len(x.members))
	}
	if !end.Known() || (x.end.Known() && end <= x.end) {
		return fmt.Errorf("%w: %v after %v", ErrOrder, end, x.end)
	}
	return nil
}
