package model

// Snapshot is everything the engine knows at one moment. It is immutable once
// published and self-contained: views may keep it as long as they like. Its
// JSON is what `eddy watch --json` prints.
type Snapshot struct {
	AsOf     Millis `json:"as_of,omitzero"` // market time: the newest event time heard
	Clock    Millis `json:"-"`              // the local clock when it was published
	Seq      uint64 `json:"seq"`            // counts publications
	Mode     Mode   `json:"mode"`
	Source   string `json:"source,omitempty"` // what drives a demo: "synthetic, seed 7", "bars from DIR"
	Playbook string `json:"playbook"`
	Profile  string `json:"profile,omitempty"`

	Venues  []VenueHealth `json:"venues"`
	Assets  []AssetView   `json:"assets"`
	Sectors []SectorView  `json:"sectors"`

	Timeframe Interval `json:"timeframe"` // of the figures in Sectors and of the rotation graph by default

	Phase      PhaseView       `json:"phase"`
	Cycles     []CycleView     `json:"cycles,omitempty"`
	Stage      StageView       `json:"stage,omitzero"` // of the playbook, that applies now
	Allocation []AllocationRow `json:"allocation,omitempty"`
	Hedges     []HedgeRow      `json:"hedges,omitempty"`
	Positions  []PositionRow   `json:"positions,omitempty"`
	Margin     []MarginView    `json:"margin,omitempty"` // by venue
	Accounts   []AccountInput  `json:"-"`                // what Margin was worked out from, by venue
	Stress     []StressRow     `json:"stress,omitempty"`
	VaR        *VaRView        `json:"var,omitempty"`
	Result     *ResultView     `json:"result,omitempty"`
	Alerts     []AlertRow      `json:"alerts"`
	AlertRules []RuleView      `json:"-"` // how each rule stands with each of its subjects

	Signals      []SignalView     `json:"signals,omitempty"`
	Conditions   []ConditionView  `json:"conditions,omitempty"`
	Shorts       []ShortCandidate `json:"shorts,omitempty"` // best first
	Correlations *CorrelationView `json:"correlations,omitempty"`

	Backfill        []Progress `json:"backfill,omitempty"`
	History         Archive    `json:"history,omitzero"` // the store of the past
	EventsPerSecond float64    `json:"events_per_second"`

	Portfolio PortfolioView `json:"portfolio,omitzero"`
	Planning  *PlanBasis    `json:"-"` // what a plan is worked out from
	Plan      *PlanView     `json:"plan,omitempty"`

	Context        []ContextRow    `json:"context,omitempty"`         // slow series, by name
	ContextSources []ContextHealth `json:"context_sources,omitempty"` // where they come from
	Events         []EventRow      `json:"events,omitempty"`          // what the user says happened, newest first
	Derived        []DerivedView   `json:"derived,omitempty"`         // what the rules ask of slow series and of activity
}

// Mode says where the data comes from.
type Mode string

// The modes of a snapshot.
const (
	ModeLive     Mode = "live"
	ModeDemo     Mode = "demo"
	ModeReplay   Mode = "replay"
	ModeBacktest Mode = "backtest"
)

// VenueHealth is the state of one venue's feed.
type VenueHealth struct {
	Venue      Venue          `json:"venue"`
	State      LinkState      `json:"state"`
	Since      Millis         `json:"since,omitzero"` // when the state began, local clock
	AgeMs      Num            `json:"age_ms,omitzero"`
	Frames     uint64         `json:"frames"`
	Bytes      uint64         `json:"bytes"`
	Dropped    uint64         `json:"dropped"`
	Errors     uint64         `json:"errors"`
	LastError  string         `json:"last_error,omitempty"`
	Reconnects uint64         `json:"reconnects"`
	LastFrame  Millis         `json:"last_frame,omitzero"`    // local clock
	FrameRate  Num            `json:"frame_rate,omitzero"`    // frames a second, over the last seconds
	SkewMs     Num            `json:"clock_skew_ms,omitzero"` // venue's clock minus ours
	Symbols    int            `json:"symbols"`
	Streams    []StreamHealth `json:"streams,omitempty"`
	Refused    []Refusal      `json:"refused,omitempty"` // in the order they were refused
}

