package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
)

func newPortfolio(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "portfolio",
		Short: "the paper ledger: what is held, what it cost and how it came about",
		Long: "portfolio keeps paper books in a file that only grows: nothing in it is changed or deleted,\n" +
			"and a mistake is undone by an entry that reverses it. The live desk shows what the books hold\n" +
			"when no portfolio file is named.",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return badUsage(errors.New("portfolio needs one of show, import, history, export, undo (see `eddy portfolio --help`)"))
		},
	}
	c.AddCommand(newPortfolioShow(g), newPortfolioImport(g), newPortfolioHistory(g), newPortfolioExport(g), newPortfolioUndo(g))
	return c
}

func newPortfolioShow(g *globals) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "show", Short: "cash, lots, futures legs and what they have earned", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			b, err := g.readLedger()
			if err != nil {
				return err
			}
			return g.showBooks(b, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON instead of a table")
	return c
}

func newPortfolioImport(g *globals) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "import FILE", Short: "begin the books anew with a portfolio.toml; what stood before stays in the history",
		Args: oneFile("portfolio import", "portfolio.toml"),
		RunE: func(_ *cobra.Command, args []string) error { return g.importPortfolio(args[0], asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print what the books hold then as JSON")
	return c
}

func newPortfolioHistory(g *globals) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "history", Short: "every entry ever written, oldest first", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			b, err := g.readLedger()
			if err != nil {
				return err
			}
			if asJSON {
				return b.WriteJSON(g.io.out)
			}
			return g.showHistory(b)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON instead of a table")
	return c
}

func newPortfolioExport(g *globals) *cobra.Command {
	var asJSON, asCSV bool
	c := &cobra.Command{
		Use: "export", Short: "every entry as CSV (default) or JSON", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			if asJSON && asCSV {
				return badUsage(errors.New("portfolio export: --csv and --json exclude each other"))
			}
			b, err := g.readLedger()
			if err != nil {
				return err
			}
			if asJSON {
				return b.WriteJSON(g.io.out)
			}
			return b.WriteCSV(g.io.out)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "JSON")
	c.Flags().BoolVar(&asCSV, "csv", false, "CSV")
	return c
}

func newPortfolioUndo(g *globals) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "undo [GROUP]", Short: "reverse the newest group that stands, or the one named",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return badUsage(errors.New("portfolio undo takes one group number, as `eddy portfolio history` shows it"))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			of := 0
			if len(args) == 1 {
				n, err := strconv.Atoi(args[0])
				if err != nil || n < 1 {
					return badUsage(fmt.Errorf("portfolio undo: %q is no group number; `eddy portfolio history` shows them", args[0]))
				}
				of = n
			}
			return g.undo(of, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print what the books hold then as JSON")
	return c
}

func oneFile(command, example string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return badUsage(fmt.Errorf("%s takes one file: eddy %s %s", command, command, example))
		}
		return nil
	}
}

// ledgerPath is where the books lie.
func (g *globals) ledgerPath() string {
	dir := g.state
	if dir == "" {
		dir = filepath.Join(xdg.DataHome, "eddy")
	}
	return filepath.Join(dir, "ledger.jsonl")
}

// readLedger opens the books to look at. Another program may be writing them.
func (g *globals) readLedger() (*ledger.Book, error) {
	b, err := ledger.Read(g.ledgerPath())
	if err != nil {
		return nil, ledgerFault(err)
	}
	return b, g.sayTorn(b, "is left out")
}

// sayTorn tells about a group that a killed program never finished.
func (g *globals) sayTorn(b *ledger.Book, fate string) error {
	if b.Torn() == 0 {
		return nil
	}
	_, err := fmt.Fprintf(g.io.err, "eddy: %s: the last %d bytes are of an entry that was never finished, which %s\n", b.Path(), b.Torn(), fate)
	return err
}

// ledgerFault finds the exit code of an error about the books.
func ledgerFault(err error) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, ledger.ErrDamaged):
		return badUsage(err)
	case errors.Is(err, ledger.ErrReadOnly), errors.As(err, &path):
		return unreachable(err)
	default:
		return badUsage(err)
	}
}

// writeLedger runs change on the books, open for writing, and shows them then.
func (g *globals) writeLedger(asJSON bool, change func(*ledger.Book) error) error {
	b, err := ledger.Open(g.ledgerPath())
	if err != nil {
		return ledgerFault(err)
	}
	if b.Busy() != "" {
		return unreachable(fmt.Errorf("%s: %s; close it there, or try again", b.Path(), b.Busy()))
	}
	err = g.sayTorn(b, "was cut off")
	if err == nil {
		err = change(b)
	}
	if err != nil {
		return errors.Join(ledgerFault(err), b.Close())
	}
	return errors.Join(g.showBooks(b, asJSON), b.Close())
}

func (g *globals) importPortfolio(file string, asJSON bool) error {
	held, err := portfolio.LoadFile(file)
	if err != nil {
		return badFile(err)
	}
	entries, err := ledger.Import(held, ledger.AssetOf)
	if err != nil {
		return badUsage(fmt.Errorf("portfolio: %s: %w", file, err))
	}
	return g.writeLedger(asJSON, func(b *ledger.Book) error {
		_, err := b.Commit(model.MillisOf(time.Now()), "import "+held.Name, entries...)
		return err
	})
}

func (g *globals) undo(of int, asJSON bool) error {
	if _, err := os.Stat(g.ledgerPath()); errors.Is(err, fs.ErrNotExist) {
		return badUsage(fmt.Errorf("%s: there is nothing to undo: no books yet (`eddy portfolio import FILE` begins them)", g.ledgerPath()))
	}
	return g.writeLedger(asJSON, func(b *ledger.Book) error {
		_, err := b.Undo(model.MillisOf(time.Now()), of)
		return err
	})
}
