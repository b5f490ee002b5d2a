package weex

import "eddy/feeds/scan"

// shape is what an object turns out to be.
type shape uint8

const (
	shapeRow     shape = iota // a REST body, or a row of one
	shapeEvent                // of a stream: has a name under "e"
	shapeReply                // answers a request
	shapeNotice               // greeting or ping: has a name under "event" or "type"
	shapeRequest              // our own, in a recording
)

// sighting is the result of a look ahead.
type sighting struct {
	shape shape
	name  []byte // of an event or a notice
}

// probe looks ahead in a copy of the reader for the key that tells what the
// object is, wherever it stands. Events have it first.
func probe(r scan.Reader) sighting {
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "e":
			if name, ok := r.Text(); ok {
				return sighting{shapeEvent, name}
			}
			continue
		case "result":
			return sighting{shape: shapeReply}
		case "method":
			return sighting{shape: shapeRequest}
		case "event", "type":
			if name, ok := r.Text(); ok {
				return sighting{shapeNotice, name}
			}
			continue
		}
		r.Skip()
	}
	return sighting{}
}
