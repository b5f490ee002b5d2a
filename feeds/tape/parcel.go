package tape

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"io"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
)

// parcel is an event written whole. Gob names its fields, so that a tape can be
// read by an eddy whose events have gained some.
type parcel struct {
	Event model.Event // its Detail apart
	Kind  detail

	Instruments   []model.Instrument
	History       *model.History // its figures apart; of tapes of version 2 with them
	Health        *model.VenueHealth
	Progress      *model.Progress
	Context       *model.Context
	ContextHealth *model.ContextHealth
	Judgement     *model.Judgement
	Archive       *model.Archive
	Portfolio     *portfolio.Portfolio
	Books         *ledger.State
	AlertAct      *model.AlertAct

	Past []byte // the figures of History, see pastOf; nil: there are none, or they are with it
}

// detail says what an event's Detail is.
type detail uint8

const (
	noDetail detail = iota
	instruments
	pastBars
	health
	progress
	slowSeries
	slowHealth
	judgement
	archive
	holdings
	books
	alertAct
)

// wrap makes a parcel of an event.
func wrap(ev *model.Event) (parcel, error) {
	p := parcel{Event: *ev}
	p.Event.Detail = nil
	switch d := ev.Detail.(type) {
	case nil:
	case []model.Instrument:
		p.Kind, p.Instruments = instruments, d
	case *model.History:
		p.Kind, p.History, p.Past = pastBars, &model.History{Interval: d.Interval, From: d.From, To: d.To}, pastOf(d)
	case *model.VenueHealth:
		p.Kind, p.Health = health, d
	case *model.Progress:
		p.Kind, p.Progress = progress, d
	case *model.Context:
		p.Kind, p.Context = slowSeries, d
	case *model.ContextHealth:
		p.Kind, p.ContextHealth = slowHealth, d
	case *model.Judgement:
		p.Kind, p.Judgement = judgement, d
	case *model.Archive:
		p.Kind, p.Archive = archive, d
	case *portfolio.Portfolio:
		p.Kind, p.Portfolio = holdings, d
	case *ledger.State:
		p.Kind, p.Books = books, d
	case *model.AlertAct:
		p.Kind, p.AlertAct = alertAct, d
	default:
		return p, fmt.Errorf("an event with %T cannot be taped", d)
	}
	return p, nil
}

// unwrap returns the event of a parcel.
func (p *parcel) unwrap(columns *columnReader) (model.Event, error) {
	ev := p.Event
	switch p.Kind {
	case instruments:
		ev.Detail = p.Instruments
	case pastBars:
		h := orNew(p.History)
		ev.Detail = h
		if p.Past != nil {
			return ev, columns.past(p.Past, h)
		}
	case health:
		ev.Detail = orNew(p.Health)
	case progress:
		ev.Detail = orNew(p.Progress)
	case slowSeries:
		ev.Detail = orNew(p.Context)
	case slowHealth:
		ev.Detail = orNew(p.ContextHealth)
	case judgement:
		ev.Detail = orNew(p.Judgement)
	case archive:
		ev.Detail = orNew(p.Archive)
	case holdings:
		ev.Detail = orNew(p.Portfolio)
	case books:
		ev.Detail = orNew(p.Books)
	case alertAct:
		ev.Detail = orNew(p.AlertAct)
	}
	return ev, nil
}

// orNew stands in for a pointer to nothing but zeros, which gob leaves out.
func orNew[T any](p *T) *T {
	if p == nil {
		p = new(T)
	}
	return p
}

// parcelWriter writes the parcels of one block. Gob tells the shape of a parcel
// once, so a block is read from its beginning.
type parcelWriter struct {
	out bytes.Buffer
	gob *gob.Encoder
}

// write returns the bytes of an event, valid until the next call.
func (w *parcelWriter) write(ev *model.Event) ([]byte, error) {
	p, err := wrap(ev)
	if err != nil {
		return nil, err
	}
	if w.gob == nil {
		w.gob = gob.NewEncoder(&w.out)
	}
	w.out.Reset()
	if err := w.gob.Encode(&p); err != nil {
		return nil, fmt.Errorf("write an event: %w", err)
	}
	return w.out.Bytes(), nil
}

// forget begins a new block.
func (w *parcelWriter) forget() { w.gob = nil }

// parcelReader reads parcels, block by block. Gob takes a while to work out a
// shape, and each block tells the same one: what was worked out stays good for as
// long as it is told in the same words.
type parcelReader struct {
	in    portion
	gob   *gob.Decoder
	shape []byte // in the words gob was told it
	known bool   // the block has told it

	columns columnReader
}

// read reads the event that the bytes are.
func (r *parcelReader) read(b []byte) (model.Event, error) {
	if r.in.rest = b; !r.known {
		r.learn()
	}
	var p parcel
	if err := r.gob.Decode(&p); err != nil {
		r.gob, r.known = nil, false
		return model.Event{}, fmt.Errorf("%w: an event cannot be read: %w", ErrDamaged, err)
	}
	return p.unwrap(&r.columns)
}

// forget begins a new block.
func (r *parcelReader) forget() { r.known = false }

// portion is the bytes of one parcel, as a reader gob need not buffer.
type portion struct{ rest []byte }

func (p *portion) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

func (p *portion) ReadByte() (byte, error) {
	if len(p.rest) == 0 {
		return 0, io.EOF
	}
	c := p.rest[0]
	p.rest = p.rest[1:]
	return c, nil
}
