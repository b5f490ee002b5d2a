package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"eddy/feeds/diary"
	"eddy/model"
	"eddy/model/universe"
)

func newEvent(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "event",
		Short: "what happened that no feed measures: news, each with a half-life and a source",
		Long: "event keeps the user's own word on what no feed measures: partnerships, regulation, exploits,\n" +
			"social interest. Each event has a score for its subject that fades by its half-life, and a source.\n" +
			"Playbooks read it as event.SUBJECT.KIND; a running desk shows it within seconds.",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newEventAdd(g), newEventList(g), newEventRemove(g))
	return c
}

func newEventAdd(g *globals) *cobra.Command {
	var d diary.Draft
	c := &cobra.Command{
		Use:     "add --kind K --subject S --score X --half-life 72h --source WHERE TEXT",
		Short:   "write an event down",
		Example: `  eddy event add --kind regulation --subject DeFi --score 0.5 --half-life 72h --source sec.gov "front-ends exempted"`,
		RunE: func(_ *cobra.Command, args []string) error {
			d.Text = strings.Join(args, " ")
			return g.addEvent(d)
		},
	}
	f := c.Flags()
	f.StringVar(&d.Kind, "kind", "", "`KIND`: "+strings.Join(diary.Kinds, ", "))
	f.StringVar(&d.Subject, "subject", "", "`SUBJECT`: a sector, a sub-sector, a coin, or market")
	f.StringVar(&d.Score, "score", "", "`SCORE` from -1 (bad for the subject) to 1 (good)")
	f.StringVar(&d.HalfLife, "half-life", "72h", "`TIME` after which half of the score is left: 72h, 3d, 2w")
	f.StringVar(&d.Source, "source", "", "`WHERE` you have it from")
	f.StringVar(&d.Time, "time", "", "`WHEN` it happened: 2026-01-31 or RFC 3339 (default now)")
	return c
}

// addEvent checks a draft and writes it down.
func (g *globals) addEvent(d diary.Draft) error {
	j, torn, err := g.keepEvent(g.eventsPath(), d)
	if err != nil {
		return err
	}
	if torn {
		if _, err := fmt.Fprintln(g.io.err, "eddy: the last line of the events file was cut off by a kill and has been removed"); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(g.io.out, "%s  %s  %s %s %+.2f, half-life %s: %s (%s)\n",
		j.ID, j.Time.Time().Format("2006-01-02 15:04"), j.Subject, j.Kind, j.Score, j.HalfLife, j.Text, j.Source)
	return err
}

// keepEvent checks a draft against the taxonomy and writes it to a file.
func (g *globals) keepEvent(path string, d diary.Draft) (model.Judgement, bool, error) {
	c, err := g.load()
	if err != nil {
		return model.Judgement{}, false, err
	}
	uni, err := loadUniverse(c)
	if err != nil {
		return model.Judgement{}, false, badFile(err)
	}
	j, err := d.Check(subjectsOf(uni), time.Now())
	if err != nil {
		return j, false, badUsage(err)
	}
	j, torn, err := diary.Add(path, j, newRand())
	if err != nil {
		return j, torn, unreachable(err)
	}
	return j, torn, nil
}

// subjectsOf lists what an event can be about: sectors, their children, coins.
func subjectsOf(u *universe.Universe) []string {
	var list []string
	for i := range u.Sectors {
		list = append(list, u.Sectors[i].Name)
		for _, child := range u.Sectors[i].Children {
			list = append(list, child.Name)
		}
	}
	for _, a := range u.Candidates() {
		list = append(list, string(a))
	}
	return list
}

// eventsPath is where the user's events lie.
func (g *globals) eventsPath() string { return filepath.Join(g.stateDir(), "events.jsonl") }

// stateDir is where eddy remembers things.
func (g *globals) stateDir() string {
	if g.state != "" {
		return g.state
	}
	return filepath.Join(xdg.StateHome, "eddy")
}

func newEventList(g *globals) *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "list",
		Short: "the events and what each still counts",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			book, err := diary.Load(g.eventsPath())
			if err != nil {
				return badFile(err)
			}
			if err := g.warnOf(book); err != nil {
				return err
			}
			rows := eventRows(book, model.MillisOf(time.Now()))
			if asJSON {
				return json.NewEncoder(g.io.out).Encode(rows)
			}
			return g.printEvents(rows)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the events as JSON, newest first")
	return c
}

// warnOf says what in the file could not be read.
func (g *globals) warnOf(b diary.Book) error {
	if b.Torn {
		if _, err := fmt.Fprintln(g.io.err, "eddy: the last line of the events file was cut off by a kill; it does not count"); err != nil {
			return err
		}
	}
	if b.Damaged > 0 {
		_, err := fmt.Fprintf(g.io.err, "eddy: %s of the events file cannot be read and are passed over\n", plural(b.Damaged, "line"))
		return err
	}
	return nil
}

// eventRows renders the events, newest first, as snapshots do.
func eventRows(b diary.Book, now model.Millis) []model.EventRow {
	rows := make([]model.EventRow, 0, len(b.Entries))
	for i := len(b.Entries) - 1; i >= 0; i-- {
		j := b.Entries[i]
		rows = append(rows, model.EventRow{Judgement: j, HalfLifeH: j.HalfLife.Hours(), Weight: model.Known(j.Weight(now))})
	}
	return rows
}

func (g *globals) printEvents(rows []model.EventRow) error {
	if len(rows) == 0 {
		_, err := fmt.Fprintln(g.io.out, "no events; `eddy event add --help` says how to write one down")
		return err
	}
	tw := tabwriter.NewWriter(g.io.out, 0, 0, 2, ' ', 0)
	if _, err := fmt.Fprintln(tw, "id\ttime (UTC)\tsubject\tkind\tscore\tnow\thalf-life\tevent\tsource"); err != nil {
		return err
	}
	for _, r := range rows {
		now, _ := r.Weight.Value()
		if _, err := fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%+.2f\t%+.2f\t%gh\t%s\t%s\n",
			r.ID, r.Time.Time().Format("2006-01-02 15:04"), r.Subject, r.Kind, r.Score, now, r.HalfLifeH, r.Text, r.Source); err != nil {
			return err
		}
	}
	return tw.Flush()
}

func newEventRemove(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:     "remove ID",
		Short:   "take an event back",
		Example: "  eddy event remove e1f4",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return badUsage(errors.New("event remove takes one id; `eddy event list` shows them"))
			}
			j, err := diary.Remove(g.eventsPath(), args[0])
			switch {
			case errors.Is(err, diary.ErrUnknown):
				return badUsage(fmt.Errorf("%w; `eddy event list` shows the ids", err))
			case err != nil:
				return unreachable(err)
			}
			_, err = fmt.Fprintf(g.io.out, "removed %s: %s %s: %s\n", j.ID, j.Subject, j.Kind, j.Text)
			return err
		},
	}
}
