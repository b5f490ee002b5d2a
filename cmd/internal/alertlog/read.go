package alertlog

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"eddy/model"
)

// Bounds of a file: one that has grown beyond compactAt is written anew with the
// newest alerts when it is opened; a longer one than longest is not read.
const (
	compactAt = 8 << 20
	longest   = 256 << 20
	kept      = 5000
)

// content is what a file holds.
type content struct {
	rows []model.AlertRow
	at   map[string]int              // place in rows by id
	how  map[string]mark             // how each was written last
	told map[delivery]model.Severity // how bad an alert was when a channel told of it

	length  int64 // up to the end of the last whole line
	torn    bool  // there is more behind it
	damaged int   // lines that are neither alerts nor deliveries
}

// delivery is a channel that told of an alert.
type delivery struct{ channel, id string }

// line is what stands in one: an alert, or with Told a delivery.
type line struct {
	model.AlertRow
	Told string `json:"told"`
}

// Read returns the alerts of a file, oldest first. One that is not there holds
// none.
func Read(path string) ([]model.AlertRow, error) {
	c, err := read(path)
	return c.rows, err
}

// Check returns how many alerts a file holds, and how many of its lines cannot
// be read.
func Check(path string) (alerts, damaged int, err error) {
	c, err := read(path)
	if c.torn {
		c.damaged++
	}
	return len(c.rows), c.damaged, err
}

func read(path string) (content, error) {
	c := content{at: make(map[string]int), how: make(map[string]mark), told: make(map[delivery]model.Severity)}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("alerts: %w", err)
	}
	if !info.Mode().IsRegular() {
		return c, fmt.Errorf("alerts: %s is no file", path)
	}
	if info.Size() > longest {
		return c, fmt.Errorf("alerts: %s is %d MB long: move it away", path, info.Size()>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("alerts: %w", err)
	}
	end := bytes.LastIndexByte(data, '\n') + 1
	c.length, c.torn = int64(end), end < len(data)
	for text := range bytes.Lines(data[:end]) {
		if text = bytes.TrimSpace(text); len(text) > 0 {
			c.take(text)
		}
	}
	return c, nil
}

// take reads one line. What a hand has edited into nonsense is passed over.
func (c *content) take(text []byte) {
	var l line
	err := json.Unmarshal(text, &l)
	a := &l.AlertRow
	for _, s := range []*string{&a.ID, &a.Rule, &a.Subject, &a.Text, &a.Source, &a.Do, &a.Tape, &a.World, &l.Told} {
		*s = model.CleanText(*s)
	}
	switch {
	case err != nil || a.ID == "":
		c.damaged++
	case l.Told != "":
		c.told[delivery{l.Told, a.ID}] = a.Severity
	case a.Rule == "" || a.Since == 0:
		c.damaged++
	default:
		c.put(*a)
	}
}

func (c *content) put(a model.AlertRow) {
	if i, known := c.at[a.ID]; known {
		c.rows[i] = a
	} else {
		c.at[a.ID] = len(c.rows)
		c.rows = append(c.rows, a)
	}
	c.how[a.ID] = markOf(&a)
}

// compact writes the newest alerts, and which channels told of them, into a new
// file that takes the old one's place.
func (c *content) compact(path string) error {
	var b []byte
	newest := c.rows[max(0, len(c.rows)-kept):]
	for i := range newest {
		var err error
		if b, err = appendLine(b, &newest[i]); err != nil {
			return err
		}
	}
	for _, d := range slices.SortedFunc(maps.Keys(c.told), byName) {
		if i, known := c.at[d.id]; !known || i < len(c.rows)-len(newest) {
			continue // of an alert that is forgotten
		}
		var err error
		if b, err = appendLine(b, deliveryLine{d.id, d.channel, c.told[d]}); err != nil {
			return err
		}
	}
	next := path + ".new"
	f, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	_, err = f.Write(b)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	if err := os.Rename(next, path); err != nil {
		return fmt.Errorf("alerts: %w", err)
	}
	return nil
}

func byName(a, b delivery) int {
	return cmp.Or(strings.Compare(a.id, b.id), strings.Compare(a.channel, b.channel))
}

// deliveryLine is how a delivery is written.
type deliveryLine struct {
	ID       string         `json:"id"`
	Told     string         `json:"told"`
	Severity model.Severity `json:"severity"`
}

func appendLine(b []byte, v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("alerts: %w", err)
	}
	return append(append(b, text...), '\n'), nil
}
