package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"eddy/model"
)

const (
	window  = 15 * time.Second // how long a load is measured
	loading = 10 * time.Minute // how long the venues' past may take: one allows few requests
	alone   = 12 * time.Second // from the last key until a desk counts as left alone, and a little more
)

// load is what a desk is measured under.
type load struct {
	name, venues string
	rate         int  // frames a second of all venues together; 0: as often as venues speak
	left         int  // venues that may still read their past
	inUse        bool // keys are pressed all the time
}

// BenchmarkDeskOnATerminal measures the whole program at 200 by 60 cells, the
// exchange in a process of its own with a market of 60 coins that runs as fast
// as the clock: the frames it hears a second, its share of a core, the bytes it
// writes to the terminal a second, how long a key takes to show, and how long it
// takes to quit. Run it with -benchtime 1x.
func BenchmarkDeskOnATerminal(b *testing.B) {
	for _, l := range []load{
		{"left alone, next to nothing comes", "binance", 1, 0, false},
		{"left alone, the four venues of the default speak", "binance,bybit,okx,hyperliquid", 0, 0, false},
		{"in use, the four venues of the default speak", "binance,bybit,okx,hyperliquid", 0, 0, true},
		{"in use, 5000 frames a second of seven venues", "all", 5000, 1, true},
	} {
		b.Run(l.name, func(b *testing.B) {
			for b.Loop() {
				config := startBourse(b, "--venues", l.venues, "--rate", strconv.Itoa(l.rate), "--speed", "1")
				c := startConsole(b, 200, 60, "--config", config)
				c.see("runner-up")
				b.ReportMetric(settled(c, l.left), "frames/s")
				measure(b, c, l.inUse)
			}
		})
	}
}

// settled waits until no more than some venues still read their past, which the
// Feeds view tells, and returns how many frames are heard a second.
func settled(c *console, left int) (frames float64) {
	c.press("6")
	c.awaitFor(loading, "the past to be read", func(s string) bool {
		frames = heard(s)
		return strings.Contains(s, "relinks") && strings.Count(s, " left") <= left
	})
	c.press("1")
	c.see("Rotation ·")
	return frames
}

func measure(b *testing.B, c *console, inUse bool) {
	if !inUse {
		time.Sleep(alone)
	}
	pid := c.cmd.Process.Pid
	cpu, written, start := cpuOf(b, pid), c.screen.Written(), time.Now()
	for time.Since(start) < window { // a load is measured over time
		if inUse {
			c.press("\t")
		}
		time.Sleep(time.Second)
	}
	elapsed := time.Since(start).Seconds()
	b.ReportMetric((cpuOf(b, pid)-cpu).Seconds()/elapsed*100, "core-%")
	b.ReportMetric(float64(c.screen.Written()-written)/elapsed, "tty-B/s")

	var answers []time.Duration
	for range 10 {
		answers = append(answers, answer(c, "?", true), answer(c, "?", false))
	}
	slices.Sort(answers)
	b.ReportMetric(float64(answers[len(answers)/2].Microseconds())/1000, "key-ms")
	b.ReportMetric(float64(answers[len(answers)-1].Microseconds())/1000, "slowest-key-ms")

	start = time.Now()
	c.press("q")
	c.ended()
	b.ReportMetric(float64(time.Since(start).Microseconds())/1000, "quit-ms")
}

// heard adds up how many frames a second the Feeds view says that its venues
// send.
func heard(screen string) (frames float64) {
	for line := range strings.Lines(screen) {
		if !strings.Contains(line, " live ") {
			continue
		}
		for _, word := range strings.Fields(line) {
			figure, isRate := strings.CutSuffix(word, "/s")
			if n, err := strconv.Atoi(strings.ReplaceAll(figure, ",", "")); isRate && err == nil {
				frames += float64(n)
			}
		}
	}
	return frames
}

// answer is how long a key takes until the help shows, or is gone.
func answer(c *console, key string, shown bool) time.Duration {
	start := time.Now()
	c.press(key)
	c.await("an answer to "+key, func(s string) bool { return strings.Contains(s, " Help ") == shown })
	return time.Since(start)
}

// cpuOf is how much of a processor a process has used.
func cpuOf(b *testing.B, pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Skipf("no account of processes here: %v", err)
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	const user, system = 11, 12 // behind the name, see proc(5)
	var ticks int64
	for _, f := range []string{fields[user], fields[system]} {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			b.Fatalf("%s: %v", stat, err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond // a hundred a second on every Linux that Go runs on
}

// startBourse runs the embedded exchange and returns the file of the
// configuration it prints, in which no other venue is heard.
func startBourse(b *testing.B, args ...string) (config string) {
	b.Helper()
	config = filepath.Join(b.TempDir(), "config.toml")
	file, err := os.Create(config)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	cmd := program(b, append([]string{"bourse"}, args...)...)
	cmd.Stdout = file
	if err := cmd.Start(); err != nil {
		b.Fatalf("the exchange: %v", err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill() // it runs until it is ended
		_ = cmd.Wait()         // killed
	})
	text := awaitLine(b, config, "ethereum = ")
	for _, v := range model.AllVenues {
		if !strings.Contains(text, "[venues."+string(v)+"]") {
			text += fmt.Sprintf("[venues.%s]\nenabled = false\n", v)
		}
	}
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return config
}

// awaitLine waits until a file holds a line, which is its last.
func awaitLine(b *testing.B, path, begin string) string {
	b.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		text, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		if _, rest, ok := strings.Cut(string(text), begin); ok && strings.HasSuffix(rest, "\n") {
			return string(text)
		}
	}
	b.Fatalf("no %q in %s", begin, path)
	return ""
}
