package bybit

import (
	"errors"

	"eddy/feeds/figure"
	"eddy/feeds/scan"
	"eddy/model"
)

// Decoder turns frames into events: what the websocket pushes, its answers to
// requests, and REST bodies. It remembers per stream what later frames need,
// above all everything a ticker has said so far, since a delta carries only
// what changed. It is not safe for concurrent use; each socket has its own.
type Decoder struct {
	contracts figure.Memory[contract]
	streams   map[string]*stream
	build     figure.Builder
	overdue   uint64

	// These serve one call of Decode.
	heard *stream
	patch patch
	sides [2]side // bid, ask
}

// NewDecoder returns a Decoder that knows the given contracts. Of others it
// knows what their names tell.
func NewDecoder(instruments ...model.Instrument) *Decoder {
	d := &Decoder{
		contracts: figure.NewMemory(len(instruments), newContract),
		build:     figure.Builder{Venue: model.Bybit},
		streams:   make(map[string]*stream),
	}
	d.Learn(instruments)
	return d
}

// Learn takes over a newer list of contracts and keeps everything remembered.
// Spot pairs and coin-margined contracts teach nothing: the former have the
// names of linear contracts.
func (d *Decoder) Learn(instruments []model.Instrument) {
	for _, in := range instruments {
		if in.Kind != model.ContractPerpetual && in.Kind != model.ContractDated {
			continue
		}
		if c, err := d.contracts.Of([]byte(in.Symbol)); err == nil {
			c.learn(in)
		}
	}
}

// ForgetStreams forgets what the streams have said, for a new connection, whose
// snapshots replace everything.
func (d *Decoder) ForgetStreams() {
	for _, s := range d.streams {
		s.restart()
	}
}

// Refused returns how many figures were not usable so far: no number where one
// belongs, or a price that is not above zero.
func (d *Decoder) Refused() uint64 { return d.build.Refused }

// Overdue returns how many frames came after a newer one of their stream.
func (d *Decoder) Overdue() uint64 { return d.overdue }

// Stream returns the topic that the last decoded frame came from, "" for
// anything but a push.
func (d *Decoder) Stream() string {
	if d.heard == nil {
		return ""
	}
	return d.heard.name
}

// Decode appends what a frame tells to out, stamped with the moment it was
// received. A frame that is cut off or otherwise no JSON gives an error and no
// events, and changes nothing that is remembered. A list may give both: events
// of the rows that were understood and an error about those that were not.
func (d *Decoder) Decode(frame []byte, received model.Millis, out []model.Event) ([]model.Event, error) {
	r := scan.Over(frame)
	d.build.Begin(received, out)
	d.heard = nil
	return d.build.End(&r, d.frame(&r))
}

// frame reads a whole frame.
func (d *Decoder) frame(r *scan.Reader) error {
	if r.Sort() != scan.Object {
		r.Skip()
		return errors.New("not an object")
	}
	switch probe(*r) {
	case shapePush:
		return d.push(r)
	case shapeBody:
		return d.body(r)
	case shapeReply:
		return d.reply(r)
	default:
		r.Skip()
		return errors.New("an object of no known shape")
	}
}
