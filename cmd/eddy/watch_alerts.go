package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"eddy/cmd/internal/notify"
	"eddy/model"
	"eddy/strategy"
)

// alertChange is a line of `eddy watch --alerts --json`.
type alertChange struct {
	Event string         `json:"event"` // raised, escalated, cleared, reopened
	Alert model.AlertRow `json:"alert"`
}

// alertFeed finds what changed among the alerts from one snapshot to the next.
type alertFeed struct{ known map[string]model.AlertRow }

// newAlertFeed begins behind the alerts of earlier runs.
func newAlertFeed(earlier []model.AlertRow) *alertFeed {
	f := &alertFeed{known: make(map[string]model.AlertRow, len(earlier))}
	for i := range earlier {
		f.known[earlier[i].ID] = earlier[i]
	}
	return f
}

// next returns what changed, oldest alert first.
func (f *alertFeed) next(rows []model.AlertRow) []alertChange {
	var out []alertChange
	for i := len(rows) - 1; i >= 0; i-- {
		a := &rows[i]
		was, known := f.known[a.ID]
		switch {
		case !known:
			out = append(out, alertChange{"raised", *a})
			if a.Cleared > a.Since { // it came and went within one snapshot
				out = append(out, alertChange{"cleared", *a})
			}
		case notify.Rank(a.Severity) > notify.Rank(was.Severity):
			out = append(out, alertChange{"escalated", *a})
		case was.IsOpen() && !a.IsOpen():
			out = append(out, alertChange{"cleared", *a})
		case !was.IsOpen() && a.IsOpen():
			out = append(out, alertChange{"reopened", *a}) // its cause came back while the rule kept quiet
		default:
			continue
		}
		f.known[a.ID] = *a
	}
	return out
}

// followAlerts prints alerts as they come, escalate and go, until ctx ends; with
// --once those that stand as soon as the picture is whole.
func (o *watchOptions) followAlerts(ctx context.Context, box *strategy.Mailbox, earlier []model.AlertRow, out io.Writer) error {
	if o.once {
		s, err := firstWhole(ctx, box, o.wait)
		if err != nil {
			return err
		}
		for _, c := range newAlertFeed(nil).next(s.Alerts) {
			if !c.Alert.IsOpen() {
				continue
			}
			if err := o.writeAlert(out, c); err != nil {
				return err
			}
		}
		return reached(s)
	}
	feed := newAlertFeed(earlier)
	for reader := box.Patient(); ; {
		s, err := reader.Next(ctx)
		if err != nil {
			return err
		}
		for _, c := range feed.next(s.Alerts) {
			if err := o.writeAlert(out, c); err != nil {
				return err
			}
		}
	}
}

func (o *watchOptions) writeAlert(out io.Writer, c alertChange) error {
	if o.json {
		return json.NewEncoder(out).Encode(c)
	}
	at := c.Alert.Since
	if c.Event == "cleared" {
		at = c.Alert.Cleared
	}
	_, err := fmt.Fprintf(out, "%s  %-9s %-8s %s  [%s]\n", at, c.Event, c.Alert.Severity, c.Alert.Text, c.Alert.Rule)
	return err
}
