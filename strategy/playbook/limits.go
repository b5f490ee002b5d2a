package playbook

import "eddy/strategy/cost"

// Figure is one number with the ledger rows it comes from.
type Figure struct {
	Value  float64 `toml:"value"`
	Source string  `toml:"source"`
}

// Figures are several.
type Figures struct {
	Values []float64 `toml:"values"`
	Source string    `toml:"source"`
}

// Limits are the figures that bound every plan.
type Limits struct {
	MarginPct    Figure `toml:"margin_pct"`     // posted margin, of equity: hard
	GrossWarnPct Figure `toml:"gross_warn_pct"` // gross notional, of equity: warns
	LeverageMin  Figure `toml:"leverage_min"`   // on entering a volatile sector
	LeverageLow  Figure `toml:"leverage_low"`   // the most that is called low
	LeverageMax  Figure `toml:"leverage_max"`   // never more

	Leverage    []LeverageStep `toml:"leverage"`     // by confidence, rising
	StepUpBars  Figure         `toml:"step_up_bars"` // closes a higher confidence must last before leverage follows
	StopATR     Figure         `toml:"stop_atr"`     // distance of a technical stop
	StopOfLiq   Figure         `toml:"stop_of_liquidation"`
	RollDays    Figures        `toml:"roll_warning_days"`
	GainPct     Figure         `toml:"take_profit_gain_pct"`
	GainSellPct Figure         `toml:"take_profit_sell_pct"`

	OrderPct         Figure `toml:"order_of_turnover_pct"`
	WindowPct        Figure `toml:"order_of_window_pct"`
	OIPct            Figure `toml:"position_of_oi_pct"`
	MinTurnoverUSD   Figure `toml:"min_turnover_usd"`
	AmberTurnoverUSD Figure `toml:"amber_turnover_usd"`
	MinOIUSD         Figure `toml:"min_oi_usd"`

	EdgeOverCost    Figure `toml:"edge_over_cost"`
	BandPoints      Figure `toml:"band_points"`
	BandOfTargetPct Figure `toml:"band_of_target_pct"`
	StepPoints      Figure `toml:"rotation_step_points"`
	DaysBetween     Figure `toml:"days_between_rotations"`
	WeeklyTurnover  Figure `toml:"weekly_turnover_pct"`
	Tranches        Figure `toml:"tranches"`
	TrancheHours    Figure `toml:"tranche_hours"`
	RiskAversion    Figure `toml:"risk_aversion"` // gamma of the turnover penalty
}

// LeverageStep is the leverage from a confidence on.
type LeverageStep struct {
	From     float64 `toml:"from_confidence"`
	Leverage float64 `toml:"leverage"` // 0: no new leverage
	Source   string  `toml:"source"`
}

// LeverageFor returns the leverage a confidence allows and the rows it comes
// from (S0-RISK-2, C-25).
func (l *Limits) LeverageFor(confidence float64) (leverage float64, source string) {
	for _, s := range l.Leverage {
		if confidence >= s.From {
			leverage, source = s.Leverage, s.Source
		}
	}
	return leverage, source
}

// Liquidity are the gates on markets, the usual ones of analytics §7 where the
// playbook sets none. An order is spread over the hours of a tranche.
func (l *Limits) Liquidity() cost.Liquidity {
	g := cost.DefaultLiquidity()
	set := func(to *float64, f Figure, scale float64) {
		if f.Value > 0 {
			*to = f.Value * scale
		}
	}
	set(&g.OrderOfTurnover, l.OrderPct, 0.01)
	set(&g.OrderOfWindow, l.WindowPct, 0.01)
	set(&g.PositionOfOI, l.OIPct, 0.01)
	set(&g.MinTurnover, l.MinTurnoverUSD, 1)
	set(&g.AmberTurnover, l.AmberTurnoverUSD, 1)
	set(&g.MinOI, l.MinOIUSD, 1)
	set(&g.WindowHours, l.TrancheHours, 1)
	return g
}
