package model

// HedgeDetail is what stands behind a HedgeRow. Ratios are by value, hedge over
// spot; an absent figure is left out.
type HedgeDetail struct {
	Covers    string `json:"covers,omitempty"`     // what the hedge protects from
	NotCovers string `json:"not_covers,omitempty"` // what it does not (C-7)

	BetaEWMA         Num `json:"beta_ewma,omitzero"`          // EWMA of daily returns, λ 0.94 (margin §7)
	MarketRatio      Num `json:"market_ratio,omitzero"`       // takes the first benchmark coin out: β of the spot over β of the hedge
	MinVarianceRatio Num `json:"min_variance_ratio,omitzero"` // slope of daily returns
	Effectiveness    Num `json:"effectiveness,omitzero"`      // R² of that slope: the share of variance taken out
	ResidualPct      Num `json:"residual_pct,omitzero"`       // daily standard deviation left, in percent
	FitDays          int `json:"fit_days,omitempty"`          // the window of the two above

	Spot            Num    `json:"spot,omitzero"`          // US dollars covered
	RuleNotional    Num    `json:"rule_notional,omitzero"` // what the rule asks for
	BetaNotional    Num    `json:"beta_notional,omitzero"` // what the beta asks for (C-37)
	Differ          bool   `json:"differ,omitempty"`       // rule and beta lie more than two standard errors apart
	SetRatio        Num    `json:"set_ratio,omitzero"`     // when the hedge was opened
	Drift           Num    `json:"drift,omitzero"`         // since then: current less set ratio
	RehedgeCost     Num    `json:"rehedge_cost,omitzero"`  // US dollars, to the rule's notional
	RehedgeBasis    string `json:"rehedge_basis,omitempty"`
	CarryPerDay     Num    `json:"carry_per_day,omitzero"`      // US dollars; positive: received (C-15)
	CarryRulePerDay Num    `json:"carry_rule_per_day,omitzero"` // if the rule's notional stood
	CarryAprPct     Num    `json:"carry_apr_pct,omitzero"`

	Basket        []HedgeLeg `json:"basket,omitempty"`         // the same short spread over the sector's own members (S0-FUT-2)
	MostLeveraged Asset      `json:"most_leveraged,omitempty"` // the member with the highest funding
}

// HedgeLeg is a piece of a basket; below zero it is short.
type HedgeLeg struct {
	Asset    Asset `json:"asset"`
	Notional Num   `json:"notional"` // US dollars
}

// LegDetail is what a PositionRow says about its account, its funding and where
// its stop belongs.
type LegDetail struct {
	Notional         Num       `json:"notional,omitzero"`
	InitialMargin    Num       `json:"initial_margin,omitzero"`
	Maintenance      Num       `json:"maintenance_margin,omitzero"`
	MarginRatio      Num       `json:"margin_ratio,omitzero"` // of what backs it, liquidated at 1
	Bracket          int       `json:"bracket,omitempty"`
	Tiers            string    `json:"tiers,omitempty"` // where the brackets come from, and their day
	FundingNext      Num       `json:"funding_next,omitzero"`
	NextFunding      Millis    `json:"next_funding,omitzero"`
	FundingIntervalH Num       `json:"funding_interval_h,omitzero"`
	ProposedStop     *StopView `json:"proposed_stop,omitempty"`
	ATRPct           Num       `json:"atr_pct,omitzero"`            // daily ATR(14), percent of the mark
	WorstHourPct     Num       `json:"worst_hour_30d_pct,omitzero"` // furthest it went against the leg within an hour, in percent
}

// StopView is where a leg's stop belongs, as an order to place.
type StopView struct {
	Price         Num    `json:"price"`
	By            string `json:"by"` // atr or swing
	ATRs          Num    `json:"atrs"`
	ShareOfWay    Num    `json:"share_of_way,omitzero"` // to liquidation; a stop may take 0.7 of it
	Fits          bool   `json:"fits"`
	LowerLeverage Num    `json:"lower_leverage,omitzero"` // at which it would, where it does not
	Order         string `json:"order"`                   // in words: "sell stop-market 4 ETHUSDT at 2750, reduce only"
	Loss          Num    `json:"loss"`                    // US dollars when it fills there
}

// MarginView is the futures account of one venue.
type MarginView struct {
	Venue            Venue  `json:"venue"`
	Wallet           Num    `json:"wallet"`
	WalletBasis      string `json:"wallet_basis"` // what the wallet was taken to be
	Equity           Num    `json:"equity"`
	InitialMargin    Num    `json:"initial_margin"`
	Maintenance      Num    `json:"maintenance_margin"`
	MarginRatio      Num    `json:"margin_ratio"`
	CrossRatio       Num    `json:"cross_ratio,omitzero"` // of the cross positions' pool, liquidated at 1
	FirstToLiquidate string `json:"first_to_liquidate,omitempty"`
	JointMovePct     Num    `json:"joint_move_pct"` // of all marks alike; not applicable: none liquidates anything
	FirstByBeta      string `json:"first_to_liquidate_by_beta,omitempty"`
	JointMoveBetaPct Num    `json:"joint_move_beta_pct,omitzero"` // of the first benchmark coin, each mark by its beta
	Why              string `json:"why,omitempty"`                // what keeps it from being worked out
}

// StressRow is the whole portfolio after a shock.
type StressRow struct {
	ID         string      `json:"id"`
	Text       string      `json:"text"`
	Source     string      `json:"source,omitempty"`
	ShockPct   Num         `json:"shock_pct,omitzero"` // the move the row is named after
	Spot       Num         `json:"spot"`               // change of the spot's worth, US dollars
	Futures    Num         `json:"futures"`            // change of the futures accounts
	Change     Num         `json:"change"`
	ChangePct  Num         `json:"change_pct"` // of equity
	Equity     Num         `json:"equity"`
	Liquidated []string    `json:"liquidated"`
	Legs       []StressLeg `json:"legs,omitempty"`
}

// StressLeg is a futures leg after a shock.
type StressLeg struct {
	Venue       Venue  `json:"venue"`
	Symbol      string `json:"symbol"`
	Side        string `json:"side"`
	MovePct     Num    `json:"move_pct"`
	PnL         Num    `json:"pnl"`
	MarginRatio Num    `json:"margin_ratio"` // null: nothing is left of what backed it
	Liquidated  bool   `json:"liquidated"`
}

// VaRView is value at risk and expected shortfall of today's holdings over the
// stored past; losses are positive.
type VaRView struct {
	Days      int      `json:"days"` // the window
	From      Millis   `json:"from,omitzero"`
	To        Millis   `json:"to,omitzero"`
	Skipped   int      `json:"skipped,omitempty"`    // days left out because a coin had no price
	LimitedBy Asset    `json:"limited_by,omitempty"` // the coin whose history begins last
	Rows      []VaRRow `json:"rows,omitempty"`
	Why       string   `json:"why,omitempty"` // why there are none
	Basis     string   `json:"basis"`
}

// VaRRow is one confidence over one horizon.
type VaRRow struct {
	Confidence   float64 `json:"confidence"`
	HorizonDays  int     `json:"horizon_days"`
	Parametric   Num     `json:"parametric"`
	ParametricES Num     `json:"parametric_es"`
	Historical   Num     `json:"historical"`
	HistoricalES Num     `json:"historical_es"`
}