// Refusal is a contract of which the venue will not serve something that was
// asked for. The others of the venue go on without it.
type Refusal struct {
	Symbol string `json:"symbol"`
	Asset  Asset  `json:"asset,omitempty"`
	Why    string `json:"why"`            // the venue's own words, cleaned
	Since  Millis `json:"since,omitzero"` // when it was first refused, local clock
}

// StreamHealth is the state of one kind of stream of a venue.
type StreamHealth struct {
	Name      string    `json:"name"` // "mark", "book", "bars"
	State     LinkState `json:"state"`
	Topics    int       `json:"topics"`
	Silent    int       `json:"silent"` // topics beyond their silence limit
	Frames    uint64    `json:"frames"`
	LastFrame Millis    `json:"last_frame,omitzero"`
}

// AssetView is one coin across venues.
type AssetView struct {
	Asset     Asset  `json:"asset"`
	Sector    string `json:"sector,omitempty"`
	SubSector string `json:"sub_sector,omitempty"`

	Price           Num     `json:"price"`
	PriceFrom       []Venue `json:"price_from"`
	AgeMs           Num     `json:"age_ms"`
	Change24hPct    Num     `json:"change_24h_pct"`
	Funding8hPct    Num     `json:"funding_8h_pct"`
	FundingAprPct   Num     `json:"funding_apr_pct"`
	OpenInterestUSD Num     `json:"open_interest_usd"`
	Volume24hUSD    Num     `json:"volume_24h_usd"`

	// The coin's own place on the rotation graph, of the last closed bar of the
	// snapshot's Timeframe, and for each timeframe. Absent in a backtest.
	Ratio         Num            `json:"ratio,omitzero"`
	RatioMomentum Num            `json:"ratio_momentum,omitzero"`
	Quadrant      Quadrant       `json:"quadrant,omitempty"`
	Rotations     []RotationView `json:"-"`

	Quotes []QuoteView `json:"quotes"`
}

// QuoteView is one venue's word on a coin.
type QuoteView struct {
	Venue            Venue  `json:"venue"`
	Symbol           string `json:"symbol"`
	Last             Num    `json:"last,omitzero"`
	Mark             Num    `json:"mark,omitzero"`
	Index            Num    `json:"index,omitzero"`
	Bid              Num    `json:"bid,omitzero"`
	Ask              Num    `json:"ask,omitzero"`
	FundingRate      Num    `json:"funding_rate,omitzero"`
	FundingIntervalH Num    `json:"funding_interval_h,omitzero"`
	NextFunding      Millis `json:"next_funding,omitzero"`
	OpenInterest     Num    `json:"open_interest,omitzero"`
	Volume24hUSD     Num    `json:"volume_24h_usd,omitzero"`
	EventTime        Millis `json:"event_time,omitzero"`
	AgeMs            Num    `json:"age_ms"`
	Stale            bool   `json:"stale"`
}

// SectorView is one sector or sub-sector. Figures stand on the snapshot's
// Timeframe and preview the open bar; Rotations holds the graph for each
// timeframe.
type SectorView struct {
	Sector  string  `json:"sector"`
	Short   string  `json:"short,omitempty"`  // its name on narrow screens; "" = Sector
	Parent  string  `json:"parent,omitempty"` // set on sub-sectors
	Members []Asset `json:"members"`

	Index      Num  `json:"index"`
	Coverage   Num  `json:"coverage"`           // share of the intended weight that is priced, 0..1
	StaleShare Num  `json:"stale_share"`        // share of the weight whose price is stale, 0..1
	Degraded   bool `json:"degraded,omitempty"` // fewer than five priced members

	AsOf Millis         `json:"as_of,omitzero"` // end of the newest closed bar the figures stand on
	Gaps map[string]int `json:"gaps,omitempty"` // by figure: bars members lack within its window

	Change1dPct   Num `json:"change_1d_pct"`
	Change7dPct   Num `json:"change_7d_pct"`
	Momentum      Num `json:"momentum"`   // mean of z7, z28 and z90, each within ±3 (analytics §3.6)
	RSI           Num `json:"rsi"`        // Wilder 14
	Trend         Num `json:"trend"`      // EMA20 over EMA50 minus one, percent
	Breadth       Num `json:"breadth"`    // share of members above their EMA50, 0..1
	Volatility    Num `json:"volatility"` // annualised, fraction, 30 days
	Funding8hPct  Num `json:"funding_8h_pct"`
	OIChange7dPct Num `json:"oi_change_7d_pct"`

	OpenInterestUSD Num `json:"open_interest_usd,omitzero"` // of the members, all venues

	Ratio         Num         `json:"ratio"`
	RatioMomentum Num         `json:"ratio_momentum"`
	Quadrant      Quadrant    `json:"quadrant,omitempty"`
	Heading       Num         `json:"heading"` // compass degrees
	Tail          []TailPoint `json:"tail"`

	Rank          int             `json:"rank,omitempty"`           // by momentum, 1 is first; sectors only
	LeadingDays   Num             `json:"leading_days,omitzero"`    // since it became first by momentum
	Overextension Num             `json:"overextension,omitzero"`   // 0..1, see S1-FUT-3
	BullishShare  Num             `json:"bullish_crosses,omitzero"` // share of members with EMA20 above EMA50
	Robustness    *RobustnessView `json:"robustness,omitempty"`
	MemberDetail  []MemberView    `json:"member_detail,omitempty"`

	Rotations []RotationView `json:"rotations"`
	Spark     []float64      `json:"-"` // the last closes of the index, oldest first
}

