package tui

import (
	"context"
	"io"
	"log/slog"
	"os"

	"eddy/model"
	"eddy/tui/dark" // also settles the background before Bubble Tea can ask the terminal
	"eddy/tui/theme"
)

// Source hands out snapshots.
type Source interface {
	// Next waits for a snapshot newer than the one it returned last. It is
	// called by one goroutine at a time and returns when ctx ends. io.EOF says
	// that no more will come because the data has ended; any other error is
	// shown as what went wrong.
	Next(ctx context.Context) (*model.Snapshot, error)
}

// Options say what the desk shows and where.
type Options struct {
	Source Source

	Input  io.Reader // nil = standard input
	Output io.Writer // nil = standard output

	Theme   string        // a palette's name or file; "" and "auto" follow the terminal's background
	NoColor bool          // bold, faint and reverse only
	ASCII   bool          // no line drawing, no braille
	Profile theme.Profile // theme.Auto reads the environment
	Getenv  func(string) string

	SwapUpDown bool                // rises in the colour of falls, as in East Asia
	Blocks     bool                // dots as block characters, for fonts without braille
	NoMouse    bool                // leave the mouse to the terminal from the start
	Still      bool                // nothing flashes
	Keys       map[string][]string // keys of the reader's own, by command; see CheckKeys

	Said string           // a word on what is wrong, until the first key; "" = nothing is
	Keep func(Look) error // keeps a look the reader has chosen; nil = it holds for this run

	Jot func(line string) error // keeps an event typed in one line, or says what is wrong with it; nil = none can be kept

	Planner Planner // makes the plans of the Rotation view; nil = there are none
	// Commit writes the accepted legs of a plan into the books and says what it
	// wrote; nil = there are none. Export writes them to files and says where.
	Commit func(p *model.Plan, now *model.Snapshot, taken []model.PlanStep) (string, error)
	Export func(p *model.Plan, now *model.Snapshot, taken []model.PlanStep) (string, error)
	// Skipped reads the legs that were left out of plans, oldest first; nil =
	// nobody keeps them.
	Skipped func() ([]model.Skipped, error)

	Replay Replay // the tape that is played; nil = it is live
	Tape   Tape   // records what is heard; nil = nothing can be recorded

	// Project opens a tape to be played while the live session goes on; nil =
	// none can be.
	Project func(path string) (Projection, error)

	Settings bool // somebody asks for the settings when Run ends with ErrSettings; else the desk has none

	Act  func(model.AlertAct) error                              // does something with an alert; nil = nothing can be done
	Save func(name string, data []byte) (path string, err error) // writes an export and says where; nil = there is no place for any

	Version string       // shown in the help
	Logger  *slog.Logger // told when a pane fails; nil = nobody is
}

// Choice is what the options and the environment ask of the theme.
func (o Options) Choice() theme.Choice {
	getenv := o.Getenv
	if getenv == nil {
		getenv = os.Getenv
	}
	profile := o.Profile
	switch {
	case o.NoColor:
		profile = theme.NoColour
	case profile == theme.Auto:
		profile = theme.DetectProfile(getenv)
	}
	return theme.Choice{
		Name:    o.Theme,
		Dark:    dark.Background(getenv("COLORFGBG")),
		Profile: profile,
		ASCII:   o.ASCII || theme.NeedsASCII(getenv),
		Blocks:  o.Blocks,
		Swap:    o.SwapUpDown,
		Still:   o.Still,
	}
}

// CheckTheme tells whether there is a theme of that name, or a file that is one.
func CheckTheme(name string) error {
	_, err := theme.New(theme.Choice{Name: name})
	return err
}
