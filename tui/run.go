package tui

import (
	"context"
	"errors"
	"fmt"
	"sync"

	tea "github.com/charmbracelet/bubbletea"

	"eddy/model"
	"eddy/tui/theme"
)

// errFault says that the program is at fault. Bubble Tea has given the terminal back
// and written down where it was.
var errFault = errors.New("the desk failed by a mistake in the program; what is written above says where, and belongs in a report")

// Run shows the desk until its user quits or ctx ends; both end it without an
// error; one who asks for the settings ends it with ErrSettings. Signals are the
// caller's business: cancel ctx. The terminal is given back as it was, also when
// a pane fails. An error says that the options make no sense or that the
// terminal cannot be used.
func Run(ctx context.Context, o Options) error {
	waiting, stop := context.WithCancel(ctx)
	app, err := build(waiting, o)
	if err != nil {
		stop()
		return err
	}
	defer app.leave(stop)

	var beside sync.WaitGroup
	defer beside.Wait()
	defer stop()
	if app.painter = newThinner(o.Output); app.painter != nil {
		beside.Go(func() { app.painter.run(waiting) })
	}
	program := tea.NewProgram(app, programOptions(ctx, o, app.painter)...)
	beside.Go(func() { tellStops(waiting, program.Send) })
	switch _, err := program.Run(); {
	case errors.Is(err, tea.ErrProgramPanic):
		return errFault
	case err != nil && !isQuit(ctx, err):
		return fmt.Errorf("terminal: %w", err)
	}
	if app.settings {
		return ErrSettings
	}
	return nil
}

// build makes the desk the options describe.
func build(ctx context.Context, o Options) (*App, error) {
	choice := o.Choice()
	th, err := theme.New(choice)
	if err != nil {
		return nil, err
	}
	commands, err := rebind(newCommands(), o.Keys)
	if err != nil {
		return nil, err
	}
	app := New(ctx, o.Source, th)
	app.version, app.logger = o.Version, o.Logger
	app.jot, app.act, app.save = o.Jot, o.Act, o.Save
	app.choice = choice
	app.beginLooks(o.Keep)
	app.say(model.CleanText(o.Said), true)
	app.walk = walk{planner: o.Planner, commit: o.Commit, export: o.Export, skipped: o.Skipped}
	app.shadowed = ShadowedKeys(o.Keys)
	if !o.Settings {
		commands = withoutSettings(commands)
	}
	app.commands, app.mouseReleased = commands, o.NoMouse
	app.attend(o.Tape, o.Replay)
	if o.Project != nil {
		app.matinee.open = o.Project
		app.commands = append(playCommands(), app.commands...)
	}
	return app, nil
}

// leave ends the wait for a snapshot and sees it off: Bubble Tea abandons its
// commands when it ends, and ours must not outlive Run. A look chosen last is
// kept for sure.
func (a *App) leave(stop context.CancelFunc) {
	stop()
	a.turn <- struct{}{}
	a.looks.keepLooks()
}

func programOptions(ctx context.Context, o Options, painter *thinner) []tea.ProgramOption {
	opts := []tea.ProgramOption{tea.WithContext(ctx), tea.WithAltScreen(), tea.WithoutSignalHandler()}
	if !o.NoMouse {
		opts = append(opts, tea.WithMouseCellMotion())
	}
	if o.Input != nil {
		opts = append(opts, tea.WithInput(wholeInput(o.Input)))
	}
	switch {
	case painter != nil:
		opts = append(opts, tea.WithOutput(painter), tea.WithFPS(1))
	case o.Output != nil:
		opts = append(opts, tea.WithOutput(o.Output))
	}
	return opts
}

// isQuit tells an ending that was asked for from trouble. A program whose
// context ends is "killed" in Bubble Tea's words.
func isQuit(ctx context.Context, err error) bool {
	return errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil
}
