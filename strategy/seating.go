package strategy

import (
	"fmt"
	"math"
	"slices"
	"time"

	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy/sector"
	"eddy/strategy/stream"
)

const ruleSeat = "membership"

// seating says who sits in which sector: coins from the end of their first day on,
// reviewed once a month from daily turnover (analytics §2.4). It stands on days
// that have ended and on nothing else, so that nobody sits for what comes later.
// Its decisions are a plan that all spans follow at the same moments: the shorter
// bars of the past are run beside the daily ones.
type seating struct {
	rules  sector.SeatRules
	groups []seatGroup
	coins  []seatCoin // of the engine

	month int // of the last review, counted from the epoch
	plan  []seatChange
}

// seatGroup is one group of coins that compete for its seats.
type seatGroup struct {
	coins  []int // indices of the engine's coins, in the order they are wanted
	seats  []sector.Candidate
	wanted int    // how many seats there are
	told   []bool // who sits as far as the plan tells
}

// seatCoin is what a review knows of one coin.
type seatCoin struct {
	median *stream.Median
	thin   int          // days in a row with too little turnover
	first  model.Millis // opening of its first bar
}

// seatChange is a seat that is given or taken at the end of a bar.
type seatChange struct {
	at     model.Millis
	coin   int
	seated bool
	why    string // what follows "joins L2" or "leaves L2"
}

// Why seats are given and taken, beside the monthly review.
const (
	whyTrades  = " now that it trades"
	whyYields  = ", where it stood in for a coin that trades now"
	whyReviews = " at the monthly review"
)

func newSeating(e *Engine) (*seating, error) {
	s := &seating{rules: sector.DefaultSeatRules(), coins: make([]seatCoin, len(e.assets))}
	for i := range s.coins {
		var err error
		if s.coins[i].median, err = stream.NewMedian(turnoverMedian, turnoverLeast); err != nil {
			return nil, err
		}
	}
	for i := range e.cfg.Universe.Sectors {
		for _, g := range e.cfg.Universe.Sectors[i].Groups() {
			s.groups = append(s.groups, newSeatGroup(e, &g.Pool))
		}
	}
	return s, nil
}

// newSeatGroup has as many seats as the taxonomy names members. Nobody sits yet.
func newSeatGroup(e *Engine, p *universe.Pool) seatGroup {
	g := seatGroup{wanted: len(p.Members)}
	for claim, coins := range [...][]model.Asset{sector.Regular: p.Members, sector.Reserve: p.Reserves, sector.Legacy: p.Legacy} {
		for _, a := range coins {
			g.coins = append(g.coins, e.index[a])
			g.seats = append(g.seats, sector.Candidate{Claim: sector.Claim(claim)})
		}
	}
	g.told = make([]bool, len(g.coins))
	return g
}

// push takes a day that ended at end, gives seats to coins that trade by now and
// reviews them at the first Monday of a month, when weights are set anew too. It
// returns what changed.
func (s *seating) push(end model.Millis, bar func(int) (model.Bar, bool)) []seatChange {
	for i := range s.coins {
		if b, ok := bar(i); ok {
			s.coins[i].push(b, s.rules)
		}
	}
	before, isReview := len(s.plan), s.isReview(end)
	for i := range s.groups {
		g := &s.groups[i]
		s.look(g, end)
		if s.rules.Admit(g.seats, g.wanted) {
			s.write(g, end, whyTrades, whyYields)
		}
		if isReview && s.rules.Review(g.seats) {
			s.write(g, end, whyReviews, whyReviews)
		}
	}
	return s.plan[before:]
}

// isReview tells whether the seats are reviewed at the end of a day.
func (s *seating) isReview(end model.Millis) bool {
	day := end.Time()
	month := day.Year()*12 + int(day.Month())
	if day.Weekday() != time.Monday || month == s.month {
		return false
	}
	s.month = month
	return true
}

