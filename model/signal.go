package model

// SignalView is one technical signal with its evidence. Signals change on
// closed bars only; figures may preview the open one.
type SignalView struct {
	ID        string     `json:"id"`      // "ma-cross", "risk-appetite", "funding-excessive"
	Subject   string     `json:"subject"` // a sector, a coin, a pair of sectors, "market", a contract
	Timeframe Interval   `json:"timeframe,omitzero"`
	State     string     `json:"state"`              // "on", "off", "pending", "unknown", or a side: "above", "DeFi-heavy"
	Active    bool       `json:"active"`             // it calls for attention
	Since     Millis     `json:"since,omitzero"`     // end of the bar on which the state began
	Held      int        `json:"held,omitempty"`     // closes a pending state was held for
	Severity  Severity   `json:"severity,omitempty"` // of the alert it raises when active; "" raises none
	Text      string     `json:"text"`               // one line for people
	Value     Num        `json:"value"`              // the figure that decides
	Threshold Num        `json:"threshold"`          // the level it is held against
	Evidence  []Evidence `json:"evidence"`           // what stands behind it
	Source    string     `json:"source,omitempty"`   // ledger ids
}

// ConditionView is one condition of the playbook with the figures behind it.
type ConditionView struct {
	ID       string        `json:"id"`
	Stage    string        `json:"stage,omitempty"`   // the stage, trigger or hedge it belongs to
	Role     string        `json:"role,omitempty"`    // enter, exit, open, close, move, trigger, release, pick
	Subject  string        `json:"subject,omitempty"` // the sector or the coin it stands for
	Text     string        `json:"text"`              // what it belongs to
	When     string        `json:"when"`              // the condition in words
	Do       string        `json:"do,omitempty"`      // what follows when it holds
	State    EvidenceState `json:"state"`             // at the last closed bar
	Preview  EvidenceState `json:"preview"`           // with the open bar
	Evidence []Evidence    `json:"evidence"`          // each comparison: value, threshold, for or against
	Source   string        `json:"source,omitempty"`
}

// CorrelationView is the matrix of correlations between sectors and the
// benchmark's coins (S0-ADV-1).
type CorrelationView struct {
	Timeframe Interval `json:"timeframe"`
	Bars      int      `json:"bars"`   // returns in the window
	Labels    []string `json:"labels"` // sectors first, then coins
	Matrix    [][]Num  `json:"matrix"` // symmetric, 1 on the diagonal
	Mean      Num      `json:"mean"`   // of the pairs between sectors
}

// ShortCandidate is a coin that may be shorted because it is overleveraged and
// runs ahead of itself (S1-C-SHORT, S1-FUT-3). It is information, no advice.
type ShortCandidate struct {
	Asset         Asset  `json:"asset"`
	Sector        string `json:"sector"`
	Score         Num    `json:"score"`    // 0..1
	Coverage      Num    `json:"coverage"` // share of the score that is known
	FundingBps    Num    `json:"funding_3d_bps"`
	OIChange7dPct Num    `json:"oi_change_7d_pct"`
	Divergence    Num    `json:"bearish_divergence"` // 1 fresh, 0 none
	Extension     Num    `json:"overextension"`      // 0..1
	Active        bool   `json:"active"`
	Since         Millis `json:"since,omitzero"`
	Source        string `json:"source"`
}

// MemberView is one member's part in its sector's score.
type MemberView struct {
	Asset           Asset  `json:"asset"`
	State           string `json:"state"`                // waiting, active, suspended, delisted
	Weight          Num    `json:"weight"`               // fraction of the index now, drifting
	Return1dPct     Num    `json:"return_1d_pct"`        // developing day
	Return28dPct    Num    `json:"return_28d_pct"`       // its own price over 28 closed days
	ContributionPct Num    `json:"contribution_28d_pct"` // its part of the index's return over 28 closed days
	Momentum        Num    `json:"momentum"`             // its own score
	Without         Num    `json:"sector_momentum_without"`
	AboveEMA        *bool  `json:"above_ema,omitempty"`
	Stale           bool   `json:"stale"`
}

// RobustnessView says how much a sector's score hangs on one coin. All scores are momentum as in SectorView.
type RobustnessView struct {
	Score           Num   `json:"score"`  // of the index at the last close
	MedianScore     Num   `json:"median"` // median of the members' own scores
	WithoutTop      Num   `json:"without_top"`
	TopCoin         Asset `json:"top_coin,omitempty"` // the member that drives the score most
	TopShare        Num   `json:"top_share"`          // its share of all members' absolute contributions
	Return28dPct    Num   `json:"return_28d_pct"`     // of the index; the contributions add up to it
	MedianReturnPct Num   `json:"median_return_28d_pct"`
	Concentration   Num   `json:"concentration_pct"` // mean minus median member return of the last day
	StaleShare      Num   `json:"stale_share"`       // share of the weight whose price is stale
}
