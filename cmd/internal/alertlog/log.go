// Package alertlog keeps alerts on disk: a file that only grows by whole lines,
// each a JSON object that says how an alert stands. The last line of an id
// counts. A kill may tear the last line; it is cut off at the next start, said,
// and nothing else is lost.
package alertlog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"eddy/model"
)

// Bounds of a file: one that has grown beyond compactAt is written anew with the
// newest alerts when it is opened; a longer one than longest is not read.
const (
	compactAt = 8 << 20
	longest   = 256 << 20
	kept      = 5000
)

// Log is an open file of alerts. It is for one goroutine.
type Log struct {
	Torn    bool // the last line was cut off
	Damaged int  // lines that were no alerts; they are passed over

	Tape func() string // where a tape that runs stands, kept with each new alert; nil: none runs

	path string
	file *os.File
	rows []model.AlertRow
	at   map[string]int  // place in rows by id
	told map[string]mark // how each was written last
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

// Read returns the alerts of a file, oldest first. One that is not there holds
// none.
func Read(path string) ([]model.AlertRow, error) {
	l := &Log{path: path}
	if _, err := l.read(); err != nil {
		return nil, err
	}
	return l.rows, nil
}

// Open opens a file to go on with, and makes it where there is none.
func Open(path string) (*Log, error) {
	l := &Log{path: path}
	length, err := l.read()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("alerts: %w", err)
	}
	if length > compactAt {
		if err := l.compact(); err != nil {
			return nil, err
		}
	}
	if l.file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600); err != nil {
		return nil, fmt.Errorf("alerts: %w", err)
	}
	if l.Torn && length <= compactAt {
		if err := l.file.Truncate(length); err != nil {
			return nil, errors.Join(fmt.Errorf("alerts: cut a torn line: %w", err), l.file.Close())
		}
	}
	return l, nil
}

// read takes the lines of the file in and returns the bytes up to the end of the
// last whole one.
func (l *Log) read() (int64, error) {
	l.at, l.told = make(map[string]int), make(map[string]mark)
	info, err := os.Stat(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("alerts: %w", err)
	}
	if info.Size() > longest {
		return 0, fmt.Errorf("alerts: %s is %d MB long: move it away", l.path, info.Size()>>20)
	}
	data, err := os.ReadFile(l.path)
	if err != nil {
		return 0, fmt.Errorf("alerts: %w", err)
	}
	end := bytes.LastIndexByte(data, '\n') + 1
	l.Torn = end < len(data)
	for line := range bytes.Lines(data[:end]) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			l.take(line)
		}
	}
	return int64(end), nil
}

// take reads one line. What a hand has edited into nonsense is no alert.
func (l *Log) take(line []byte) {
	var a model.AlertRow
	if err := json.Unmarshal(line, &a); err != nil || a.ID == "" || a.Rule == "" || a.Since == 0 {
		l.Damaged++
		return
	}
	for _, text := range []*string{&a.ID, &a.Rule, &a.Subject, &a.Text, &a.Source, &a.Do, &a.Tape} {
		*text = model.CleanText(*text)
	}
	l.put(a)
}

func (l *Log) put(a model.AlertRow) {
	if i, known := l.at[a.ID]; known {
		l.rows[i] = a
	} else {
		l.at[a.ID] = len(l.rows)
		l.rows = append(l.rows, a)
	}
	l.told[a.ID] = markOf(&a)
}

// compact writes the newest alerts into a new file that takes the old one's
// place.
func (l *Log) compact() error {
	var b bytes.Buffer
	for i := max(0, len(l.rows)-kept); i < len(l.rows); i++ {
		line, err := json.Marshal(&l.rows[i])
		if err != nil {
			return fmt.Errorf("alerts: %w", err)
		}
		b.Write(append(line, '\n'))
	}
	next := l.path + ".new"
	f, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	_, err = f.Write(b.Bytes())
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	if err := os.Rename(next, l.path); err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	return nil
}

// Rows returns the alerts, oldest first.
func (l *Log) Rows() []model.AlertRow { return slices.Clone(l.rows) }

// Keep writes the alerts of a snapshot that are new or stand differently, in
// one piece, and sees them onto the disk. Rows come newest first, as a snapshot
// has them.
func (l *Log) Keep(rows []model.AlertRow) error {
	var b []byte
	var changed []model.AlertRow
	for i := len(rows) - 1; i >= 0; i-- {
		a := &rows[i]
		if was, known := l.told[a.ID]; a.Rule == "event" || known && was == markOf(a) {
			continue // the user's events have a file of their own
		}
		stamped := *a
		stamped.Tape = l.tapeOf(a.ID)
		line, err := json.Marshal(&stamped)
		if err != nil {
			return fmt.Errorf("alerts: %w", err)
		}
		b, changed = append(append(b, line...), '\n'), append(changed, stamped)
	}
	if len(b) == 0 {
		return nil
	}
	if _, err := l.file.Write(b); err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	if err := l.file.Sync(); err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	for _, a := range changed {
		l.put(a)
	}
	return nil
}

// tapeOf returns where an alert stands on a tape: that of its first line, for a
// new one where the tape is now.
func (l *Log) tapeOf(id string) string {
	if i, known := l.at[id]; known {
		return l.rows[i].Tape
	}
	if l.Tape == nil {
		return ""
	}
	return l.Tape()
}

// Close closes the file.
func (l *Log) Close() error {
	if err := l.file.Close(); err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	return nil
}
