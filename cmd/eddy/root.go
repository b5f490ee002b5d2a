package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"eddy/cmd/internal/config"
)

// globals are the flags every command knows.
type globals struct {
	io      stdio
	config  string
	state   string
	log     string
	noColor bool

	tape      string // where a session is recorded from its start; "" = nowhere
	tapeFile  int64  // bytes after which that goes on in another file; 0 = as a deck has it
	bystander bool   // a session's alerts are neither kept nor told

	held *config.Config // holds in place of the file, which could not be written or read; nil = the file does
	good *config.Config // as it was read last
	told string         // what the desk begins with saying of it
}

// newRoot builds the command tree. The bare command is the live desk.
func newRoot(io stdio) *cobra.Command {
	g := &globals{io: io}
	root := &cobra.Command{
		Use:   "eddy",
		Short: "a live sector-rotation desk for crypto in the terminal",
		Long: "eddy listens to exchanges, folds what it hears into sector momentum and market phase,\n" +
			"and shows what a rotation would do. It watches and plans: it sends no order and reads no key.\n\n" +
			"Without a command it opens the live desk. `eddy demo` needs no network and no files.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArgs,
	}
	root.SuggestionsMinimumDistance = 2
	root.SetIn(io.in)
	root.SetOut(io.out)
	root.SetErr(io.err)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return badUsage(fmt.Errorf("%w (see `%s --help`)", err, c.CommandPath()))
	})
	f := root.PersistentFlags()
	f.StringVar(&g.config, "config", "", "configuration `FILE` (default "+config.DefaultPath()+")")
	f.StringVar(&g.state, "state", "", "`DIR` for what eddy remembers")
	f.StringVar(&g.log, "log", "", "write a log to `FILE`")
	f.BoolVar(&g.noColor, "no-color", false, "no colour (so does NO_COLOR)")

	addDeskCommand(root, g)
	root.AddCommand(
		newDemo(g), newWatch(g), newHistory(g), newBourse(g), newDecode(g), newRisk(g), newPlan(g), newPortfolio(g), newPlaybook(g),
		newEvent(g), newAlerts(g), newRecord(g), newReplay(g), newBacktest(g), newFees(g), newConfig(g), newDoctor(g), newVersion(g),
	)
	return root
}

// noArgs refuses stray words; on the root they are most likely a misspelt
// command.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	text := fmt.Sprintf("unknown command or argument %q for `%s`", args[0], c.CommandPath())
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		text += fmt.Sprintf(", did you mean %q?", near[0])
	}
	return badUsage(fmt.Errorf("%s (see `%s --help`)", text, c.CommandPath()))
}

// oneArg takes one argument; what it is, the command's line of use says.
func oneArg(c *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return wrongCount(c, args)
}

// oneArgOrNone takes one argument at most.
func oneArgOrNone(c *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	return wrongCount(c, args)
}

func wrongCount(c *cobra.Command, args []string) error {
	return badUsage(fmt.Errorf("%d arguments: write `%s` (see `%s --help`)", len(args), c.UseLine(), c.CommandPath()))
}

// load reads the configuration the global flags name.
func (g *globals) load() (config.Config, error) {
	if g.held != nil {
		return *g.held, nil
	}
	c, err := config.Load(g.config)
	if err != nil {
		return config.Config{}, badUsage(err)
	}
	g.good = &c
	return c, nil
}
