package tui

import (
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/pane/status"
)

// Tape records what the desk hears.
type Tape interface {
	// Toggle begins a recording, or ends the one that runs, and says so in a
	// few words. It may wait for the disk.
	Toggle() (said string, err error)
	// Status tells how the recording is.
	Status() TapeStatus
}

// TapeStatus tells how a recording is.
type TapeStatus struct {
	Recording bool
	Path      string
	Bytes     int64
	Fault     string // why the last one ended by itself
}

// theatre is what the desk has to do with tapes: one that it records, one that
// it plays.
type theatre struct {
	tape   Tape   // nil: nothing can be recorded
	replay Replay // nil: it is live

	recording TapeStatus   // as looked at last
	playing   ReplayStatus // the same
	last      string       // where the tape recorded last lies
	said      string       // the last word about a tape, until the next key
}

// The headings of the help.
const tapeGroup = "tape"

// attend gives the desk its tapes and the keys for them.
func (a *App) attend(tape Tape, replay Replay) {
	a.theatre.tape, a.theatre.replay = tape, replay
	var list []command
	if tape != nil {
		list = append(list, command{
			name: "record", keys: bind("ctrl+r", "record", "ctrl+r"), group: tapeGroup,
			help: "record what is heard to a tape, and end it", do: (*App).toggleTape,
		})
	}
	if replay != nil {
		list = append(list, replayCommands()...)
	}
	a.commands = append(list, a.commands...)
}

// replayCommands lists the keys of a tape that is played.
func replayCommands() []command {
	step := func(to ReplayStep) func(*App) tea.Cmd {
		return func(a *App) tea.Cmd { a.theatre.replay.Step(to); return nil }
	}
	faster := func(by int) func(*App) tea.Cmd {
		return func(a *App) tea.Cmd { a.theatre.replay.Faster(by); return nil }
	}
	return []command{
		{name: "tape-pause", keys: bind("space", "stop/go", " ", "p"), group: tapeGroup, help: "stop the tape, and let it go on", do: (*App).pauseTape, hint: always, rank: 1},
		{name: "tape-slower", keys: bind("< >", "speed", "<"), group: tapeGroup, help: "slower, faster: 0.1x to as fast as it goes", do: faster(-1), hint: noHelp, rank: 2},
		{name: "tape-faster", keys: bind(">", "", ">"), group: tapeGroup, do: faster(1)},
		{name: "tape-frame", keys: bind("F", "frame", "F"), group: tapeGroup, help: "on by one frame", do: step(StepFrame), hint: noHelp, rank: 5},
		{name: "tape-bar", keys: bind("B", "bar", "B"), group: tapeGroup, help: "on to the next close of an hour", do: step(StepBar), hint: noHelp, rank: 3},
		{name: "tape-news", keys: bind("!", "alert", "!"), group: tapeGroup, help: "on to the next alert or change of phase", do: step(StepNews), hint: noHelp, rank: 3},
		{name: "tape-back", keys: bind("{ }", "wind", "{"), group: tapeGroup, help: "wind back or forth by a twentieth of the tape", do: wind(-1), hint: noHelp, rank: 4},
		{name: "tape-forth", keys: bind("}", "", "}"), group: tapeGroup, do: wind(1)},
		{name: "tape-seek", keys: bind("J", "go to", "J"), group: tapeGroup, help: "go to a moment: 15:04, +10m, 50%", do: func(a *App) tea.Cmd { return a.openPrompt(seekOpen, "") }, hint: noHelp, rank: 4},
	}
}

func (a *App) pauseTape() tea.Cmd {
	a.theatre.replay.Pause()
	return nil
}

// windShare is which part of the tape it is wound by.
const windShare = 20

func wind(by int) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd {
		s := a.theatre.replay.Status()
		a.theatre.replay.Seek(s.At + model.Millis(by)*max((s.Last-s.First)/windShare, 1))
		return nil
	}
}

// seek goes to a moment that was typed, or gives the line back.
func (a *App) seek(text string) {
	to, err := moment(text, a.theatre.replay.Status())
	if err != nil {
		a.openPrompt(seekOpen, text) // its command is none
		a.prompt.wrong = err.Error()
		return
	}
	a.theatre.replay.Seek(to)
}

// tapeToggledMsg says what became of a recording.
type tapeToggledMsg struct {
	said string
	err  error
}

func (a *App) toggleTape() tea.Cmd {
	a.theatre.said = ""
	return a.theatre.toggle
}

// toggle is the command that begins or ends a recording; the disk may take its
// time.
func (t *theatre) toggle() tea.Msg {
	said, err := t.tape.Toggle()
	return tapeToggledMsg{said, err}
}

func (a *App) onTapeToggled(msg tapeToggledMsg) {
	a.theatre.said = model.CleanText(msg.said)
	if msg.err != nil {
		a.theatre.said = model.CleanText(msg.err.Error())
	}
	a.isFresh = false
}

// lookAtTapes brings what is shown of tapes up to date.
func (a *App) lookAtTapes() {
	t := &a.theatre
	if t.tape != nil {
		if s := t.tape.Status(); s != t.recording {
			t.recording, t.last, a.isFresh = s, s.Path, false
		}
	}
	a.matinee.countUnread(a.newest)
	if t.replay != nil {
		if s := t.replay.Status(); s != t.playing {
			t.playing, a.isFresh = s, false
		}
	}
}

// tapeWords are what the last line says of tapes.
func (a *App) tapeWords() []status.Note {
	t := &a.theatre
	var list []status.Note
	if a.matinee.on() {
		list = append(list, status.Note{Text: fmt.Sprintf("live: %d unread", a.matinee.unread), Alarm: a.matinee.unread > 0})
	}
	if t.replay != nil {
		list = append(list, status.Note{Text: playingWords(t.playing)})
		if t.playing.Fault != "" {
			list = append(list, status.Note{Text: t.playing.Fault, Alarm: true})
		}
	}
	if t.recording.Recording {
		list = append(list, status.Note{Text: fmt.Sprintf("REC %.1f MB", float64(t.recording.Bytes)/1e6), Alarm: true})
	} else if t.recording.Fault != "" && t.said == "" { // what was said since is newer
		list = append(list, status.Note{Text: t.recording.Fault, Alarm: true})
	}
	if t.said != "" {
		list = append(list, status.Note{Text: t.said})
	}
	return list
}

// playingWords say where a tape is and how it goes.
func playingWords(s ReplayStatus) string {
	var b strings.Builder
	b.WriteString(s.At.Time().Format("15:04:05"))
	if s.Last > s.First {
		fmt.Fprintf(&b, " %d%%", (s.At-s.First)*100/(s.Last-s.First))
	}
	switch {
	case s.Busy != "":
		b.WriteString(" " + s.Busy)
	case s.Ended && s.Fault != "":
		b.WriteString(" ends here")
	case s.Ended:
		b.WriteString(" end of the tape")
	case s.Paused && s.Told != "":
		fmt.Fprintf(&b, " frame %d %s: %s", s.Frame, s.Socket, s.Told)
	case s.Paused:
		b.WriteString(" stopped (" + speedWord(s.Speed) + ")")
	default:
		b.WriteString(" " + speedWord(s.Speed))
	}
	return b.String()
}

func speedWord(speed float64) string {
	if speed == 0 {
		return "max"
	}
	return strconv.FormatFloat(speed, 'g', -1, 64) + "x"
}
