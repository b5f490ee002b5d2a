package weex

import (
	"slices"
	"strconv"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// What is said of books that give no price.
const (
	noSnapshot = "a change of a book whose snapshot has not come"
	emptyBook  = "an empty book: the contract may be delisted"
	crossed    = "a crossed book: a change was missed"
)

// mostLevels is how many levels a side of the largest book has.
const mostLevels = 200

// level is one price of a book and how much is there.
type level struct{ price, size float64 }

// book is one symbol's book of one depth, best prices first.
type book struct {
	bids, asks []level
	id         int64 // "u" of the last frame
	whole      bool  // a snapshot came and every change since
}

func (b *book) restart() {
	b.bids, b.asks, b.id, b.whole = b.bids[:0], b.asks[:0], 0, false
}

// change is what a frame says of a book beside its levels.
type change struct {
	stamp     model.Millis
	first, id int64 // "U" and "u"
	depth     int64
	snapshot  bool
}

// depth reads a book, or a change of one. The levels go to the decoder's own
// room until it is known whose they are.
func (d *Decoder) depth(r *scan.Reader, snapshot bool) error {
	var symbol []byte
	ch := change{snapshot: snapshot}
	d.bids, d.asks = d.bids[:0], d.asks[:0]
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "s":
			symbol, _ = r.Text() // a missing symbol is refused below
		case "E":
			ch.stamp = figure.Moment(r)
		case "U":
			ch.first, _ = r.Int() // without an id it chains to nothing
		case "u":
			ch.id, _ = r.Int()
		case "l":
			ch.depth, _ = r.Int() // older frames have none: the small book
		case "d":
			how, _ := r.Text() // the name of the event tells as well
			ch.snapshot = ch.snapshot || string(how) == "SNAPSHOT"
		case "b":
			d.bids = d.levels(r, d.bids)
		case "a":
			d.asks = d.levels(r, d.asks)
		default:
			r.Skip()
		}
	}
	c, err := d.subject(r, symbol)
	if c == nil {
		return err
	}
	b := &c.big
	if ch.depth < mostLevels {
		b, d.stream = &c.small, c.bookName
	}
	return d.change(c, b, ch)
}

// change lays a frame over a book and tells the best prices. The whole frame is
// applied before they are looked at.
func (d *Decoder) change(c *contract, b *book, ch change) error {
	if text := d.chain(b, ch); text != "" {
		kind := model.KindBook
		if text == overtaken {
			kind = model.KindIgnored
		}
		d.build.Say(&c.Subject, kind, text).EventTime = ch.stamp
		return nil
	}
	b.id = ch.id
	most := int(min(max(ch.depth, 1), mostLevels))
	if ch.depth == 0 {
		most = mostLevels
	}
	b.bids = lay(b.bids, d.bids, side{most, true})
	b.asks = lay(b.asks, d.asks, side{most, false})
	switch {
	case len(b.bids) == 0 && len(b.asks) == 0:
		d.build.Say(&c.Subject, model.KindIgnored, emptyBook).EventTime = ch.stamp
		return nil
	case len(b.bids) > 0 && len(b.asks) > 0 && b.bids[0].price >= b.asks[0].price:
		b.restart()
		d.broken = true
		d.build.Say(&c.Subject, model.KindBook, crossed).EventTime = ch.stamp
		return nil
	}
	ev := d.build.Event(&c.Subject, model.KindQuote, ch.stamp)
	d.build.Price(ev, model.FieldBid, &ev.Bid, best(b.bids))
	d.build.Price(ev, model.FieldAsk, &ev.Ask, best(b.asks))
	return d.build.Essence(ev, model.FieldBid|model.FieldAsk, "bid or ask")
}

// chain finds out whether a frame may be laid over the book, and says why not.
// A change chains to the frame before by an equal id, not the next one.
func (d *Decoder) chain(b *book, ch change) (why string) {
	switch {
	case ch.snapshot:
		b.restart()
		b.whole = true
		return ""
	case !b.whole:
		return noSnapshot
	case ch.first == b.id && ch.id >= b.id:
		return ""
	case ch.id <= b.id:
		d.overdue++
		return overtaken
	default:
		text := "a hole in the book: a change from " + strconv.FormatInt(ch.first, 10) + " came after " + strconv.FormatInt(b.id, 10)
		b.restart()
		d.broken = true
		return text
	}
}

// best returns the first price of a side.
func best(levels []level) figure.Number {
	if len(levels) == 0 {
		return figure.Number{}
	}
	return figure.Number{V: levels[0].price, OK: true}
}

// side says how a side of a book is kept.
type side struct {
	most int  // levels
	bids bool // the highest price comes first
}

// lay lays changes over a side of a book: no size takes a price away.
func lay(levels, changes []level, s side) []level {
	for _, ch := range changes {
		at, found := slices.BinarySearchFunc(levels, ch.price, func(l level, p float64) int {
			switch {
			case l.price == p:
				return 0
			case (l.price > p) == s.bids:
				return -1
			default:
				return 1
			}
		})
		switch {
		case found && ch.size == 0:
			levels = slices.Delete(levels, at, at+1)
		case found:
			levels[at].size = ch.size
		case ch.size > 0:
			levels = slices.Insert(levels, at, ch)
		}
	}
	return levels[:min(len(levels), s.most)]
}

// levels reads an array of price and size behind those already read. Levels
// that make no sense are counted and left out.
func (d *Decoder) levels(r *scan.Reader, list []level) []level {
	if !r.Array() {
		return list
	}
	for r.Element() {
		l, ok := readLevel(r)
		switch {
		case !ok || l.size < 0 || !model.ValidPrice(l.price):
			d.build.Refused++
		case len(list) < 2*mostLevels:
			list = append(list, l)
		}
	}
	return list
}

func readLevel(r *scan.Reader) (l level, ok bool) {
	if l.price, l.size, ok = r.PlainPair(); ok {
		return l, true
	}
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
