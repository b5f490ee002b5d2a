package main

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"eddy/cmd/internal/alertlog"
	"eddy/cmd/internal/notify"
	"eddy/feeds/tape"
	"eddy/model"
)

// attachEvery is how often a session that does not keep alerts tries to: the
// program that does may have ended, the disk may have room again.
const attachEvery = 2 * time.Second

// resumeWithin is how old an alert may be that an earlier run did not come to
// tell and that is told late.
const resumeWithin = 24 * time.Hour

// keeping is the subject of the alert that says alerts are not kept.
const keeping = "keeping"

// remember reads the alerts of earlier runs in the world, and tries to become the
// one that keeps them.
func (a *alarm) remember(path, world string, deck *tape.Deck) {
	a.log, a.trouble = alertlog.New(path, func() string { return position(deck.Status()) })
	if a.trouble == nil {
		a.attach()
	}
	a.earlier = recent(a.log.Rows(), world)
}

// run keeps and tells alerts until ctx ends.
func (a *alarm) run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return a.desk.Run(ctx) })
	group.Go(func() error {
		a.sayTrouble()
		for reader := a.box.Patient(); ; {
			s, err := reader.Next(ctx)
			if err != nil {
				return err
			}
			a.follow(s)
		}
	})
	return group.Wait()
}

// follow keeps what changed, then tells it: what was told is on the disk.
func (a *alarm) follow(s *model.Snapshot) {
	rows := s.Alerts
	if a.log != nil {
		took := a.takeOver(rows)
		a.passOn(rows)
		a.heed(rows)
		if rows = a.log.Named(rows); took {
			a.desk.Owe(rows)
		}
		if a.keeps {
			a.trouble = a.log.Keep(rows)
		}
		a.sayTrouble()
	}
	a.desk.Observe(rows)
	a.resumed = a.resumed || isLoaded(s) || hasSignals(s) // what stands has been looked at
	if a.resumed && a.keeps {
		a.desk.Resume(rows, resumeWithin)
	}
}

// takeOver tries, now and then, to become the one that keeps alerts, and tells
// whether it just did.
func (a *alarm) takeOver(rows []model.AlertRow) bool {
	if a.keeps || time.Since(a.tried) < attachEvery {
		return false
	}
	a.attach()
	if a.keeps {
		a.log.Adopt(rows)
		a.resumed = false
	}
	return a.keeps
}

func (a *alarm) attach() {
	a.tried = time.Now()
	a.trouble = a.log.Attach()
	a.keeps = a.trouble == nil
	a.elsewhere.Store(errors.Is(a.trouble, alertlog.ErrHeld))
}

// sayTrouble says why alerts are not kept when that changes, and that they are
// again.
func (a *alarm) sayTrouble() {
	act := model.AlertAct{ID: keeping, Verb: model.Fault, Text: "this one keeps and tells alerts now"}
	switch {
	case errors.Is(a.trouble, alertlog.ErrHeld):
		act.Text, act.Severity = a.trouble.Error()+": this one shows them and passes on what you mark, until that one ends", model.Info
	case a.trouble != nil:
		act.Text, act.Severity = "alerts are not kept: "+model.CleanText(a.trouble.Error()), model.Warning
	}
	if act.Severity == a.said {
		return
	}
	a.said = act.Severity
	a.say(act)
}

// isMuted tells whether a channel is left to the program that keeps the alerts.
// Each desk rings its own terminal; what has none rings nothing.
func (a *alarm) isMuted(channel string) bool {
	if channel == (notify.Terminal{}).Name() {
		return a.screen.isDark()
	}
	return a.elsewhere.Load()
}

// told returns how bad an alert was when a channel told of it.
func (a *alarm) told(channel, id string) model.Severity {
	if a.log == nil {
		return ""
	}
	return a.log.Told(channel, id)
}

// tell notes that a channel told of an alert. Where that fails, keeping alerts
// fails as well, which says so.
func (a *alarm) tell(channel string, row *model.AlertRow) {
	if a.log != nil {
		_ = a.log.Tell(channel, row.ID, row.Severity) // see above
	}
}