// RotationView is a sector's place on the rotation graph at one timeframe.
// Ratio, RatioMomentum, Quadrant and Heading are of the last closed bar;
// Developing previews the open one.
type RotationView struct {
	Timeframe     Interval    `json:"timeframe"`
	Ratio         Num         `json:"ratio"`
	RatioMomentum Num         `json:"ratio_momentum"`
	Quadrant      Quadrant    `json:"quadrant,omitempty"`
	Confirmed     Quadrant    `json:"confirmed,omitempty"` // after the debounce of analytics §1.5
	Heading       Num         `json:"heading"`
	Velocity      Num         `json:"velocity"`
	Tail          []TailPoint `json:"tail"`                 // closed bars, oldest first, the head last
	Developing    []TailPoint `json:"developing,omitempty"` // none or one point: the open bar
	Closes        []float64   `json:"-"`                    // the last closes of the index, oldest first, the open bar last
}

// TailPoint is [ratio, momentum].
type TailPoint [2]float64

// Quadrant is a quarter of the rotation graph.
type Quadrant string

// The quadrants. Exactly 100 belongs to the upper side (analytics §1.5).
const (
	QuadrantUnknown Quadrant = ""
	Leading         Quadrant = "leading"
	Weakening       Quadrant = "weakening"
	Lagging         Quadrant = "lagging"
	Improving       Quadrant = "improving"
)

// QuadrantOf returns the quarter a point lies in.
func QuadrantOf(ratio, momentum float64) Quadrant {
	switch {
	case ratio >= 100 && momentum >= 100:
		return Leading
	case ratio >= 100:
		return Weakening
	case momentum >= 100:
		return Improving
	default:
		return Lagging
	}
}

// Phase is a canonical market phase (ledger C-1).
type Phase string

// The phases.
const (
	PhaseUnknown Phase = "UNKNOWN"
	Accumulation Phase = "ACC"
	Expansion    Phase = "EXP"
	Late         Phase = "LATE"
	Bear         Phase = "BEAR"
)

// Word returns the phase's name on screen.
func (p Phase) Word() string {
	switch p {
	case Accumulation:
		return "ACCUMULATION"
	case Expansion:
		return "EXPANSION"
	case Late:
		return "LATE"
	case Bear:
		return "BEAR"
	default:
		return "UNKNOWN"
	}
}

// PhaseView is the phase with its reasons.
type PhaseView struct {
	Phase          Phase         `json:"phase"`
	Before         Phase         `json:"before,omitempty"` // the phase before this one
	Crash          bool          `json:"crash,omitempty"`  // the crash override brought it
	Why            string        `json:"why,omitempty"`    // what an UNKNOWN phase waits for
	Confidence     Num           `json:"confidence,omitzero"`
	Coverage       Num           `json:"coverage,omitzero"` // share of feature weight available
	Since          Millis        `json:"since,omitzero"`
	AgeDays        Num           `json:"age_days,omitzero"`
	RunnerUp       Phase         `json:"runner_up,omitempty"`
	Gap            Num           `json:"gap,omitzero"` // the phase's score minus the runner-up's
	Candidate      Phase         `json:"candidate,omitempty"`
	CandidateCount int           `json:"candidate_count"`
	CandidateNeeds int           `json:"candidate_needs,omitempty"`
	Scores         map[Phase]Num `json:"scores,omitempty"`
	Developing     map[Phase]Num `json:"developing,omitempty"` // scores with the open bar
	Evidence       []Evidence    `json:"evidence,omitempty"`
	Flips          []Flip        `json:"flips,omitempty"`
	FlipPair       *FlipPair     `json:"flip_pair,omitempty"` // two inputs that together need less than either alone

	DevelopingFlips []Flip    `json:"developing_flips,omitempty"` // flips with the open bar
	DevelopingPair  *FlipPair `json:"developing_pair,omitempty"`
}

