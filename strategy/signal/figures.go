package signal

import (
	_ "embed" // the figures
	"fmt"

	"eddy/model/stricttoml"
)

//go:embed figures.toml
var embedded []byte

// Figure is a number with its origin.
type Figure struct {
	Value  float64 `toml:"value"`
	Unit   string  `toml:"unit"`
	Source string  `toml:"source"` // ledger ids, an analytics section, or "chosen" with the reason
}

// N returns the figure as a count.
func (f Figure) N() int { return int(f.Value) }

// Figures are all numbers the signals use, read from figures.toml.
type Figures struct {
	Roles       Roles              `toml:"roles"`
	Cross       CrossFigures       `toml:"cross"`
	Appetite    AppetiteFigures    `toml:"appetite"`
	Pivot       PivotFigures       `toml:"pivot"`
	RSI         RSIFigures         `toml:"rsi"`
	Funding     FundingFigures     `toml:"funding"`
	Interest    InterestFigures    `toml:"interest"`
	Extension   ExtensionFigures   `toml:"extension"`
	Short       ShortFigures       `toml:"short"`
	Pair        PairFigures        `toml:"pair"`
	Order       OrderFigures       `toml:"order"`
	Correlation CorrelationFigures `toml:"correlation"`
	Expiry      ExpiryFigures      `toml:"expiry"`
}

// Roles are the names of the sectors the articles' rules speak of.
type Roles struct {
	Infrastructure string `toml:"infrastructure"`
	L1             string `toml:"l1"`
	DeFi           string `toml:"defi"`
	NFT            string `toml:"nft"`
	AI             string `toml:"ai"`
}

// CrossFigures shape the moving-average crosses (S0-SIG-3).
type CrossFigures struct {
	SlowFast Figure `toml:"slow_fast"` // on the slow profile, daily bars
	SlowSlow Figure `toml:"slow_slow"`
	FastFast Figure `toml:"fast_fast"` // on the fast profile, bars of four hours
	FastSlow Figure `toml:"fast_slow"`
	Confirm  Figure `toml:"confirm"`
}

// AppetiteFigures shape the risk-appetite flip (S0-SIG-4).
type AppetiteFigures struct {
	Hold Figure `toml:"hold"`
}

// PivotFigures shape the pivot (S0-STR1-3).
type PivotFigures struct {
	Window Figure `toml:"window"`
	Hold   Figure `toml:"hold"`
}

// RSIFigures shape the overbought trigger (S1-TRIG-1).
type RSIFigures struct {
	Bars    Figure `toml:"bars"`
	Extreme Figure `toml:"extreme"`
	Release Figure `toml:"release"`
	Closes  Figure `toml:"closes"`
}

// FundingFigures are the bands of funding, in basis points per eight hours, and
// the relative test beside them (analytics §8.3).
type FundingFigures struct {
	DeeplyNegative Figure `toml:"deeply_negative"`
	Warm           Figure `toml:"warm"`
	Hot            Figure `toml:"hot"`
	Excessive      Figure `toml:"excessive"`
	Extreme        Figure `toml:"extreme"`
	Release        Figure `toml:"release"`
	MeanDays       Figure `toml:"mean_days"`
	Z              Figure `toml:"z"`
	ZSettlements   Figure `toml:"z_settlements"`
	Percentile     Figure `toml:"percentile"`
	PercentileDays Figure `toml:"percentile_days"`
}

// InterestFigures are the dead zones of the open-interest quadrants (analytics
// §8.4).
type InterestFigures struct {
	DeadSigma   Figure `toml:"dead_sigma"`
	Dead4h      Figure `toml:"dead_4h"`
	Dead1d      Figure `toml:"dead_1d"`
	Stable      Figure `toml:"stable"`
	Crowded     Figure `toml:"crowded"`
	CrowdedRise Figure `toml:"crowded_rise"`
}

// ExtensionFigures scale overextension (S1-FUT-3).
type ExtensionFigures struct {
	RSILow     Figure `toml:"rsi_low"`
	RSIHigh    Figure `toml:"rsi_high"`
	ZLow       Figure `toml:"z_low"`
	ZHigh      Figure `toml:"z_high"`
	StretchLow Figure `toml:"stretch_low"`
	StretchTop Figure `toml:"stretch_top"`
	Enter      Figure `toml:"enter"`
	Leave      Figure `toml:"leave"`
}

// ShortFigures weigh what makes a short candidate (S1-C-SHORT).
type ShortFigures struct {
	FundingLow       Figure `toml:"funding_low"`
	FundingHigh      Figure `toml:"funding_high"`
	GrowthLow        Figure `toml:"growth_low"`
	GrowthHigh       Figure `toml:"growth_high"`
	FundingWeight    Figure `toml:"funding_weight"`
	GrowthWeight     Figure `toml:"growth_weight"`
	DivergenceWeight Figure `toml:"divergence_weight"`
	ExtensionWeight  Figure `toml:"extension_weight"`
	LeastShare       Figure `toml:"least_share"`
	Enter            Figure `toml:"enter"`
	Leave            Figure `toml:"leave"`
}

// PairFigures shape divergence and confirmation (S1-IND-0).
type PairFigures struct {
	Dead Figure `toml:"dead"`
	Hold Figure `toml:"hold"`
}

// OrderFigures shape the volatility-ordering flag (S0-SEC-2).
type OrderFigures struct {
	Hold Figure `toml:"hold"`
}

// CorrelationFigures shape the correlation panel (S0-ADV-1).
type CorrelationFigures struct {
	Bars Figure `toml:"bars"`
	High Figure `toml:"high"`
	Low  Figure `toml:"low"`
}

// ExpiryFigures are the days before a dated contract ends (S2-DER-1).
type ExpiryFigures struct {
	Warn     Figure `toml:"warn"`
	Critical Figure `toml:"critical"`
}

// Default returns the figures that ship with eddy.
func Default() (*Figures, error) {
	var f Figures
	if err := stricttoml.Decode(embedded, &f); err != nil {
		return nil, fmt.Errorf("signal: figures: %w", err)
	}
	return &f, nil
}
