package bingx

import (
	"bytes"
	"errors"
	"fmt"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// Decoder turns frames into events: websocket frames, packed or not, and REST
// bodies. It remembers per symbol how often funding is settled, the newest mark
// price, which turns open interest into coins, the newest stamp of each
// channel, to drop what comes late, and the open bars, to tell when they close.
// It is not safe for concurrent use.
type Decoder struct {
	contracts figure.Memory[contract]
	build     figure.Builder

	// These serve one call of Decode.
	channel channel
	topic   []byte // of a push
	answer  answer
	pinged  bool // the venue asks for a pong

	unpacker unpacker
	overdue  uint64
}

// NewDecoder returns a Decoder that knows the given contracts. Of others it
// knows what their names tell.
func NewDecoder(instruments ...model.Instrument) *Decoder {
	d := &Decoder{
		contracts: figure.NewMemory(len(instruments), newContract),
		build:     figure.Builder{Venue: model.BingX},
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
		c.seen = [channels]model.Millis{}
		c.bars = c.bars[:0]
	})
}

// Refused returns how many figures were not usable so far: no number where one
// belongs, or a price that is not above zero.
func (d *Decoder) Refused() uint64 { return d.build.Refused }

// Overdue returns how many frames came later than a newer one of their channel.
func (d *Decoder) Overdue() uint64 { return d.overdue }

// Stream returns the topic that the last decoded frame came from, nil for one
// of none. It is part of that frame's bytes.
func (d *Decoder) Stream() []byte { return d.topic }

// Decode appends what a frame tells to out, stamped with the moment it was
// received. A frame that is cut off or otherwise no JSON gives an error and no
// events. A list may give both: events of the rows that were understood and an
// error about those that were not.
func (d *Decoder) Decode(frame []byte, received model.Millis, out []model.Event) ([]model.Event, error) {
	d.build.Begin(received, out)
	d.channel, d.topic, d.answer, d.pinged = noChannel, nil, answer{}, false
	if isPacked(frame) {
		var err error
		if frame, err = d.unpacker.unpack(frame); err != nil {
			return out, fmt.Errorf("bingx: %w", err)
		}
	}
	r := scan.Over(frame)
	err := d.frame(&r, frame)
	return d.build.End(&r, err)
}

// The words of the heartbeat, which are no JSON.
const (
	pingWord = "Ping"
	pongWord = "Pong"
)

// frame reads a whole frame.
func (d *Decoder) frame(r *scan.Reader, frame []byte) error {
	switch r.Sort() {
	case scan.Object:
		return d.object(r)
	case scan.Array:
		return d.requests(r)
	case scan.None:
		if word := string(bytes.TrimSpace(frame)); word == pingWord || word == pongWord {
			d.heartbeat(word)
			d.pinged = word == pingWord
			*r = scan.Over([]byte("null")) // read whole, though it is no JSON
		}
		r.Skip()
		return nil
	default:
		r.Skip()
		return errors.New("neither an object nor an array")
	}
}

// head is what a frame says besides its data.
type head struct {
	coded, replied bool // code, id were there
	code           figure.Number
	id, message    []byte
	symbol         []byte // before the at sign, or of its own
	name           []byte // behind the at sign
	stamp          model.Millis
	request        bool
	beat           string // ping or pong, as spot writes them

	data scan.Reader // where the data begin, when they could not be read at once
	has  bool        // there are data
	done bool        // they were read
	err  error       // of reading them
}

// object reads the envelope that pushes, answers and REST bodies share. Data are
// read on the way where the envelope has said before what they are, and
// afterwards otherwise.
func (d *Decoder) object(r *scan.Reader) error {
	var h head
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "code":
			h.code, h.coded = figure.Read(r), true
		case "dataType":
			d.named(r, &h)
		case "data":
			d.place(r, &h)
		default:
			h.read(r)
		}
	}
	if r.Failed() {
		return nil // End tells what is wrong
	}
	return d.meaning(&h)
}

