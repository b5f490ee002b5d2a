package strategy

import (
	"fmt"
	"strings"
	"time"

	"eddy/model"
)

// listing is what one venue's list of contracts says about a coin.
type listing struct {
	symbol   string // of its perpetual, "" when it has none now
	trading  bool
	ever     bool         // was tradable at some time since the program runs
	delivery model.Millis // announced end of trading, 0: none
}

const ruleListing = "listing"

// onInstruments takes a venue's list of contracts. What changed since the one
// before becomes a line in the alerts: coins that came, went, were renamed or
// are about to be delisted.
func (e *Engine) onInstruments(venue model.Venue, list []model.Instrument) {
	v, enabled := e.venueAt[venue]
	if !enabled {
		return
	}
	first := !e.venues[v].listed
	e.venues[v].listed = true
	e.noteEnds(venue, list)
	e.takeTerms(venue, list)
	e.noteContracts(venue, list)
	now := e.readList(v, list)
	for i := range e.assets {
		a := &e.assets[i]
		before, after := a.listed[v], now[i]
		after.ever = before.ever || after.trading
		a.listed[v] = after
		e.tellListing(a, venue, listingChange{before, after, first})
	}
	e.dirty = true
	if first {
		e.tellMissing()
	}
}

// readList finds each coin's perpetual in a list; the first tradable one
// stands.
func (e *Engine) readList(v int, list []model.Instrument) []listing {
	now := make([]listing, len(e.assets))
	for i := range list {
		in := &list[i]
		at, known := e.index[in.Asset]
		if !known || in.Kind != model.ContractPerpetual || now[at].trading {
			continue
		}
		now[at] = listing{symbol: in.Symbol, trading: in.Trading, delivery: in.Delivery}
	}
	return now
}

type listingChange struct {
	before, after listing
	first         bool // there was no list before
}

// tellListing puts into words what changed for one coin.
func (e *Engine) tellListing(a *assetState, venue model.Venue, c listingChange) {
	text := ""
	severity := model.Info
	switch {
	case c.after.delivery != 0 && c.after.delivery != c.before.delivery:
		severity = model.Warning
		text = fmt.Sprintf("%s: %s ends trading on %s", venue, c.after.symbol, c.after.delivery.Time().Format(time.DateOnly))
	case c.first:
		return
	case c.before.trading && !c.after.trading:
		severity = model.Warning
		text = fmt.Sprintf("%s: %s is no longer traded", venue, a.asset)
	case !c.before.trading && c.after.trading:
		text = fmt.Sprintf("%s: %s is traded now as %s", venue, a.asset, c.after.symbol)
	case c.before.trading && c.before.symbol != c.after.symbol:
		text = fmt.Sprintf("%s: %s is %s now, was %s", venue, a.asset, c.after.symbol, c.before.symbol)
	}
	if text != "" {
		e.note(model.AlertRow{Rule: ruleListing, Subject: string(a.asset), Severity: severity, Text: text})
	}
}

// tellMissing says once, when every venue's list is in, which members no venue
// lists and who steps in for them (analytics §2.2).
func (e *Engine) tellMissing() {
	for i := range e.venues {
		if !e.venues[i].listed {
			return
		}
	}
	roster := e.cfg.Universe.Resolve(func(a model.Asset) bool { return e.assets[e.index[a]].isListed() })
	for _, s := range roster.Sectors {
		if len(s.Missing) == 0 {
			continue
		}
		e.note(model.AlertRow{
			Rule: ruleListing, Subject: s.Name, Severity: model.Info, Source: "analytics 2.2",
			Text: fmt.Sprintf("%s: no venue lists %s%s", s.Name, join(s.Missing), stepIns(e, s.Name, roster.Assets())),
		})
	}
}

// stepIns names the coins of a sector's line-up that are no regular members.
func stepIns(e *Engine, sector string, lineUp []model.Asset) string {
	var subs []model.Asset
	for _, a := range lineUp {
		if home, _, _ := e.cfg.Universe.Home(a); home == sector && !e.cfg.Universe.IsMember(a) {
			subs = append(subs, a)
		}
	}
	if len(subs) == 0 {
		return ""
	}
	return "; in for them: " + join(subs)
}

func join(coins []model.Asset) string {
	words := make([]string, len(coins))
	for i, c := range coins {
		words[i] = string(c)
	}
	return strings.Join(words, " ")
}
