package notify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"eddy/cmd/internal/notify"
	"eddy/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func message() notify.Message {
	return notify.Message{Event: notify.Raised, Alert: model.AlertRow{
		ID: "liquidation-1", Rule: "liquidation", Severity: model.Critical, Since: 1_700_000_000_000,
		Subject: "AAVE long bybit", Text: "AAVE long bybit: 4.10 % to liquidation", Value: model.Known(4.1), Threshold: model.Known(5),
	}}
}

func webhook(url string) *notify.Webhook {
	return &notify.Webhook{URL: url, Timeout: 20 * time.Second, Waits: []time.Duration{time.Millisecond, time.Millisecond}, Rand: rand.New(rand.NewPCG(1, 2))}
}

// server answers with each status in turn, the last one for ever, and keeps the
// bodies.
func server(t *testing.T, statuses ...int) (url string, bodies func() []string) {
	t.Helper()
	var mu sync.Mutex
	var got []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		status := statuses[min(len(got), len(statuses)-1)]
		got = append(got, string(b))
		if status == http.StatusFound {
			w.Header().Set("Location", "http://example.invalid/elsewhere")
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(func() {
		s.Close()
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	})
	return s.URL + "/secret-token", func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string(nil), got...)
	}
}

func TestWebhook(t *testing.T) {
	for _, tc := range []struct {
		name     string
		statuses []int
		tries    int
		want     string // of the error; "" = none
	}{
		{"fine", []int{204}, 1, ""},
		{"fails once", []int{500, 200}, 2, ""},
		{"asked to wait", []int{429, 429, 200}, 3, ""},
		{"fails for ever", []int{503}, 3, "Service Unavailable"},
		{"refuses", []int{403}, 1, "Forbidden"},
		{"redirects", []int{302}, 1, "redirects, which is not followed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			url, bodies := server(t, tc.statuses...)
			err := webhook(url).Send(t.Context(), message())
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret-token") {
				t.Errorf("the error tells the address: %v", err)
			}
			got := bodies()
			if len(got) != tc.tries {
				t.Fatalf("%d tries, want %d", len(got), tc.tries)
			}
			var m notify.Message
			if err := json.Unmarshal([]byte(got[0]), &m); err != nil || m.Alert.ID != "liquidation-1" || m.Event != notify.Raised {
				t.Errorf("%v: %s", err, got[0])
			}
		})
	}
}

// Whoever tries the channels waits for the answer: a test is posted once.
func TestATestIsPostedOnce(t *testing.T) {
	url, bodies := server(t, 500, 200)
	if err := webhook(url).Send(t.Context(), notify.TestMessage(1)); err == nil || len(bodies()) != 1 {
		t.Errorf("%d tries, %v", len(bodies()), err)
	}
}

func TestASlowWebhookIsGivenUp(t *testing.T) {
	gate := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-gate }))
	defer s.Close()
	defer close(gate)
	w := webhook(s.URL)
	w.Timeout, w.Waits = 20*time.Millisecond, nil
	if err := w.Send(t.Context(), message()); err == nil || !strings.Contains(err.Error(), "no answer within 20ms") {
		t.Errorf("got %v", err)
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}

func TestNobodyListens(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	url := s.URL
	s.Close()
	if err := webhook(url+"/secret-token").Send(t.Context(), message()); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}

// script writes a program and returns how to run it.
func script(t *testing.T, text string) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "alarm.sh")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"/bin/sh", path}
}

func TestCommandGetsTheAlertOnItsInput(t *testing.T) {
	out := filepath.Join(t.TempDir(), "got.json")
	c := notify.Command{Argv: append(script(t, `cat > "$1"`), out), Timeout: time.Minute}
	if err := c.Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var m notify.Message
	if err := json.Unmarshal(b, &m); err != nil || m.Alert.Value != model.Known(4.1) {
		t.Errorf("%v: %s", err, b)
	}
}

func TestCommandsThatMisbehave(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		limit      time.Duration
		want       string
	}{
		{"hangs", "sleep 600", 50 * time.Millisecond, "ended after 50ms"},
		{"hangs with children", "sleep 600 & wait", 50 * time.Millisecond, "ended after 50ms"},
		{"prints megabytes", "head -c 20000000 /dev/zero | tr '\\0' x; exit 3", time.Minute, "exit status 3: xxx"},
		{"fails with a raw word", "printf 'no\\033]0;evil\\007 way' >&2; exit 1", time.Minute, "no]0;evil way"},
		{"reads nothing", "exit 0", time.Minute, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := notify.Command{Argv: script(t, tc.text), Timeout: tc.limit}.Send(t.Context(), message())
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
			if err != nil && (len(err.Error()) > 1000 || strings.ContainsAny(err.Error(), "\x1b\a\n")) {
				t.Errorf("%d bytes: %.100q", len(err.Error()), err.Error())
			}
		})
	}
	if err := (notify.Command{Argv: []string{"/no/such/program"}, Timeout: time.Second}).Send(t.Context(), message()); err == nil {
		t.Error("a missing program is no error")
	}
}

