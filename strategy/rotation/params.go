package rotation

import "fmt"

// MaxTail is the longest tail that can be asked for, in points.
const MaxTail = 30

// Params shape a Rotation. All periods are in bars.
type Params struct {
	Fast, Slow int // exponential averages of the log ratio whose difference is the trend
	Lag        int // the ratio is compared with itself this many bars ago
	Smooth     int // exponential average of that difference

	Window    int     // of the root mean squares
	MinWindow int     // values they need before they serve
	Clip      float64 // each coordinate stays within 100 ± this

	TailStep int // bars between two points of the tail: 6 samples bars of four hours daily

	HoldBars int     // closes after which a new quadrant counts
	Beyond   float64 // or how far beyond the axis makes it count at once
}

// DefaultParams returns the figures of analytics §1.4 and §1.5.
func DefaultParams() Params {
	return Params{
		Fast: 10, Slow: 30, Lag: 5, Smooth: 5,
		Window: 90, MinWindow: 30, Clip: 4,
		TailStep: 1,
		HoldBars: 2, Beyond: 0.25,
	}
}

// WarmUp returns the index of the first bar whose ratio is defined and of the
// first whose momentum is, counted from 0.
func (p Params) WarmUp() (ratio, momentum int) {
	ratio = p.Slow - 1 + p.MinWindow - 1
	return ratio, ratio + p.Lag + p.Smooth - 1 + p.MinWindow - 1
}

// Validate names the first figure that makes no sense.
func (p Params) Validate() error {
	switch {
	case p.Fast < 1 || p.Slow <= p.Fast:
		return fmt.Errorf("rotation: averages of %d and %d bars: the fast one must be shorter", p.Fast, p.Slow)
	case p.Lag < 1 || p.Smooth < 1:
		return fmt.Errorf("rotation: lag %d and smoothing %d must be at least one bar", p.Lag, p.Smooth)
	case p.MinWindow < 1 || p.Window < p.MinWindow:
		return fmt.Errorf("rotation: window %d must hold the %d values it needs", p.Window, p.MinWindow)
	case !(p.Clip > 0):
		return fmt.Errorf("rotation: clip %v must be above zero", p.Clip)
	case p.TailStep < 1 || p.TailStep > 1000:
		return fmt.Errorf("rotation: tail step %d is outside 1..1000", p.TailStep)
	case p.HoldBars < 1 || !(p.Beyond > 0):
		return fmt.Errorf("rotation: debounce of %d bars or %v points", p.HoldBars, p.Beyond)
	}
	return nil
}
