package playbook

import (
	"slices"

	"eddy/model"
)

// Stage is what a playbook wants while a phase or a state lasts. Stages are
// tried in the order of the file; the first that applies is taken.
type Stage struct {
	ID    string        `toml:"id"` // "" = the phase's name
	Title string        `toml:"title"`
	Phase model.Phase   `toml:"phase"`
	Also  []model.Phase `toml:"also"`  // other phases it applies in
	Enter string        `toml:"enter"` // condition; "" = none
	Exits []Exit        `toml:"exit"`

	Targets       []Target  `toml:"target"`
	FuturesPct    float64   `toml:"futures_pct"` // share of equity that may stand in futures
	FuturesSource string    `toml:"futures_source"`
	Posture       string    `toml:"posture"`  // "mostly long", "balanced", ...
	BetaMax       float64   `toml:"beta_max"` // most net exposure in BTC-equivalents over equity; 0 = none named
	Overlays      []Overlay `toml:"overlay"`
	Source        string    `toml:"source"` // of the condition and the posture
}

// Target is one bucket's share of equity in percent.
type Target struct {
	Bucket string  `toml:"bucket"`
	Pct    float64 `toml:"pct"`
	Source string  `toml:"source"` // ledger ids
}

// Exit says when a stage is over before its phase is, and what is done then.
type Exit struct {
	ID     string `toml:"id"`
	When   string `toml:"when"`
	Do     string `toml:"do"`
	Source string `toml:"source"`
}

// Overlay is a futures leg over a stage's spot.
type Overlay struct {
	ID       string        `toml:"id"`
	Title    string        `toml:"title"`
	Side     string        `toml:"side"`     // long or short
	Of       string        `toml:"of"`       // the sector, sub-sector or coin it acts on
	Against  []model.Asset `toml:"against"`  // coins whose perpetuals serve; empty: members of Of
	Basis    Basis         `toml:"basis"`    // what Size is a share of
	Size     float64       `toml:"size"`     // percent
	Leverage float64       `toml:"leverage"` // notional over margin
	Margin   string        `toml:"margin"`   // bucket that posts it: Stables, or the sleeve itself (C-34)
	When     string        `toml:"when"`
	Until    string        `toml:"until"`
	OptIn    bool          `toml:"opt_in"` // offered, not proposed
	Preset   string        `toml:"preset"` // only under this preset; "" = all
	Source   string        `toml:"source"`
}

// Basis says what an overlay's or a move's size is a share of.
type Basis string

// The bases of sizes.
const (
	NotionalOfEquity Basis = "notional-of-equity"  // overlay: its notional, of equity
	MarginOfEquity   Basis = "margin-of-equity"    // overlay: its margin, of equity
	MarginOfStables  Basis = "margin-of-stables"   // overlay: its margin, of the stablecoins left
	NotionalOfSpot   Basis = "notional-of-spot"    // overlay: its notional, of the spot of its sector
	OfHolding        Basis = "holding"             // move: of what is held (C-6)
	OfGain           Basis = "gain"                // move: of the gain since entry (C-10)
	OfProceeds       Basis = "realised-of-futures" // move: of what closing the legs realised (C-21)
)

var overlayBases = []Basis{NotionalOfEquity, MarginOfEquity, MarginOfStables, NotionalOfSpot}

var moveBases = []Basis{OfHolding, OfGain, OfProceeds}

// covers tells whether the stage can apply in a phase.
func (s *Stage) covers(phase model.Phase) bool {
	return s.Phase == phase || slices.Contains(s.Also, phase)
}

// TargetOf returns a bucket's share of equity in percent, 0 when the stage
// names none.
func (s *Stage) TargetOf(bucket string) float64 {
	for _, t := range s.Targets {
		if t.Bucket == bucket {
			return t.Pct
		}
	}
	return 0
}

// MarginPct returns what an overlay posts at the stage's targets, in percent of
// equity.
func (s *Stage) MarginPct(o *Overlay) float64 {
	switch o.Basis {
	case MarginOfEquity:
		return o.Size
	case MarginOfStables:
		return o.Size / 100 * s.TargetOf(Stables)
	case NotionalOfSpot:
		return o.Size / 100 * s.TargetOf(o.Of) / o.Leverage
	default:
		return o.Size / o.Leverage
	}
}

// NotionalPct returns an overlay's notional at the stage's targets, in percent
// of equity.
func (s *Stage) NotionalPct(o *Overlay) float64 { return s.MarginPct(o) * o.Leverage }
