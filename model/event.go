package model

import "strconv"

// Kind says what an Event tells.
type Kind uint8

// The kinds of events. Quote to Ignored are what a frame can decode to and are
// printed by `eddy decode`; the rest travel only inside the program.
const (
	KindNone         Kind = iota
	KindQuote             // last, best bid and ask, 24-hour figures
	KindMark              // mark and index price, and the funding that rides with them
	KindFunding           // a funding rate or a funding interval by itself
	KindOpenInterest      // open interest
	KindBar               // one bar, open or closed
	KindBook              // depth beyond the best level
	KindTrade             // a trade
	KindLink              // the state of a connection, or news about the venue
	KindAck               // the venue accepted a request
	KindPong              // the venue answered, or asks for, a ping
	KindError             // the venue refused something, or a frame made no sense
	KindIgnored           // understood and of no use; Text says why

	KindTick        // nothing but the passing of time
	KindInstruments // the venue's list of contracts
	KindHistory     // closed bars, funding or open interest of the past
	KindHealth      // counters of a venue's feed
	KindBackfill    // progress of loading history
	KindContext     // a series no ticker carries: Detail is a *Context
	KindJudgement   // what the user says happened: Detail is a *Judgement
	KindArchive     // how the store of the past is: Detail is an *Archive
	KindPortfolio   // what the user owns now: Detail is a *portfolio.Portfolio, or the *ledger.State of its books
	KindAlertAct    // what the user does with an alert: Detail is an *AlertAct
)

var kindNames = [...]string{
	KindNone: "none", KindQuote: "quote", KindMark: "mark", KindFunding: "funding",
	KindOpenInterest: "open_interest", KindBar: "bar", KindBook: "book", KindTrade: "trade",
	KindLink: "link", KindAck: "ack", KindPong: "pong", KindError: "error", KindIgnored: "ignored",
	KindTick: "tick", KindInstruments: "instruments", KindHistory: "history",
	KindHealth: "health", KindBackfill: "backfill",
	KindContext: "context", KindJudgement: "judgement", KindArchive: "archive", KindPortfolio: "portfolio",
	KindAlertAct: "alert_act",
}

// String returns the kind's name in `eddy decode`.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "kind" + strconv.Itoa(int(k))
}

// MarshalText writes the kind's name.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Fields is a set of the figures an Event carries.
type Fields uint32

// One bit for each optional figure of an Event.
const (
	FieldLast Fields = 1 << iota
	FieldBid
	FieldAsk
	FieldMark
	FieldIndex
	FieldFundingRate
	FieldFundingInterval
	FieldNextFunding
	FieldOpenInterest
	FieldOpenInterestUSD
	FieldVolume24hUSD
	FieldChange24hPct
	FieldBar
)

// Has tells whether every figure of g is in the set.
func (f Fields) Has(g Fields) bool { return f&g == g }

// Event is one thing a venue told, normalised at the door (law 5): prices are
// US dollars for one coin of the asset, sizes count coins, rates are fractions,
// times are UTC. It is a plain value so that the hot path can hand it over
// without allocating.
//
// Only the figures named in Has are meaningful. Those named in None are known
// not to apply (a dated contract has no funding); the others were not carried.
type Event struct {
	Kind   Kind
	Venue  Venue
	Symbol string // as the venue writes it, cleaned
	Asset  Asset  // "" when the symbol is not known

	// Multiplier is how many coins one unit of the venue's price stands for:
	// 1000 for 1000PEPEUSDT. It is already divided out of every figure here.
	Multiplier float64

	EventTime Millis // the venue's own stamp; 0 when the frame carries none
	Received  Millis // the local clock when the frame arrived

	Has, None Fields

	Last, Bid, Ask   float64
	Mark, Index      float64
	FundingRate      float64 // fraction per its own interval
	FundingIntervalH float64 // hours
	NextFunding      Millis
	OpenInterest     float64 // coins, one side
	OpenInterestUSD  float64
	Volume24hUSD     float64
	Change24hPct     float64 // percent points
	Bar              Bar

	Text string // what happened, for link, ack, error and ignored; cleaned

	Link   LinkState
	Detail any // *History, *VenueHealth, *Progress, *Context, *Judgement, *Archive or []Instrument by Kind; never set on the hot path
}

// LinkState is the state of a venue's feed.
type LinkState uint8

// The states of a feed, from bad to good but for LinkOff.
const (
	LinkUnset      LinkState = iota
	LinkOff                  // not enabled
	LinkDown                 // cannot be reached; retrying
	LinkConnecting           // dialling or waiting for the first data
	LinkStale                // connected, but silent beyond its limit
	LinkLive                 // data arrives
)

var linkNames = [...]string{"unset", "off", "down", "connecting", "stale", "live"}

// String returns the state's name in JSON and on screen.
func (s LinkState) String() string {
	if int(s) < len(linkNames) {
		return linkNames[s]
	}
	return "unset"
}

// MarshalText writes the state's name.
func (s LinkState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// History is a run of the past of one symbol, oldest first. Gaps are simply
// missing; nothing is filled in.
type History struct {
	Interval     Interval // of Bars
	Bars         []Bar    // all closed
	From, To     Millis   // what the venue was asked for and has answered of Bars, [From, To); 0: their own stretch
	Funding      []FundingPoint
	OpenInterest []OpenInterestPoint
}

// FundingPoint is one settlement that took place.
type FundingPoint struct {
	Time      Millis
	Rate      float64 // fraction per interval
	IntervalH float64 // hours since the settlement before it; 0 when not known
}

// OpenInterestPoint is open interest at a moment.
type OpenInterestPoint struct {
	Time  Millis
	Coins float64 // one side
	USD   float64 // 0 when not known
}

// Progress tells how far a long piece of work has come.
type Progress struct {
	What  string `json:"what"` // "binance history"
	Done  int    `json:"done"`
	Total int    `json:"total"`
	Error string `json:"error,omitempty"` // the last thing that went wrong
	Since Millis `json:"since,omitzero"`
	Until Millis `json:"until,omitzero"` // about when it will be done, local clock; unknown at first
}

// Complete tells whether nothing is left to do.
func (p Progress) Complete() bool { return p.Done >= p.Total }
