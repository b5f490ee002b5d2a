package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"eddy/cmd/internal/playback"
	"eddy/feeds/tape"
	"eddy/model"
	"eddy/tui"
)

// replayOptions are the flags of `eddy replay`.
type replayOptions struct {
	speed  string
	verify bool
	json   bool
	every  time.Duration
	answer bool
	desk   deskOptions
}

func newReplay(g *globals) *cobra.Command {
	o := &replayOptions{}
	c := &cobra.Command{
		Use:   "replay FILE",
		Short: "a tape on the desk, as JSON, or proved to give the same snapshots",
		Long: "replay plays a tape of `eddy record` through the same decoders and the same engine.\n" +
			"On the desk it can be paused, stepped by a frame, a bar, to the next alert or change of phase, and sent to\n" +
			"any moment. --json prints one snapshot a line. --verify plays the tape twice, compares the figures,\n" +
			"alerts and plans of both passes with one another and with what was recorded, and prints the first\n" +
			"difference; with --json it also prints the digest of every bar.\n" +
			"A bug report is a tape. --answers prints what venues and slow sources answered by REST, one JSON object a\n" +
			"line: what was asked, the status and the body, the first 16 KiB of a good one and all (to 1 MiB) of one that\n" +
			"was refused or is no JSON. A longer good one that its adapter could not make sense of comes again, whole.\n" +
			"Older tapes hold none.",
		Example: "  eddy replay monday.tape\n" +
			"  eddy replay monday.tape --speed 60\n" +
			"  eddy replay monday.tape --json --every 1m\n" +
			"  eddy replay monday.tape --verify\n" +
			"  eddy replay monday.tape --answers | grep -v '\"status\":200'",
		Args: oneArg,
		RunE: func(c *cobra.Command, args []string) error { return g.replay(c.Context(), o, args[0]) },
	}
	f := c.Flags()
	f.StringVar(&o.speed, "speed", "", "tape time per wall time, from 0.1 to `X`, or max (default 1 on the desk, max as JSON)")
	f.BoolVar(&o.verify, "verify", false, "prove that the tape gives the same snapshots twice, and those it was recorded with")
	f.BoolVar(&o.json, "json", false, "print snapshots as JSON, one a line")
	f.DurationVar(&o.every, "every", time.Second, "tape time between two snapshots of --json (0: every one)")
	f.BoolVar(&o.answer, "answers", false, "print what was answered by REST as JSON, one answer a line")
	o.desk.addFlags(f)
	return c
}

func (g *globals) replay(ctx context.Context, o *replayOptions, file string) error {
	speed, err := o.pace()
	if err != nil {
		return badUsage(err)
	}
	if o.every < 0 {
		return badUsage(fmt.Errorf("--every %s: give a time above zero, or 0 for every snapshot", o.every))
	}
	if o.answer && (o.verify || o.json) {
		return badUsage(errors.New("--answers prints what was answered and nothing else: leave --verify and --json out"))
	}
	switch {
	case o.answer:
		return g.printAnswers(ctx, file)
	case o.verify:
		return g.verifyTape(ctx, file, o.json)
	case o.json:
		return g.replayJSON(ctx, o, file, speed)
	default:
		return g.replayDesk(ctx, o, file, speed)
	}
}

// Limits of --speed.
const (
	slowest = 0.1
	fastest = 100_000.0
)

// pace reads --speed: 0 is as fast as it goes.
func (o *replayOptions) pace() (float64, error) {
	switch o.speed {
	case "":
		if o.json {
			return 0, nil
		}
		return 1, nil
	case "max":
		return 0, nil
	default:
		v, err := strconv.ParseFloat(strings.TrimSuffix(o.speed, "x"), 64)
		if err != nil || !(v >= slowest && v <= fastest) {
			return 0, fmt.Errorf("--speed %q: give a number from %g to %g, or max", o.speed, slowest, fastest)
		}
		return v, nil
	}
}

// badTape gives what is wrong with a tape its exit code.
func badTape(err error) error {
	var path *os.PathError
	switch {
	case err == nil || errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &path):
		return unreachable(err)
	case errors.Is(err, tape.ErrNotTape), errors.Is(err, tape.ErrVersion):
		return badUsage(err)
	case errors.Is(err, tape.ErrDamaged):
		return coded{exitFoundWrong, fmt.Errorf("%w; it plays up to there and no further", err)}
	default:
		return coded{exitFoundWrong, err}
	}
}

