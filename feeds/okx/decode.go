package okx

import (
	"bytes"
	"errors"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// Decoder turns frames into events: websocket frames of either socket, the bare
// text of the heartbeat, and REST bodies. It remembers per symbol the newest
// stamp of each channel, to drop what comes late. It is not safe for concurrent
// use; each socket has its own.
type Decoder struct {
	contracts figure.Memory[contract]
	build     figure.Builder
	overdue   uint64

	// These serve one call of Decode.
	channel []byte // of the frame; nil for REST bodies and replies
	kind    channel
	step    model.Interval // of a frame of bars
	remark  string         // what is to be said of its bars
	inst    []byte
	topic   string
	heard   reply
}

// NewDecoder returns a Decoder that knows the given contracts. Of others it
// knows what their names tell.
func NewDecoder(instruments ...model.Instrument) *Decoder {
	d := &Decoder{
		contracts: figure.NewMemory(len(instruments), newContract),
		build:     figure.Builder{Venue: model.OKX},
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

// Attribute says that the index of that name is the one of a contract, whose
// symbol its prices then carry. Without, they carry the index's own name.
func (d *Decoder) Attribute(index, symbol string) {
	from, err := d.contracts.Of([]byte(index))
	if err != nil {
		return
	}
	if to, err := d.contracts.Of([]byte(symbol)); err == nil && to.Refusal == "" {
		from.indexOf = to
	}
}

// Forget forgets the newest stamps, for a connection that need not continue the
// one before.
func (d *Decoder) Forget() {
	d.contracts.Each(func(c *contract) { c.seen = [channels]figure.Newest{} })
}

// Refused returns how many figures were not usable so far: no number where one
// belongs, or a price that is not above zero.
func (d *Decoder) Refused() uint64 { return d.build.Refused }

// Overdue returns how many rows came later than a newer one of their channel.
func (d *Decoder) Overdue() uint64 { return d.overdue }

// Stream returns the topic that the last decoded frame came from, see
// TopicName, "" for one of none.
func (d *Decoder) Stream() string { return d.topic }

// Decode appends what a frame tells to out, stamped with the moment it was
// received. A frame that is cut off or otherwise no JSON gives an error and no
// events. A list may give both: events of the rows that were understood and an
// error about those that were not.
func (d *Decoder) Decode(frame []byte, received model.Millis, out []model.Event) ([]model.Event, error) {
	d.begin(received, out)
	if text := heartbeat(frame); text != "" {
		d.build.Note(model.KindPong, text)
		return d.build.Out, nil
	}
	r := scan.Over(frame)
	events, err := d.build.End(&r, d.frame(&r))
	if r.Failed() {
		d.heard = reply{}
	}
	return events, err
}

func (d *Decoder) begin(received model.Millis, out []model.Event) {
	d.build.Begin(received, out)
	d.channel, d.kind, d.step, d.remark, d.inst, d.topic = nil, otherChannel, 0, "", nil, ""
	d.heard = reply{}
}

// heartbeat returns what is said of the two frames that are no JSON.
func heartbeat(frame []byte) string {
	if len(frame) > 6 {
		return ""
	}
	switch string(bytes.TrimSpace(frame)) {
	case "pong":
		return "answer to a ping"
	case "ping":
		return "a ping"
	default:
		return ""
	}
}

// frame reads a whole frame.
func (d *Decoder) frame(r *scan.Reader) (err error) {
	if r.Sort() != scan.Object {
		r.Skip()
		return errors.New("not an object")
	}
	var h head
	var data scan.Reader // where the data begin, when they come before what they are
	var early bool
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "arg":
			d.arg(r)
		case "data":
			if h.hasData = true; d.channel != nil {
				err = d.push(r)
				continue
			}
			data, early = *r, true
			r.Skip()
		default:
			h.read(r)
		}
	}
	switch {
	case r.Failed():
		return nil // End tells what is wrong
	case h.isReply():
		d.reply(&h)
		return nil
	case h.code.given && h.code.text != "0":
		d.build.Note(model.KindError, refusalText(h.message, h.code.text))
		return nil
	case d.channel != nil && h.hasData:
		if early {
			return d.push(&data)
		}
		return err
	case h.hasData:
		return d.body(&data)
	case h.code.given:
		d.build.Note(model.KindAck, "request accepted")
		return nil
	default:
		return errors.New("an object of no known shape")
	}
}

// arg reads what a frame is about: {"channel":…,"instId":…}.
func (d *Decoder) arg(r *scan.Reader) {
	var channel []byte
	if !r.Object() {
		return
	}
	for r.Member() {
		switch string(r.Key()) {
		case "channel":
			channel, _ = r.Text() // without a name the frame counts as a REST body
		case "instId":
			d.inst, _ = r.Text() // not every channel has one
		default:
			r.Skip()
		}
	}
	if r.Failed() || len(channel) == 0 {
		return
	}
	var rest []byte
	d.channel = channel
	d.kind, rest = channelOf(channel)
	if len(rest) > 0 {
		d.step, d.remark = barLength(rest)
	}
	if c, err := d.contracts.Of(d.inst); err == nil {
		d.topic = c.topic(d.kind, channel)
	}
}

// push reads the data of a websocket frame. A row that makes no sense does not
// spoil the others.
func (d *Decoder) push(r *scan.Reader) error {
	if r.Sort() != scan.Array {
		r.Skip()
		return errors.New("data that are no list")
	}
	from := len(d.build.Out)
	for r.Array(); r.Element(); {
		d.build.Blame(d.pushed(r))
	}
	return d.build.Rows(from)
}

// pushed reads one row of a websocket frame.
func (d *Decoder) pushed(r *scan.Reader) error {
	switch d.kind {
	case candleChannel, markCandleChannel, indexCandleChannel:
		return d.candle(r)
	case otherChannel:
		r.Skip()
		return d.unfollowed()
	case statusChannel:
		return d.status(r)
	case bboChannel:
		return d.best(r)
	default:
		return d.marketRow(r, d.kind)
	}
}

// unfollowed says that a channel is not followed, once for a frame.
func (d *Decoder) unfollowed() error {
	c := &nobody
	if len(d.inst) > 0 {
		known, err := d.contracts.Of(d.inst)
		if err != nil {
			return err
		}
		c = known
	}
	text := "not followed: " + model.CleanText(string(d.channel))
	if n := len(d.build.Out); n > 0 && d.build.Out[n-1].Kind == model.KindIgnored && d.build.Out[n-1].Text == text {
		return nil
	}
	d.build.Say(&c.Subject, model.KindIgnored, text)
	return nil
}

// marketRow reads a row that is an object, of a channel or of the REST call
// that gives the same.
func (d *Decoder) marketRow(r *scan.Reader, ch channel) error {
	if r.Sort() != scan.Object {
		r.Skip()
		return errors.New("a row that is no object")
	}
	switch ch {
	case tickersChannel:
		return d.ticker(r)
	case markChannel:
		return d.mark(r)
	case indexChannel:
		return d.index(r)
	case fundingChannel:
		return d.funding(r)
	default:
		return d.interest(r)
	}
}
