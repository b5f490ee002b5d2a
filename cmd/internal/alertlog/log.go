package alertlog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"eddy/model"
	"eddy/model/sole"
)

// ErrHeld is wrapped when another program keeps the alerts.
var ErrHeld = errors.New("another eddy keeps and tells alerts")

// Log is the alerts of a file. Until it is attached it is in memory alone. It may
// be used by several goroutines.
type Log struct {
	path string
	tape func() string

	mu    sync.Mutex
	lock  *sole.Lock
	file  *os.File // nil while it is not attached
	split bool     // a write may have stopped within a line
	content
	names map[string]string // what the file calls an alert that the session calls otherwise; "" = it is not its
}

// mark is what of an alert is worth a line when it changes.
type mark struct {
	severity     model.Severity
	cleared      model.Millis
	acknowledged bool
	snoozed      model.Millis
	times        int
	settled      bool
}

func markOf(a *model.AlertRow) mark {
	return mark{a.Severity, a.Cleared, a.Acknowledged, a.Snoozed, a.Times, a.Settled}
}

// New reads a file of alerts, if there is one. Tape tells where a tape that runs
// stands, which is kept with each new alert. The log is good for use in memory
// when there is an error.
func New(path string, tape func() string) (*Log, error) {
	c, err := read(path)
	return &Log{path: path, tape: tape, content: c, names: make(map[string]string)}, err
}

// Attach takes the file to be its only writer, makes it where there is none, and
// reads it again. The error wraps ErrHeld when another program writes it.
func (l *Log) Attach() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	lock, owner, err := sole.Take(l.path + ".lock")
	switch {
	case err != nil:
		return fmt.Errorf("alerts: %w", err)
	case lock == nil && owner != "":
		return fmt.Errorf("%w (process %s)", ErrHeld, owner)
	case lock == nil:
		return ErrHeld
	}
	if err := l.attach(); err != nil {
		return errors.Join(err, lock.Release())
	}
	l.lock = lock
	return nil
}

func (l *Log) attach() error {
	c, err := read(l.path)
	if err != nil {
		return err
	}
	if c.length > compactAt {
		if err := c.compact(l.path); err != nil {
			return err
		}
		c.torn = false
	}
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	if c.torn {
		if err := f.Truncate(c.length); err != nil {
			return errors.Join(fmt.Errorf("alerts: cut a torn line: %w", err), f.Close())
		}
	}
	for d, severity := range l.told { // told while there was no file
		if _, known := c.told[d]; !known {
			c.told[d] = severity
		}
	}
	l.file, l.content = f, c
	return nil
}

// Rows returns the alerts, oldest first.
func (l *Log) Rows() []model.AlertRow {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.rows)
}

// Keep writes the alerts of a snapshot that are new or stand differently, in
// one piece, and sees them onto the disk. Rows come newest first, as a snapshot
// has them, under the names the file has for them.
func (l *Log) Keep(rows []model.AlertRow) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	var b []byte
	var changed []model.AlertRow
	for i := len(rows) - 1; i >= 0; i-- {
		a := &rows[i]
		if was, known := l.how[a.ID]; a.Rule == "event" || known && was == markOf(a) {
			continue // the user's events have a file of their own
		}
		stamped := *a
		stamped.Tape = l.tapeOf(a.ID)
		var err error
		if b, err = appendLine(b, &stamped); err != nil {
			return err
		}
		changed = append(changed, stamped)
	}
	if err := l.write(b); err != nil {
		return err
	}
	for _, a := range changed {
		l.put(a)
	}
	return nil
}

// write appends whole lines and sees them onto the disk. What a write that failed
// left is cut off again; where that fails too, the next begins on a line of its
// own.
func (l *Log) write(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	if l.split {
		b = append([]byte{'\n'}, b...)
	}
	before, err := l.file.Stat()
	if err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	if _, err = l.file.Write(b); err == nil {
		err = l.file.Sync()
	}
	if err == nil {
		l.split = false
		return nil
	}
	l.split = l.split || l.file.Truncate(before.Size()) != nil
	return fmt.Errorf("alerts: %w", err)
}

// Told returns how bad an alert was when a channel told of it, "" when it did
// not.
func (l *Log) Told(channel, id string) model.Severity {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.told[delivery{channel, id}]
}

// Tell notes that a channel told of an alert.
func (l *Log) Tell(channel, id string, severity model.Severity) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.told[delivery{channel, id}] = severity
	if l.file == nil {
		return nil
	}
	b, err := appendLine(nil, deliveryLine{id, channel, severity})
	if err != nil {
		return err
	}
	return l.write(b)
}

// tapeOf returns where an alert stands on a tape: that of its first line, for a
// new one where the tape is now.
func (l *Log) tapeOf(id string) string {
	if i, known := l.at[id]; known {
		return l.rows[i].Tape
	}
	if l.tape == nil {
		return ""
	}
	return l.tape()
}

// Close closes the file and lets another program have it.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	err := errors.Join(l.file.Close(), l.lock.Release())
	l.file, l.lock = nil, nil
	if err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	return nil
}
