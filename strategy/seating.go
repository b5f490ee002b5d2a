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

// seating reviews who sits in which sector, once a month, from daily turnover
// (analytics §2.4). Its decisions are a plan that both spans follow at the same
// moments: the four-hour bars of the past are run before the daily ones.
type seating struct {
	rules  sector.SeatRules
	groups []seatGroup
	coins  []seatCoin // of the engine

	month int // of the last review, counted from the epoch
	plan  []seatChange
}

// seatGroup is one group of coins that compete for its seats.
type seatGroup struct {
	name  string
	coins []int // indices of the engine's coins, in the order they are wanted
	seats []sector.Candidate
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
}

func newSeating(e *Engine) (*seating, error) {
	s := &seating{rules: sector.DefaultSeatRules(), coins: make([]seatCoin, len(e.assets))}
	for i := range s.coins {
		var err error
		if s.coins[i].median, err = stream.NewMedian(turnoverMedian, turnoverLeast); err != nil {
			return nil, err
		}
	}
	for i := range e.roster.Sectors {
		for _, g := range e.roster.Sectors[i].Groups {
			s.addGroup(e, e.roster.Sectors[i].Name, &g)
		}
	}
	return s, nil
}

func (s *seating) addGroup(e *Engine, sectorName string, g *universe.RosterGroup) {
	if len(g.Bench) == 0 {
		return // nobody waits: nothing to review
	}
	group := seatGroup{name: g.Name}
	if group.name == "" {
		group.name = sectorName
	}
	for k, a := range slices.Concat(g.Members, g.Bench) {
		group.coins = append(group.coins, e.index[a])
		group.seats = append(group.seats, sector.Candidate{Seated: k < len(g.Members)})
	}
	s.groups = append(s.groups, group)
}

// push takes a day that ended at end and reviews the seats at the first Monday
// of a month, when weights are set anew too. It returns what changed.
func (s *seating) push(end model.Millis, bar func(int) (model.Bar, bool)) []seatChange {
	for i := range s.coins {
		if b, ok := bar(i); ok {
			s.coins[i].push(b, s.rules)
		}
	}
	day := end.Time()
	month := day.Year()*12 + int(day.Month())
	if day.Weekday() != time.Monday || month == s.month {
		return nil
	}
	s.month = month
	before := len(s.plan)
	for g := range s.groups {
		s.review(&s.groups[g], end)
	}
	return s.plan[before:]
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

func (s *seating) review(g *seatGroup, end model.Millis) {
	was := make([]bool, len(g.seats))
	for k, i := range g.coins {
		c, seat := &s.coins[i], &g.seats[k]
		was[k] = seat.Seated
		seat.Turnover, seat.ThinDays, seat.Listed = math.NaN(), c.thin, 0
		if v, ok := c.median.Value(); ok {
			seat.Turnover = v
		}
		if c.first != 0 {
			seat.Listed = end.Sub(c.first)
		}
	}
	if !s.rules.Review(g.seats) {
		return
	}
	for k, i := range g.coins {
		if now := g.seats[k].Seated; now != was[k] {
			s.plan = append(s.plan, seatChange{at: end, coin: i, seated: now})
		}
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
	for _, c := range e.seating.push(end, days) {
		a := &e.assets[c.coin]
		word := "leaves"
		if c.seated {
			word = "joins"
		}
		e.alerts.Note(end, model.AlertRow{
			Rule: ruleSeat, Subject: string(a.asset), Severity: model.Info, Source: "analytics 2.4",
			Text: fmt.Sprintf("%s %s %s at the monthly review", a.asset, word, orWord(a.child, a.sector)),
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
