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

// window is how long a load is measured.
const window = 8 * time.Second

// BenchmarkDeskOnATerminal measures the whole program at 200 by 60 cells, the
// exchange in a process of its own: its share of a core, the bytes it writes to
// the terminal a second, how long a key takes to show, and how long it takes to
// quit. Run it with -benchtime 1x.
func BenchmarkDeskOnATerminal(b *testing.B) {
	for _, load := range []struct {
		name, venues string
		rate         int
		loading      int // venues that may still read their past
	}{
		{"idle", "binance", 1, 0},
		{"5000 frames a second of seven venues", "all", 5000, 1},
	} {
		b.Run(load.name, func(b *testing.B) {
			for b.Loop() {
				config := startBourse(b, "--venues", load.venues, "--rate", strconv.Itoa(load.rate), "--speed", "1")
				c := startConsole(b, 200, 60, "--config", config)
				c.see("runner-up")
				settled(c, load.loading)
				measure(b, c)
			}
		})
	}
}

// settled waits until no more than some venues still read their past, which the
// Feeds view tells: the one that allows the fewest requests takes many minutes.
func settled(c *console, loading int) {
	c.press("6")
	c.await("the past to be read", func(s string) bool { return strings.Contains(s, "relinks") && strings.Count(s, " left") <= loading })
	c.press("1")
	c.see("Rotation ·")
}

func measure(b *testing.B, c *console) {
	pid := c.cmd.Process.Pid
	cpu, written, start := cpuOf(b, pid), c.screen.Written(), time.Now()
	time.Sleep(window) // a load is measured over time
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
