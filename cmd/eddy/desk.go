package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"eddy/cmd/internal/config"
	"eddy/tui"
)

// deskOptions are the flags of everything that draws the desk.
type deskOptions struct {
	portfolio string
	theme     string
	ascii     bool

	settings bool // the desk may ask for them; see withSettings
}

func (o *deskOptions) addFlags(f *pflag.FlagSet) {
	f.StringVar(&o.portfolio, "portfolio", "", "show this portfolio.toml `FILE`")
	f.StringVar(&o.theme, "theme", "", "`NAME` or file of a theme: auto, dark, light, contrast, red-green, blue-yellow")
	f.BoolVar(&o.ascii, "ascii", false, "no line drawing, no braille")
}

// addDeskCommand makes the bare command the live desk.
func addDeskCommand(root *cobra.Command, g *globals) {
	o := &deskOptions{}
	o.addFlags(root.Flags())
	root.RunE = func(c *cobra.Command, _ []string) error {
		log, closeLog, err := g.openLog()
		if err != nil {
			return err
		}
		return errors.Join(g.openDesk(c.Context(), o, log), closeLog())
	}
}

// openDesk opens what the configuration says the bare command opens; where
// there is no configuration yet it asks first.
func (g *globals) openDesk(ctx context.Context, o *deskOptions, log *slog.Logger) error {
	if g.isFirstStart() {
		if left, err := g.guide(ctx, o); left || err != nil {
			return err
		}
	}
	return withSettings(o, func() error { return g.openConfigured(ctx, o, log) })
}

// openConfigured opens live or the demo, as the configuration says.
func (g *globals) openConfigured(ctx context.Context, o *deskOptions, log *slog.Logger) error {
	c, err := g.load()
	if err != nil {
		return err
	}
	show := func(ctx context.Context, s *session) error { return g.showDesk(ctx, s, o, log) }
	if c.Start == config.StartDemo {
		return g.runDemo(ctx, defaultDemo(), o.portfolio, log, show)
	}
	return g.runLive(ctx, o.portfolio, log, show)
}

// mayBeTerminal tells whether something could be a terminal: a file that is not
// a device cannot, nor can the device that swallows everything.
func mayBeTerminal(x any) bool {
	f, isFile := x.(*os.File)
	if !isFile {
		return true
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// terminal returns what of the outputs is a terminal, nil when none is.
func (s stdio) terminal() io.Writer {
	for _, w := range []io.Writer{s.out, s.err} {
		if f, isFile := w.(*os.File); isFile && mayBeTerminal(f) {
			return f
		}
	}
	return nil
}

// showDesk draws the desk until the user quits. One who goes to the settings and
// changes nothing comes back to a session that went on meanwhile; where something
// changed it returns tui.ErrSettings, and the session has to begin anew.
func (g *globals) showDesk(ctx context.Context, s *session, o *deskOptions, log *slog.Logger) error {
	if !mayBeTerminal(g.io.in) || !mayBeTerminal(g.io.out) {
		return badUsage(errors.New("the desk needs a terminal to draw on and to read keys from; `eddy watch` prints the same as text or JSON"))
	}
	for {
		err := g.drawDesk(ctx, s, o, log)
		if !errors.Is(err, tui.ErrSettings) {
			return err
		}
		changed, failed := g.changeSettings(ctx, o)
		if failed != nil {
			return failed
		}
		if changed {
			return err
		}
	}
}

// drawDesk draws the desk on a session until the user leaves it.
func (g *globals) drawDesk(ctx context.Context, s *session, o *deskOptions, log *slog.Logger) error {
	opts, err := g.deskPreferences(o)
	if err != nil {
		return err
	}
	opts.Source, opts.Input, opts.Output = s.mailbox.Reader(), g.io.in, g.io.out
	opts.Version, opts.Logger, opts.Jot = versionText(), log, s.slow.jot
	opts.Act, opts.Save, opts.Settings = s.alarm.act, g.save, o.settings
	s.alarm.screen.show(g.io.out)
	if s.plans != nil {
		opts.Planner, opts.Commit, opts.Export = s.plans.planner, s.plans.commit, s.plans.export
		opts.Skipped = s.plans.skipped
	}
	opts.Tape = &deskTape{session: s, dir: g.tapesDir()}
	tapes := &projector{ctx: ctx, dir: g.tapesDir()}
	opts.Project = tapes.open
	return errors.Join(tui.Run(ctx, opts), tapes.close())
}

// deskPreferences joins what the configuration says of the desk with the flags,
// which win.
func (g *globals) deskPreferences(o *deskOptions) (tui.Options, error) {
	c, err := g.load()
	if err != nil {
		return tui.Options{}, err
	}
	if err := checkKeys(c); err != nil {
		return tui.Options{}, badUsage(err)
	}
	keys, err := c.Desk.Keys()
	if err != nil {
		return tui.Options{}, badUsage(err)
	}
	opts := tui.Options{
		Theme: c.Desk.Theme, SwapUpDown: c.Desk.SwapUp, Still: c.Desk.Still, Blocks: c.Desk.Blocks, NoMouse: !c.Desk.Mouse, Keys: keys,
		NoColor: g.noColor, ASCII: o.ascii || c.Desk.ASCII, Keep: g.keepLook, Said: g.told,
	}
	if o.theme != "" {
		opts.Theme = o.theme
	}
	return opts, nil
}

// checkKeys tells what is wrong with the configuration's keys.
func checkKeys(c config.Config) error {
	keys, err := c.Desk.Keys()
	if err != nil {
		return err
	}
	if err := tui.CheckKeys(keys); err != nil {
		return fmt.Errorf("configuration: desk.%w", err)
	}
	return nil
}
