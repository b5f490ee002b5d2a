package tui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"

	"eddy/model"
	"eddy/tui/tuitest"
)

// projector is a tape that notes what it is asked for.
type projector struct {
	status ReplayStatus
	asked  []string
}

func (p *projector) Status() ReplayStatus { return p.status }
func (p *projector) Pause()               { p.asked = append(p.asked, "pause") }
func (p *projector) Faster(by int) {
	p.asked = append(p.asked, map[int]string{1: "faster", -1: "slower"}[by])
}
func (p *projector) Step(to ReplayStep) {
	p.asked = append(p.asked, map[ReplayStep]string{StepFrame: "frame", StepBar: "bar", StepNews: "news"}[to])
}
func (p *projector) Seek(to model.Millis) { p.asked = append(p.asked, to.Time().Format("15:04:05")) }

func moments(text string) model.Millis {
	t, err := time.Parse("2006-01-02 15:04:05", "2026-11-21 "+text)
	if err != nil {
		panic(err)
	}
	return model.MillisOf(t)
}

func playing(t *testing.T) (*App, *projector) {
	p := &projector{status: ReplayStatus{First: moments("12:00:00"), At: moments("12:10:00"), Last: moments("12:20:00"), Speed: 60}}
	app := newApp(t, tuitest.Theme(t), 140, 40)
	app.attend(nil, p)
	app.Update(snapshotMsg{tuitest.Full()})
	return app, p
}

func TestTapeKeys(t *testing.T) {
	app, p := playing(t)
	press(app, special(tea.KeySpace), char('p'), char('<'), char('>'), char('F'), char('B'), char('!'), char('{'), char('}'))
	press(app, char('J'))
	typeIn(app, "12:15")
	press(app, special(tea.KeyEnter))
	want := []string{"pause", "slower", "faster", "frame", "bar", "news", "12:09:00", "12:11:00", "12:15:00"}
	if got := slices.DeleteFunc(p.asked[1:], func(s string) bool { return s == "" }); p.asked[0] != "pause" || !cmp.Equal(want, got) {
		t.Errorf("asked for %q", p.asked)
	}
	if app.state.Paused {
		t.Error("the picture is frozen, not the tape")
	}
	press(app, char('J'))
	typeIn(app, "soon")
	press(app, special(tea.KeyEnter))
	if app.prompt.kind != seekOpen || !strings.Contains(plain(app), "write a moment as") {
		t.Error("a moment that is none is not given back")
	}
}

func TestWhereTheTapeIsShows(t *testing.T) {
	app, p := playing(t)
	for _, tt := range []struct {
		name   string
		change func(s *ReplayStatus)
		want   string
	}{
		{"plays", func(*ReplayStatus) {}, "12:10:00 50% 60x"},
		{"flat out", func(s *ReplayStatus) { s.Speed = 0 }, "12:10:00 50% max"},
		{"stopped", func(s *ReplayStatus) { s.Paused = true }, "12:10:00 50% stopped (max)"},
		{"at a frame", func(s *ReplayStatus) { s.Frame, s.Socket, s.Told = 812, "okx/public", "quote BTC" }, "frame 812 okx/public: quote BTC"},
		{"on its way", func(s *ReplayStatus) { s.Busy = "to the next bar" }, "12:10:00 50% to the next bar"},
		{"over", func(s *ReplayStatus) { s.Busy, s.Ended = "", true }, "12:10:00 50% end of the tape"},
		{"damaged", func(s *ReplayStatus) { s.Fault = "byte 9: damaged" }, "12:10:00 50% ends here  byte 9: damaged"},
	} {
		tt.change(&p.status)
		app.Update(heartbeatMsg{})
		if got := plain(app); !strings.Contains(got, tt.want) {
			t.Errorf("%s: no %q in\n%s", tt.name, tt.want, got[strings.LastIndex(got, "\n"):])
		}
	}
	press(app, char('?'))
	if got := plain(app); !strings.Contains(got, "stop the tape") {
		t.Error("the help does not know the tape")
	}
}

func TestMoment(t *testing.T) {
	s := ReplayStatus{First: moments("12:00:00"), At: moments("12:10:00"), Last: moments("12:20:00")}
	for text, want := range map[string]string{
		"12:15": "12:15:00", " 12:15:30 ": "12:15:30", "+5m": "12:15:00", "-10s": "12:09:50", "25%": "12:05:00",
		"2026-11-21 12:03": "12:03:00", "": "", "25:00": "", "+x": "", "120%": "", "NaN%": "", "noon": "",
	} {
		got, err := moment(text, s)
		if want == "" {
			if !errors.Is(err, errMoment) {
				t.Errorf("%q: %v, %v", text, got, err)
			}
			continue
		}
		if err != nil || got != moments(want) {
			t.Errorf("%q: %s, %v", text, got, err)
		}
	}
}

