package backtest

import "eddy/strategy"

// outlooks are what the engine held, in their order. Some of them may still be in
// the making: who asks for one that is not there yet waits.
type outlooks struct {
	made []*strategy.Outlook
	more <-chan *strategy.Outlook // nil: that was all
}

// at returns the outlook of a place, nil beyond the last.
func (o *outlooks) at(i int) *strategy.Outlook {
	for i >= len(o.made) {
		if !o.wait() {
			return nil
		}
	}
	return o.made[i]
}

// all returns every outlook.
func (o *outlooks) all() []*strategy.Outlook {
	for o.wait() {
	}
	return o.made
}

// wait takes one more outlook and tells whether there was one.
func (o *outlooks) wait() bool {
	if o.more == nil {
		return false
	}
	next, open := <-o.more
	if open {
		o.made = append(o.made, next)
	}
	return open
}
