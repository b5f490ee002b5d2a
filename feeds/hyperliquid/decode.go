package hyperliquid

import (
	"errors"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// Decoder turns frames into events: websocket frames and REST bodies. It
// remembers per coin what later frames need: the open bar, which only the next
// one closes, and the stamp of the best bid and ask. It is not safe for
// concurrent use; each socket has its own.
type Decoder struct {
	contracts figure.Memory[contract]
	build     figure.Builder
	overdue   uint64
	universe  map[string][]string // names by position, for each dex; "" is the first

	// Clock is the venue's time as far as it is known, against which bars of
	// the future are told; 0 where nothing is known.
	Clock model.Millis

	// These serve one call of Decode.
	stream []byte // reused
	acked  bool
}

// NewDecoder returns a Decoder that knows the given contracts. Of others it
// knows what their names tell.
func NewDecoder(instruments ...model.Instrument) *Decoder {
	d := &Decoder{
		contracts: figure.NewMemory(len(instruments), newContract),
		build:     figure.Builder{Venue: model.Hyperliquid},
		universe:  make(map[string][]string),
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

// ForgetStreams forgets open bars and the stamps of best bids and asks, for a
// new connection: what was missed in between is not known.
func (d *Decoder) ForgetStreams() {
	d.contracts.Each(func(c *contract) { c.bookAt, c.open = 0, c.open[:0] })
}

// Refused returns how many figures were not usable so far: no number where one
// belongs, or a price that is not above zero.
func (d *Decoder) Refused() uint64 { return d.build.Refused }

// Overdue returns how many frames told of a moment before the one already
// known.
func (d *Decoder) Overdue() uint64 { return d.overdue }

// Stream returns the name of the subscription that the last decoded frame
// belongs to, empty when it belongs to none. It is valid until the next Decode.
func (d *Decoder) Stream() []byte { return d.stream }

// Acked tells whether the last decoded frame confirmed the subscription.
func (d *Decoder) Acked() bool { return d.acked }

// Decode appends what a frame tells to out, stamped with the moment it was
// received. A frame that is cut off or otherwise no JSON gives an error and no
// events. An array may give both: events of the rows that were understood and
// an error about those that were not.
func (d *Decoder) Decode(frame []byte, received model.Millis, out []model.Event) ([]model.Event, error) {
	r := scan.Over(frame)
	d.build.Begin(received, out)
	d.stream, d.acked = d.stream[:0], false
	events, err := d.build.End(&r, d.frame(&r))
	if r.Failed() {
		d.stream = d.stream[:0]
	}
	return events, err
}

// frame reads a whole frame.
func (d *Decoder) frame(r *scan.Reader) error {
	switch r.Sort() {
	case scan.Object:
		s := probe(*r)
		if s.shape == shapeEnvelope {
			return d.envelope(r, s.channel)
		}
		return d.body(r, s.shape)
	case scan.Array:
		return d.list(r)
	case scan.Null:
		r.Skip()
		d.build.Note(model.KindError, "null: the venue knows no such coin or dex")
		return nil
	default:
		r.Skip()
		return errors.New("neither an object nor an array")
	}
}

var errNoData = errors.New("a channel without data")

// envelope reads {"channel":…,"data":…}.
func (d *Decoder) envelope(r *scan.Reader, channel []byte) error {
	err := errNoData
	if string(channel) == "pong" {
		err = nil
		d.build.Note(model.KindPong, "")
	}
	for ok := r.Object(); ok && r.Member(); {
		if string(r.Key()) == "data" && err == errNoData {
			err = d.channel(r, channel)
		} else {
			r.Skip()
		}
	}
	return err
}

// channel reads the data of a channel by its name.
func (d *Decoder) channel(r *scan.Reader, name []byte) error {
	switch string(name) {
	case "bbo":
		return d.book(r, model.KindQuote)
	case "activeAssetCtx":
		return d.assetContext(r)
	case "candle":
		return d.candles(r)
	case "subscriptionResponse":
		return d.ack(r)
	case "l2Book":
		return d.book(r, model.KindBook)
	case "trades":
		return d.trades(r)
	case "allMids":
		return d.allMids(r)
	case "allDexsAssetCtxs":
		return d.allDexes(r)
	case "error":
		return d.refusal(r)
	case "activeSpotAssetCtx":
		r.Skip()
		d.build.Ignore("spot market")
	case "fastAssetCtxs":
		r.Skip()
		d.build.Ignore("not followed: packed contexts, activeAssetCtx tells the same")
	default:
		r.Skip()
		d.build.Ignore("not followed: " + model.CleanText(string(name)))
	}
	return nil
}

// belongs notes which subscription the frame belongs to.
func (d *Decoder) belongs(kind string, coin, interval []byte) {
	d.stream = append(append(append(d.stream[:0], kind...), ':'), coin...)
	if len(interval) > 0 {
		d.stream = append(append(d.stream, ':'), interval...)
	}
}