// EvidenceState says which way a piece of evidence points.
type EvidenceState string

// The ways evidence can point.
const (
	EvidenceFor     EvidenceState = "for"
	EvidenceAgainst EvidenceState = "against"
	EvidenceUnknown EvidenceState = "unknown"
)

// Evidence is one input of a decision.
type Evidence struct {
	ID        string        `json:"id"`
	Text      string        `json:"text"`
	Value     Num           `json:"value"`
	Shown     string        `json:"shown,omitempty"` // the value as people read it: "+4.1 %"
	Threshold string        `json:"threshold"`
	Vote      Num           `json:"vote"`   // 0..1 toward the phase
	Weight    float64       `json:"weight"` // share of the phase's score
	State     EvidenceState `json:"state"`
	Source    string        `json:"source"`
}

// Flip is how far one input must move alone, all others staying where they are,
// to make a close count for another phase. An input that cannot do it alone has
// no ToPhase, and its Needs and Distance do not apply.
type Flip struct {
	ID       string `json:"id"`
	ToPhase  Phase  `json:"to_phase"`
	Value    Num    `json:"value"`
	Needs    Num    `json:"needs"`
	Distance Num    `json:"distance"` // in daily standard deviations of the input
	Text     string `json:"text"`
}

// FlipPair is two inputs that together flip the phase by moving less than either
// would have to alone: each by Distance of its own daily standard deviations.
type FlipPair struct {
	ToPhase  Phase      `json:"to_phase"`
	Moves    []FlipMove `json:"moves"`
	Distance Num        `json:"distance"`
	Text     string     `json:"text"`
}

// FlipMove is where one input of a FlipPair stands and must go.
type FlipMove struct {
	ID    string `json:"id"`
	Value Num    `json:"value"`
	Needs Num    `json:"needs"`
}

// CycleView is a state beside the phase that a playbook steers by (ledger
// S1-CYC, S2-PH): the L1/DeFi cycle or the AI/DeFi narrative.
type CycleView struct {
	Playbook string `json:"playbook"`
	Name     string `json:"name"`
	State    string `json:"state"`
	Holds    bool   `json:"holds"`         // its own conditions hold at the last close; it stays without them until another is confirmed
	Why      string `json:"why,omitempty"` // what an UNKNOWN state waits for
	Since    Millis `json:"since,omitzero"`
	AgeDays  Num    `json:"age_days,omitzero"`

	Candidate      string `json:"candidate,omitempty"`
	CandidateCount int    `json:"candidate_count"`
	CandidateNeeds int    `json:"candidate_needs"`
	Before         string `json:"before,omitempty"` // the state before this one
	Jumped         bool   `json:"jumped,omitempty"` // it does not follow that one in the articles' order

	Evidence []Evidence `json:"evidence"` // of the state, then of a candidate
}

// StageView is the part of the playbook that applies: what it allows and the
// futures legs it names.
type StageView struct {
	ID         string        `json:"id"`
	Title      string        `json:"title,omitempty"`
	Posture    string        `json:"posture,omitempty"`
	FuturesPct Num           `json:"futures_pct,omitzero"` // most margin, of equity
	BetaMax    Num           `json:"beta_max,omitzero"`    // most net exposure in BTC-equivalents, of equity
	Overlays   []OverlayView `json:"overlays,omitempty"`
	Source     string        `json:"source,omitempty"` // ledger ids
}

// IsZero lets `json:",omitzero"` leave an absent stage out.
func (s StageView) IsZero() bool { return s.ID == "" }

