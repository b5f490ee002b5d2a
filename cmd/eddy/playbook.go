package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"eddy/strategy/input"
	"eddy/strategy/playbook"
)

func newPlaybook(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "playbook",
		Short: "list, show and check playbooks: the rules as data",
		Args:  noArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.SuggestionsMinimumDistance = 2
	c.AddCommand(
		&cobra.Command{
			Use: "list", Short: "the playbooks that ship with eddy", Args: noArgs,
			RunE: func(*cobra.Command, []string) error { return g.listPlaybooks() },
		},
		&cobra.Command{
			Use: "show PLAYBOOK", Short: "print a playbook as a page, with the contradictions that apply", Args: onePlaybook,
			RunE: func(_ *cobra.Command, args []string) error { return g.showPlaybook(args[0]) },
		},
		&cobra.Command{
			Use: "check FILE", Short: "say what is wrong with a playbook, line by line", Args: onePlaybook,
			RunE: func(_ *cobra.Command, args []string) error { return g.checkPlaybook(args[0]) },
		},
		&cobra.Command{
			Use: "text PLAYBOOK", Short: "print the file of a shipped playbook, or of the rules they share, to copy and change", Args: onePlaybook,
			RunE: func(_ *cobra.Command, args []string) error { return g.printPlaybook(args[0]) },
		},
		&cobra.Command{
			Use: "inputs [WORD]", Short: "the named figures conditions may use, or those whose name holds WORD", Args: oneArgOrNone,
			RunE: func(_ *cobra.Command, args []string) error { return g.listInputs(strings.Join(args, "")) },
		},
	)
	return c
}

func (g *globals) printPlaybook(name string) error {
	text, err := playbook.Text(name)
	if err != nil {
		return badUsage(err)
	}
	_, err = g.io.out.Write(text)
	return err
}

// listInputs prints the catalogue of the configured universe. What is the same
// for every coin is printed once, as coin.self.
func (g *globals) listInputs(word string) error {
	c, err := g.load()
	if err != nil {
		return err
	}
	u, err := loadUniverse(c)
	if err != nil {
		return badFile(err)
	}
	catalogue, err := input.New(u)
	if err != nil {
		return badFile(err)
	}
	for _, s := range catalogue.All() {
		isCoin := strings.HasPrefix(s.Name, "coin.") && !strings.HasPrefix(s.Name, "coin."+input.Subject+".")
		if !strings.Contains(s.Name, word) || isCoin && word == "" {
			continue
		}
		if _, err := fmt.Fprintf(g.io.out, "%-36s %-9s %s [%s]\n", s.Name, s.Unit, s.Meaning, s.Source); err != nil {
			return err
		}
	}
	return nil
}

func onePlaybook(c *cobra.Command, args []string) error {
	if len(args) != 1 {
		return badUsage(fmt.Errorf("`%s` takes one playbook: a name or a file (see `%s --help`)", c.CommandPath(), c.CommandPath()))
	}
	return nil
}

func (g *globals) listPlaybooks() error {
	for _, name := range playbook.Names() {
		p, err := playbook.Load(name)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(g.io.out, "%-14s %s\n", p.Name, p.Summary); err != nil {
			return err
		}
	}
	return nil
}

func (g *globals) showPlaybook(name string) error {
	p, err := g.loadPlaybook(name)
	if err != nil {
		return badFile(err)
	}
	return p.WritePage(g.io.out)
}

// checkPlaybook prints every problem with its place. Finding one is what the
// command is for: the exit code is that of work that found something wrong.
func (g *globals) checkPlaybook(name string) error {
	p, err := g.loadPlaybook(name)
	problems := playbook.ProblemsOf(err)
	switch {
	case err == nil && len(p.Misquoted()) > 0:
		problems = p.Misquoted()
	case err == nil:
		_, err = fmt.Fprintf(g.io.out, "%s: fine; %d stages, %d hedges, %d conditions\n", name, len(p.Stages), len(p.Hedges), len(p.Conditions()))
		return err
	case len(problems) == 0:
		return badFile(err)
	}
	return g.printProblems(problems)
}

// printProblems prints what a check of a file has found, which is what it was for.
func (g *globals) printProblems(problems []playbook.Problem) error {
	for _, problem := range problems {
		if _, err := fmt.Fprintln(g.io.out, problem); err != nil {
			return err
		}
	}
	return errFoundWrong
}

// loadPlaybook reads a playbook for the universe the configuration names. A
// file in the current folder needs no path before it.
func (g *globals) loadPlaybook(name string) (*playbook.Playbook, error) {
	c, err := g.load()
	if err != nil {
		return nil, err
	}
	u, err := loadUniverse(c)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(playbook.Names(), name) && !strings.ContainsAny(name, `/\.`) {
		if _, err := os.Stat(name); err == nil {
			name = "." + string(os.PathSeparator) + name
		}
	}
	return playbook.LoadFor(name, u)
}