func TestTerminalSequences(t *testing.T) {
	evil := message()
	evil.Alert.Text = "EVIL\x1b]0;x\a;COIN\n"
	for _, tc := range []struct {
		name string
		term notify.Terminal
		m    notify.Message
		want string
	}{
		{"bell", notify.Terminal{Bell: true}, message(), "\a"},
		{"osc 9", notify.Terminal{Dialect: notify.OSC9}, message(), "\x1b]9;eddy: CRITICAL AAVE long bybit: 4.10 % to liquidation\a"},
		{"osc 777", notify.Terminal{Dialect: notify.OSC777}, evil, "\x1b]777;notify;eddy: CRITICAL;EVIL]0,x,COIN \a"},
		{"osc 99", notify.Terminal{Dialect: notify.OSC99}, message(), "\x1b]99;i=eddy:d=0;eddy: CRITICAL\x1b\\\x1b]99;i=eddy:p=body;AAVE long bybit: 4.10 % to liquidation\x1b\\"},
		{"tmux", notify.Terminal{Dialect: notify.OSC9, Tmux: true, Bell: true}, notify.TestMessage(1), "\a\x1bPtmux;\x1b\x1b]9;eddy: test this is a test of eddy's alerts\a\x1b\\"},
		{"nothing", notify.Terminal{}, message(), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			tc.term.Out = &out
			if err := tc.term.Send(t.Context(), tc.m); err != nil || out.String() != tc.want {
				t.Errorf("got %q, %v; want %q", out.String(), err, tc.want)
			}
		})
	}
}

func TestDetect(t *testing.T) {
	for _, tc := range []struct {
		key, value string
		want       notify.Dialect
	}{
		{"TERM", "xterm-kitty", notify.OSC99}, {"TERM_PROGRAM", "WezTerm", notify.OSC9}, {"TERM_PROGRAM", "iTerm.app", notify.OSC9},
		{"TERM", "foot", notify.OSC777}, {"VTE_VERSION", "7600", notify.OSC777}, {"TERM", "xterm-256color", notify.NoDialect},
	} {
		if got := notify.Detect(func(k string) string { return map[string]string{tc.key: tc.value}[k] }); got != tc.want {
			t.Errorf("%s=%s: %q, want %q", tc.key, tc.value, got, tc.want)
		}
	}
}

