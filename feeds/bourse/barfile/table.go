package barfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"eddy/model"
)

// maxRows keeps a mistaken file from filling the memory.
const maxRows = 5_000_000

// readFile opens a file, gzipped or not by its name, and hands it to read.
func readFile(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return &Error{File: path, Reason: reasonOf(err)}
	}
	defer f.Close() //nolint:errcheck // it was only read
	if !strings.HasSuffix(path, ".gz") {
		return read(f)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return &Error{File: path, Reason: "not a gzip file: " + err.Error()}
	}
	return read(z)
}

func reasonOf(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// columns says in which field of a line each known column lies, -1 where there
// is none.
type columns map[string]int

// table reads a file line by line.
type table struct {
	file   string
	line   int
	lines  *bufio.Scanner
	fields []string
	width  int
}

func newTable(file string, r io.Reader) *table {
	t := &table{file: file, lines: bufio.NewScanner(r)}
	t.lines.Buffer(make([]byte, 0, 4096), 1<<16)
	return t
}

// fail builds the error for the present line.
func (t *table) fail(format string, args ...any) error {
	return &Error{File: t.file, Line: t.line, Reason: fmt.Sprintf(format, args...)}
}

// header reads the first line, in which only known columns may stand.
func (t *table) header(known ...string) (columns, error) {
	if !t.lines.Scan() {
		if err := t.lines.Err(); err != nil {
			return nil, &Error{File: t.file, Line: 1, Reason: lineReason(err)}
		}
		return nil, &Error{File: t.file, Line: 1, Reason: "the file is empty; want the header " + strings.Join(known[:min(6, len(known))], ",")}
	}
	t.line = 1
	cols := make(columns, len(known))
	for _, k := range known {
		cols[k] = -1
	}
	text := strings.TrimPrefix(t.lines.Text(), "\ufeff")
	for i, name := range strings.Split(strings.TrimRight(text, "\r"), ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		at, ok := cols[name]
		switch {
		case !ok:
			return nil, t.fail("bad header: unknown column %s", quoted(name))
		case at >= 0:
			return nil, t.fail("bad header: column %s stands twice", name)
		}
		cols[name] = i
		t.width = i + 1
	}
	return cols, nil
}

// need refuses a header without a column.
func (t *table) need(cols columns, names ...string) error {
	for _, n := range names {
		if cols[n] < 0 {
			return t.fail("bad header: no column %s", n)
		}
	}
	return nil
}

// next moves to the next line that is not blank; false at the end.
func (t *table) next() (bool, error) {
	for t.lines.Scan() {
		t.line++
		if t.line > maxRows {
			return false, t.fail("more than %d lines", maxRows)
		}
		text := strings.TrimRight(t.lines.Text(), "\r")
		if strings.TrimSpace(text) == "" {
			continue
		}
		t.split(text)
		if len(t.fields) != t.width {
			if err := t.lines.Err(); err != nil {
				return false, t.fail("%s", lineReason(err)) // the line is short because the file was cut off in it
			}
			return false, t.fail("%d fields, want %d", len(t.fields), t.width)
		}
		return true, nil
	}
	if err := t.lines.Err(); err != nil {
		t.line++
		return false, t.fail("%s", lineReason(err))
	}
	return false, nil
}

// split cuts a line at its commas.
func (t *table) split(text string) {
	t.fields = t.fields[:0]
	for {
		field, rest, more := strings.Cut(text, ",")
		t.fields = append(t.fields, strings.TrimSpace(field))
		if !more {
			return
		}
		text = rest
	}
}

func lineReason(err error) string {
	switch {
	case errors.Is(err, bufio.ErrTooLong):
		return "the line is too long to be one of a table"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the file ends in the middle of its compressed data"
	default:
		return err.Error()
	}
}

// number reads a finite number from a field; name is its column's.
func (t *table) number(field int, name string) (float64, error) {
	text := t.fields[field]
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, t.fail("%s: %s is not a number", name, quoted(text))
	}
	return v, nil
}

// Times outside these years are a mistake of unit, seconds for milliseconds
// most of the time: there was no market before.
var (
	earliest = model.MillisOf(time.Date(2009, 1, 1, 0, 0, 0, 0, time.UTC))
	latest   = model.MillisOf(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
)

// moment reads the time of a line, in milliseconds or as a day, and refuses one
// that is not after the last.
func (t *table) moment(field int, daily bool, last model.Millis) (at model.Millis, err error) {
	name := "ts"
	if daily {
		name = "date"
		at, err = t.day(field)
	} else {
		at, err = t.stamp(field)
	}
	switch {
	case err != nil:
		return 0, err
	case at < earliest || at > latest:
		return 0, t.fail("%s: %s is not a time in Unix milliseconds since 2009", name, quoted(t.fields[field]))
	case at == last:
		return 0, t.fail("%s: %s stands twice", name, at)
	case at < last:
		return 0, t.fail("%s: %s goes back behind %s", name, at, last)
	}
	return at, nil
}

func (t *table) stamp(field int) (model.Millis, error) {
	n, err := strconv.ParseInt(t.fields[field], 10, 64)
	if err != nil {
		return 0, t.fail("ts: %s is not a number of milliseconds", quoted(t.fields[field]))
	}
	return model.Millis(n), nil
}

func (t *table) day(field int) (model.Millis, error) {
	day, err := time.Parse(time.DateOnly, t.fields[field])
	if err != nil {
		return 0, t.fail("date: %s is not a day like 2021-05-19", quoted(t.fields[field]))
	}
	return model.MillisOf(day), nil
}
