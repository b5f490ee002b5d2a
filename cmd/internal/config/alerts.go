package config

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"eddy/cmd/internal/notify"
	"eddy/model"
)

// Alerts says which alerts leave the program and how.
type Alerts struct {
	Rules   string         `toml:"rules"`       // file of the user's own; "" = alerts.toml beside the configuration, where there is one
	Least   model.Severity `toml:"least"`       // of what leaves the program
	Quiet   string         `toml:"quiet_hours"` // "22:00-07:00" by the local clock: only critical ones go out, the others afterwards
	PerHour int            `toml:"per_hour"`    // of each channel; critical ones have as many again
	Timeout string         `toml:"timeout"`     // of one try of a channel

	Bell     bool     `toml:"bell"`
	Terminal string   `toml:"terminal"` // auto, off, osc9, osc777 or osc99
	Desktop  bool     `toml:"desktop"`
	Command  []string `toml:"command"` // program and arguments; the alert comes as JSON on its standard input
	Webhook  string   `toml:"webhook"` // gets the alert as JSON in a POST
}

// defaultAlerts rings the bell and asks the terminal, and reaches nobody else.
func defaultAlerts() Alerts {
	return Alerts{Least: model.Warning, PerHour: 30, Timeout: "15s", Bell: true, Terminal: "auto", Command: []string{}}
}

// Limit returns how long one try of a channel may take.
func (a Alerts) Limit() (time.Duration, error) {
	d, err := time.ParseDuration(a.Timeout)
	if err != nil || d <= 0 || d > 5*time.Minute {
		return 0, fmt.Errorf("alerts.timeout %q: give a time up to 5m, such as 15s", model.CleanText(a.Timeout))
	}
	return d, nil
}

var dialects = []string{"auto", "off", string(notify.OSC9), string(notify.OSC777), string(notify.OSC99)}

func (a Alerts) validate() error {
	if _, err := a.Limit(); err != nil {
		return err
	}
	if _, err := notify.ParseQuiet(a.Quiet); err != nil {
		return fmt.Errorf("alerts.quiet_hours: %w", err)
	}
	switch {
	case notify.Rank(a.Least) == 0:
		return fmt.Errorf("alerts.least %q: use info, warning or critical", model.CleanText(string(a.Least)))
	case a.PerHour < 1 || a.PerHour > 1000:
		return fmt.Errorf("alerts.per_hour %d: give a number from 1 to 1000", a.PerHour)
	case !slices.Contains(dialects, a.Terminal):
		return fmt.Errorf("alerts.terminal %q: use one of %v", model.CleanText(a.Terminal), dialects)
	case len(a.Command) > 0 && a.Command[0] == "":
		return errors.New("alerts.command: the program has no name")
	}
	if err := checkURL(a.Webhook, web, false); err != nil {
		return errors.New("alerts.webhook: give an address of the form https://host/…") // the address itself may be a secret
	}
	return nil
}
