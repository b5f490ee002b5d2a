package backtest

import (
	"cmp"
	"context"
	"sync"

	"eddy/strategy"
)

// besideOutlooks may wait for being traded: the engine and the account do not
// stop for one another now and then. Chosen.
const besideOutlooks = 64

// Simulate is Judge and Run in one: where more than one may work, the account
// trades on a goroutine of its own what the engine has held so far. The result is
// the same, for the account takes the outlooks in their order, waits for each
// that is due, and tells the engine nothing.
func Simulate(ctx context.Context, s Setup, t *Tape, rules Rules) (*Result, error) {
	if Workers(s.Workers) == 1 {
		j, err := Judge(ctx, s, t, nil)
		if err != nil {
			return nil, err
		}
		return Run(ctx, j, rules)
	}
	j, r, err := prepare(s, t)
	if err != nil {
		return nil, err
	}
	var (
		trader sync.WaitGroup
		result *Result
		failed error
	)
	heard := make(chan *strategy.Outlook, besideOutlooks)
	trader.Go(func() {
		o := &outlooks{more: heard}
		result, failed = trade(ctx, j, o, rules)
		o.all() // or the engine would wait for somebody who has gone
	})
	err = j.run(ctx, r, nil, func(o *strategy.Outlook) { heard <- o })
	close(heard)
	trader.Wait()
	return result, cmp.Or(err, failed)
}