// named reads the name of the topic; answers leave it empty.
func (d *Decoder) named(r *scan.Reader, h *head) {
	topic, _ := r.Text() // without a name the frame is no push
	if len(topic) == 0 {
		return
	}
	d.topic = topic
	h.symbol, h.name = cutTopic(topic)
	d.channel = channelOf(h.name)
}

// place reads the data or marks where they are.
func (d *Decoder) place(r *scan.Reader, h *head) {
	h.has = r.Sort() != scan.Null
	if h.has && d.channel != noChannel && h.code.OK && h.code.V == 0 {
		h.err, h.done = d.push(r, h), true
		return
	}
	h.data = *r
	r.Skip()
}

// read reads the members that few frames have.
func (h *head) read(r *scan.Reader) {
	switch string(r.Key()) {
	case "id":
		h.id, h.replied = nil, true
		if r.Sort() == scan.Text {
			h.id, _ = r.Text() // it is text
		} else {
			r.Skip()
		}
	case "msg":
		h.message, _ = r.Text() // the code alone says enough
	case "s":
		h.readSymbol(r)
	case "ts", "timestamp":
		h.stamp = figure.Moment(r)
	case "reqType":
		h.request = true
		r.Skip()
	case "ping", "pong":
		h.beat = pingWord
		if string(r.Key()) == "pong" {
			h.beat = pongWord
		}
		r.Skip()
	default:
		r.Skip()
	}
}

// readSymbol reads the symbol that stands beside the data of bars; the topic's
// goes before it.
func (h *head) readSymbol(r *scan.Reader) {
	symbol, _ := r.Text() // most data name their contract themselves
	if len(h.symbol) == 0 {
		h.symbol = symbol
	}
}

// meaning turns what was read into events.
func (d *Decoder) meaning(h *head) error {
	switch {
	case h.done:
		return h.err
	case h.request:
		d.build.Ignore("a request of ours")
		return nil
	case h.beat != "":
		d.heartbeat(h.beat)
		return nil
	case h.code.OK && h.code.V != 0:
		d.refusal(h)
		return nil
	case h.has:
		return d.late(h)
	case h.replied:
		d.answer = answer{id: h.id}
		d.build.Note(model.KindAck, "request accepted").EventTime = h.stamp
		return nil
	case h.coded:
		d.build.Ignore("nothing: null")
		return nil
	default:
		return errShape
	}
}

// late reads data that were stepped over.
func (d *Decoder) late(h *head) error {
	r := h.data
	before := r.Refused()
	defer func() { d.build.Refused += uint64(r.Refused() - before) }()
	if d.channel == noChannel {
		return d.body(&r)
	}
	return d.push(&r, h)
}

// push reads the data of a topic.
func (d *Decoder) push(r *scan.Reader, h *head) error {
	switch d.channel {
	case klineChannel:
		return d.klines(r, h)
	case tradeChannel:
		return d.trades(r, h)
	case depthChannel, changesChannel:
		return d.depth(r, h)
	case otherChannel:
		r.Skip()
		d.build.Ignore("not followed: " + model.CleanText(string(d.topic)))
		return nil
	}
	if r.Sort() == scan.Array {
		return d.list(r, func() error { return d.pushed(r, h) })
	}
	return d.pushed(r, h)
}

// pushed reads one object of a push.
func (d *Decoder) pushed(r *scan.Reader, h *head) error {
	if r.Sort() != scan.Object {
		r.Skip()
		return errors.New(model.CleanText(string(d.topic)) + ": data that are no object")
	}
	symbol := h.symbol
	if string(symbol) == everyone {
		symbol = nil
	}
	switch d.channel {
	case tickerChannel:
		return d.ticker(r, symbol)
	case bookChannel:
		return d.book(r, symbol)
	default:
		return d.onePrice(r, symbol)
	}
}

// list reads the rows of a list. A row that makes no sense does not spoil the
// others.
func (d *Decoder) list(r *scan.Reader, row func() error) error {
	from := len(d.build.Out)
	for r.Array(); r.Element(); {
		d.build.Blame(row())
	}
	return d.build.Rows(from)
}
