package stress

import (
	"errors"
	"math"
)

// Figures of the technical stop (analytics §10).
const (
	stopATRs  = 2.5 // distance from the entry in daily ATR(14)
	StopShare = 0.7 // of the way to liquidation that a stop may take
	swingPad  = 0.1 // of an ATR beyond a swing, so that its own low does not trigger
)

// Stop is where a futures leg should be stopped.
type Stop struct {
	Price  float64
	By     string  // "atr" or "swing"
	Away   float64 // fraction of the entry
	ATRs   float64 // the same in ATR
	Room   float64 // distance to liquidation as a fraction of the entry; 0 without one
	Fits   bool    // no further than StopShare of the way to liquidation
	Lever  float64 // the highest leverage up to Ladder's top at which it would; 0 when none does
	Amount float64 // of loss at the stop per unit of value at the entry, the same as Away
}

// Leg is what a stop is placed for.
type Leg struct {
	Short       bool
	Entry       float64
	ATR         float64 // daily ATR(14), in dollars
	Swing       float64 // lowest low (long) or highest high (short) of the swing; 0 when not asked for
	Liquidation float64 // 0: none
	Leverage    float64
	Share       float64 // of the way to liquidation its stop may take; 0: StopShare
	// Room returns the distance to liquidation, as a fraction of the entry, at
	// another leverage; +Inf where there is none. nil when the leg cannot be
	// opened anew.
	Room func(leverage float64) float64
}

// ErrStop is returned for a leg no stop can be placed for.
var ErrStop = errors.New("a stop needs an entry and an ATR above zero")

// Ladder is the leverages a plan may use, highest first (C-25); 1 comes last.
var Ladder = []float64{3, 2, 1.5, 1}

// Place puts a stop 2.5 ATR from the entry, or beyond the swing when that is
// nearer, and tells whether it lies within 0.7 of the way to liquidation; when
// it does not, the answer is a lower leverage, not a tighter stop.
func Place(l Leg) (Stop, error) {
	if !(l.Entry > 0 && l.ATR > 0) || math.IsInf(l.Entry+l.ATR, 0) {
		return Stop{}, ErrStop
	}
	s := Stop{By: "atr", Away: stopATRs * l.ATR / l.Entry}
	if swing := l.swing(); swing > 0 && swing < s.Away {
		s.By, s.Away = "swing", swing
	}
	if !l.Short && s.Away >= 1 {
		return Stop{}, errors.New("2.5 ATR below the entry is no price: the coin moves more than a stop can bear")
	}
	s.Price = l.Entry * (1 - s.Away)
	if l.Short {
		s.Price = l.Entry * (1 + s.Away)
	}
	s.ATRs, s.Amount = s.Away*l.Entry/l.ATR, s.Away
	s.Fits = true
	if l.Liquidation > 0 {
		s.Room = math.Abs(l.Entry-l.Liquidation) / l.Entry
		s.Fits = s.Away <= l.share()*s.Room
	}
	if !s.Fits {
		s.Lever = l.lower(s.Away)
	}
	return s, nil
}

// swing is how far the swing's extreme lies from the entry, on the losing side;
// 0 when it does not.
func (l *Leg) swing() float64 {
	if l.Swing <= 0 {
		return 0
	}
	away := l.Entry - l.Swing
	if l.Short {
		away = -away
	}
	if away <= 0 {
		return 0
	}
	return (away + swingPad*l.ATR) / l.Entry
}

func (l *Leg) share() float64 {
	if l.Share > 0 {
		return l.Share
	}
	return StopShare
}

// lower finds the highest leverage of the ladder, below the leg's own, at which
// a stop that far away fits.
func (l *Leg) lower(away float64) float64 {
	if l.Room == nil {
		return 0
	}
	for _, lever := range Ladder {
		if lever < l.Leverage && away <= l.share()*l.Room(lever) {
			return lever
		}
	}
	return 0
}
