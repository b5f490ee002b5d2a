package tui

import (
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/grid"
	"eddy/tui/pane"
	"eddy/tui/theme"
)

// promptKind says what is being typed on the last line.
type promptKind uint8

const (
	promptClosed promptKind = iota
	paletteOpen             // a command's name
	searchOpen              // a word that rows must hold
	eventOpen               // an event of the reader's own
	seekOpen                // a moment of the tape that is played
	tapeOpen                // the file of a tape
	passOpen                // the word that passes a soft rule
	commitOpen              // the word that writes a plan into the books
	legOpen                 // a leg's size and leverage
	planOpen                // which plan is wanted
)

// mostTyped is how many characters a line takes.
const mostTyped = 200

// prompt is the line that is being typed. Its text field only edits; it is
// drawn on the sheet like everything else.
type prompt struct {
	kind  promptKind
	field textinput.Model
	pick  int    // the suggestion the reader is on
	wrong string // why the line was refused, until the next key
}

func (a *App) openPrompt(kind promptKind, text string) tea.Cmd {
	field := textinput.New()
	field.CharLimit = mostTyped
	field.SetValue(text)
	field.Focus() // its command only blinks a cursor that is not drawn
	a.prompt = prompt{kind: kind, field: field}
	return nil
}

// onPromptKey edits the line, or ends it.
func (a *App) onPromptKey(msg tea.KeyMsg) tea.Cmd {
	a.prompt.wrong = ""
	if msg.Type == tea.KeyRunes {
		a.typeText(msg)
		return nil
	}
	switch msg.String() {
	case "ctrl+c", "esc":
		return a.cancelPrompt()
	case "enter":
		return a.acceptPrompt()
	case "up", "shift+tab", "ctrl+p":
		a.prompt.pick = max(a.prompt.pick-1, 0)
		return nil
	case "down", "tab", "ctrl+n":
		a.prompt.pick++
		return nil
	}
	a.edit(msg)
	return nil
}

// typeText takes characters one by one: several that arrive at once may spell the
// name of a key, such as "up" or "left".
func (a *App) typeText(msg tea.KeyMsg) {
	for _, r := range clean(msg.Runes) {
		a.edit(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: msg.Alt})
	}
}

// edit changes the line by a key.
func (a *App) edit(msg tea.KeyMsg) {
	a.prompt.field, _ = a.prompt.field.Update(msg) // its command only blinks
	a.prompt.pick = 0
	if a.prompt.kind == searchOpen {
		a.filter(a.prompt.field.Value())
	}
}

// clean drops what a pasted text may carry that is no text.
func clean(runes []rune) []rune {
	if len(runes) < 2 {
		return runes
	}
	return []rune(model.CleanText(string(runes)))
}

func (a *App) cancelPrompt() tea.Cmd {
	if a.prompt.kind == searchOpen {
		a.filter("")
	}
	a.prompt = prompt{}
	return nil
}

func (a *App) acceptPrompt() tea.Cmd {
	p := a.prompt
	a.prompt = prompt{}
	switch p.kind {
	case paletteOpen:
		return a.runNamed(p.field.Value(), p.pick)
	case eventOpen:
		return a.keepEvent(p.field.Value())
	case seekOpen:
		a.seek(p.field.Value())
		return nil
	case tapeOpen:
		return a.openTape(p.field.Value(), 0)
	case passOpen:
		return a.passLeg(strings.TrimSpace(p.field.Value()))
	case commitOpen:
		return a.commitPlan(strings.TrimSpace(p.field.Value()))
	case legOpen:
		return a.keepLeg(p.field.Value())
	case planOpen:
		return a.keepPlan(p.field.Value())
	default:
		return nil
	}
}

// openSearch begins to type a word that rows must hold.
func (a *App) openSearch() tea.Cmd {
	if !hasRows(a) && a.desk.list().filter == "" {
		return nil
	}
	return a.openPrompt(searchOpen, a.desk.list().filter)
}

// filter shows only rows that hold a word.
func (a *App) filter(word string) {
	l := a.desk.list()
	l.filter = strings.ToLower(strings.TrimSpace(word))
	l.top()
}

// promptMarks are what stands before the line that is typed.
var promptMarks = map[promptKind]string{paletteOpen: ":", searchOpen: "/", eventOpen: "event ", seekOpen: "go to ", tapeOpen: "play the tape ", passOpen: "pass a rule? ", commitOpen: "write to the ledger? ", legOpen: "leg ", planOpen: "plan "}

// drawPrompt draws the line with its cursor.
func (a *App) drawPrompt(line grid.Area, in pane.Input) {
	line.Clear()
	if a.prompt.wrong != "" {
		line.TextFit(1, 0, max(line.W()-2, 0), theme.Warn, a.prompt.wrong+" (any key to mend it)", in.Theme.Glyphs.Ellipsis)
		return
	}
	field := &a.prompt.field
	text := []rune(field.Value())
	x := line.Text(1, 0, theme.Key, promptMarks[a.prompt.kind])
	at := field.Position()
	from := 0
	for from < at && grid.Width(string(text[from:at]))+x+2 > line.W() {
		from++ // keep the cursor in sight
	}
	cursor := line.Text(x, 0, theme.Strong, string(text[from:at]))
	under, rest := " ", ""
	if at < len(text) {
		under, rest = string(text[at]), string(text[at+1:])
	}
	line.Text(line.Text(cursor, 0, theme.Caret, under), 0, theme.Strong, rest)
	if at == len(text) {
		hint := "enter to do it, esc to leave it"
		switch {
		case a.prompt.kind == searchOpen:
			hint = "enter keeps the filter, esc shows all rows"
		case a.prompt.kind == eventOpen && at == 0:
			hint = eventForm
		case a.prompt.kind == seekOpen && at == 0:
			hint = momentForm
		case a.prompt.kind == passOpen:
			hint = "type " + passWord + " to accept it against the rule, esc leaves it"
		case a.prompt.kind == commitOpen:
			hint = "type " + commitWord + " to write " + a.acceptedWords() + " as one group, esc leaves it"
		case a.prompt.kind == planOpen && at == 0:
			hint = "a procedure such as strategy-b, or a playbook and a stage; empty: what applies now"
		}
		line.TextFit(cursor+3, 0, max(line.W()-cursor-4, 0), theme.Hint, hint, in.Theme.Glyphs.Ellipsis)
	}
}
