package plan

import (
	"slices"

	"eddy/model"
	"eddy/strategy/playbook"
)

// Procedure is one of the articles' procedures by name: a stage of a playbook,
// and where an article's worked example departs from its own rule, the figures of
// the example.
type Procedure struct {
	Name     string
	Title    string
	Playbook string
	Preset   string // "" = the profile's
	Stage    string
	Source   string // ledger ids

	Moves      []string // moves of the playbook that belong to it
	OwnFutures bool     // the playbook's hedges are left out: the table names its own futures

	// Departures of a worked example.
	Targets map[string]float64       // by bucket, percent of equity
	Hedge   map[string]float64       // by hedge, notional in percent of equity
	Margin  map[string]float64       // by overlay, margin in percent of equity
	Coins   map[string][]model.Asset // by bucket or sector
}

// procedures are those of the three articles, in their order.
var procedures = []Procedure{
	{Name: "strategy-1", Title: "Strategy 1: Infrastructure-led recovery", Playbook: "s0-matrix", Stage: "recovery", Source: "S0-STR1-0 S0-STR1-1 S0-STR1-2 C-5"},
	{Name: "strategy-1-pivot", Title: "Strategy 1 after the pivot", Playbook: "s0-matrix", Stage: "recovery-pivot", Source: "S0-STR1-3 S0-STR1-4 S0-STR1-5 C-6 C-7"},
	{Name: "strategy-2", Title: "Strategy 2: DeFi yield harvesting", Playbook: "s0-matrix", Stage: "harvest", Source: "S0-STR2-0 S0-STR2-1 S0-STR2-3 C-8 C-9"},
	{Name: "strategy-3", Title: "Strategy 3: speculative NFT", Playbook: "s0-matrix", Stage: "speculation", Moves: []string{"gains-to-nft"}, Source: "S0-STR3-0 S0-STR3-1 S0-STR3-2 S0-STR3-3 C-10 C-37"},
	{Name: "strategy-3-exit", Title: "Strategy 3: exit at the top", Playbook: "s0-matrix", Stage: "late", Source: "S0-STR3-5 C-11"},
	{Name: "strategy-a", Title: "Strategy A: Infrastructure First", Playbook: "s1-blueprint", Stage: "a-infrastructure-first", Source: "S1-A-0 S1-A-SPOT S1-A-FUT"},
	{Name: "strategy-b", Title: "Strategy B: DeFi Alpha Hunt", Playbook: "s1-blueprint", Stage: "b-defi-alpha", Source: "S1-B-0 S1-B-SPOT S1-B-LEV S1-B-HEDGE C-18"},
	{
		Name: "example-b", Title: "Strategy B as the article works it on $100,000", Playbook: "s1-blueprint", Stage: "b-defi-alpha",
		Source:  "S1-EX-0 S1-EX-1 S1-EX-2 S1-EX-3 S1-EX-5 S1-EX-7 S1-EX-8 C-18 C-22 C-23 C-43",
		Targets: map[string]float64{"L1": 40, "DeFi": 25, "Stables": 35},
		Hedge:   map[string]float64{"l1-short": 10}, Margin: map[string]float64{"b-defi-long": 25},
		Coins: map[string][]model.Asset{"L1": {"ETH"}, "DeFi": {"UNI", "AAVE"}},
	},
	{Name: "strategy-c", Title: "Strategy C: De-Risk and Consolidate", Playbook: "s1-blueprint", Stage: "c-derisk", Source: "S1-C-0 S1-C-SPOT S1-C-SHORT C-20"},
	{Name: "scenario-a", Title: "Scenario A: risk-on, half of DeFi into AI", Playbook: "s2-narrative", Preset: "anchor", Stage: "ignition", Source: "S2-A-0 S2-A-1 S2-A-2 S2-A-3 C-30 C-31"},
	{
		Name: "scenario-b", Title: "Scenario B: risk-off, AI into DeFi", Playbook: "s2-narrative", Preset: "anchor", Stage: "reemergence",
		Source: "S2-B-0 S2-B-1 S2-B-2 S2-B-3 S2-B-4 C-32 C-33", Targets: map[string]float64{"DeFi": 24, "AI": 6},
	},
	{Name: "table-1", Title: "Stable Consolidation", Playbook: "s2-narrative", Preset: "table", OwnFutures: true, Stage: "consolidation", Source: "S2-TABLE-0 S2-TABLE-1 C-29"},
	{Name: "table-2", Title: "AI Narrative Ignition", Playbook: "s2-narrative", Preset: "table", OwnFutures: true, Stage: "ignition", Source: "S2-TABLE-2 C-34"},
	{Name: "table-3", Title: "AI Peak & Rotation", Playbook: "s2-narrative", Preset: "table", OwnFutures: true, Stage: "peak", Source: "S2-TABLE-3 C-35"},
	{Name: "table-4", Title: "DeFi Re-emergence", Playbook: "s2-narrative", Preset: "table", OwnFutures: true, Stage: "reemergence", Source: "S2-TABLE-4 C-34"},
}

// Procedures lists the articles' procedures. The slice is the caller's.
func Procedures() []Procedure { return slices.Clone(procedures) }

// ProcedureByName returns one.
func ProcedureByName(name string) (*Procedure, bool) {
	i := slices.IndexFunc(procedures, func(p Procedure) bool { return p.Name == name })
	if i < 0 {
		return nil, false
	}
	return &procedures[i], true
}

// change puts an example's own targets into its stage.
func (p *Procedure) change(s *playbook.Stage) {
	if len(p.Targets) == 0 {
		return
	}
	s.Targets = slices.Clone(s.Targets)
	for i := range s.Targets {
		if pct, ok := p.Targets[s.Targets[i].Bucket]; ok {
			s.Targets[i].Pct, s.Targets[i].Source = pct, p.Source
		}
	}
}
