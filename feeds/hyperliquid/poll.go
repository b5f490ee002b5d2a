package hyperliquid

import (
	"context"
	"errors"
	"time"

	"eddy/feeds/backfill"
	"eddy/feeds/station"
	"eddy/model"
)

const (
	// auditEvery is how often the newest bars of each contract are read again.
	auditEvery = time.Hour

	// glanceEvery is how often it is looked what is overdue: bars no successor
	// has closed, and subscriptions in doubt.
	glanceEvery = 5 * time.Second
	overdueRest = 4 // glances a bar may be overdue
)

// keepUp looks after what the stream does not tell, until ctx ends: whether a
// quiet coin's bar has closed, whether a bar was told to its end, and which
// contracts there are.
func (v *Venue) keepUp(ctx context.Context) error {
	review, glance := time.NewTicker(station.ReviewEvery), time.NewTicker(glanceEvery)
	defer review.Stop()
	defer glance.Stop()
	audit := time.NewTimer(v.auditPause())
	defer audit.Stop()
	var late overdue
	for turn := 0; ; {
		select {
		case <-review.C:
			v.catalogue.Review(ctx)
		case <-glance.C:
			v.line.suspects.tick()
			v.station.MendBehind(v.catalogue.List(), late.since(v.station.Clock.Now()))
		case <-audit.C:
			turn++
			v.auditNext(ctx, turn)
			audit.Reset(v.auditPause())
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// overdue remembers the venue's clock of the last glances, so that a bar counts
// as overdue by local time however fast the venue's runs.
type overdue [overdueRest]model.Millis

// since notes the clock and returns what it was some glances ago, 0 in the
// beginning.
func (o *overdue) since(now model.Millis) model.Millis {
	then := o[0]
	copy(o[:], o[1:])
	o[overdueRest-1] = now
	return then
}

// auditPause is the time between two audits.
func (v *Venue) auditPause() time.Duration {
	return auditEvery / time.Duration(max(1, len(v.catalogue.List())))
}

// auditNext audits the contract whose turn it is.
func (v *Venue) auditNext(ctx context.Context, turn int) {
	list := v.catalogue.List()
	if len(list) == 0 {
		return
	}
	if err := v.audit(ctx, list[turn%len(list)]); err != nil && !errors.Is(pointless(err), backfill.ErrPointless) {
		v.station.Fault(err)
	}
}
