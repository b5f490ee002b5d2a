package tape

import (
	"encoding/binary"

	"eddy/feeds/rest"
	"eddy/model"
)

// scribe writes steps into a block.
type scribe struct {
	decoders
	socketOf map[string]int
	raw      []byte
	parcels  parcelWriter
	heard    []model.Event // in the last frame, which its socket keeps as long as it is referred to

	first, last model.Millis // times in the block
	at          model.Millis // of the step before
}

func newScribe() *scribe {
	return &scribe{decoders: newDecoders(), socketOf: make(map[string]int)}
}

// isEmpty tells whether the block has nothing in it.
func (w *scribe) isEmpty() bool { return len(w.raw) == 0 }

// cut ends the block: what was written since the last cut is the caller's.
func (w *scribe) cut() (raw []byte, first, last model.Millis) {
	raw, first, last = w.raw, w.first, w.last
	w.raw, w.first, w.last, w.at = nil, 0, 0, 0
	w.parcels.forget()
	return raw, first, last
}

func (w *scribe) op(o op) { w.raw = append(w.raw, byte(o)) }

func (w *scribe) number(n uint64) { w.raw = binary.AppendUvarint(w.raw, n) }

func (w *scribe) bytes(b []byte) {
	w.number(uint64(len(b)))
	w.raw = append(w.raw, b...)
}

func (w *scribe) time(t model.Millis) {
	if w.first == 0 {
		w.first = t
	}
	w.last = max(w.last, t)
	w.raw = binary.AppendVarint(w.raw, int64(t-w.at))
	w.at = t
}

// frame writes a frame and lets the second decoder hear it.
func (w *scribe) frame(venue model.Venue, session string, frame []byte, received model.Millis) {
	i, known := w.socketOf[session]
	if !known {
		i = len(w.sockets)
		w.socketOf[session] = i
		w.add(venue, session)
		w.op(opSocket)
		w.bytes([]byte(venue))
		w.bytes([]byte(session))
	}
	w.op(opFrame)
	w.number(uint64(i))
	w.time(received)
	w.bytes(frame)
	w.heard = w.sockets[i].hear(frame, received, w.heard[:0])
}

// answer writes an answer, of which some bytes are kept.
func (w *scribe) answer(a rest.Answer, kept []byte) {
	w.op(opAnswer)
	w.bytes([]byte(a.From))
	w.bytes([]byte(a.Asked))
	w.number(uint64(a.Status))
	w.time(model.MillisOf(a.Received))
	w.number(uint64(len(a.Body)))
	w.bytes(kept)
}

// told writes events that the handover took in, those of frames by reference.
// It returns how many were written whole.
func (w *scribe) told(events []model.Event) (whole int, err error) {
	for i := 0; i < len(events); {
		socket, n, ok := w.find(&events[i])
		if !ok {
			if err := w.whole(&events[i]); err != nil {
				return whole, err
			}
			whole++
			i++
			continue
		}
		i += w.refer(w.sockets[socket], socket, n, events[i:])
	}
	return whole, nil
}

// refer writes a reference to the first of some events, event n of a socket,
// and to those after it that follow there too. It returns how many they are.
func (w *scribe) refer(s *shadow, socket int, n uint64, events []model.Event) int {
	count := 1
	for count < len(events) {
		ev, ok := s.at(n + uint64(count))
		if !ok || !same(ev, &events[count]) {
			break
		}
		count++
	}
	w.op(opRefer)
	w.number(uint64(socket))
	w.raw = binary.AppendVarint(w.raw, int64(n-s.cursor))
	w.number(uint64(count))
	s.cursor = n + uint64(count)
	return count
}

// whole writes an event by itself.
func (w *scribe) whole(ev *model.Event) error {
	b, err := w.parcels.write(ev)
	if err != nil {
		return err
	}
	if w.first == 0 {
		w.first = ev.Received
	}
	w.op(opTold)
	w.bytes(b)
	w.note(ev)
	return nil
}

func (w *scribe) taken() { w.op(opTaken) }

func (w *scribe) published(at model.Millis) {
	w.op(opPublished)
	w.time(at)
}

func (w *scribe) print(p Print) {
	w.op(opPrint)
	w.raw = p.append(w.raw)
}
