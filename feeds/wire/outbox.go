package wire

import (
	"bytes"
	"sync"
)

// Frames that may wait: far more than any venue's subscriptions, one a frame
// (venues/hyperliquid §4: 1000), and a few answers to pings.
const (
	queueRoom  = 4096
	urgentRoom = 64
)

// outgoing is a client frame and what to do once it has left.
type outgoing struct {
	frame []byte
	sent  func()
}

// outbox holds what waits to be written on one connection.
type outbox struct {
	mu     sync.Mutex
	urgent []outgoing
	queue  []outgoing
}

// push copies a frame into the outbox. It tells whether there was room.
func (o *outbox) push(frame []byte, urgent bool) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	list, room := &o.queue, queueRoom
	if urgent {
		list, room = &o.urgent, urgentRoom
	}
	if len(*list) >= room {
		return false
	}
	*list = append(*list, outgoing{frame: bytes.Clone(frame)})
	return true
}

// pushAll queues frames that need no copy, whatever their number: they carry
// out the intent. When the last one has left, sent is called.
func (o *outbox) pushAll(frames [][]byte, sent func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, frame := range frames {
		out := outgoing{frame: frame}
		if i == len(frames)-1 {
			out.sent = sent
		}
		o.queue = append(o.queue, out)
	}
}

// next takes the frame to write now: an urgent one always, a queued one when
// it is its turn. waiting tells whether a queued one had to stay.
func (o *outbox) next(turn bool) (out outgoing, ok, waiting bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case len(o.urgent) > 0:
		return takeFirst(&o.urgent), true, false
	case len(o.queue) == 0:
		return outgoing{}, false, false
	case !turn:
		return outgoing{}, false, true
	default:
		return takeFirst(&o.queue), true, false
	}
}

func takeFirst(list *[]outgoing) outgoing {
	first := (*list)[0]
	(*list)[0] = outgoing{} // let go of the frame
	*list = (*list)[1:]
	return first
}
