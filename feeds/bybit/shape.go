package bybit

import "eddy/feeds/scan"

// shape is what a frame turns out to be.
type shape uint8

const (
	shapeUnknown shape = iota
	shapePush          // {"topic":…,"data":…}
	shapeBody          // {"retCode":…,"result":…}, of REST
	shapeReply         // answers a request over the websocket, or is one
)

// probe looks ahead in a copy of the reader for the key that tells what the
// frame is. Pushes begin with it.
func probe(r scan.Reader) shape {
	for r.Object(); r.Member(); {
		switch string(r.Key()) {
		case "topic":
			return shapePush
		case "retCode", "result":
			return shapeBody
		case "success", "op":
			return shapeReply
		}
		r.Skip()
	}
	return shapeUnknown
}
