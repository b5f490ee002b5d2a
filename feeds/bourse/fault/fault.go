// Package fault describes trouble to order for the embedded exchange and reads
// it from text.
//
// A specification is a list of faults separated by commas:
//
//	venue:kind[=argument]@offset[+duration]
//
// venue is a venue's name, or * for all of them. offset counts wall time from
// the start of the exchange, duration says how long the fault lasts; both are
// written like 30s, 1m30s, 500ms. The kinds, with the duration each has when
// none is given:
//
//	down        refuses every connection and cuts the open ones (15s)
//	cut         cuts the open websockets; they may come back at once; also "drop"
//	silent      keeps websockets open and sends nothing on them (20s)
//	garbage     sends one frame of junk to every websocket; garbage=huge one of
//	            2 MB, garbage=bomb a packed one that is 64 MB unpacked,
//	            garbage=torn half of a packed one
//	slow        holds every frame back for the argument, 2s without one (10s)
//	http429     answers every REST request with 429 (30s)
//	badtick     prints one price times ten; of the coin named by the argument,
//	            of the most traded one without
//	delist      takes the coin named by the argument off the venue for good
//
// For example "binance:cut@30s,binance:silent@1m+20s,*:badtick=ETH@2m".
package fault

import (
	"fmt"
	"strings"
	"time"

	"eddy/model"
)

// Kind is a sort of trouble.
type Kind string

// The kinds of faults; the package comment says what each does.
const (
	Down    Kind = "down"
	Cut     Kind = "cut"
	Silent  Kind = "silent"
	Garbage Kind = "garbage"
	Slow    Kind = "slow"
	HTTP429 Kind = "http429"
	BadTick Kind = "badtick"
	Delist  Kind = "delist"
)

// Form is a form of junk.
type Form string

// The forms of junk beside the usual one.
const (
	Huge Form = "huge"
	Bomb Form = "bomb"
	Torn Form = "torn"
)

// Fault is one piece of trouble.
type Fault struct {
	Venue model.Venue // "" for every venue
	Kind  Kind
	Asset model.Asset   // of badtick and delist
	Delay time.Duration // of slow
	Form  Form          // of garbage; "" for the usual one
	At    time.Duration // since the start of the exchange, wall time
	For   time.Duration // 0 where it happens in a moment
}

// active tells whether the fault lasts at a moment.
func (f Fault) active(since time.Duration) bool {
	return since >= f.At && since < f.At+f.For
}

// Plan is the list of faults of an exchange or of one venue.
type Plan []Fault

// Of returns the faults that concern a venue.
func (p Plan) Of(venue model.Venue) Plan {
	var own Plan
	for _, f := range p {
		if f.Venue == "" || f.Venue == venue {
			own = append(own, f)
		}
	}
	return own
}

// Active returns the fault of a kind that lasts at a moment.
func (p Plan) Active(kind Kind, since time.Duration) (Fault, bool) {
	for _, f := range p {
		if f.Kind == kind && f.active(since) {
			return f, true
		}
	}
	return Fault{}, false
}

// Starting returns the faults that begin in [from, to), in the order written.
func (p Plan) Starting(from, to time.Duration) Plan {
	var out Plan
	for _, f := range p {
		if f.At >= from && f.At < to {
			out = append(out, f)
		}
	}
	return out
}

// lasts holds the kinds that last, with their usual duration; the others
// happen in a moment.
var lasts = map[Kind]time.Duration{
	Down: 15 * time.Second, Silent: 20 * time.Second, Slow: 10 * time.Second, HTTP429: 30 * time.Second,
}

var kinds = map[string]Kind{
	"down": Down, "cut": Cut, "drop": Cut, "silent": Silent, "garbage": Garbage,
	"slow": Slow, "http429": HTTP429, "badtick": BadTick, "delist": Delist,
}

const kindList = "down, cut, silent, garbage, slow, http429, badtick or delist"

// usualDelay is how long slow holds frames back when it is not told.
const usualDelay = 2 * time.Second

// Parse reads a specification. An empty one is a plan without faults.
func Parse(spec string) (Plan, error) {
	if strings.TrimSpace(spec) == "" {
		return nil, nil
	}
	var plan Plan
	for _, text := range strings.Split(spec, ",") {
		f, err := parseOne(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("fault %q: %w", model.CleanText(text), err)
		}
		plan = append(plan, f)
	}
	return plan, nil
}

func parseOne(text string) (Fault, error) {
	what, when, found := strings.Cut(text, "@")
	if !found {
		return Fault{}, fmt.Errorf("no @offset: write venue:kind@offset+duration")
	}
	venue, what, found := strings.Cut(what, ":")
	if !found {
		return Fault{}, fmt.Errorf("no venue: write venue:kind@offset+duration")
	}
	name, arg, _ := strings.Cut(what, "=")
	f := Fault{Kind: kinds[name]}
	if f.Kind == "" {
		return Fault{}, fmt.Errorf("unknown kind %q: want %s", model.CleanText(name), kindList)
	}
	if venue != "*" {
		f.Venue = model.Venue(venue)
		if !f.Venue.Valid() {
			return Fault{}, fmt.Errorf("unknown venue %q", model.CleanText(venue))
		}
	}
	if err := f.setArgument(arg); err != nil {
		return Fault{}, err
	}
	return f, f.setTimes(when)
}

func (f *Fault) setArgument(arg string) error {
	switch {
	case f.Kind == Slow:
		f.Delay = usualDelay
		if arg == "" {
			return nil
		}
		var err error
		f.Delay, err = duration(arg)
		return err
	case f.Kind == BadTick || f.Kind == Delist:
		f.Asset = model.Asset(strings.ToUpper(arg))
		if f.Kind == Delist && arg == "" {
			return fmt.Errorf("which coin? write delist=COIN")
		}
	case f.Kind == Garbage:
		f.Form = Form(arg)
		if f.Form != "" && f.Form != Huge && f.Form != Bomb && f.Form != Torn {
			return fmt.Errorf("unknown garbage %q: want %s, %s or %s", model.CleanText(arg), Huge, Bomb, Torn)
		}
	case arg != "":
		return fmt.Errorf("%s takes no argument", f.Kind)
	}
	return nil
}

func (f *Fault) setTimes(when string) error {
	at, span, found := strings.Cut(when, "+")
	var err error
	if f.At, err = duration(at); err != nil {
		return err
	}
	usual, lasting := lasts[f.Kind]
	f.For = usual
	if !found {
		return nil
	}
	if !lasting {
		return fmt.Errorf("%s happens in a moment and takes no duration", f.Kind)
	}
	f.For, err = duration(span)
	return err
}

// maxDuration keeps sums of offsets and durations far from overflowing.
const maxDuration = 366 * 24 * time.Hour

func duration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 || d > maxDuration {
		return 0, fmt.Errorf("%q is not a duration: write 30s, 2m, 500ms", model.CleanText(text))
	}
	return d, nil
}
