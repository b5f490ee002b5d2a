package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"eddy/cmd/internal/config"
	"eddy/strategy/playbook"
	"eddy/tui"
)

func newConfig(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "make, check and find the configuration",
		Args:  noArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		&cobra.Command{
			Use: "init", Short: "write a configuration with every key and its default", Args: noArgs,
			RunE: func(*cobra.Command, []string) error { return g.initConfig() },
		},
		&cobra.Command{
			Use: "check", Short: "read the configuration and say what is wrong with it", Args: noArgs,
			RunE: func(*cobra.Command, []string) error { return g.checkConfig() },
		},
		&cobra.Command{
			Use: "path", Short: "print where the configuration is", Args: noArgs,
			RunE: func(*cobra.Command, []string) error {
				_, err := fmt.Fprintln(g.io.out, g.configPath())
				return err
			},
		},
	)
	return c
}

func (g *globals) configPath() string {
	if g.config != "" {
		return g.config
	}
	return config.DefaultPath()
}

// initConfig writes the default file and never over an existing one.
func (g *globals) initConfig() error {
	path := g.configPath()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return unreachable(fmt.Errorf("config init: %w", err))
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return badUsage(fmt.Errorf("config init: %s exists already; edit it, or remove it first", path))
	}
	if err != nil {
		return unreachable(fmt.Errorf("config init: %w", err))
	}
	_, err = f.WriteString(config.Template)
	if err = errors.Join(err, f.Close()); err != nil {
		return unreachable(fmt.Errorf("config init: %w", err))
	}
	_, err = fmt.Fprintln(g.io.out, path)
	return err
}

func (g *globals) checkConfig() error {
	c, err := g.load()
	if err != nil {
		return err
	}
	if err := checkNamed(c); err != nil {
		return err
	}
	keys, err := c.Desk.Keys()
	if err != nil {
		return badUsage(err)
	}
	for _, told := range tui.ShadowedKeys(keys) {
		if _, err := fmt.Fprintln(g.io.out, "note: desk.keys:", told); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(g.io.out, "%s: fine; playbook %s, profile %s, venues %v\n", g.configPath(), c.Playbook, c.Profile, c.Enabled())
	return err
}

// checkNamed reads the files a configuration names, as the desk would.
func checkNamed(c config.Config) error {
	uni, err := loadUniverse(c)
	if err != nil {
		return badFile(err)
	}
	if _, err := playbook.LoadFor(c.Playbook, uni); err != nil {
		return badUsage(err)
	}
	if _, err := loadPortfolio(sources{config: c}); err != nil {
		return badFile(err)
	}
	if err := checkKeys(c); err != nil {
		return badUsage(err)
	}
	if err := tui.CheckTheme(c.Desk.Theme); err != nil {
		return badUsage(fmt.Errorf("configuration: desk.%w", err))
	}
	if len(c.Enabled()) == 0 {
		return badUsage(errNoVenue)
	}
	return nil
}