func TestQuietHours(t *testing.T) {
	for _, tc := range []struct {
		text string
		hour int
		want bool
	}{
		{"", 3, false}, {"22:00-07:00", 3, true}, {"22:00-07:00", 22, true}, {"22:00-07:00", 7, false}, {"22:00-07:00", 12, false},
		{"12:00-13:30", 13, true}, {"12:00-13:00", 13, false}, {"08:00-08:00", 8, false},
	} {
		q, err := notify.ParseQuiet(tc.text)
		if err != nil || q.At(time.Date(2026, 1, 1, tc.hour, 0, 0, 0, time.UTC)) != tc.want {
			t.Errorf("%q at %d: want %v (%v)", tc.text, tc.hour, tc.want, err)
		}
	}
	for _, bad := range []string{"night", "25:00-07:00", "22:00", "22:00-07:61", "22:00-07:00 x"} {
		if _, err := notify.ParseQuiet(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// wire is a channel that hands over what it is sent.
type wire struct {
	got  chan notify.Message
	fail error
}

func (w *wire) Name() string { return "wire" }

func (w *wire) Send(ctx context.Context, m notify.Message) error {
	select {
	case w.got <- m:
		return w.fail
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run serves a desk until the test ends.
func run(t *testing.T, c notify.Config) *notify.Desk {
	t.Helper()
	d := notify.NewDesk(c)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	return d
}

func alertRow(id string, s model.Severity) model.AlertRow {
	return model.AlertRow{ID: id, Rule: "mine", Severity: s, Since: 1, Text: id}
}

func TestEachAlertIsToldOnceAndAgainWhenItGrowsWorse(t *testing.T) {
	w := &wire{got: make(chan notify.Message, 100)}
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	d := run(t, notify.Config{Channels: []notify.Channel{w}, Least: model.Warning, Now: func() time.Time { return at }, Known: []model.AlertRow{alertRow("old", model.Warning)}})
	snoozed := alertRow("snoozed", model.Critical)
	snoozed.Snoozed = model.MillisOf(at) + 1000
	standing := alertRow("standing", model.Critical)
	standing.Standing = true
	rows := []model.AlertRow{standing, alertRow("b", model.Critical), alertRow("a", model.Warning), alertRow("small", model.Info), alertRow("old", model.Warning), snoozed,
		{ID: "c", Rule: notify.FaultRule, Severity: model.Critical, Since: 1}, {ID: "e", Rule: "event", Severity: model.Critical, Since: 1}}
	for range 5 {
		d.Observe(rows)
	}
	rows[2].Severity = model.Critical
	d.Observe(rows)
	var got []string
	for range 3 {
		m := <-w.got
		got = append(got, string(m.Event)+" "+m.Alert.ID)
	}
	if want := "[raised a raised b escalated a]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	d.Send(notify.TestMessage(1))
	if m := <-w.got; m.Event != notify.Test {
		t.Errorf("got %+v", m)
	}
}

func TestQuietHoursHoldBackAndTellAfterwards(t *testing.T) {
	w := &wire{got: make(chan notify.Message, 100)}
	at := time.Date(2026, 1, 1, 23, 0, 0, 0, time.UTC)
	q, err := notify.ParseQuiet("22:00-07:00")
	if err != nil {
		t.Fatal(err)
	}
	d := run(t, notify.Config{Channels: []notify.Channel{w}, Least: model.Info, Quiet: q, Now: func() time.Time { return at }})
	rows := []model.AlertRow{alertRow("stands", model.Warning), alertRow("over", model.Warning), alertRow("urgent", model.Critical)}
	d.Observe(rows)
	if m := <-w.got; m.Alert.ID != "urgent" {
		t.Errorf("got %s", m.Alert.ID)
	}
	rows[1].Cleared = 5
	at = at.Add(9 * time.Hour)
	d.Observe(rows)
	d.Send(notify.TestMessage(1))
	if a, b := <-w.got, <-w.got; a.Alert.ID != "stands" || b.Event != notify.Test {
		t.Errorf("got %s, %s", a.Alert.ID, b.Alert.ID)
	}
}

func TestCapPerHour(t *testing.T) {
	w := &wire{got: make(chan notify.Message, 100)}
	var mu sync.Mutex
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	now := func() time.Time { mu.Lock(); defer mu.Unlock(); return at }
	d := run(t, notify.Config{Channels: []notify.Channel{w}, PerHour: 3, Now: now})
	for i := range 10 {
		d.Send(notify.Message{Event: notify.Raised, Alert: alertRow(fmt.Sprint(i), model.Warning)})
	}
	d.Send(notify.TestMessage(1)) // what follows a test has passed all that came before
	seen := 0
	for m := range w.got {
		if m.Event == notify.Test {
			break
		}
		seen++
	}
	if seen != 3 || d.Status()[0].Capped != 7 {
		t.Errorf("%d told, %+v", seen, d.Status())
	}
	d.Send(notify.Message{Event: notify.Raised, Alert: alertRow("urgent", model.Critical)})
	if m := <-w.got; m.Alert.ID != "urgent" {
		t.Errorf("got %s", m.Alert.ID)
	}
	mu.Lock()
	at = at.Add(2 * time.Hour)
	mu.Unlock()
	d.Send(notify.Message{Event: notify.Raised, Alert: alertRow("later", model.Warning)})
	if m := <-w.got; m.Alert.ID != "later" {
		t.Errorf("got %s", m.Alert.ID)
	}
}

// A channel that hangs holds up nobody: what is too much for it is dropped, the
// oldest first, and counted.
func TestAChannelThatHangs(t *testing.T) {
	stuck, fine := &wire{got: make(chan notify.Message)}, &wire{got: make(chan notify.Message, 700)}
	d := run(t, notify.Config{Channels: []notify.Channel{stuck, fine}, Now: time.Now})
	for i := range 600 {
		d.Send(notify.Message{Event: notify.Raised, Alert: alertRow(fmt.Sprint(i), model.Warning)})
		<-fine.got
	}
	if s := d.Status(); s[0].Dropped < 600-514 || s[1].Sent < 599 {
		t.Errorf("%+v", s)
	}
}

func TestFaultsAreToldOnceAndWhenTheyAreOver(t *testing.T) {
	w := &wire{got: make(chan notify.Message, 10), fail: errors.New("refused\x1b[2J")}
	faults := make(chan string, 10)
	d := notify.NewDesk(notify.Config{Channels: []notify.Channel{w}, Now: time.Now, Fault: func(ch, what string) { faults <- ch + ":" + what }})
	for range 3 {
		d.Try(t.Context(), message())
	}
	w.fail = nil
	d.Try(t.Context(), message())
	close(faults)
	var got []string
	for f := range faults {
		got = append(got, f)
	}
	if want := "[wire:refused[2J wire:]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if s := d.Status()[0]; s.Sent != 1 || s.Failed != 3 || !strings.Contains(s.String(), "last error: refused[2J") {
		t.Errorf("%+v", s)
	}
}
