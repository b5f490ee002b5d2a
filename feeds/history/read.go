package history

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"eddy/feeds/backfill"
	"eddy/model"
)

// How much of the past is given back at a start: what the engine would ask the
// venues for, see backfill.Usual, and points as far as it keeps them.
const (
	hoursBack  = 1500 * time.Hour
	daysBack   = 1000 * day
	pointsBack = 45 * day
)

// stored is the past of one contract.
type stored struct {
	contract
	days, hours []model.Bar
	settled     []model.FundingPoint
	interest    []model.OpenInterestPoint

	derived note // days that were made of hours, to be written
}

// back returns how far back a sort is given back.
func back(of sort) time.Duration {
	switch of {
	case hours:
		return hoursBack
	case days:
		return daysBack
	default:
		return pointsBack
	}
}

// load reads the past of the followed contracts of some places, those of the
// first place first, and gives one after the other. The engine takes a coin's
// bars from the first venue that has them, so those of others are read only
// where the first lacks some. Blocks that are damaged are left out: their time
// counts as never heard of.
func (s *Store) load(ctx context.Context, at []place, give func(*stored) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errors.New("history: closed")
	}
	end := s.newest(isOneOf(at))
	if !end.Known() {
		return nil
	}
	get, err := s.db.PrepareContext(ctx, "SELECT id, data FROM block WHERE id BETWEEN ? AND ? ORDER BY id")
	if err != nil {
		return err
	}
	r := reader{ctx: ctx, get: get, end: end, whole: make(map[wholeKey]backfill.Stretch)}
	for _, c := range s.followed(at) {
		if err := r.contract(c, give); err != nil {
			return errors.Join(err, get.Close())
		}
	}
	return get.Close()
}

func isOneOf(at []place) func(place) bool {
	return func(p place) bool { return slices.Contains(at, p) }
}

// followed returns the contracts that are followed at some places, place after
// place and by symbol.
func (s *Store) followed(at []place) []*contract {
	var list []*contract
	for key, c := range s.shelf {
		if c.followed && slices.Contains(at, key.place) {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b *contract) int {
		return cmp.Or(cmp.Compare(slices.Index(at, a.key.place), slices.Index(at, b.key.place)), cmp.Compare(a.key.symbol, b.key.symbol))
	})
	return list
}

// wholeKey names the bars of a coin, whoever gave them.
type wholeKey struct {
	asset model.Asset
	of    sort
}

// reader reads contract after contract.
type reader struct {
	ctx  context.Context
	get  *sql.Stmt
	end  model.Millis // the present moment of the store
	list []record

	whole map[wholeKey]backfill.Stretch // given already, without a hole in it
}

// hasAll tells whether all that a contract could add to the bars of its coin
// was given already.
func (r *reader) hasAll(c *contract, of sort) bool {
	given, known := r.whole[wholeKey{c.asset, of}]
	held := c.covered[of]
	if !known || len(held) == 0 {
		return false
	}
	return given.From <= max(held[0].From, r.end.Add(-back(of))) && given.To >= held[len(held)-1].To
}

// note remembers bars that were given, if there is no hole in them.
func (r *reader) note(c *contract, of sort, bars []model.Bar) {
	n := len(bars)
	if n == 0 {
		return
	}
	from, to := bars[0].OpenTime, bars[n-1].End()
	if int(to.Sub(from)/of.length()) == n {
		r.whole[wholeKey{c.asset, of}] = backfill.Stretch{From: from, To: to}
	}
}

func (r *reader) contract(c *contract, give func(*stored) error) error {
	p := &stored{contract: *c}
	for _, of := range sorts {
		from := r.end.Add(-back(of))
		if of == hours {
			from = min(from, dayEnd(c)) // days are made of them from there on
		}
		if r.hasAll(c, of) {
			continue
		}
		if err := r.read(c, of, from); err != nil {
			return err
		}
		p.fill(of, r.list)
	}
	p.deriveDays()
	hoursFrom := r.end.Add(-hoursBack)
	p.hours = slices.DeleteFunc(p.hours, func(b model.Bar) bool { return b.OpenTime < hoursFrom })
	r.note(c, hours, p.hours)
	r.note(c, days, p.days)
	return give(p)
}

// dayEnd returns where a contract's days end, the end of time where it has
// none.
func dayEnd(c *contract) model.Millis {
	if n := len(c.covered[days]); n > 0 {
		return c.covered[days][n-1].To
	}
	return model.Millis(1<<62 - 1)
}

// read reads the records of a sort from a moment on.
func (r *reader) read(c *contract, of sort, from model.Millis) error {
	r.list = r.list[:0]
	first := max(0, of.blockOf(from))
	rows, err := r.get.QueryContext(r.ctx, blockID(c.id, of, first), blockID(c.id, of+1, 0)-1)
	if err != nil {
		return err
	}
	for rows.Next() {
		var id int64
		var data sql.RawBytes
		if err := rows.Scan(&id, &data); err != nil {
			return errors.Join(err, rows.Close())
		}
		number := id & (1<<20 - 1)
		before := len(r.list)
		if r.list, err = readBlock(r.list, of, number, data); err != nil {
			r.list = r.list[:before]
			c.covered[of] = c.covered[of].without(of.startOf(number), of.startOf(number+1))
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// fill turns records into what the model calls them.
func (p *stored) fill(of sort, list []record) {
	switch of {
	case hours:
		p.hours = each(list, func(r record) model.Bar { return r.bar(model.Hour1) })
	case days:
		p.days = each(list, func(r record) model.Bar { return r.bar(model.Day1) })
	case funding:
		p.settled = each(list, record.settlement)
	case interest:
		p.interest = each(list, record.interest)
	}
}

func each[T any](list []record, of func(record) T) []T {
	if len(list) == 0 {
		return nil
	}
	out := make([]T, len(list))
	for i, r := range list {
		out[i] = of(r)
	}
	return out
}

// deriveDays makes days of hours where the venue's own end and the hours go on
// without a gap in what is covered. Days with holes of the venue's in them are
// made of the hours there are.
func (p *stored) deriveDays() {
	from := dayEnd(&p.contract)
	held := p.covered[hours]
	if len(held) == 0 || held[len(held)-1].From > from {
		return
	}
	to := held[len(held)-1].To.Floor(model.Day1)
	if to <= from {
		return
	}
	var made []model.Bar
	for _, h := range p.hours {
		if h.OpenTime < from || h.OpenTime >= to {
			continue
		}
		if n := len(made); n > 0 && made[n-1].OpenTime == h.OpenTime.Floor(model.Day1) {
			made[n-1] = extend(made[n-1], h)
			continue
		}
		h.OpenTime, h.Interval = h.OpenTime.Floor(model.Day1), model.Day1
		made = append(made, h)
	}
	p.days = append(p.days, made...)
	p.derived = note{key: p.key, asset: p.asset, multiplier: p.multiplier, of: days, from: from, to: to}
	for _, b := range made {
		p.derived.list = append(p.derived.list, ofBar(b))
	}
}

// extend adds an hour to the day it belongs to.
func extend(d, h model.Bar) model.Bar {
	d.High, d.Low, d.Close = max(d.High, h.High), min(d.Low, h.Low), h.Close
	d.Volume += h.Volume
	d.HasVolume = d.HasVolume && h.HasVolume
	return d
}
