package main

import (
	"context"
	"errors"
	"log/slog"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"eddy/tui"
)

// deskOptions are the flags of everything that draws the desk.
type deskOptions struct {
	portfolio string
	theme     string
	ascii     bool
}

func (o *deskOptions) addFlags(f *pflag.FlagSet) {
	f.StringVar(&o.portfolio, "portfolio", "", "show this portfolio.toml `FILE`")
	f.StringVar(&o.theme, "theme", "", "`NAME` of a theme: auto, dark, light")
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
		show := func(ctx context.Context, s *session) error { return g.showDesk(ctx, s, o, log) }
		return errors.Join(g.runLive(c.Context(), o.portfolio, log, show), closeLog())
	}
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

// showDesk draws the desk until the user quits.
func (g *globals) showDesk(ctx context.Context, s *session, o *deskOptions, log *slog.Logger) error {
	if !mayBeTerminal(g.io.in) || !mayBeTerminal(g.io.out) {
		return badUsage(errors.New("the desk needs a terminal to draw on and to read keys from; `eddy watch` prints the same as text or JSON"))
	}
	return tui.Run(ctx, tui.Options{
		Source: s.mailbox.Reader(), Input: g.io.in, Output: g.io.out,
		Theme: o.theme, NoColor: g.noColor, ASCII: o.ascii, Version: versionText(), Logger: log,
	})
}
