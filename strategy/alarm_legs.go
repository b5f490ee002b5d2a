package strategy

import (
	"math"
	"slices"
	"strings"

	"eddy/model"
	"eddy/strategy/alert"
	"eddy/strategy/input"
)

// movedLegInputs are the figures of a leg that move with every mark.
var movedLegInputs = []string{"leg.distance_pct", "leg.distance_atr", "leg.stop_passed"}

// heldLeg is a futures leg as the last snapshot had it, to follow its mark until
// the next: a wick between two snapshots counts as well.
type heldLeg struct {
	name  string
	venue int
	row   model.PositionRow
	end   model.Num

	liquidation float64 // price; NaN where there is none
	side        float64 // 1 where the danger lies below the mark, -1 above
	stop, atr   float64 // prices; NaN where they are not known
}

// hold takes the legs of a snapshot over, to be asked about at the quotes of
// their coins.
func (e *Engine) hold(rows []model.PositionRow) {
	a := &e.alarm
	for i := range a.held {
		a.held[i] = a.held[i][:0]
	}
	if len(a.onMark) == 0 && len(a.onRatio) == 0 {
		return
	}
	for k := range rows {
		p := &rows[k]
		i, known := e.index[p.Asset]
		if !known || !p.Mark.Fresh() {
			continue // there is nothing to go on from
		}
		for len(a.held) <= i {
			a.held = append(a.held, nil)
		}
		a.held[i] = append(a.held[i], e.heldLeg(legName(rows, k), p))
	}
}

func (e *Engine) heldLeg(name string, p *model.PositionRow) heldLeg {
	mark := p.Mark.Or(0)
	l := heldLeg{
		name: name, venue: e.venueAt[p.Venue], row: *p, end: e.daysToEnd(p), side: 1,
		liquidation: orNaN(p.LiquidationPrice.Or(0), p.LiquidationPrice.Fresh() && p.DistancePct.Fresh()), stop: orNaN(p.Stop.Value()), atr: orNaN(p.ATRPct.Value()) / 100 * mark,
	}
	if (mark-l.liquidation)*p.DistancePct.Or(0) < 0 {
		l.side = -1
	}
	return l
}

// askLegs asks the rules on a coin's legs and their accounts that its mark moves,
// at its quote. It allocates nothing unless an alert comes or goes.
func (e *Engine) askLegs(i int) {
	a := &e.alarm
	for k := range a.held[i] {
		l := &a.held[i][k]
		q := &e.assets[i].quotes[l.venue]
		if q.symbol != l.row.Symbol || q.mark <= 0 || q.mark == l.row.Mark.Or(0) {
			continue
		}
		was := l.row.Mark.Or(0)
		l.move(q.mark)
		a.leg = legReading{&l.row, l.end}
		fill(e.inputs.open, a.legs, legInputs, &a.leg)
		a.quote = e.present()
		a.watch.AskSome(a.onMark, l.name, &a.quote)
		e.askAccount(l, was)
	}
}

// move works out what a new mark makes of the leg.
func (l *heldLeg) move(mark float64) {
	r := &l.row
	r.Mark = model.Known(mark)
	if pct := (mark - l.liquidation) / mark * 100 * l.side; !math.IsNaN(pct) {
		r.DistancePct = model.Known(pct)
		if inATR := pct / 100 * mark / l.atr; !math.IsNaN(inATR) {
			r.DistanceATR = model.Known(inATR)
		}
	}
	switch r.Side {
	case "short":
		r.StopPassed = mark >= l.stop
	default:
		r.StopPassed = mark <= l.stop
	}
}

// legName is what alerts call a leg: its coin, side and venue, and its contract
// where another leg is called the same.
func legName(rows []model.PositionRow, k int) string {
	p := &rows[k]
	coin := string(p.Asset)
	if coin == "" { // nothing was heard of its contract yet
		coin = p.Symbol
	}
	words := []string{coin, p.Side, string(p.Venue)}
	if slices.ContainsFunc(rows, func(o model.PositionRow) bool {
		return o.Asset == p.Asset && o.Side == p.Side && o.Venue == p.Venue && o.Symbol != p.Symbol
	}) {
		words = append(words, p.Symbol)
	}
	return strings.Join(words, " ")
}

// gone clears the alerts about subjects that are held no more, once history is
// in. A leg nothing was heard of yet may be the one an earlier run told of.
func (e *Engine) gone(s *model.Snapshot, m *alert.Moment) {
	if e.book.seed != nil || !e.settled() || e.slow.bars == 0 {
		return
	}
	for k := range s.Positions {
		if p := &s.Positions[k]; p.Asset == "" {
			e.alarm.watch.Spare(alert.Legs, p.Side+" "+string(p.Venue))
		}
	}
	for _, kind := range []alert.Subjects{alert.Legs, alert.Margins, alert.Hedges, alert.Buckets} {
		e.alarm.watch.Gone(kind, m)
	}
}

// idsNamed finds figures by name.
func idsNamed(c *input.Catalogue, names []string) []input.ID {
	ids := make([]input.ID, len(names))
	for i, name := range names {
		ids[i] = c.ID(name)
	}
	return ids
}
