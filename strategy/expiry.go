package strategy

import (
	"fmt"
	"time"

	"eddy/model"
)

// contractKey names a contract.
type contractKey struct {
	venue  model.Venue
	symbol string
}

// noteEnds keeps when contracts end trading: expiries of dated ones and
// announced delistings of perpetuals.
func (e *Engine) noteEnds(venue model.Venue, list []model.Instrument) {
	for i := range list {
		in := &list[i]
		key := contractKey{venue, in.Symbol}
		if in.Delivery == 0 {
			delete(e.ends, key) // an announcement may be taken back
			continue
		}
		e.ends[key] = contractEnd{at: in.Delivery, dated: in.Kind == model.ContractDated}
	}
}

// contractEnd is when a contract ends.
type contractEnd struct {
	at    model.Millis
	dated bool // it expires; else it is delisted
}

// expiries writes the contracts that are held and end soon: a roll or a close
// is due, else the venue settles or liquidates (S2-DER-1).
func (w *signalWriter) expiries() {
	e := w.e
	if e.book.held == nil {
		return
	}
	for _, p := range e.book.held.Positions {
		end, dated := e.ends[contractKey{p.Venue, p.Symbol}]
		if !dated {
			continue
		}
		days, severity, near := w.b.f.Expiry.Expiry(e.market.now, end.at)
		s := model.SignalView{
			ID: ruleExpiry, Subject: string(p.Venue) + " " + p.Symbol, State: "off", Active: near, Severity: severity,
			Value: model.Known(days), Threshold: model.Known(w.b.f.Expiry.Warn.Value), Source: "S2-DER-1",
			Text: fmt.Sprintf("%s %s %s on %s, in %.1f days: roll or close it", p.Venue, p.Symbol, end.verb(), end.at.Time().Format(time.DateOnly), days),
		}
		if near {
			s.State = on.String()
		}
		s.Evidence = []model.Evidence{{
			ID: "days", Text: "days to the end of trading", Value: s.Value, Source: "S2-DER-1",
			Threshold: fmt.Sprintf("%g, urgent at %g", w.b.f.Expiry.Warn.Value, w.b.f.Expiry.Critical.Value), State: vote(near),
		}}
		w.add(s)
	}
}

func (c contractEnd) verb() string {
	if c.dated {
		return "expires"
	}
	return "is delisted"
}