// OverlayView is a futures leg a stage names, sized at the stage's targets.
type OverlayView struct {
	ID          string        `json:"id"`
	Title       string        `json:"title,omitempty"`
	Side        string        `json:"side"`
	Of          string        `json:"of"`
	NotionalPct Num           `json:"notional_pct"` // of equity
	MarginPct   Num           `json:"margin_pct"`   // of equity
	Leverage    Num           `json:"leverage"`
	MarginFrom  string        `json:"margin_from"` // the bucket that posts it
	OptIn       bool          `json:"opt_in,omitempty"`
	State       EvidenceState `json:"state"` // of the condition that opens it
	Source      string        `json:"source,omitempty"`
}

// AllocationRow compares a bucket's share of equity with its target.
type AllocationRow struct {
	Bucket     string `json:"bucket"`
	CurrentPct Num    `json:"current_pct"`
	TargetPct  Num    `json:"target_pct"`
	DriftPct   Num    `json:"drift_pct"`
	Without    string `json:"without,omitempty"` // coins of it that CurrentPct leaves out for want of a price
	Source     string `json:"source,omitempty"`  // ledger ids of the target
}

// HedgeRow is one hedge the playbook names.
type HedgeRow struct {
	ID           string     `json:"id"`
	Of           string     `json:"of"`
	Against      string     `json:"against"`
	RuleRatio    Num        `json:"rule_ratio"`
	BetaRatio    Num        `json:"beta_ratio"`
	CurrentRatio Num        `json:"current_ratio"`
	Notional     Num        `json:"notional"`
	R2           Num        `json:"r2"`
	StdErr       Num        `json:"stderr"`
	Band         [2]float64 `json:"band"`
	InBand       bool       `json:"in_band"`
	Text         string     `json:"text,omitempty"`
	Source       string     `json:"source,omitempty"`

	HedgeDetail
}

// PositionRow is one futures leg with its danger. Money is an exact decimal
// rendered as text; ratios are statistics.
type PositionRow struct {
	Venue                 Venue  `json:"venue"`
	Symbol                string `json:"symbol"`
	Asset                 Asset  `json:"asset"`
	Side                  string `json:"side"` // long or short
	Qty                   Num    `json:"qty"`
	Entry                 Num    `json:"entry"`
	Mark                  Num    `json:"mark"`
	Leverage              Num    `json:"leverage"`
	MarginMode            string `json:"margin_mode"`
	LiquidationPrice      Num    `json:"liquidation_price"` // not applicable: none exists
	DistancePct           Num    `json:"distance_pct"`      // of the mark, always positive while alive
	DistanceATR           Num    `json:"distance_atr"`      // in daily ATR(14)
	Stop                  Num    `json:"stop"`
	StopBeforeLiquidation *bool  `json:"stop_before_liquidation,omitempty"`
	StopPassed            bool   `json:"stop_passed,omitempty"` // the mark lies beyond the stop
	FundingPerDay         Num    `json:"funding_per_day"`       // positive: received
	UPnL                  Num    `json:"upnl"`
	Stale                 bool   `json:"stale,omitempty"`

	LegDetail
}

// Key names the leg in one word, from one snapshot to the next.
func (p *PositionRow) Key() string { return string(p.Venue) + " " + p.Symbol + " " + p.Side }

// Severity ranks alerts.
type Severity string

// The severities.
const (
	Info     Severity = "info"
	Warning  Severity = "warning"
	Critical Severity = "critical"
)

// PortfolioView sums the portfolio up.
type PortfolioView struct {
	Name          string `json:"name,omitempty"` // file name or "sample"
	Equity        Num    `json:"equity,omitzero"`
	Cash          Num    `json:"cash,omitzero"`
	SpotValue     Num    `json:"spot_value,omitzero"`
	MarginUsed    Num    `json:"margin_used,omitzero"`
	GrossNotional Num    `json:"gross_notional,omitzero"`
	NetBeta       Num    `json:"net_beta,omitzero"`
	FuturesCapPct Num    `json:"futures_cap_pct,omitzero"`
	LeverageCap   Num    `json:"leverage_cap,omitzero"` // the playbook never goes beyond it
	FuturesPct    Num    `json:"futures_pct,omitzero"`
	Why           string `json:"why,omitempty"` // what it waits for when there is none

	Unpriced []Unpriced `json:"unpriced,omitempty"` // held, and in none of the totals
}

// IsZero lets `json:",omitzero"` leave an empty portfolio out.
func (p PortfolioView) IsZero() bool {
	return p.Name == "" && p.Why == "" && p.Equity == Num{} && len(p.Unpriced) == 0
}
