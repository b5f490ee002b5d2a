package binance

import "eddy/feeds/scan"

// shape is what an object turns out to be.
type shape uint8

const (
	shapeRow      shape = iota // a REST body, or a row of one
	shapeEnvelope              // {"stream":…,"data":…}
	shapeEvent                 // has a name under "e"
	shapeReply                 // answers a request
	shapeSpotBook              // spot's best bid and ask, the one event without a name
)

// sighting is the result of a look ahead.
type sighting struct {
	shape shape
	name  []byte // of an event
}

// probe looks ahead in a copy of the reader for the key that tells what the
// object is, wherever the venue put it: coin-margined frames have the update id
// before the name.
func probe(r scan.Reader) sighting {
	var hasID, hasBid bool
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "e":
			if name, ok := r.Text(); ok {
				return sighting{shapeEvent, name}
			}
			continue
		case "stream", "data":
			return sighting{shape: shapeEnvelope}
		case "result", "error", "method":
			return sighting{shape: shapeReply}
		case "u":
			hasID = true
		case "b":
			hasBid = true
		}
		r.Skip()
	}
	if hasID && hasBid {
		return sighting{shape: shapeSpotBook}
	}
	return sighting{}
}
