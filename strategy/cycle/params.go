package cycle

import (
	"fmt"

	"eddy/model"
)

// State is a state of the cycle or of the narrative.
type State string

// The states of the L1/DeFi cycle, in their order.
const (
	L1Dominance   State = "L1_DOMINANCE"   // money builds up in layer ones (S1-CYC-1)
	DeFiExplosion State = "DEFI_EXPLOSION" // adoption: DeFi runs (S1-CYC-2)
	L1Resurgence  State = "L1_RESURGENCE"  // it returns to layer ones (S1-CYC-3)
)

// The states of the AI/DeFi narrative, in their order.
const (
	Consolidation   State = "CONSOLIDATION"    // neither leads
	AIIgnition      State = "AI_IGNITION"      // AI begins to run (S2-PH-1)
	AIPeak          State = "AI_PEAK"          // AI has run: take profit (S2-PH-2)
	DeFiReemergence State = "DEFI_REEMERGENCE" // DeFi takes over
)

// Unknown is the state before any was confirmed.
const Unknown State = "UNKNOWN"

// Params are the figures of analytics §4.4. They are plain data.
type Params struct {
	Breadth    float64 // share of DeFi above its average from which it explodes
	Near       float64 // z28 of AI and DeFi within this of one another is a consolidation
	TurnoverZ  float64 // AI's turnover in standard deviations, from which it ignites
	InterestUp float64 // relative change of AI's open interest that counts as up
	RSI        float64 // of AI, above which it peaks
	FundingBps float64 // of AI, the extreme band of analytics §8.3
	Fast, Slow int     // averages of the DeFi/L1 ratio, in days (§3.8)
	Confirm    int     // closes in a row
	Dwell      int     // closes a state lasts at least
}

// DefaultParams returns the figures of analytics §4.4, §3.8 and §8.3.
func DefaultParams() Params {
	return Params{
		Breadth: 0.6, Near: 0.5, TurnoverZ: 1, InterestUp: 0.03, RSI: 75, FundingBps: 10,
		Fast: 20, Slow: 50, Confirm: 3, Dwell: 7,
	}
}

// Validate names the first figure that makes no sense.
func (p Params) Validate() error {
	switch {
	case !(p.Breadth > 0 && p.Breadth <= 1) || !(p.Near > 0) || !(p.RSI > 0 && p.RSI < 100):
		return fmt.Errorf("cycle: breadth %v, near %v, RSI %v", p.Breadth, p.Near, p.RSI)
	case p.TurnoverZ-p.TurnoverZ != 0 || p.InterestUp-p.InterestUp != 0 || p.FundingBps-p.FundingBps != 0:
		return fmt.Errorf("cycle: turnover %v, interest %v, funding %v", p.TurnoverZ, p.InterestUp, p.FundingBps)
	case p.Fast < 1 || p.Slow <= p.Fast || p.Confirm < 1 || p.Dwell < 0:
		return fmt.Errorf("cycle: averages %d and %d, confirm %d, dwell %d", p.Fast, p.Slow, p.Confirm, p.Dwell)
	}
	return nil
}

// Side is what one sector shows on a closed day. Each figure may be missing.
type Side struct {
	Quadrant   model.Quadrant // on the rotation graph; "" when not known
	Level      model.Num      // of its index, in any unit
	Z28        model.Num      // 28-day return in standard deviations
	RSI        model.Num      // Wilder 14
	Breadth    model.Num      // share of members above their EMA 50, 0..1
	TurnoverZ  model.Num      // its turnover in standard deviations of its own past
	Interest   model.Num      // relative change of open interest over seven days
	FundingBps model.Num      // 3-day mean, basis points per 8 hours
}

// Day is a closed day of the three sectors the states are about.
type Day struct {
	End  model.Millis
	L1   Side // layer ones without ETH, for ETH is half of what they are measured against (C-13)
	DeFi Side
	AI   Side
}