func (c *seatCoin) push(b model.Bar, rules sector.SeatRules) {
	if c.first == 0 {
		c.first = b.OpenTime
	}
	if !b.HasVolume {
		return
	}
	usd := b.Volume * b.Close
	c.median.Push(usd)
	if rules.Thin(usd) {
		c.thin++
	} else {
		c.thin = 0
	}
}

// look fills in what is known of a group's coins at the end of a day.
func (s *seating) look(g *seatGroup, end model.Millis) {
	for k, i := range g.coins {
		c, seat := &s.coins[i], &g.seats[k]
		seat.Turnover, seat.ThinDays, seat.Listed = math.NaN(), c.thin, 0
		if v, ok := c.median.Value(); ok {
			seat.Turnover = v
		}
		if c.first != 0 {
			seat.Listed = end.Sub(c.first)
		}
	}
}

// write puts into the plan whose seat changed, and why it was given or taken.
func (s *seating) write(g *seatGroup, end model.Millis, given, taken string) {
	for k, i := range g.coins {
		now := g.seats[k].Seated
		if now == g.told[k] {
			continue
		}
		g.told[k] = now
		why := taken
		if now {
			why = given
		}
		s.plan = append(s.plan, seatChange{at: end, coin: i, seated: now, why: why})
	}
}

// planSeats runs the days of the past through a fresh seating.
func (e *Engine) planSeats() error {
	s, err := newSeating(e)
	if err != nil {
		return err
	}
	e.seating = s
	today := e.hour.Floor(model.Day1)
	first := today
	cursors := make([]cursor, len(e.assets))
	for i := range e.assets {
		cursors[i] = cursor{e.assets[i].days.bars}
		if b, ok := e.assets[i].days.first(); ok {
			first = min(first, b.OpenTime.Floor(model.Day1))
		}
	}
	step := model.Day1.Duration()
	for day := first; day < today; day = day.Add(step) {
		s.push(day.Add(step), func(i int) (model.Bar, bool) { return cursors[i].at(day) })
	}
	return nil
}

// reviewSeats lets the day that ends at end decide on seats, before either span
// books it, and tells what changed.
func (e *Engine) reviewSeats(end model.Millis, bars ended) {
	if e.seating == nil {
		return
	}
	days := func(i int) (model.Bar, bool) {
		b := bars(model.Day1, i)
		return b.bar, b.ok
	}
	isBeginning := len(e.seating.plan) == 0 // who sits from the first day on is no news
	for _, c := range e.seating.push(end, days) {
		if isBeginning {
			continue
		}
		a := &e.assets[c.coin]
		word := "leaves"
		if c.seated {
			word = "joins"
		}
		e.alerts.Note(end, model.AlertRow{
			Rule: ruleSeat, Subject: string(a.asset), Severity: model.Info, Source: "analytics 2.4",
			Text: fmt.Sprintf("%s %s %s%s", a.asset, word, orWord(a.child, a.sector), c.why),
		})
	}
}

// follow makes the changes of seats that are due at the end of a bar.
func (s *span) follow(plan []seatChange, end model.Millis) {
	from := s.seated
	for s.seated < len(plan) && plan[s.seated].at <= end {
		s.seat(plan[s.seated].coin, plan[s.seated].seated)
		s.seated++
	}
	if s.seated > from {
		s.listMembers()
	}
}

// seat gives a coin its seat in every track it belongs to, or takes it away.
func (s *span) seat(coin int, seated bool) {
	for _, t := range s.tracks {
		k := slices.Index(t.pool, coin)
		if k < 0 {
			continue
		}
		t.index.SetSeat(k, seated)
		t.members = t.members[:0]
		for i, at := range t.pool {
			if t.index.Seated(i) {
				t.members = append(t.members, at)
			}
		}
	}
}

// listMembers lists the members of all sectors anew.
func (s *span) listMembers() {
	s.members = s.members[:0]
	for _, t := range s.tracks {
		if t.parent == "" {
			s.members = append(s.members, t.members...)
		}
	}
}
