package notify_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"eddy/cmd/internal/notify"
)

// An alert goes to the address that was given and to no other, however it is
// asked to.
func TestARedirectLeaksNothing(t *testing.T) {
	var leaked atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { leaked.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		hook := httptest.NewServer(http.RedirectHandler(other.URL, status))
		err := webhook(hook.URL).Send(t.Context(), message())
		hook.Close()
		if err == nil || !strings.Contains(err.Error(), "redirects") {
			t.Errorf("%d: %v", status, err)
		}
	}
	if n := leaked.Load(); n != 0 {
		t.Errorf("%d alerts went elsewhere", n)
	}
}

// A certificate nobody vouches for is an error, and no reason to go on or to try
// again.
func TestAnUntrustedWebhook(t *testing.T) {
	var reached atomic.Int32
	hook := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	hook.Config.ErrorLog = nil
	hook.StartTLS()
	defer hook.Close()
	w := webhook(hook.URL + "/secret-token")
	w.Waits = []time.Duration{time.Hour}
	err := w.Send(t.Context(), message())
	if err == nil || !strings.Contains(err.Error(), "certificate is not trusted") || strings.Contains(err.Error(), "secret-token") || reached.Load() != 0 {
		t.Errorf("%v, reached %d times", err, reached.Load())
	}
}

// An answer without end is not read to its end.
func TestAHugeAnswer(t *testing.T) {
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	}))
	defer hook.Close()
	if err := webhook(hook.URL).Send(t.Context(), message()); err != nil {
		t.Error(err)
	}
}

// Whatever a symbol carries, a notification is one sequence of a bounded length
// with nothing in it that a terminal obeys.
func TestHostileTextInANotification(t *testing.T) {
	m := message()
	m.Alert.Text = strings.Repeat("A\x1b\\\x1b]52;c;x\a\u009c\u009d\u0090\u202e\u2066\x00\x7f;\r\n", 1000)
	for dialect, frame := range map[notify.Dialect][2]string{
		notify.OSC9:   {"\x1b]9;", "\a"},
		notify.OSC777: {"\x1b]777;notify;", "\a"},
	} {
		var out bytes.Buffer
		if err := (notify.Terminal{Out: &out, Dialect: dialect}).Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		text, opened := strings.CutPrefix(out.String(), frame[0])
		text, closed := strings.CutSuffix(text, frame[1])
		if !opened || !closed || len(text) > 2000 {
			t.Errorf("%s: %d bytes: %.80q", dialect, out.Len(), out.String())
		}
		if i := strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }); i >= 0 {
			t.Errorf("%s: %q at %d", dialect, text[i:i+4], i)
		}
	}
}
