package weex

import (
	"slices"
	"strconv"
	"time"

	"eddy/feeds/bourse/market"
)

// pending is a change that waits until its stream may speak again.
type pending struct {
	change market.Change
	due    bool
	told   time.Duration // wall time
}

// rung is one price of a book, as it is written.
type rung struct{ price, size string }

// ladder is a coin's book of one size as it was told last.
type ladder struct {
	pending
	bids, asks []rung
	id         int64
}

// shape describes how a side of a book continues behind its best price.
type shape struct {
	best, size float64
	direction  float64 // of one tick, away from the other side
	levels     int
}

// rungs lays out a side: prices a tick apart, sizes that repeat by price, so
// that a level that stays keeps what it holds.
func rungs(c market.Listing, s shape) []rung {
	tick := 1.0
	for range c.PriceDecimals {
		tick /= 10
	}
	list := make([]rung, 0, s.levels)
	for i := range s.levels {
		price := market.Round(s.best+float64(i)*tick*s.direction, c.PriceDecimals)
		if price <= 0 {
			break
		}
		size := s.size
		if i > 0 {
			size *= 1 + float64(int64(price/tick+0.5)%7)
		}
		list = append(list, rung{text(price, c.PriceDecimals), text(size, c.LotDecimals)})
	}
	return list
}

// lay returns the sides of a coin's book at a change.
func (x *Exchange) lay(ch market.Change, levels int) (bids, asks []rung, ok bool) {
	q, ok := x.view.Quote(ch)
	if !ok {
		return nil, nil, false
	}
	c := x.coins[ch.Coin]
	return rungs(c, shape{q.Bid, q.BidQty, -1, levels}), rungs(c, shape{q.Ask, q.AskQty, 1, levels}), true
}

// changes returns what leads from one side to another: levels that left come
// with a size of zero.
func changes(before, now []rung) (list []rung) {
	for _, r := range before {
		if !slices.ContainsFunc(now, func(n rung) bool { return n.price == r.price }) {
			list = append(list, rung{r.price, "0"})
		}
	}
	for _, r := range now {
		if !slices.Contains(before, r) {
			list = append(list, r)
		}
	}
	return list
}

// bookFrame is what a frame of a book is made of.
type bookFrame struct {
	event, how string
	first, id  int64
	bids, asks []rung
}

func (x *Exchange) appendBook(b []byte, t topic, f bookFrame) []byte {
	b = x.appendHead(b, f.event, t.coin)
	b = strconv.AppendInt(append(b, `,"U":`...), f.first, 10)
	b = strconv.AppendInt(append(b, `,"u":`...), f.id, 10)
	b = strconv.AppendInt(append(b, `,"l":`...), int64(depths[t.which].levels), 10)
	b = append(append(append(b, `,"d":"`...), f.how...), '"')
	b = appendRungs(append(b, `,"b":`...), f.bids)
	b = appendRungs(append(b, `,"a":`...), f.asks)
	return append(b, '}')
}

func appendRungs(b []byte, list []rung) []byte {
	b = append(b, '[')
	for i, r := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(append(append(b, `["`...), r.price...), `","`...), r.size...), `"]`...)
	}
	return append(b, ']')
}

// bookSnapshot writes a coin's whole book as its changes have left it. A coin
// without trading has an empty one.
func (x *Exchange) bookSnapshot(t topic) []byte {
	l := &x.books[t.which][t.coin]
	if bids, asks, ok := x.lay(x.present(t.coin), depths[t.which].levels); ok && len(x.hub.Sessions(t)) <= 1 {
		l.bids, l.asks, l.due = bids, asks, false // nobody else counts on what was told
		l.id = max(l.id+1, lastID(x.view.Now()))
	}
	return x.appendBook(nil, t, bookFrame{"depthSnapshot", "SNAPSHOT", max(l.id-1, 0), l.id, l.bids, l.asks})
}

// bookChange writes what has changed of a coin's book since it was told last,
// nil when nothing has.
func (x *Exchange) bookChange(t topic) []byte {
	l := &x.books[t.which][t.coin]
	bids, asks, ok := x.lay(l.change, depths[t.which].levels)
	if !ok {
		return nil
	}
	f := bookFrame{"depth", "CHANGED", l.id, l.id, changes(l.bids, bids), changes(l.asks, asks)}
	if len(f.bids)+len(f.asks) == 0 {
		return nil
	}
	l.bids, l.asks = bids, asks
	l.id += int64(len(f.bids) + len(f.asks))
	f.id = l.id
	return x.appendBook(nil, t, f)
}
