package tui

import (
	"bytes"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/layout"
	"eddy/tui/pane"
	"eddy/tui/pane/journal"
)

// diary is what the Journal view keeps: the sort it shows, the entry the reader
// is on, and what became of the last thing asked.
type diary struct {
	kind   journal.Kind
	said   string
	filter string // of the entries, while the rules are shown
}

// journalInput is what the journal's entries depend on.
func (a *App) journalInput() pane.Input {
	in := a.listInput(layout.Journal)
	in.Skipped = a.skipped
	return in
}

// entry is the one the reader is on, nil where there is none.
func (a *App) entry() *journal.Entry {
	in := a.journalInput()
	entries := journal.Entries(&in, a.diary.kind)
	keys := make([]string, len(entries))
	for i := range entries {
		keys[i] = entries[i].Key()
	}
	if at := a.desk.lists[layout.Journal].follow(keys); at >= 0 {
		return &entries[at]
	}
	return nil
}

func (a *App) drawJournal(area grid.Area, in pane.Input) int {
	return journal.DrawList(area, in, a.diary.kind, a.diary.said)
}

func (a *App) drawEntry(area grid.Area, in pane.Input) int {
	return journal.DrawDetail(area, in, a.entry())
}

// openEntry goes to what is told of an entry.
func (a *App) openEntry(string) tea.Cmd {
	a.desk.enter(layout.Entry)
	return nil
}

// openAlert goes to an alert in the journal, with what is told of it.
func (a *App) openAlert(key string) tea.Cmd {
	l := &a.desk.lists[layout.Journal]
	*l = list{sort: l.sort}
	l.goTo(key)
	a.diary.kind, a.diary.said = journal.Any, ""
	a.desk.focus[layout.JournalView] = layout.Entry
	a.desk.deeper(layout.JournalView)
	return nil
}

// nextKind shows another sort of entries.
func (a *App) nextKind() tea.Cmd {
	a.diary.kind, a.diary.said = a.diary.kind.Next(), ""
	a.desk.lists[layout.Journal].top()
	return nil
}

// deed is something asked of the world outside, on its way.
type deed struct {
	do func() (said string, err error)
}

// deedDoneMsg says what became of it.
type deedDoneMsg struct {
	said string
	err  error
}

// run is the command that does it; disks and engines may take their time.
func (d deed) run() tea.Msg {
	said, err := d.do()
	return deedDoneMsg{said, err}
}

// onDeedDone tells what became of what was asked.
func (a *App) onDeedDone(msg deedDoneMsg) {
	a.diary.said, a.isFresh = msg.said, false
	if msg.err != nil {
		a.diary.said = model.CleanText(msg.err.Error())
	}
}

// acknowledge marks the alert the reader is on as seen, or takes that back.
func (a *App) acknowledge() tea.Cmd {
	e := a.entry()
	switch {
	case e == nil || e.Alert == nil:
		a.diary.said = "only alerts can be acknowledged"
		return nil
	case a.act == nil:
		a.diary.said = "alerts cannot be acknowledged here"
		return nil
	}
	act, todo := a.act, model.AlertAct{ID: e.Alert.ID, Verb: model.Acknowledge}
	return deed{func() (string, error) { return "", act(todo) }}.run
}

// exportJournal writes what the journal shows to a file.
func (a *App) exportJournal() tea.Cmd {
	if a.save == nil {
		a.diary.said = "there is no place to export to"
		return nil
	}
	in, kind, save := a.journalInput(), a.diary.kind, a.save
	return deed{func() (string, error) {
		var b bytes.Buffer
		if err := journal.Export(&b, in, kind); err != nil {
			return "", err
		}
		path, err := save("journal.csv", b.Bytes())
		return "written to " + path, err
	}}.run
}

// journalGroup is the heading of the Journal view's keys in the help.
const journalGroup = "journal"

// journalCommands lists the keys of the Journal view.
func journalCommands() []command {
	const in = layout.JournalView
	return append([]command{
		{name: "kind", keys: bind("f", "kind", "f"), group: journalGroup, help: "all, alerts, events, decisions, rules", in: in, do: (*App).nextKind, hint: noHelp, rank: 2},
		{name: "acknowledge", keys: bind("a", "seen", "a"), group: journalGroup, help: "mark an alert as seen, and take that back", in: in, do: (*App).acknowledge, hint: isOnAlert, rank: 3},
		{name: "on-tape", keys: bind("o", "on tape", "o"), group: journalGroup, help: "play the tape from where an alert stands on it", in: in, do: (*App).playFromAlert, hint: isOnTape, rank: 4},
		{name: "export", keys: bind("x", "export", "x"), group: journalGroup, help: "write what is shown to a file", in: in, do: (*App).exportJournal, hint: noHelp, rank: 5},
	}, alarmCommands()...)
}

func isOnAlert(a *App) bool {
	e := a.entry()
	return !a.desk.help && e != nil && e.Alert != nil && a.act != nil
}
