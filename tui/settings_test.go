package tui

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"github.com/creack/pty"

	"eddy/model"
)

// One who asks for the settings leaves the desk for them; where there are none,
// the key does nothing and the palette does not name it.
func TestSettings(t *testing.T) {
	for _, tt := range []struct {
		name string
		has  bool
		keys string
		want error
	}{
		{"asked for", true, "C", ErrSettings},
		{"quit", true, "q", nil},
		{"there are none", false, "Cq", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			master, terminal, err := pty.Open()
			if err != nil {
				t.Skip("no pseudo-terminal:", err)
			}
			defer closeBoth(master, terminal)
			go func() { _, _ = io.Copy(io.Discard, master) }() // ends with the terminal
			if _, err := master.WriteString(tt.keys); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() {
				ended <- Run(t.Context(), Options{Source: &silentSource{}, Input: terminal, Output: terminal, Settings: tt.has})
			}()
			select {
			case err := <-ended:
				if !errors.Is(err, tt.want) {
					t.Errorf("ends with %v, want %v", err, tt.want)
				}
			case <-time.After(time.Minute):
				t.Fatal("does not end")
			}
		})
	}
}

// closeBoth closes the two ends of a pseudo-terminal.
func closeBoth(a, b *os.File) { _, _ = a.Close(), b.Close() } // nothing is lost with it

// silentSource has no snapshot to give.
type silentSource struct{}

func (silentSource) Next(ctx context.Context) (*model.Snapshot, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}
