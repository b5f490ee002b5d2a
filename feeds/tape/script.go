package tape

import (
	"encoding/binary"
	"fmt"

	"eddy/model"
)

// script reads the steps of blocks.
type script struct {
	decoders
	parcels parcelReader
	rest    []byte
	at      model.Millis
	events  *[]model.Event // where those are kept that the steps of the block point to
}

func newScript() *script { return &script{decoders: newDecoders()} }

// open begins a block. The events its steps point to are appended to others.
func (r *script) open(raw []byte, events *[]model.Event) {
	r.rest, r.at, r.events = raw, 0, events
	r.parcels.forget()
}

var errShort = fmt.Errorf("%w: a step is cut off", ErrDamaged)

func (r *script) number() (uint64, error) {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		return 0, errShort
	}
	r.rest = r.rest[size:]
	return n, nil
}

func (r *script) signed() (int64, error) {
	n, size := binary.Varint(r.rest)
	if size <= 0 {
		return 0, errShort
	}
	r.rest = r.rest[size:]
	return n, nil
}

func (r *script) bytes() ([]byte, error) {
	n, err := r.number()
	if err != nil || n > uint64(len(r.rest)) {
		return nil, errShort
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b, nil
}

func (r *script) time() (model.Millis, error) {
	n, err := r.signed()
	r.at += model.Millis(n)
	return r.at, err
}

// next reads the next step of the block; false at its end.
func (r *script) next(s *Step) (bool, error) {
	for len(r.rest) > 0 {
		o := op(r.rest[0])
		r.rest = r.rest[1:]
		*s = Step{}
		switch o {
		case opSocket:
			if err := r.socket(); err != nil {
				return false, err
			}
			continue
		case opFrame:
			return true, r.frame(s)
		case opRefer:
			return true, r.refer(s)
		case opTold:
			return true, r.told(s)
		case opTaken:
			s.Kind = Taken
			return true, nil
		case opPublished:
			s.Kind = Published
			var err error
			s.At, err = r.time()
			return true, err
		case opPrint:
			return true, r.print(s)
		case opAnswer:
			return true, r.answer(s)
		case opAfresh:
			s.Kind = Afresh
			return true, nil
		default:
			return false, fmt.Errorf("%w: a step of kind %d", ErrDamaged, o)
		}
	}
	return false, nil
}

func (r *script) print(s *Step) error {
	p, rest, err := readPrint(r.rest)
	s.Kind, s.Print, r.rest = Printed, &p, rest
	return err
}

func (r *script) socket() error {
	venue, err := r.bytes()
	if err != nil {
		return err
	}
	session, err := r.bytes()
	if err != nil {
		return err
	}
	r.add(model.Venue(model.CleanText(string(venue))), model.CleanText(string(session)))
	return nil
}

// from reads which socket a step is about.
func (r *script) from() (*shadow, error) {
	i, err := r.number()
	if err != nil {
		return nil, err
	}
	if i >= uint64(len(r.sockets)) {
		return nil, fmt.Errorf("%w: a socket that was never named", ErrDamaged)
	}
	return r.sockets[i], nil
}

func (r *script) frame(s *Step) error {
	from, err := r.from()
	if err != nil {
		return err
	}
	s.Kind, s.Venue, s.Socket = Frame, from.venue, from.name
	if s.At, err = r.time(); err != nil {
		return err
	}
	if s.Bytes, err = r.bytes(); err != nil {
		return err
	}
	first := len(*r.events)
	*r.events = from.hear(s.Bytes, s.At, *r.events)
	s.Events = r.since(first)
	return nil
}

func (r *script) refer(s *Step) error {
	from, err := r.from()
	if err != nil {
		return err
	}
	by, err := r.signed()
	if err != nil {
		return err
	}
	count, err := r.number()
	if err != nil {
		return err
	}
	n := from.cursor + uint64(by)
	if count == 0 || count > kept {
		return fmt.Errorf("%w: %d events at once", ErrDamaged, count)
	}
	first := len(*r.events)
	for i := range count {
		ev, ok := from.at(n + i)
		if !ok {
			return fmt.Errorf("this eddy decodes a frame of %s otherwise than the one that recorded it: an event of it is missing", from.name)
		}
		*r.events = append(*r.events, *ev)
	}
	from.cursor = n + count
	s.Kind, s.Events = Told, r.since(first)
	return nil
}

func (r *script) told(s *Step) error {
	b, err := r.bytes()
	if err != nil {
		return err
	}
	ev, err := r.parcels.read(b)
	if err != nil {
		return err
	}
	r.note(&ev)
	*r.events = append(*r.events, ev)
	s.Kind, s.Events = Told, r.since(len(*r.events)-1)
	return nil
}

// since returns the events from the n-th one of the block on.
func (r *script) since(n int) []model.Event {
	events := *r.events
	return events[n:len(events):len(events)]
}
