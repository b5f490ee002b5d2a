package binance

import (
	"errors"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// Decoder turns frames into events: websocket frames of either route, bare or
// in the combined envelope, and REST bodies. It remembers per symbol what later
// frames need: the settlement times that tell the funding interval, and the
// update id of the best bid and ask. It is not safe for concurrent use; each
// socket has its own.
type Decoder struct {
	contracts figure.Memory[contract]
	build     figure.Builder
	stream    []byte // of the latest frame
	closing   bool   // the latest frame says that the server will be restarted
	overdue   uint64
}

// NewDecoder returns a Decoder that knows the given contracts. Of others it
// knows what their names tell.
func NewDecoder(instruments ...model.Instrument) *Decoder {
	d := &Decoder{
		contracts: figure.NewMemory(len(instruments), newContract),
		build:     figure.Builder{Venue: model.Binance},
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

// ForgetBooks forgets the update ids of best bids and asks, for a connection
// whose counting need not continue that of the one before.
func (d *Decoder) ForgetBooks() {
	d.contracts.Each(func(c *contract) { c.futuresBook, c.spotBook = bookMark{}, bookMark{} })
}

// Refused returns how many figures were not usable so far: no number where one
// belongs, or a price that is not above zero.
func (d *Decoder) Refused() uint64 { return d.build.Refused }

// Overdue returns how many best bids and asks came with an update id that was
// not larger than the one before.
func (d *Decoder) Overdue() uint64 { return d.overdue }

// Stream returns the name of the stream that the last decoded frame came from,
// nil for a bare one. It is part of that frame's bytes.
func (d *Decoder) Stream() []byte { return d.stream }

// Decode appends what a frame tells to out, stamped with the moment it was
// received. A frame that is cut off or otherwise no JSON gives an error and no
// events. An array may give both: events of the rows that were understood and
// an error about those that were not.
func (d *Decoder) Decode(frame []byte, received model.Millis, out []model.Event) ([]model.Event, error) {
	r := scan.Over(frame)
	d.build.Begin(received, out)
	d.stream, d.closing = nil, false
	return d.build.End(&r, d.frame(&r))
}

// frame reads a whole frame.
func (d *Decoder) frame(r *scan.Reader) error {
	if r.Sort() == scan.Object && probe(*r).shape == shapeEnvelope {
		return d.envelope(r)
	}
	return d.payload(r)
}

var errNoData = errors.New("an envelope without data")

// envelope reads {"stream":…,"data":…}.
func (d *Decoder) envelope(r *scan.Reader) error {
	err := errNoData
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "stream":
			d.stream, _ = r.Text() // without a name the frame counts for no stream
		case "data":
			err = d.payload(r)
		default:
			r.Skip()
		}
	}
	return err
}

// payload reads what a frame is about: one event or row, or an array of them.
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

// array reads rows, which are told apart one by one: arrays of bars, and
// objects of any shape. A row that makes no sense does not spoil the others.
func (d *Decoder) array(r *scan.Reader) error {
	from := len(d.build.Out)
	for r.Array(); r.Element(); {
		switch r.Sort() {
		case scan.Object:
			d.build.Blame(d.object(r))
		case scan.Array:
			d.build.Blame(d.barRow(r, from))
		default:
			r.Skip()
			d.build.Blame(errors.New("a row that is neither an object nor an array"))
		}
	}
	dateSettlements(d.build.Out[from:])
	return d.build.Rows(from)
}

// object reads one object that is not an envelope.
func (d *Decoder) object(r *scan.Reader) error {
	switch p := probe(*r); p.shape {
	case shapeEvent:
		return d.event(r, p.name)
	case shapeReply:
		return d.reply(r)
	case shapeSpotBook:
		return d.book(r, true)
	default:
		return d.row(r)
	}
}

// event reads an event of the websocket by its name.
func (d *Decoder) event(r *scan.Reader, name []byte) error {
	switch string(name) {
	case "markPriceUpdate":
		return d.mark(r)
	case "bookTicker":
		return d.book(r, false)
	case "24hrTicker", "24hrMiniTicker":
		return d.ticker(r)
	case "kline":
		return d.kline(r)
	case "contractInfo":
		return d.contractInfo(r)
	case "serverShutdown":
		return d.shutdown(r)
	default:
		r.Skip()
		d.build.Ignore("not followed: " + model.CleanText(string(name)))
		return nil
	}
}
