package history

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"eddy/feeds/backfill"
	"eddy/model"
)

// killed names the store a child process of TestKill writes to.
const killed = "EDDY_HISTORY_KILLED"

// coinsKilled is how many contracts the child loads, killedHours how many bars
// of each.
const coinsKilled, killedHours = 12, 1500

// TestKilledChild is the child: it loads a past contract after contract through
// a Keeper, says what is on disk, and never ends by itself.
func TestKilledChild(t *testing.T) {
	path := os.Getenv(killed)
	if path == "" {
		t.Skip("only as the child of TestKill")
	}
	s, err := Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	k := NewKeeper(Config{Store: s, Origins: map[model.Venue]string{here.venue: here.origin}, Now: time.Now}, &engine{})
	if err := k.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	for round := 0; ; round++ {
		symbol := "COIN" + strconv.Itoa(round%coinsKilled)
		for from := 0; from < killedHours; from += 250 {
			ev := eventOf(model.KindHistory, &model.History{Interval: model.Hour1, Bars: hoursOf(from, from+250)})
			ev.Symbol, ev.Asset = symbol, model.Asset(symbol)
			if err := k.Put(t.Context(), []model.Event{ev}); err != nil {
				t.Fatal(err)
			}
		}
		if !k.flush(t.Context()) {
			t.Fatal(k.state.Why)
		}
		fmt.Println("written", symbol)
	}
}

// TestKill kills a program in the middle of writing, again and again: the file
// is whole, what was said to be written is there, and nothing half is.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.db")
	chance := rand.New(rand.NewPCG(3, 4))
	safe := map[string]bool{}
	for round := range 6 {
		for _, symbol := range killWhile(t, path, 1+round%3, time.Duration(chance.IntN(8))*time.Millisecond) {
			safe[symbol] = true
		}
		checkWhole(t, path, safe)
	}
	if len(safe) == 0 {
		t.Error("nothing was ever written")
	}
}

// killWhile runs the child until it has written so many contracts and a moment
// more, kills it, and returns what it had written.
func killWhile(t *testing.T, path string, contracts int, more time.Duration) (symbols []string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKilledChild$")
	child.Env = append(os.Environ(), killed+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); len(symbols) < contracts && lines.Scan(); {
		if symbol, ok := strings.CutPrefix(lines.Text(), "written "); ok {
			symbols = append(symbols, symbol)
		} else {
			t.Log(lines.Text())
		}
	}
	time.Sleep(more) // to be killed anywhere in what follows
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // says that it was killed
	if len(symbols) < contracts {
		t.Fatalf("the child wrote %v and ended", symbols)
	}
	return symbols
}

// checkWhole checks the file and everything in it.
func checkWhole(t *testing.T, path string, safe map[string]bool) {
	t.Helper()
	s, err := Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if s.News() != "" || !s.Writable() {
		t.Errorf("after a kill: writable %v, %q", s.Writable(), s.News())
	}
	var verdict string
	if err := s.db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity: %q, %v", verdict, err)
	}
	got := all(t, s)
	for symbol := range safe {
		if got[symbol] == nil || len(got[symbol].hours) != killedHours {
			t.Errorf("%s was said to be written and is not there", symbol)
		}
	}
	past := s.Past(here.venue, here.origin)
	for symbol, p := range got {
		covered := 0
		for _, run := range past.Held(symbol, "1h") {
			covered += len(coveredHours(run))
		}
		if covered != len(p.hours) {
			t.Errorf("%s: %d hours are covered and %d there", symbol, covered, len(p.hours))
		}
		for i, b := range p.hours {
			h := int(b.OpenTime.Sub(midnight) / time.Hour)
			if want := hourAt(h, 100+float64(h%50)); b != want {
				t.Fatalf("%s bar %d: got %+v, want %+v", symbol, i, b, want)
			}
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func coveredHours(run backfill.Stretch) (list []model.Millis) {
	for at := run.From; at < run.To; at = at.Add(time.Hour) {
		list = append(list, at)
	}
	return list
}
