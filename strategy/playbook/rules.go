package playbook

import (
	"slices"

	"eddy/model"
)

// Hedge is a futures leg that covers a sector's spot; a short unless its side
// says otherwise.
type Hedge struct {
	ID      string        `toml:"id"`
	Title   string        `toml:"title"`
	Of      string        `toml:"of"`      // sector or sub-sector
	Against model.Asset   `toml:"against"` // the coin whose perpetual is sold
	Side    string        `toml:"side"`    // "" = short
	Ratio   float64       `toml:"ratio"`   // of the spot's value
	Band    [2]float64    `toml:"band"`
	Phases  []model.Phase `toml:"phases"`
	Stages  []string      `toml:"stages"` // only in these stages; empty: in all of the phases
	When    string        `toml:"when"`   // "" = as long as the phase lasts
	Until   string        `toml:"until"`  // its end condition; "" = the end of its phases
	Unwind  string        `toml:"unwind"` // "" = at once; "pro rata" = as the spot is sold (C-11)
	OptIn   bool          `toml:"opt_in"`
	Covers  string        `toml:"covers"`     // what it protects from
	Leaves  string        `toml:"not_covers"` // what it does not
	Source  string        `toml:"source"`
}

// AppliesIn tells whether the hedge belongs to a phase.
func (h Hedge) AppliesIn(p model.Phase) bool { return slices.Contains(h.Phases, p) }

// AppliesTo tells whether the hedge belongs to a stage in a phase.
func (h Hedge) AppliesTo(stage string, p model.Phase) bool {
	return h.AppliesIn(p) && (len(h.Stages) == 0 || slices.Contains(h.Stages, stage))
}

// Move is spot that changes bucket when a condition holds.
type Move struct {
	ID     string     `toml:"id"`
	Title  string     `toml:"title"`
	Stages []string   `toml:"stages"` // in these stages; empty: in all
	From   []string   `toml:"from"`   // buckets, first to last
	To     string     `toml:"to"`
	Basis  Basis      `toml:"basis"`
	Pct    float64    `toml:"pct"`
	Band   [2]float64 `toml:"band"` // what the rule allows around Pct; zero: only Pct
	When   string     `toml:"when"`
	Then   string     `toml:"then"` // what follows it, in words

	// InTargets says that the stage's targets are what the move leaves: nothing
	// moves beside them.
	InTargets bool `toml:"in_targets"`

	Source string `toml:"source"`
}

// Trigger is a rule that ends rotation or cuts risk. With For it stands once
// for each of those sectors, which its conditions call this.
type Trigger struct {
	ID       string         `toml:"id"`
	Title    string         `toml:"title"`
	For      []string       `toml:"for"` // sectors as conditions call them
	When     string         `toml:"when"`
	Release  string         `toml:"release"` // "" = when the condition no longer holds
	Do       string         `toml:"do"`
	Severity model.Severity `toml:"severity"`
	Source   string         `toml:"source"`
}

// Pick lists the coins of a sector that meet a condition, the highest first.
// Its condition calls the coin coin.self.
type Pick struct {
	ID     string `toml:"id"`
	Title  string `toml:"title"`
	Of     string `toml:"of"` // sector; "" = all
	When   string `toml:"when"`
	Rank   string `toml:"rank"` // the figure of coin.self they are ranked by
	Do     string `toml:"do"`
	Source string `toml:"source"`
}

// SectorRisk is what one sector may cost.
type SectorRisk struct {
	Sector      string  `toml:"sector"`
	Tier        int     `toml:"tier"`         // 1 least risk, 3 most
	CapPct      float64 `toml:"cap_pct"`      // largest share of equity; 100 = none
	LeverageMax float64 `toml:"leverage_max"` // on its own coins
	StopATR     float64 `toml:"stop_atr"`     // distance of a stop in daily ATR
	VolCap      float64 `toml:"vol_cap"`      // volatility above which nothing is added, annual fraction
	Source      string  `toml:"source"`
}
