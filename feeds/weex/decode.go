package weex

import (
	"errors"
	"strconv"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// Decoder turns frames into events: websocket frames and REST bodies. It
// remembers per symbol what later frames need: the book, which comes in
// changes, and the open bar, which only its successor closes. It is not safe
// for concurrent use; each socket has its own.
type Decoder struct {
	contracts figure.Memory[contract]
	build     figure.Builder

	// These serve one call of Decode.
	stream string
	past   bool
	broken bool
	bids   []level
	asks   []level

	overdue uint64
}

// NewDecoder returns a Decoder that knows the given contracts. Of others it
// knows what their names tell.
func NewDecoder(instruments ...model.Instrument) *Decoder {
	d := &Decoder{contracts: figure.NewMemory(len(instruments), newContract), build: figure.Builder{Venue: model.WEEX}}
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

// ForgetStreams forgets books and open bars, for a connection that begins with
// snapshots of both.
func (d *Decoder) ForgetStreams() {
	d.contracts.Each((*contract).restart)
}

// Refused returns how many figures were not usable so far: no number where one
// belongs, or a price that is not above zero.
func (d *Decoder) Refused() uint64 { return d.build.Refused }

// Overdue returns how many frames came after a newer one of their stream.
func (d *Decoder) Overdue() uint64 { return d.overdue }

// Stream returns the name of the stream that the last decoded frame came from,
// "" for one that came from none this program asks for.
func (d *Decoder) Stream() string { return d.stream }

// Past tells whether the last decoded frame was a snapshot of past bars, which
// are history and not news.
func (d *Decoder) Past() bool { return d.past }

// Broken tells whether the last decoded frame found its book without the
// change before it, or crossed: the stream must be asked for anew.
func (d *Decoder) Broken() bool { return d.broken }

// Decode appends what a frame tells to out, stamped with the moment it was
// received. A frame that is cut off or otherwise no JSON gives an error and no
// events. An array may give both: events of the rows that were understood and
// an error about those that were not.
func (d *Decoder) Decode(frame []byte, received model.Millis, out []model.Event) ([]model.Event, error) {
	r := scan.Over(frame)
	d.build.Begin(received, out)
	d.stream, d.past, d.broken = "", false, false
	events, err := d.build.End(&r, d.payload(&r))
	if r.End() != nil {
		d.stream = ""
	}
	return events, err
}

// payload reads what a frame is about: one object, or an array of rows.
func (d *Decoder) payload(r *scan.Reader) error {
	switch r.Sort() {
	case scan.Object:
		return d.object(r)
	case scan.Array:
		return d.array(r)
	case scan.Null:
		r.Skip()
		d.build.Ignore("nothing: null")
		return nil
	default:
		r.Skip()
		return errors.New("neither an object nor an array")
	}
}

// array reads rows, which are told apart one by one: bars are arrays, names of
// contracts are text. A row that makes no sense does not spoil the others.
func (d *Decoder) array(r *scan.Reader) error {
	from, names := len(d.build.Out), 0
	for r.Array(); r.Element(); {
		switch r.Sort() {
		case scan.Object:
			d.build.Blame(d.object(r))
		case scan.Array:
			d.build.Blame(d.barRow(r))
		case scan.Text:
			r.Skip()
			names++
		default:
			r.Skip()
			d.build.Blame(errors.New("a row that is neither an object nor an array"))
		}
	}
	dateSettlements(d.build.Out[from:])
	closeBars(d.build.Out[from:])
	switch {
	case names > 0:
		d.build.Ignore("a list of " + strconv.Itoa(names) + " names: not market data")
	case len(d.build.Out) == from && d.build.Faults == 0:
		d.build.Ignore("nothing: an empty list")
	}
	return d.build.Fault()
}

// object reads one object.
func (d *Decoder) object(r *scan.Reader) error {
	switch p := probe(*r); p.shape {
	case shapeEvent:
		return d.event(r, p.name)
	case shapeReply:
		return d.reply(r)
	case shapeNotice:
		return d.notice(r, p.name)
	case shapeRequest:
		r.Skip()
		d.build.Ignore("a request of ours")
		return nil
	default:
		return d.row(r)
	}
}

// event reads an event of a stream by its name.
func (d *Decoder) event(r *scan.Reader, name []byte) error {
	switch string(name) {
	case "ticker":
		return d.ticker(r)
	case "depth", "depthSnapshot":
		return d.depth(r, string(name) == "depthSnapshot")
	case "kline":
		return d.klines(r, false)
	case "klineSnapshot":
		return d.klines(r, true)
	case "trade", "tradeSnapshot":
		return d.trades(r)
	default:
		r.Skip()
		d.build.Ignore("not followed: " + model.CleanText(string(name)))
		return nil
	}
}
