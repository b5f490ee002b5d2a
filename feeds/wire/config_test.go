package wire_test

import (
	"strings"
	"testing"
	"time"

	"eddy/feeds/wire"
)

func TestNewChecksConfiguration(t *testing.T) {
	handle := func(*wire.Session, []byte, time.Time) (string, error) { return "", nil }
	good := wire.Config{Name: "venue/x", URL: "wss://host/path", Handle: handle}
	for _, tc := range []struct {
		name, want string
		change     func(c *wire.Config)
	}{
		{"fine", "", func(*wire.Config) {}},
		{"no name", "needs a name", func(c *wire.Config) { c.Name = "" }},
		{"no handler", "needs a Handle", func(c *wire.Config) { c.Handle = nil }},
		{"http", "must begin with ws://", func(c *wire.Config) { c.URL = "https://host" }},
		{"no host", "names no host", func(c *wire.Config) { c.URL = "wss:///path" }},
		{"broken", "venue/x: url: ", func(c *wire.Config) { c.URL = "wss://ho st" }},
		{"broken and secret", "venue/x: url: ", func(c *wire.Config) { c.URL = "wss://me:secret@ho st" }},
		{"http with password", "must begin", func(c *wire.Config) { c.URL = "https://me:secret@host" }},
		{"password", "must not hold a user", func(c *wire.Config) { c.URL = "wss://me:secret@host" }},
		{"ping without interval", "above zero", func(c *wire.Config) { c.PingFrames = true }},
		{"unsubscribe alone", "needs Subscribe", func(c *wire.Config) { c.Unsubscribe = func([]string) [][]byte { return nil } }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := good
			tc.change(&c)
			_, err := wire.New(c)
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("error shows the password: %v", err)
			}
		})
	}
}
