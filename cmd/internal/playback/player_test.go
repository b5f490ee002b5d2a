package playback

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"eddy/feeds"
	"eddy/feeds/decode"
	"eddy/feeds/tape"
	"eddy/model"
	"eddy/tui"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// recorded writes a tape of a few hours: frames at a steady pace, a snapshot
// every hundred. bend may change a snapshot before its fingerprint is taken, as
// a live engine that differs would.
func recorded(t testing.TB, hours, perHour int, bend func(*model.Snapshot) *model.Snapshot) string {
	t.Helper()
	return script{frames: hours * perHour, step: time.Hour / time.Duration(perHour), every: 100}.record(t, bend)
}

// script says what happens in a session that is recorded.
type script struct {
	frames int
	step   time.Duration // between two frames
	every  int           // frames between two snapshots
	late   int           // frames before the tape begins
}

func (sc script) record(t testing.TB, bend func(*model.Snapshot) *model.Snapshot) string {
	t.Helper()
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	setup := Setup{Program: "test", Mode: model.ModeLive, Venues: []model.Venue{model.Binance}, Playbook: "composite", Profile: "standard"}
	text, err := setup.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	live, err := newStage(setup)
	if err != nil {
		t.Fatal(err)
	}
	deck := tape.NewDeck(tape.Config{Now: func() time.Time { return at }, Rand: rand.New(rand.NewPCG(1, 2))})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- deck.Run(ctx) }()
	path := filepath.Join(t.TempDir(), "hours.tape")
	live.handover.Attend(deck)
	decoder, err := decode.Decoders[model.Binance](nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := range sc.frames {
		if n == sc.late {
			if err := deck.Start(path, text); err != nil {
				t.Fatal(err)
			}
		}
		at = at.Add(sc.step)
		b := fmt.Appendf(nil, `{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":%d,"s":"BTCUSDT","b":"64%03d.10","B":"1.5","a":"64%03d.20","A":"2.5","T":%d,"E":%d}}`,
			n+1, n%997, n%997, at.UnixMilli(), at.UnixMilli())
		deck.Tap("binance/public", b, at)
		events, err := decoder.Decode(b, model.MillisOf(at), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := live.handover.Put(context.Background(), events); err != nil {
			t.Fatal(err)
		}
		if n%sc.every == sc.every-1 {
			live.take()
			deck.Published(model.MillisOf(at), bend(live.engine.Publish(model.MillisOf(at))))
		}
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	return path
}

func asItIs(s *model.Snapshot) *model.Snapshot { return s }

func TestVerifyIsContentWithWhatIsTheSame(t *testing.T) {
	v, err := Verify(t.Context(), recorded(t, 3, 1000, asItIs))
	if err != nil || !v.Same() || v.Frames != 3000 || v.Bars < 3 || v.Compared < 25 || !v.Afresh || len(v.BarDigests) < v.Bars {
		t.Errorf("%v, %+v", err, v)
	}
}

// A tape that begins in the middle of a session is compared with the desk, which
// knew more, and what rests on that is named. Here it is when the plan was made,
// which stands until a bar of the engine's closes.
func TestVerifyFromTheMiddle(t *testing.T) {
	middle := script{frames: 3000, step: time.Hour / 1000, every: 100, late: 1500}
	for _, tt := range []struct {
		name  string
		bend  func(*model.Snapshot) *model.Snapshot
		apart []string
	}{
		{"as it is", asItIs, []string{"plan.as_of"}},
		{"other phase", func(s *model.Snapshot) *model.Snapshot {
			bent := *s
			bent.Phase.Phase = "BEAR"
			return &bent
		}, []string{"phase.phase", "plan.as_of"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := Verify(t.Context(), middle.record(t, tt.bend))
			if err != nil || !v.Same() || v.Afresh || v.Compared != 15 || v.Agreed > 0 {
				t.Errorf("%v, %+v", err, v)
			}
			if diff := cmp.Diff(tt.apart, v.Apart); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A live session that was not what its tape says is found out, and where: in a
// figure, an alert or a plan.
func TestVerifyFindsTheFirstDifference(t *testing.T) {
	for _, tt := range []struct {
		name string
		bend func(s *model.Snapshot)
		says string
	}{
		{"figure", func(s *model.Snapshot) { s.EventsPerSecond++ }, "events_per_second: now "},
		{"field of a figure", func(s *model.Snapshot) { s.Phase.Phase = "BEAR" }, "phase.phase: now "},
		{"alert", func(s *model.Snapshot) { s.Alerts = []model.AlertRow{{ID: "one", Rule: "of none"}} }, "alerts"},
		{"plan", func(s *model.Snapshot) { s.Plan = &model.PlanView{Stage: s.Plan.Stage, Digest: "another"} }, "plan."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := recorded(t, 3, 1000, func(s *model.Snapshot) *model.Snapshot {
				if s.Seq < 15 {
					return s
				}
				bent := *s
				tt.bend(&bent)
				return &bent
			})
			v, err := Verify(t.Context(), path)
			_, where, _ := strings.Cut(v.Difference, "replay and recording differ in ")
			if err != nil || v.Same() || !strings.HasPrefix(v.Difference, "snapshot 15 ") || !strings.HasPrefix(where, tt.says) {
				t.Errorf("%v, %q", err, v.Difference)
			}
		})
	}
}

func TestFirstDifference(t *testing.T) {
	a := &model.Snapshot{Playbook: "x", Alerts: []model.AlertRow{{ID: "1"}, {ID: "2"}}}
	b := &model.Snapshot{Playbook: "x", Alerts: []model.AlertRow{{ID: "1"}, {ID: "3"}}}
	got, err := firstDifference(a, b)
	if want := `alerts[1].id: "2" and "3"`; err != nil || got != want {
		t.Errorf("got %q, want %q, %v", got, want, err)
	}
}

// running runs a player until the test ends.
func running(t *testing.T, path string, speed float64) *Player {
	t.Helper()
	p, err := Open(path, speed)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("run: %v", err)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// until waits for a status.
func until(t *testing.T, p *Player, what string, is func(tui.ReplayStatus) bool) tui.ReplayStatus {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if s := p.Status(); is(s) {
			return s
		}
	}
	t.Fatalf("never %s: %+v", what, p.Status())
	return tui.ReplayStatus{}
}

// The controls of a tape lead where they say, and going back gives the same
// picture as having stopped there.
func TestControls(t *testing.T) {
	path := recorded(t, 4, 1000, asItIs)
	p := running(t, path, 0.1)
	p.Pause()
	first := until(t, p, "stopped", func(s tui.ReplayStatus) bool { return s.Paused })
	p.Step(tui.StepFrame)
	until(t, p, "a frame on", func(s tui.ReplayStatus) bool { return s.Frame == first.Frame+1 && s.Told == "quote BTCUSDT" })
	p.Step(tui.StepBar)
	bar := until(t, p, "a bar on", func(s tui.ReplayStatus) bool { return s.Busy == "" && s.At > first.At+100_000 })
	if hour := bar.At.Floor(model.Hour1); bar.At.Sub(hour) > 10*time.Minute {
		t.Errorf("the bar closed at %s", bar.At)
	}
	half := first.First + (first.Last-first.First)/2
	p.Seek(half)
	there := until(t, p, "half way", func(s tui.ReplayStatus) bool { return s.Busy == "" && s.At >= half })
	before := shownAt(t, p, there)
	p.Seek(first.Last)
	until(t, p, "at the end", func(s tui.ReplayStatus) bool { return s.Busy == "" && s.At >= first.Last-300_000 })
	p.Seek(half)
	again := until(t, p, "half way again", func(s tui.ReplayStatus) bool { return s.Busy == "" && s.At == there.At })
	if after := shownAt(t, p, again); !before.Same(after) {
		t.Errorf("going back shows something else in %v", before.Differs(after))
	}
}

// A damaged tape is played to where the damage is, says so in the few cells of
// the last line without its own name, and gives the whole error when it is asked.
func TestDamagedTapeSaysWhere(t *testing.T) {
	path := recorded(t, 3, 1000, asItIs)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)*3/4] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	p := running(t, path, 0)
	s := until(t, p, "over", func(s tui.ReplayStatus) bool { return s.Ended })
	if !strings.HasPrefix(s.Fault, "byte ") || !strings.Contains(s.Fault, "damaged") || strings.Contains(s.Fault, ".tape") {
		t.Errorf("the fault is %q", s.Fault)
	}
	if err := p.Trouble(); !errors.Is(err, tape.ErrDamaged) || !strings.HasPrefix(err.Error(), path) {
		t.Errorf("the trouble is %v", err)
	}
}

// shownAt returns the fingerprint of the snapshot on show, its number apart.
func shownAt(t *testing.T, p *Player, s tui.ReplayStatus) tape.Print {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for seq := uint64(0); ; {
		snap, err := p.Box().After(ctx, seq)
		if err != nil {
			t.Fatalf("nothing is shown of %s: %v", s.At, err)
		}
		seq = snap.Seq
		if snap.Clock != s.At {
			continue
		}
		plain := *snap
		plain.Seq = 0
		print, err := tape.PrintOf(&plain)
		if err != nil {
			t.Fatal(err)
		}
		return print
	}
}

func TestSpeeds(t *testing.T) {
	p := running(t, recorded(t, 1, 100, asItIs), 1)
	var got []float64
	for _, by := range []int{1, 1, -1, -100, 100, 1, -1} {
		p.Faster(by)
		got = append(got, p.Status().Speed)
	}
	if want := []float64{2, 5, 2, 0.1, 0, 0, 3600}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A tape whose figures come from elsewhere is refused in a line.
func TestOpenRefuses(t *testing.T) {
	deck := tape.NewDeck(tape.Config{Now: time.Now, Rand: rand.New(rand.NewPCG(1, 2))})
	path := filepath.Join(t.TempDir(), "odd.tape")
	if err := deck.Start(path, []byte("odd")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := deck.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if _, err := Open(path, 1); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("got %v", err)
	}
}

var _ feeds.Witness = (*tape.Deck)(nil)
