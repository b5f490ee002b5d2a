package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/layout"
	"eddy/tui/pane/journal"
)

// snoozeFor is how long one press silences an alert; each further one adds as
// much.
const snoozeFor = time.Hour

// snooze silences the alert the reader is on for an hour more.
func (a *App) snooze() tea.Cmd {
	e := a.entry()
	switch {
	case e == nil || e.Alert == nil:
		a.diary.said = "only alerts can be snoozed"
		return nil
	case a.act == nil:
		a.diary.said = "alerts cannot be snoozed here"
		return nil
	}
	until := max(a.snapshot().Clock, e.Alert.Snoozed).Add(snoozeFor)
	act, todo := a.act, model.AlertAct{ID: e.Alert.ID, Verb: model.Snooze, Until: until}
	return deed{func() (string, error) { return "snoozed until " + until.Time().Format("15:04") + " UTC", act(todo) }}.run
}

// askWhy shows how the rules stand: that of the alert the reader is on, or all
// of them; and goes back from there.
func (a *App) askWhy() tea.Cmd {
	if a.diary.kind == journal.Rule {
		a.diary.kind, a.desk.lists[layout.Journal].filter = journal.Any, a.diary.filter
		return nil
	}
	filter := ""
	if e := a.entry(); e != nil && e.Alert != nil {
		filter = e.Alert.Rule
	}
	a.diary.kind, a.diary.said, a.diary.filter = journal.Rule, "", a.desk.lists[layout.Journal].filter
	a.desk.lists[layout.Journal] = list{filter: filter}
	return nil
}

// testAlerts sends a test through every channel; one that fails shows among the
// alerts.
func (a *App) testAlerts() tea.Cmd {
	if a.act == nil {
		a.diary.said = "there is no channel to test here"
		return nil
	}
	act := a.act
	return deed{func() (string, error) {
		return "a test is on its way", act(model.AlertAct{ID: "test", Verb: model.TestChannels})
	}}.run
}

// alarmCommands lists the keys of the Journal view that are about alerts.
func alarmCommands() []command {
	const in = layout.JournalView
	return []command{
		{name: "snooze", keys: bind("Z", "snooze", "Z"), group: journalGroup, help: "silence an alert for an hour, again for one more", in: in, do: (*App).snooze, hint: isOnAlert, rank: 6},
		{name: "why", keys: bind("w", "why not", "w"), group: journalGroup, help: "how each alert rule stands: why it did not fire", in: in, do: (*App).askWhy, hint: noHelp, rank: 4},
		{name: "test-alerts", keys: bind("A", "test", "A"), group: journalGroup, help: "send a test through every channel", in: in, do: (*App).testAlerts},
	}
}