// recorder is something that records.
type recorder struct {
	status TapeStatus
	err    error
}

func (r *recorder) Status() TapeStatus { return r.status }
func (r *recorder) Toggle() (string, error) {
	r.status.Recording = !r.status.Recording
	if r.status.Recording {
		return "", r.err
	}
	return "taped 12.3 MB: x.tape", r.err
}

func TestRecordingShowsItsSize(t *testing.T) {
	r := &recorder{status: TapeStatus{Bytes: 12_300_000}}
	app := newApp(t, tuitest.Theme(t), 140, 40)
	app.attend(r, nil)
	app.Update(snapshotMsg{tuitest.Full()})
	if strings.Contains(plain(app), "REC") {
		t.Fatal("it records")
	}
	key := special(tea.KeyCtrlR)
	app.Update(press(app, key)())
	if got := plain(app); !strings.Contains(got, "REC 12.3 MB") {
		t.Errorf("the size is not shown:\n%s", got[strings.LastIndex(got, "\n"):])
	}
	app.Update(press(app, key)())
	if got := plain(app); strings.Contains(got, "REC") || !strings.Contains(got, "taped 12.3 MB: x.tape") {
		t.Errorf("the end is not told:\n%s", got[strings.LastIndex(got, "\n"):])
	}
	r.err = errors.New("no room on the disk")
	app.Update(press(app, key)())
	if got := plain(app); !strings.Contains(got, "no room on the disk") {
		t.Error("a failure is not told")
	}
}

// The keys of tapes take nothing away but the pause of the picture.
func TestTapeKeysAreFree(t *testing.T) {
	app, _ := playing(t)
	app.attend(&recorder{}, app.theatre.replay)
	for _, c := range append(replayCommands(), app.commands[0]) {
		for _, o := range newCommands() {
			if o.do == nil || o.name == "pause" {
				continue
			}
			for _, k := range c.keys.Keys() {
				if slices.Contains(o.keys.Keys(), k) {
					t.Errorf("%q does both %s and %s", k, c.name, o.name)
				}
			}
		}
	}
}

// A tape plays in place of the live picture, which goes on behind it; what
// happened there is counted, and told at the end.
func TestATapeBesideTheLiveSession(t *testing.T) {
	app := newApp(t, tuitest.Theme(t), 140, 40)
	app.Update(snapshotMsg{tuitest.Full()})
	closed := 0
	p := &projector{}
	app.matinee.open = func(path string) (Projection, error) {
		if path != "x.tape" {
			return Projection{}, errors.New("no such tape")
		}
		return Projection{Replay: p, Source: nil, Close: func() error { closed++; return nil }}, nil
	}
	app.commands = append(playCommands(), app.commands...)
	keys := len(app.commands)
	open := func(name string) {
		press(app, special(tea.KeyCtrlO))
		typeIn(app, name)
		app.Update(press(app, special(tea.KeyEnter))())
	}
	open("y.tape")
	if got := plain(app); !strings.Contains(got, "no such tape") || app.matinee.on() {
		t.Error("a tape that is none is not refused")
	}
	open("x.tape")
	tape := *tuitest.Starting()
	tape.Mode = model.ModeReplay
	app.Update(tapeSnapshotMsg{&tape, app.matinee.ctx})
	if got := plain(app); !strings.Contains(got, "REPLAY") || !strings.Contains(got, "live: 0 unread") {
		t.Errorf("the tape is not on show:\n%s", got)
	}
	app.Update(snapshotMsg{tuitest.NoPhase()})
	app.Update(heartbeatMsg{})
	if got := plain(app); !strings.Contains(got, "REPLAY") || !strings.Contains(got, "live: 1 unread") {
		t.Errorf("what happens live is not counted:\n%s", got)
	}
	press(app, char('F'))
	if len(p.asked) != 1 {
		t.Errorf("its keys do nothing: %q", p.asked)
	}
	left := app.matinee.ctx
	app.Update(press(app, special(tea.KeyCtrlO))())
	if got := plain(app); strings.Contains(got, "REPLAY") || !strings.Contains(got, "While the tape played") || closed != 1 || len(app.commands) != keys {
		t.Errorf("it does not end (%d, %d keys of %d):\n%s", closed, len(app.commands), keys, got)
	}
	app.Update(tapeSnapshotMsg{&tape, left})
	if app.snapshot().Mode == model.ModeReplay {
		t.Error("a late snapshot of the tape is shown")
	}
}
