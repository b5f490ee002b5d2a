package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"eddy/cmd/internal/alertlog"
	"eddy/cmd/internal/config"
	"eddy/cmd/internal/notify"
	"eddy/feeds"
	"eddy/feeds/tape"
	"eddy/model"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/alert"
	"eddy/strategy/playbook"
)

// alarm is what happens to a session's alerts outside the engine: they are kept
// on disk and taken to the channels.
type alarm struct {
	rules   *alert.Rules
	text    []byte           // of the user's own rules
	earlier []model.AlertRow // of earlier runs

	log       *alertlog.Log  // nil: kept nowhere
	keeps     bool           // this session keeps and tells
	elsewhere atomic.Bool    // another does
	tried     time.Time      // to become the one, last
	trouble   error          // why this one does not, or what went wrong with keeping
	said      model.Severity // of that, "" when nothing
	resumed   bool           // what stands has been looked at, so that what is owed may be told

	marks  map[string]marked // by id: how the user has marked the alerts
	lost   model.Severity    // how bad it was said to be that marks are not passed on
	heeded time.Time         // when the marks of other programs were looked for last

	desk   *notify.Desk
	screen *screen
	box    *strategy.Mailbox
	out    feeds.Sink
}

// recall is how many alerts of earlier runs a session begins with.
const recall = 200

// openAlarm reads the rules and the alerts of earlier runs.
func (g *globals) openAlarm(src sources, uni *universe.Universe, book *playbook.Playbook, deck *tape.Deck) (*alarm, error) {
	a := &alarm{screen: &screen{}}
	path := g.rulesPath(src.config)
	var err error
	if path != "" {
		if a.text, err = os.ReadFile(path); err != nil {
			return nil, badUsage(fmt.Errorf("alert rules: %w", err))
		}
	}
	if a.rules, err = alert.Parse(a.text, path, uni, book.ForProfile(src.config.Profile)); err != nil {
		return nil, badUsage(err)
	}
	channels, err := a.channels(src.config.Alerts, g.keepsAlerts(src), os.Getenv)
	if err != nil {
		return nil, badUsage(err)
	}
	quiet, err := notify.ParseQuiet(src.config.Alerts.Quiet)
	if err != nil {
		return nil, badUsage(err)
	}
	world := strategy.World(src.mode, src.label)
	switch {
	case g.keepsAlerts(src):
		a.remember(g.alertsPath(), world, deck)
	case g.knowsAlerts(src):
		rows, err := alertlog.Read(g.alertsPath())
		if err != nil {
			return nil, unreachable(err)
		}
		a.earlier = recent(rows, world)
	}
	a.desk = notify.NewDesk(notify.Config{
		Channels: channels, Least: src.config.Alerts.Least, Quiet: quiet, PerHour: src.config.Alerts.PerHour,
		Known: a.earlier, Now: time.Now, Fault: a.fault, Told: a.told, Tell: a.tell, Muted: a.isMuted,
	})
	return a, nil
}

// recent returns the alerts of a world that are open, the newest of its others,
// and of all worlds the one from whose number the next goes on.
func recent(rows []model.AlertRow, world string) []model.AlertRow {
	highest := uint64(0)
	for i := range rows {
		highest = max(highest, alertlog.Number(rows[i].ID))
	}
	var out []model.AlertRow
	closed := 0
	for i := len(rows) - 1; i >= 0; i-- {
		a := &rows[i]
		isOurs := a.World == world
		if isOurs && !a.IsOpen() {
			closed++
		}
		if isOurs && (a.IsOpen() || closed <= recall) || alertlog.Number(a.ID) == highest {
			out = append(out, *a)
		}
	}
	slices.Reverse(out)
	return out
}

// alertsPath is where alerts are kept.
func (g *globals) alertsPath() string { return filepath.Join(g.stateDir(), "alerts.jsonl") }

// keepsAlerts tells whether a session's alerts are kept and leave the program. A
// demo's do only when it is given a place: its market is nobody's.
func (g *globals) keepsAlerts(src sources) bool {
	return !g.bystander && g.knowsAlerts(src)
}

// knowsAlerts tells whether a session begins with the alerts of earlier runs.
func (g *globals) knowsAlerts(src sources) bool {
	return src.mode == model.ModeLive || src.mode == model.ModeDemo && g.state != ""
}

// rulesPath is the file of the user's rules, "" where there is none.
func (g *globals) rulesPath(c config.Config) string {
	if c.Alerts.Rules != "" {
		return c.Alerts.Rules
	}
	path := filepath.Join(filepath.Dir(g.configPath()), "alerts.toml")
	if !config.Exists(path) {
		return ""
	}
	return path
}

// webhookWaits is when a webhook is tried again.
var webhookWaits = []time.Duration{2 * time.Second, 8 * time.Second, 30 * time.Second}

// channels builds the ways out. Those that leave the machine are for alerts
// about real markets.
func (a *alarm) channels(c config.Alerts, all bool, getenv func(string) string) ([]notify.Channel, error) {
	limit, err := c.Limit()
	if err != nil {
		return nil, err
	}
	dialect := notify.Dialect(c.Terminal)
	switch c.Terminal {
	case "auto":
		dialect = notify.Detect(getenv)
	case "off":
		dialect = notify.NoDialect
	}
	list := []notify.Channel{notify.Terminal{Out: a.screen, Bell: c.Bell, Dialect: dialect, Tmux: getenv("TMUX") != ""}}
	if !all {
		return list, nil
	}
	if c.Desktop {
		list = append(list, notify.Desktop{Timeout: limit})
	}
	if len(c.Command) > 0 {
		list = append(list, notify.Command{Argv: c.Command, Timeout: limit})
	}
	if c.Webhook != "" {
		list = append(list, &notify.Webhook{URL: c.Webhook, Timeout: limit, Waits: webhookWaits, Rand: newRand()})
	}
	return list, nil
}

// connect says where snapshots come from and where events go.
func (a *alarm) connect(box *strategy.Mailbox, out feeds.Sink) { a.box, a.out = box, out }

// position says where a tape that runs stands, in whole events.
func position(s tape.Status) string {
	if !s.Recording {
		return ""
	}
	return fmt.Sprintf("%s@%d", filepath.Base(s.Path), s.Events)
}

// fault tells the engine that a channel fails, or works again.
func (a *alarm) fault(channel, what string) {
	act := model.AlertAct{ID: channel, Verb: model.Fault, Text: channel + " works again"}
	if what != "" {
		act.Text, act.Severity = "alerts by "+channel+" fail: "+what, model.Warning
	}
	a.say(act)
}

func (a *alarm) say(act model.AlertAct) {
	_ = a.act(act) // a program that ends needs no word of it
}

// actPatience is how long an act waits for room on its way to the engine.
const actPatience = time.Second

// act hands what the user does with an alert to the engine.
func (a *alarm) act(act model.AlertAct) error {
	if act.Verb == model.TestChannels {
		a.test()
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), actPatience)
	defer cancel()
	return a.out.Put(ctx, []model.Event{{Kind: model.KindAlertAct, Received: model.MillisOf(time.Now()), Detail: &act}})
}

// test sends a test through every channel.
func (a *alarm) test() { a.desk.Send(notify.TestMessage(model.MillisOf(time.Now()))) }

// close closes what is kept.
func (a *alarm) close() error {
	if a.log == nil {
		return nil
	}
	return a.log.Close()
}
