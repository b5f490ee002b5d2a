package tape

import (
	"fmt"
	"slices"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
)

// opening is what a recording that begins later has to begin with: what the
// engine was told since the session began and still stands on. Of what lives for
// seconds, such as trades and bars that are still open, nothing is in it: that
// comes anew.
type opening struct {
	quotes quotes

	latest map[string]int // where in states
	states []model.Event  // of which only the newest of a kind counts

	past   []model.Event // history, closed bars and whatever else adds up
	loose  int           // figures in it, see weight
	flight []model.Event // past that is being packed
	blocks []block       // past that is packed
}

func newOpening() opening {
	return opening{quotes: newQuotes(), latest: make(map[string]int)}
}

// hear takes note of an event.
func (o *opening) hear(ev *model.Event) {
	switch ev.Kind {
	case model.KindQuote, model.KindMark, model.KindFunding, model.KindOpenInterest:
		for _, kept := range o.quotes.hear(ev) {
			o.keep(&kept)
		}
		return
	case model.KindBook, model.KindTrade, model.KindError, model.KindHealth, model.KindTick:
		return
	case model.KindBar:
		if !ev.Bar.Closed {
			return
		}
	}
	key, isState := stateKey(ev)
	if !isState {
		o.keep(ev)
		return
	}
	if i, known := o.latest[key]; known {
		o.states[i] = onto(&o.states[i], ev)
		return
	}
	o.latest[key] = len(o.states)
	o.states = append(o.states, *ev)
}

// keep adds an event to the past.
func (o *opening) keep(ev *model.Event) {
	o.past = append(o.past, *ev)
	o.loose += weight(ev)
}

// onto returns what is left of a state and a newer one: the newer one, and of a
// slow series the points it does not tell again.
func onto(old, newer *model.Event) model.Event {
	was, isSeries := old.Detail.(*model.Context)
	is, staysSeries := newer.Detail.(*model.Context)
	if !isSeries || !staysSeries {
		return *newer
	}
	whole := *is
	whole.Asked = max(is.Asked, was.Asked)
	whole.Points = model.LayPoints(slices.Clone(was.Points), is.Points)
	ev := *newer
	ev.Detail = &whole
	return ev
}

// stateKey names what an event replaces, false for one that adds to the past.
func stateKey(ev *model.Event) (string, bool) {
	switch d := ev.Detail.(type) {
	case []model.Instrument:
		return "instruments " + string(ev.Venue), true
	case *model.Progress:
		return "progress " + d.What, true
	case *model.Context:
		return fmt.Sprintf("series %s of %s", d.Series, d.Source), true
	case *model.ContextHealth:
		return "source " + d.Source, true
	case *model.Judgement:
		return "judgement " + d.ID, true
	case *model.Archive:
		return "archive", true
	case *portfolio.Portfolio, *ledger.State:
		return "portfolio", true
	}
	if ev.Kind == model.KindLink && ev.Link != model.LinkUnset {
		return "link " + string(ev.Venue), true
	}
	return "", false
}

// toPack hands over the past that is not packed yet.
func (o *opening) toPack() []model.Event {
	o.flight, o.past, o.loose = o.past, nil, 0
	return o.flight
}

// packed takes what the past in flight was packed to.
func (o *opening) packed(list []block) {
	o.blocks = append(o.blocks, list...)
	o.flight = nil
}

// take returns all of it, to be written in this order: lists of contracts, the
// packed past, then the rest.
func (o *opening) take() (lists []model.Event, blocks []block, rest []model.Event) {
	rest = slices.Concat(o.flight, o.past)
	for i := range o.states {
		if o.states[i].Kind == model.KindInstruments {
			lists = append(lists, o.states[i])
		} else {
			rest = append(rest, o.states[i])
		}
	}
	return lists, slices.Clone(o.blocks), append(rest, o.quotes.events()...)
}

// atOnce is how many events of an opening are handed over together, well within
// the room of a handover.
const atOnce = 1000

// weight is how many figures an event of the past brings, about as many times
// a hundred bytes.
func weight(ev *model.Event) int {
	h, ok := ev.Detail.(*model.History)
	if !ok {
		return 1
	}
	return 1 + len(h.Bars) + len(h.Funding) + len(h.OpenInterest)
}

// blockWeight is how many figures go into one block: a few megabytes.
const blockWeight = 50_000

// packPast packs events of the past as blocks of a bearable size.
func packPast(p *packer, events []model.Event) (blocks []block, err error) {
	for len(events) > 0 {
		n, sum := 0, 0
		for n < len(events) && (n == 0 || sum < blockWeight) {
			sum += weight(&events[n])
			n++
		}
		b, err := packEvents(p, events[:n])
		if err != nil {
			return nil, err
		}
		blocks, events = append(blocks, b), events[n:]
	}
	return blocks, nil
}

// packEvents packs events as a block that tells them.
func packEvents(p *packer, events []model.Event) (block, error) {
	w := newScribe()
	for part := range slices.Chunk(events, atOnce) {
		if _, err := w.told(part); err != nil {
			return block{}, err
		}
		w.taken()
	}
	raw, first, last := w.cut()
	return p.pack(stepsBlock, raw, first, last), nil
}
