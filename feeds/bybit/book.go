package bybit

import (
	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// level is one price of a book.
type level struct{ price, size float64 }

// side is one side of a book as a frame carries it. Only the first levels are
// kept: a book of one level has one, and perhaps a second that leaves.
type side struct {
	levels [4]level
	n      int
}

// best is the best price of one side, as deltas left it.
type best struct {
	price float64
	ok    bool
}

// readBook reads the data of orderbook.1. An update id of one marks a restart
// of the service, after which everything counts anew.
func (d *Decoder) readBook(r *scan.Reader, p *push) {
	d.sides = [2]side{}
	if !r.Object() {
		return
	}
	for r.Member() {
		switch string(r.Key()) {
		case "b":
			d.readSide(r, &d.sides[0])
		case "a":
			d.readSide(r, &d.sides[1])
		case "u":
			p.sequence, _ = r.Int() // without an id there is no order to keep
		default:
			r.Skip()
		}
	}
}

// readSide reads an array of price and size.
func (d *Decoder) readSide(r *scan.Reader, s *side) {
	if !r.Array() {
		return
	}
	for r.Element() {
		l, ok := readLevel(r)
		if !ok || l.size < 0 || !model.ValidPrice(l.price) {
			d.build.Refused++
		} else if s.n < len(s.levels) {
			s.levels[s.n] = l
			s.n++
		}
	}
}

func readLevel(r *scan.Reader) (l level, ok bool) {
	var price, size figure.Number
	if !r.Array() {
		return l, false
	}
	for column := 0; r.Element(); column++ {
		switch column {
		case 0:
			price = figure.Read(r)
		case 1:
			size = figure.Read(r)
		default:
			r.Skip()
		}
	}
	return level{price.V, size.V}, price.OK && size.OK
}

// lay lays the levels of a frame over the best price: no size takes a price
// away.
func (b *best) lay(s *side) {
	for _, l := range s.levels[:s.n] {
		switch {
		case l.size > 0:
			b.price, b.ok = l.price, true
		case l.price == b.price:
			b.ok = false
		}
	}
}

// bookPush lays a push of the best level over what was known.
func (d *Decoder) bookPush(p *push) error {
	s := d.heard
	p.snapshot = p.snapshot || p.sequence == 1
	if d.overtaken(s, p) {
		return nil
	}
	if p.snapshot {
		s.bid, s.ask = best{}, best{}
	}
	s.bid.lay(&d.sides[0])
	s.ask.lay(&d.sides[1])
	if !s.bid.ok && !s.ask.ok {
		d.build.Say(&s.contract.Subject, model.KindIgnored, "an empty book")
		return nil
	}
	ev := d.build.Event(&s.contract.Subject, model.KindQuote, p.stamp)
	d.price(ev, model.FieldBid, &ev.Bid, s.bid.figure())
	d.price(ev, model.FieldAsk, &ev.Ask, s.ask.figure())
	switch {
	case !s.whole:
		ev.Text = incomplete
	case s.contract.kind == model.ContractSpot:
		ev.Text = spotRemark
	}
	return nil
}

func (b best) figure() figure.Number { return figure.Number{V: b.price, OK: b.ok} }
