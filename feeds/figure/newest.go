package figure

import (
	"time"

	"eddy/model"
)

// latest is how late a frame may be to count as overtaken: a stamp that went
// further back is no late frame but another clock.
const latest = time.Minute

// Newest is the newest stamp of a channel whose frames have no sequence. The zero
// value has read none.
type Newest model.Millis

// Overtaken takes the stamp of a frame and tells whether a newer one was read
// before. One without a stamp is never late.
func (n *Newest) Overtaken(stamp model.Millis) bool {
	if !stamp.Known() {
		return false
	}
	last := model.Millis(*n)
	if stamp < last && last.Sub(stamp) < latest {
		return true
	}
	*n = Newest(stamp)
	return false
}
