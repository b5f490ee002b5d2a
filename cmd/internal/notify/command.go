package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"eddy/model"
)

// Command runs a program of the user's for each alert, with the alert as JSON on
// its standard input.
type Command struct {
	Argv    []string
	Timeout time.Duration
}

// Name returns the channel's name.
func (c Command) Name() string { return "command" }

// Send runs the command. What hangs is ended with everything it started; of
// what it prints only a little is kept, for the error.
func (c Command) Send(ctx context.Context, m Message) error {
	body, err := m.JSON()
	if err != nil {
		return err
	}
	return run(ctx, c.Timeout, c.Argv, body)
}

// outputGrace is how long the output of a command that ended may still be held
// open by what it left behind.
const outputGrace = time.Second

func run(ctx context.Context, limit time.Duration, argv []string, stdin []byte) error {
	if len(argv) == 0 {
		return errors.New("no command")
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	said := &tail{}
	c := exec.CommandContext(ctx, argv[0], argv[1:]...) //nolint:gosec // the user's own command
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(stdin), said, said
	c.WaitDelay = outputGrace
	endAll(c)
	err := c.Run()
	name := model.CleanText(argv[0])
	switch {
	case ctx.Err() != nil && errors.Is(context.Cause(ctx), context.DeadlineExceeded):
		return fmt.Errorf("%s: ended after %s", name, limit)
	case errors.Is(err, exec.ErrWaitDelay):
		return nil // it did its work; a child of its holds the output open
	case err != nil && said.String() != "":
		return fmt.Errorf("%s: %w: %s", name, err, said)
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	default:
		return nil
	}
}

// tailSize is how much of a command's output is kept.
const tailSize = 400

// tail keeps the beginning of what is written and swallows the rest.
type tail struct{ kept []byte }

// Write takes everything and keeps what fits.
func (t *tail) Write(b []byte) (int, error) {
	t.kept = append(t.kept, b[:min(len(b), tailSize-len(t.kept))]...)
	return len(b), nil
}

// String returns what was kept, cleaned and in one line.
func (t *tail) String() string {
	return model.CleanText(strings.Join(strings.Fields(string(t.kept)), " "))
}

// Desktop shows notifications with the desktop's own tool.
type Desktop struct {
	Timeout time.Duration
}

// Name returns the channel's name.
func (d Desktop) Name() string { return "desktop" }

// Send runs the tool. Texts travel as arguments of their own, never through a
// shell or a script.
func (d Desktop) Send(ctx context.Context, m Message) error {
	title, text := m.Words()
	switch runtime.GOOS {
	case "darwin":
		return run(ctx, d.Timeout, []string{
			"osascript", "-e", "on run argv", "-e", "display notification (item 2 of argv) with title (item 1 of argv)", "-e", "end run", title, text,
		}, nil)
	case "linux", "freebsd", "openbsd", "netbsd":
		return run(ctx, d.Timeout, []string{"notify-send", "-a", "eddy", "-u", urgency(m.Alert.Severity), "--", title, text}, nil)
	default:
		return fmt.Errorf("no desktop notifications on %s: use a command", runtime.GOOS)
	}
}

func urgency(s model.Severity) string {
	switch s {
	case model.Critical:
		return "critical"
	case model.Warning:
		return "normal"
	default:
		return "low"
	}
}
