package hyperliquid

import "eddy/feeds/scan"

// shape is what an object turns out to be.
type shape uint8

const (
	shapeMids       shape = iota // prices by name and nothing else
	shapeEnvelope                // {"channel":…,"data":…}
	shapeMeta                    // the list of contracts
	shapeBook                    // depth, by REST
	shapeSettlement              // a row of the funding history
	shapeCandle                  // a row of bars
	shapeTrade                   // a row of trades
	shapeContext                 // the figures of a contract, without its name
	shapeRefusal                 // an error
	shapeRequest                 // one of ours, which a recording may hold
	shapeStatus                  // the venue's own state and time
	shapeDex                     // a row of the list of dexes
)

// sighting is the result of a look ahead.
type sighting struct {
	shape   shape
	channel []byte // of an envelope
}

// marks are the keys by which an object is known.
var marks = map[string]shape{
	"universe": shapeMeta, "levels": shapeBook, "fundingRate": shapeSettlement, "t": shapeCandle,
	"px": shapeTrade, "markPx": shapeContext, "error": shapeRefusal, "status": shapeRefusal,
	"method": shapeRequest, "type": shapeRequest, "specialStatuses": shapeStatus, "deployer": shapeDex,
}

// probe looks ahead in a copy of the reader for the key that tells what the
// object is. Pushes begin with it.
func probe(r scan.Reader) sighting {
	var s sighting
	for ok := r.Object(); ok && r.Member(); {
		if string(r.Key()) == "channel" {
			name, _ := r.Text() // an unnamed channel is not followed
			return sighting{shapeEnvelope, name}
		}
		if known := marks[string(r.Key())]; known != shapeMids && s.shape == shapeMids {
			s.shape = known
		}
		r.Skip()
	}
	return s
}
