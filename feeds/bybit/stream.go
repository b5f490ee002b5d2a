package bybit

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// Bounds of what is remembered: several times what one connection may ask for
// (21,000 characters of topics, venues/bybit §2).
const (
	maxTopics = 16384
	maxTopic  = 128
)

// subject is what a stream is about.
type subject uint8

const (
	subjectOther subject = iota
	subjectTicker
	subjectBook // best level only
	subjectBars
)

// stream is one topic and what it has said so far.
type stream struct {
	name     string
	subject  subject
	symbol   string // as the topic writes it
	contract *contract

	whole     bool // a snapshot has come
	sequence  int64
	stamp     model.Millis
	ticker    ticker
	bid, ask  best
	subjectOf string // for words: "publicTrade"
}

// restart forgets everything the stream has said.
func (s *stream) restart() {
	s.whole, s.sequence, s.stamp = false, 0, 0
	s.ticker, s.bid, s.ask = ticker{}, best{}, best{}
}

// stream returns the memory of a topic.
func (d *Decoder) stream(topic []byte) (*stream, error) {
	if s := d.streams[string(topic)]; s != nil {
		return s, nil
	}
	switch {
	case len(topic) == 0 || len(topic) > maxTopic:
		return nil, errors.New("a topic without a usable name")
	case len(d.streams) >= maxTopics:
		return nil, errors.New("too many different topics")
	}
	s, err := d.newStream(string(topic))
	if err != nil {
		return nil, err
	}
	d.streams[s.name] = s
	return s, nil
}

// newStream takes a topic's name apart: what, perhaps how, and of which symbol.
func (d *Decoder) newStream(topic string) (*stream, error) {
	s := &stream{name: topic, contract: &nobody}
	what, rest, _ := strings.Cut(topic, ".")
	how, symbol, middle := strings.Cut(rest, ".")
	if !middle {
		how, symbol = "", rest
	}
	s.symbol, s.subjectOf = symbol, model.CleanText(what)
	switch {
	case what == "tickers" && how == "":
		s.subject = subjectTicker
	case what == "orderbook" && how == "1":
		s.subject = subjectBook
	case what == "kline" && how != "":
		s.subject = subjectBars
	default:
		return s, nil
	}
	c, err := d.contracts.Of([]byte(symbol))
	if err != nil {
		return nil, err
	}
	s.contract = c
	return s, nil
}

// push is the envelope of what a topic pushes.
type push struct {
	snapshot bool
	stamp    model.Millis
	sequence int64 // cs of tickers, u of books: each grows with time
}

// push reads a push. The topic nearly always comes first; where it does not the
// data are read once it is known.
func (d *Decoder) push(r *scan.Reader) (err error) {
	var p push
	var early scan.Reader // at the data, where they came before the topic
	carried, late, from := false, false, len(d.build.Out)
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "topic":
			name, _ := r.Text() // no text is no usable name
			if d.heard == nil { // a second one cannot be whose the data are
				d.heard, err = d.stream(name)
			}
		case "data":
			if d.heard != nil {
				d.data(r, &p)
			} else {
				early, late = *r, true
				r.Skip()
			}
			carried = true
		case "type":
			kind, _ := r.Text() // what does not say that it is whole is not
			p.snapshot = string(kind) == "snapshot"
		case "ts":
			p.stamp = figure.Moment(r)
		case "cs":
			p.sequence, _ = r.Int() // older frames have none
		default:
			r.Skip()
		}
	}
	if r.End() != nil {
		d.build.Out = d.build.Out[:from]
		return nil // End tells what is wrong, and nothing is remembered of it
	}
	switch {
	case err != nil:
		return err
	case !carried:
		return errors.New(model.CleanText(d.heard.name) + ": no data")
	case late:
		d.late(early, &p)
	}
	return d.finish(&p, from)
}

// late reads data that came before the name of their topic.
func (d *Decoder) late(r scan.Reader, p *push) {
	before := r.Refused()
	d.data(&r, p)
	d.build.Refused += uint64(r.Refused() - before)
}

// data reads what a push carries, without believing it yet: the rest of the
// frame may be missing.
func (d *Decoder) data(r *scan.Reader, p *push) {
	switch d.heard.subject {
	case subjectTicker:
		d.patch.begin()
		d.patch.read(r)
	case subjectBook:
		d.readBook(r, p)
	case subjectBars:
		d.readBars(r)
	default:
		r.Skip()
	}
}

// finish turns what a push carried into events.
func (d *Decoder) finish(p *push, from int) error {
	s := d.heard
	if s.contract.Refusal != "" {
		d.build.Out = d.build.Out[:from]
		d.build.Say(&s.contract.Subject, model.KindIgnored, s.contract.Refusal)
		return nil
	}
	switch s.subject {
	case subjectTicker:
		return d.tickerPush(p)
	case subjectBook:
		return d.bookPush(p)
	case subjectBars:
		for i := range d.build.Out[from:] {
			d.build.Out[from+i].EventTime = p.stamp
		}
		return d.build.Fault()
	default:
		d.build.Ignore("not followed: " + s.subjectOf)
		return nil
	}
}

// latest is how far apart the times of two pushes may be for their numbers to
// tell which is newer: a number that was nonsense must not silence a stream for
// ever.
const latest = time.Minute

// overtaken tells whether a push is older than one that was read before, and
// counts it. A snapshot begins anew, so it is old only by both the sequence and
// the clock; a restarted service counts from one again.
func (d *Decoder) overtaken(s *stream, p *push) bool {
	older := p.sequence < s.sequence || p.sequence == s.sequence && p.stamp <= s.stamp
	if p.snapshot {
		older = p.sequence < s.sequence && p.stamp < s.stamp
	}
	apart := p.stamp.Known() && p.stamp.Sub(s.stamp).Abs() >= latest
	if s.stamp.Known() && p.sequence != 0 && older && !apart {
		d.overdue++
		d.build.Say(&s.contract.Subject, model.KindIgnored, "overtaken: number "+strconv.FormatInt(p.sequence, 10)+" came after "+strconv.FormatInt(s.sequence, 10))
		return true
	}
	s.sequence, s.stamp = p.sequence, p.stamp
	s.whole = s.whole || p.snapshot
	return false
}
