package phase

import (
	"fmt"

	"eddy/strategy/stream"
)

// A feature's daily volatility is the root mean square of its changes from one
// day to the next over the last changeDays, once there are changeLeast of them
// (chosen: a quarter, and as many as other daily deviations need here).
const (
	changeDays  = 90
	changeLeast = 30
)

// changes follow how much each feature moves from day to day.
type changes [featureCount]*stream.RMS

func newChanges() (changes, error) {
	var c changes
	for i := range c {
		rms, err := stream.NewRMS(changeDays, changeLeast)
		if err != nil {
			return c, fmt.Errorf("phase: %w", err)
		}
		c[i] = rms
	}
	return c, nil
}

// push commits a day. A feature that is missing on either day has not moved as
// far as anyone can tell; the day does not count for it.
func (c *changes) push(before, now *Features) {
	for i := range c {
		was, ok := before.Value(Feature(i))
		is, too := now.Value(Feature(i))
		if ok && too {
			c[i].Push(is - was)
		}
	}
}

// sigmas returns what is known of the features' daily volatility.
func (c *changes) sigmas() *Sigmas {
	var s Sigmas
	for i := range c {
		s[i], _ = c[i].Value()
	}
	return &s
}