// verifyTape proves that a tape gives the same snapshots.
func (g *globals) verifyTape(ctx context.Context, file string, asJSON bool) error {
	began := time.Now()
	v, err := playback.Verify(ctx, file)
	g.tellNotes(v.Notes)
	if err != nil {
		return badTape(err)
	}
	if asJSON {
		err = json.NewEncoder(g.io.out).Encode(v)
	} else {
		_, err = fmt.Fprint(g.io.out, verdictText(file, &v, time.Since(began)))
	}
	if err == nil && !v.Same() {
		return errFoundWrong
	}
	return err
}

func verdictText(file string, v *playback.Verdict, took time.Duration) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %s told of which %d reached the engine, %s, %s, %s, %s, played twice in %.1f s\n",
		file, plural(int(v.Frames), "frame"), plural(int(v.Told), "event"), v.Events,
		plural(v.Snapshots, "snapshot"), plural(v.Bars, "bar"), plural(v.Alerts, "alert"), plural(v.Plans, "plan"), took.Seconds())
	if !v.Same() {
		fmt.Fprintf(&b, "different: %s\n", v.Difference)
		if v.Program != versionText() {
			fmt.Fprintf(&b, "eddy %s recorded it, this is %s: what was changed since may be the difference\n", model.CleanText(v.Program), versionText())
		}
		return b.String()
	}
	fmt.Fprintf(&b, "same: both passes agree%s\ndigest %s\n", comparedText(v), v.Digest)
	return b.String()
}

// comparedText says how what is replayed compares with what was live.
func comparedText(v *playback.Verdict) string {
	switch {
	case v.Compared == 0:
		return "; the tape ends before the first figure to compare with"
	case v.Afresh && v.Compared == 1:
		return ", and with the one snapshot the tape remembers"
	case v.Afresh:
		return fmt.Sprintf(", and with all %d snapshots the tape remembers", v.Compared)
	}
	text := fmt.Sprintf(".\nThe tape begins in the middle of a session: of %d snapshots it remembers of the desk, %d are the same in every place, their running number apart",
		v.Compared, v.Agreed)
	if len(v.Apart) > 0 {
		text += fmt.Sprintf(";\nthe last one is in %d of %d, and in the others rests on what came before the tape: %s",
			v.Places-len(v.Apart), v.Places, partsOf(v.Apart))
	}
	return text
}

// partsOf says in which parts of a snapshot places are, and how many in each:
// "plan 2, alerts 1".
func partsOf(places []string) string {
	var parts []string
	count := make(map[string]int)
	for _, place := range places {
		part := place
		if end := strings.IndexAny(place, ".["); end >= 0 {
			part = place[:end]
		}
		if count[part] == 0 {
			parts = append(parts, part)
		}
		count[part]++
	}
	for i, part := range parts {
		parts[i] = fmt.Sprintf("%s %d", part, count[part])
	}
	return strings.Join(parts, ", ")
}

// tellNotes says what is odd about a tape.
func (g *globals) tellNotes(notes []string) {
	for _, n := range notes {
		fmt.Fprintln(g.io.err, "eddy: "+n)
	}
}

// replayJSON prints the snapshots of a tape.
func (g *globals) replayJSON(ctx context.Context, o *replayOptions, file string, speed float64) error {
	p, err := playback.Open(file, speed)
	if err != nil {
		return badTape(err)
	}
	out := json.NewEncoder(promptWriter{ctx, g.io.out})
	err = p.Each(ctx, o.every, func(s *model.Snapshot) error { return out.Encode(s) })
	g.tellNotes(p.Notes())
	return errors.Join(badTape(err), p.Close())
}

// replayDesk shows a tape on the desk.
func (g *globals) replayDesk(ctx context.Context, o *replayOptions, file string, speed float64) error {
	if !mayBeTerminal(g.io.in) || !mayBeTerminal(g.io.out) {
		return badUsage(errors.New("the desk needs a terminal to draw on and to read keys from; `eddy replay FILE --json` prints the same as JSON"))
	}
	p, err := playback.Open(file, speed)
	if err != nil {
		return badTape(err)
	}
	log, closeLog, err := g.openLog()
	if err != nil {
		return errors.Join(err, p.Close())
	}
	opts, err := g.deskPreferences(&o.desk)
	if err != nil {
		return errors.Join(err, closeLog(), p.Close())
	}
	opts.Source, opts.Input, opts.Output = p.Box().Reader(), g.io.in, g.io.out
	opts.Version, opts.Logger, opts.Replay = versionText(), log, p

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	playing := make(chan error, 1)
	go func() { playing <- p.Run(ctx) }()
	shown := tui.Run(ctx, opts)
	cancel()
	<-playing
	g.tellNotes(p.Notes())
	return errors.Join(shown, badTape(p.Trouble()), closeLog(), p.Close())
}
