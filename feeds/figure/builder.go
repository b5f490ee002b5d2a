package figure

import (
	"errors"
	"fmt"
	"math"

	"eddy/feeds/scan"
	"eddy/model"
)

// Subject is whom an event is about.
type Subject struct {
	Symbol     string // as the venue writes it, cleaned
	Asset      model.Asset
	Multiplier float64 // coins that one unit of the venue's price stands for; 0 when not known
	Refusal    string  // why it is not followed; "" when it is
}

// Builder builds the events of one frame after the other. It is not safe for
// concurrent use.
type Builder struct {
	Venue   model.Venue
	Refused uint64 // figures that were not usable so far

	// These serve one frame.
	Out      []model.Event // the events so far, behind those the caller had
	Received model.Millis
	Faults   int // rows that made no sense

	fault error // the first of them
	from  int
}

// Begin begins a frame whose events are appended to out.
func (b *Builder) Begin(received model.Millis, out []model.Event) {
	b.Received, b.Out, b.from = received, out, len(out)
	b.fault, b.Faults = nil, 0
}

// End ends a frame and returns its events. A frame that is no JSON gives none;
// err is what else was wrong with it.
func (b *Builder) End(r *scan.Reader, err error) ([]model.Event, error) {
	b.Refused += uint64(r.Refused())
	events := b.Out
	b.Out = nil
	if end := r.End(); end != nil {
		return events[:b.from], fmt.Errorf("%s: %w", b.Venue, end)
	}
	if err != nil {
		return events, fmt.Errorf("%s: %w", b.Venue, err)
	}
	return events, nil
}

// Event appends an event about s. It is valid until the next one.
func (b *Builder) Event(s *Subject, kind model.Kind, stamp model.Millis) *model.Event {
	b.Out = append(b.Out, model.Event{})
	ev := &b.Out[len(b.Out)-1]
	ev.Kind, ev.Venue, ev.EventTime, ev.Received = kind, b.Venue, stamp, b.Received
	ev.Symbol, ev.Asset, ev.Multiplier = s.Symbol, s.Asset, s.Multiplier
	return ev
}

// Say appends an event that consists of words. Of a subject that is not
// followed or has no name nothing is known that its prices stand for.
func (b *Builder) Say(s *Subject, kind model.Kind, text string) *model.Event {
	ev := b.Event(s, kind, 0)
	ev.Text = text
	if s.Refusal != "" || s.Symbol == "" {
		ev.Multiplier = 0
	}
	return ev
}

// Note appends an event of words that is about nobody, or about one the frame
// does not name.
func (b *Builder) Note(kind model.Kind, text string) *model.Event {
	return b.Say(&Subject{}, kind, text)
}

// Ignore appends an event that says why a frame is of no use.
func (b *Builder) Ignore(text string) { b.Note(model.KindIgnored, text) }

// Price puts a price per coin into *dst and its bit into the event. One that
// cannot be a price is refused and counted. Where it is not known what a price
// stands for it is taken as sent.
func (b *Builder) Price(ev *model.Event, bit model.Fields, dst *float64, n Number) {
	if !n.OK {
		return
	}
	p := n.V
	if ev.Multiplier > 0 {
		p = model.PerCoin(p, ev.Multiplier)
	}
	if !model.ValidPrice(p) {
		b.Refused++
		return
	}
	*dst = p
	ev.Has |= bit
}

// Amount puts a figure that may be zero but not negative into *dst, as Price
// does.
func (b *Builder) Amount(ev *model.Event, bit model.Fields, dst *float64, n Number) {
	if !n.OK {
		return
	}
	if n.V < 0 || math.IsInf(n.V, 0) {
		b.Refused++
		return
	}
	*dst = n.V
	ev.Has |= bit
}

// Essence refuses the latest event if it lacks all of the figures it exists
// for, and takes it back.
func (b *Builder) Essence(ev *model.Event, any model.Fields, what string) error {
	if ev.Has&any != 0 {
		return nil
	}
	text := "no usable " + what
	if ev.Symbol != "" {
		text = ev.Symbol + ": " + text
	}
	b.Out = b.Out[:len(b.Out)-1]
	return errors.New(text)
}
