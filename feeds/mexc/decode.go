package mexc

import (
	"errors"
	"fmt"
	"strconv"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// Decoder turns frames into events: websocket frames and REST bodies, packed or
// not. It remembers per symbol the size of a contract, how often funding is
// settled, the newest stamp of each channel, to drop what comes late, and the
// open bars, to tell when they close. It is not safe for concurrent use.
type Decoder struct {
	contracts figure.Memory[contract]
	build     figure.Builder
	overdue   uint64
	keys      keys

	// These serve one call of Decode.
	kind     channel
	row      row
	topic    string
	refusal  string // the symbol a refusal names
	unpacked []byte // a packed frame
}

// NewDecoder returns a Decoder that knows the given contracts. Of others it
// knows what their names tell, and the sizes that are written down.
func NewDecoder(instruments ...model.Instrument) *Decoder {
	d := &Decoder{
		contracts: figure.NewMemory(len(instruments), newContract),
		build:     figure.Builder{Venue: model.MEXC},
		keys:      newKeys(),
	}
	d.Learn(instruments)
	return d
}

// Learn takes over a newer list of contracts and keeps everything remembered.
func (d *Decoder) Learn(instruments []model.Instrument) {
	for _, in := range instruments {
		c, err := d.contracts.Of([]byte(in.Symbol))
		if err == nil && c.Refusal == "" {
			c.learn(in)
		}
	}
}

// Forget forgets stamps and open bars, for a connection that does not continue
// the one before.
func (d *Decoder) Forget() {
	d.contracts.Each(func(c *contract) {
		c.seen = [channels]figure.Newest{}
		c.bars = c.bars[:0]
	})
}

// Refused returns how many figures were not usable so far: no number where one
// belongs, or a price that is not above zero.
func (d *Decoder) Refused() uint64 { return d.build.Refused }

// Overdue returns how many frames came later than a newer one of their channel.
func (d *Decoder) Overdue() uint64 { return d.overdue }

// Stream returns the topic that the last decoded frame came from, see
// TopicName, "" for one of none.
func (d *Decoder) Stream() string { return d.topic }

// Decode appends what a frame tells to out, stamped with the moment it was
// received. A frame that is cut off or otherwise no JSON gives an error and no
// events. A list may give both: events of the rows that were understood and an
// error about those that were not.
func (d *Decoder) Decode(frame []byte, received model.Millis, out []model.Event) ([]model.Event, error) {
	d.build.Begin(received, out)
	d.kind, d.topic, d.refusal = noChannel, "", ""
	if isPacked(frame) {
		var err error
		if frame, err = d.unpack(frame); err != nil {
			return out, fmt.Errorf("mexc: %w", err)
		}
	}
	r := scan.Over(frame)
	var h head
	d.row = row{}
	d.keys.readAll(&r, &h, &d.row)
	var err error
	if r.End() == nil { // else the builder tells what is wrong
		err = d.frame(&h)
	}
	return d.build.End(&r, err)
}

// head is what a frame says besides its figures. Its data may come before the
// channel: an object is read into the row at once, since no key means two
// things, and everything else is only marked.
type head struct {
	isObject bool
	channel  []byte
	symbol   []byte
	stamp    model.Millis
	method   []byte // of a request of ours, which a recording may hold
	requests int    // how many, in a list of them
	spot     []byte // the channel of a frame of the spot market

	success, failed bool
	code            figure.Number
	message         []byte

	sort  scan.Sort // of data; scan.None where there are none
	data  scan.Reader
	words []byte // data that are text
}

// readAll reads a whole frame that is not one of many.
func (h *head) readAll(r *scan.Reader, b *row) { newKeys().readAll(r, h, b) }

// readAll reads a whole frame, and data that are an object into the row.
func (k keys) readAll(r *scan.Reader, h *head, b *row) {
	switch r.Sort() {
	case scan.Object:
		h.isObject = true
	case scan.Array:
		k.readRequests(r, h)
		return
	default:
		r.Skip()
		return
	}
	r.Object()
	for key, more := r.MemberOf(k.envelope); more; key, more = r.MemberOf(k.envelope) {
		switch key {
		case envChannel:
			h.channel, _ = r.Text() // without a name the frame counts as a REST body
		case envSymbol:
			h.symbol, _ = r.Text() // most data name their contract themselves
		case envStamp:
			h.stamp = figure.Moment(r)
		case envData:
			k.readData(r, h, b)
		default:
			h.readRest(r, key)
		}
	}
}

// readRequests reads a list of requests of ours, as a recording may hold them.
func (k keys) readRequests(r *scan.Reader, h *head) {
	for r.Array(); r.Element(); {
		if r.Sort() != scan.Object {
			r.Skip()
			continue
		}
		var one head
		r.Object()
		for key, more := r.MemberOf(k.envelope); more; key, more = r.MemberOf(k.envelope) {
			one.readRest(r, key)
		}
		if len(one.method) > 0 {
			h.requests++
		}
	}
}

// readData reads the data, or marks where they are.
func (k keys) readData(r *scan.Reader, h *head, b *row) {
	h.sort, h.data = r.Sort(), *r
	switch h.sort {
	case scan.Object:
		b.readMembers(r, k.row)
	case scan.Text:
		h.words, _ = r.Text() // it is text
	default:
		r.Skip()
	}
}

// readRest reads the members of envelopes that are no pushes.
func (h *head) readRest(r *scan.Reader, key int) {
	switch key {
	case envSuccess:
		v, ok := r.Bool()
		h.success, h.failed = v, ok && !v
	case envCode:
		h.code = figure.Read(r)
	case envMessage, envMsg:
		h.message, _ = r.Text() // the code alone says enough
	case envMethod:
		h.method, _ = r.Text() // a nameless request is none
	case envSpot:
		h.spot, _ = r.Text() // only text names a channel
	default:
		r.Skip()
	}
}

// frame turns what was read into events.
func (d *Decoder) frame(h *head) error {
	switch {
	case h.requests > 0:
		d.build.Ignore("requests of ours: " + strconv.Itoa(h.requests))
		return nil
	case !h.isObject:
		return errors.New("not an object")
	case len(h.method) > 0:
		d.build.Ignore("a request of ours: " + model.CleanText(string(h.method)))
		return nil
	case h.failed, h.code.OK && h.code.V != 0 && h.code.V != httpOK:
		d.build.Note(model.KindError, refusalText(h.message, h.code))
		return nil
	}
	if d.kind = channelOf(h.channel); d.kind != noChannel {
		return d.push(h)
	}
	switch {
	case h.sort != scan.None:
		return d.body(h)
	case h.success:
		d.build.Note(model.KindAck, "request accepted")
		return nil
	case len(h.spot) > 0:
		d.build.Ignore("spot: " + model.CleanText(string(h.spot)))
		return nil
	default:
		return errors.New("an object of no known shape")
	}
}

// httpOK is a code in a body that does not mean a refusal, as zero does not.
const httpOK = 200

// push turns a websocket frame into events.
func (d *Decoder) push(h *head) error {
	switch d.kind {
	case pongChannel:
		d.build.Note(model.KindPong, "answer to a ping").EventTime = h.stamp
		return nil
	case replyChannel:
		d.reply(h)
		return nil
	case otherChannel:
		d.unfollowed(h)
		return nil
	}
	switch h.sort {
	case scan.Array:
		return d.list(h)
	case scan.Object:
		return d.pushed(h, &d.row)
	default:
		return errors.New(model.CleanText(string(h.channel)) + ": no data")
	}
}

// pushed turns one object of a push into its event.
func (d *Decoder) pushed(h *head, b *row) error {
	symbol := b.symbol
	if len(symbol) == 0 {
		symbol = h.symbol
	}
	c, err := d.subject(symbol)
	if c == nil {
		return err
	}
	d.topic = c.topic(d.kind)
	stamp := h.stamp
	if b.stamp.Known() {
		stamp = b.stamp
	}
	if d.kind == klineChannel {
		return d.kline(b, c, stamp)
	}
	if d.kind == dealChannel {
		return d.deal(b, c)
	}
	if d.overtaken(c, stamp) {
		return nil
	}
	switch d.kind {
	case tickerChannel, tickersChannel:
		return d.ticker(b, c, stamp)
	case fairChannel:
		return d.onePrice(c, stamp, priceOf{model.FieldMark, b.price, "mark price"})
	case indexChannel:
		return d.onePrice(c, stamp, priceOf{model.FieldIndex, b.price, "index price"})
	case fundingChannel:
		return d.funding(b, c, stamp)
	case contractChannel:
		return d.listed(b, c, stamp)
	default:
		return d.book(b, c, stamp)
	}
}

// list turns the rows of a push into events. A row that makes no sense does not
// spoil the others.
func (d *Decoder) list(h *head) error {
	from, r := len(d.build.Out), h.data
	before := r.Refused()
	for r.Array(); r.Element(); {
		var b row
		if d.build.Blame(b.readObject(&r, d.keys.row)); b.isObject {
			d.build.Blame(d.pushed(h, &b))
		}
	}
	d.build.Refused += uint64(r.Refused() - before)
	return d.build.Rows(from)
}
