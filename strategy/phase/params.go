package phase

import (
	"fmt"
	"math"

	"eddy/model"
)

// Params are all figures of the phase. They are plain data, so that a playbook
// can carry its own.
type Params struct {
	Windows Windows `toml:"windows"`
	Rules   []Rule  `toml:"rule"` // one for each phase
	Switch  Switch  `toml:"switch"`

	Temperature float64 `toml:"temperature"` // of the softmax behind the confidence (analytics §4.3)
}

// Windows are the periods of the features, in daily bars.
type Windows struct {
	Fast       int `toml:"fast"`       // the faster average
	Slow       int `toml:"slow"`       // the slower one; as many bars are needed for any phase
	SlopeLag   int `toml:"slope_lag"`  // over which the faster average's slope is measured
	Extremes   int `toml:"extremes"`   // of the high and the low
	Volatility int `toml:"volatility"` // log returns
	Momentum   int `toml:"momentum"`   // of z28
}

// Rule is how one phase is scored: the mean of its terms' votes by weight, times
// what the damp leaves.
type Rule struct {
	Phase model.Phase `toml:"phase"`
	Terms []Term      `toml:"term"`
	Damp  Damp        `toml:"damp"`
}

// Term is one piece of evidence for a phase. Its vote is the product of its
// factors' votes.
type Term struct {
	ID      string   `toml:"id"`
	Text    string   `toml:"text"`   // what it says, as people read it
	Weight  float64  `toml:"weight"` // share of the score
	Factors []Factor `toml:"factor"`
	Source  string   `toml:"source"`
}

// Factor votes on one feature: 0 at From, 1 at To, a straight line between and
// flat beyond. To below From makes a factor that falls. With Size the feature
// counts without its sign.
type Factor struct {
	Feature Feature `toml:"feature"`
	From    float64 `toml:"from"`
	To      float64 `toml:"to"`
	Size    bool    `toml:"size"`
}

// Damp lowers a whole score: by Share times the product of its factors' votes.
// Without all its features it does nothing.
type Damp struct {
	Share   float64  `toml:"share"`
	Text    string   `toml:"text"`
	ID      string   `toml:"id"`
	Factors []Factor `toml:"factor"`
	Source  string   `toml:"source"`
}

// Switch is the rule that turns scores into a phase (analytics §4.2).
type Switch struct {
	Margin  float64 `toml:"margin"`  // lead over the incumbent that makes a close count
	Confirm int     `toml:"confirm"` // closes in a row that must count
	Dwell   int     `toml:"dwell"`   // closes the incumbent stays at least

	CrashWindow int     `toml:"crash_window"` // closes, the last included
	CrashDrop   float64 `toml:"crash_drop"`   // fall from their highest, fraction
	CrashScore  float64 `toml:"crash_score"`  // Bear score that must be exceeded as well

	// Downgrades (toward Bear) may be quicker; off by default.
	FastDowngrade    bool `toml:"fast_downgrade"`
	DowngradeConfirm int  `toml:"downgrade_confirm"`
	DowngradeDwell   int  `toml:"downgrade_dwell"`
}

// Validate names the first figure that makes no sense.
func (p *Params) Validate() error {
	if err := p.Windows.validate(); err != nil {
		return err
	}
	if err := p.Switch.validate(); err != nil {
		return err
	}
	if !(p.Temperature > 0) {
		return fmt.Errorf("phase: temperature %v must be above zero", p.Temperature)
	}
	var seen [phaseCount]bool
	for _, r := range p.Rules {
		i, ok := indexOf(r.Phase)
		if !ok || seen[i] {
			return fmt.Errorf("phase: rule for %q is unknown or stands twice", r.Phase)
		}
		seen[i] = true
		if err := r.validate(); err != nil {
			return fmt.Errorf("phase: rule %s: %w", r.Phase, err)
		}
	}
	if len(p.Rules) != phaseCount {
		return fmt.Errorf("phase: %d rules, not one for each of %d phases", len(p.Rules), phaseCount)
	}
	return nil
}

func (w Windows) validate() error {
	if w.Fast < 1 || w.Slow <= w.Fast || w.SlopeLag < 1 || w.Extremes < 1 || w.Volatility < 2 || w.Momentum < 1 {
		return fmt.Errorf("phase: windows %+v: all must be positive, volatility at least 2, fast below slow", w)
	}
	return nil
}

func (s Switch) validate() error {
	switch {
	case !(s.Margin >= 0) || s.Confirm < 1 || s.Dwell < 0:
		return fmt.Errorf("phase: switch: margin %v, confirm %d, dwell %d", s.Margin, s.Confirm, s.Dwell)
	case s.CrashWindow < 1 || !(s.CrashDrop > 0):
		return fmt.Errorf("phase: crash: %v over %d closes", s.CrashDrop, s.CrashWindow)
	case s.FastDowngrade && (s.DowngradeConfirm < 1 || s.DowngradeDwell < 0):
		return fmt.Errorf("phase: downgrades: confirm %d, dwell %d", s.DowngradeConfirm, s.DowngradeDwell)
	}
	return nil
}

func (r Rule) validate() error {
	sum := 0.0
	for _, t := range r.Terms {
		if !(t.Weight > 0) || len(t.Factors) == 0 {
			return fmt.Errorf("term %q: weight %v, %d factors", t.ID, t.Weight, len(t.Factors))
		}
		if err := checkFactors(t.Factors); err != nil {
			return fmt.Errorf("term %q: %w", t.ID, err)
		}
		sum += t.Weight
	}
	if math.Abs(sum-1) > 1e-9 {
		return fmt.Errorf("weights add up to %v, not 1", sum)
	}
	if !(r.Damp.Share >= 0 && r.Damp.Share <= 1) {
		return fmt.Errorf("damp by %v is outside 0..1", r.Damp.Share)
	}
	return checkFactors(r.Damp.Factors)
}

func checkFactors(factors []Factor) error {
	if len(factors) > maxFactors {
		return fmt.Errorf("%d factors, more than %d", len(factors), maxFactors)
	}
	for _, f := range factors {
		if f.Feature >= featureCount || f.From == f.To || f.From-f.From != 0 || f.To-f.To != 0 {
			return fmt.Errorf("factor on %v from %v to %v", f.Feature, f.From, f.To)
		}
	}
	return nil
}
