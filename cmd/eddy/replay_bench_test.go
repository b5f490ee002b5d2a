package main

import (
	"bytes"
	"context"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkReplayOfAStart plays the first minute of a session of all seven venues
// at 5,000 frames a second, as `eddy replay` does it without a screen: lists of
// contracts, a past that arrives in pieces, and the models that are built of it
// are in it. The rate is all frames over the whole time of the command.
func BenchmarkReplayOfAStart(b *testing.B) {
	dir := b.TempDir()
	file := filepath.Join(dir, "start.tape")
	told := command(b, "--state", dir, "record", file, "--demo", "--venues", "all", "--rate", "5000", "--speed", "1", "--for", "1m")
	counted := regexp.MustCompile(`(\d+) frames`).FindAllStringSubmatch(told, -1)
	if len(counted) == 0 {
		b.Fatalf("no frames were taped: %s", told)
	}
	frames, err := strconv.Atoi(counted[len(counted)-1][1])
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		command(b, "--state", dir, "replay", file, "--json", "--every", "1h")
	}
	b.ReportMetric(float64(frames)*float64(b.N)/b.Elapsed().Seconds(), "frames/s")
}

// command runs a command that must succeed and returns what it told aside.
func command(b *testing.B, args ...string) string {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Minute)
	defer cancel()
	var out, told bytes.Buffer
	if code := run(ctx, args, stdio{in: strings.NewReader(""), out: &out, err: &told}); code != exitDone {
		b.Fatalf("exit %d: %s", code, told.String())
	}
	return told.String()
}
