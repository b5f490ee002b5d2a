package feedtest

import (
	"testing"
	"time"

	"eddy/model"
)

// silent is the desk on which the venue falls silent. It has one of its own
// because limits of silence are the longest times there are.
func (c Case) silent(t *testing.T) {
	d, _ := c.open(t, calmSpeed, "")
	d.await(t, "connect", all(d.is(model.LinkLive), d.heard.alive))
	d.silence(t)
	d.close(t)
}

// silence is a venue that keeps its sockets open and says nothing: that is
// found out in time and passes when the venue speaks again.
func (d *desk) silence(t *testing.T) {
	_, links := d.heard.linksSince(0)
	lift := d.order(t, "silent")
	d.awaitWithin(t, d.c.Silence+slack, "silence", d.isNot(model.LinkLive))
	d.await(t, "silence", d.toldOfTrouble(links, model.LinkStale))
	lift()
	d.heard.forget()
	d.await(t, "after the silence", all(d.heard.alive, d.is(model.LinkLive)))
}

// slack is what a loaded machine may add to a limit.
const slack = 10 * time.Second
