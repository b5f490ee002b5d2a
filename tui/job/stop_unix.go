//go:build unix

package job

import (
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// CanStop tells whether the system has such a thing.
const CanStop = true

// errNoShell says that nobody could wake the program again.
var errNoShell = errors.New("no shell waits behind the desk: it goes on")

// stopsWithin is how long a stop takes at most to take hold. The system drops the
// signal where no shell is there to let the program go on.
const stopsWithin = 200 * time.Millisecond

// stop stops the program and returns when it goes on. SIGTTOU stops as SIGTSTP
// does; the latter is heard here, and Go has no way back to what the system does
// with it.
func stop() error {
	awake := make(chan os.Signal, 1)
	signal.Notify(awake, syscall.SIGCONT)
	defer signal.Stop(awake)
	if err := syscall.Kill(0, syscall.SIGTTOU); err != nil { // the whole job, as the terminal's own key does
		return err
	}
	select {
	case <-awake:
		return nil
	case <-time.After(stopsWithin):
	}
	select {
	case <-awake: // both came due while it was stopped
		return nil
	default:
		return errNoShell
	}
}
