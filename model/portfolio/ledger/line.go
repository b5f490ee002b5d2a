package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"eddy/model"
)

// A line of the file is a JSON object: the group and a sum over the sum of the
// line before and the group's own bytes. A line that was changed, dropped or
// moved shows in every sum after it.
type line struct {
	Sum   string          `json:"sum"`
	Group json.RawMessage `json:"group"`
}

// written is a group as it stands in the file.
type written struct {
	Seq     int     `json:"seq"`
	Time    string  `json:"time"`
	What    string  `json:"what"`
	Entries []Entry `json:"entries"`
}

// genesis stands before the first line; its number changes with the form of the
// file.
const genesis = "eddy ledger 1"

// stampLayout is RFC 3339 in UTC with milliseconds.
const stampLayout = "2006-01-02T15:04:05.000Z"

func sumOf(before string, group []byte) string {
	h := sha256.New()
	h.Write([]byte(before)) // a hash never fails
	h.Write(group)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// encode writes a group as a line, newline included, and returns its sum.
func encode(g *Group, before string) (text []byte, sum string, err error) {
	group, err := marshal(written{g.Seq, g.Time.Time().Format(stampLayout), g.What, g.Entries})
	if err != nil {
		return nil, "", err
	}
	sum = sumOf(before, group)
	text, err = marshal(line{sum, group})
	return append(text, '\n'), sum, err
}

// marshal is json.Marshal that leaves <, > and & alone, so that the bytes under
// the sum are the bytes in the file.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("ledger: encode: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

var errSum = errors.New("its sum does not fit: it was changed, or a line before it was")

// decode reads a line.
func decode(text []byte, before string, seq int) (g Group, sum string, err error) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return g, "", errors.New("it is no line of a ledger")
	}
	if l.Sum != sumOf(before, l.Group) {
		return g, "", errSum
	}
	var w written
	if err := json.Unmarshal(l.Group, &w); err != nil {
		return g, "", fmt.Errorf("it was written by another version: %s", model.CleanText(err.Error()))
	}
	at, err := time.Parse(stampLayout, w.Time)
	if err != nil || w.Seq != seq {
		return g, "", fmt.Errorf("it is group %d at %q, where group %d belongs", w.Seq, model.CleanText(w.Time), seq)
	}
	return Group{Seq: w.Seq, Time: model.MillisOf(at), What: model.CleanText(w.What), Entries: w.Entries}, l.Sum, nil
}

// content is a file read.
type content struct {
	groups []Group
	sum    string // of the last line
	good   int64  // bytes that hold
	torn   int64  // bytes after them that do not
	open   bool   // the last line that holds lacks its newline
}

// readAll reads a ledger's bytes. What was being written when the program was
// killed, a last line without its end, is left out; anything else that does not
// hold is an error, because money must not be guessed.
func readAll(data []byte) (content, error) {
	c := content{sum: genesis}
	for n := 1; len(data) > 0; n++ {
		end := bytes.IndexByte(data, '\n')
		whole := end >= 0
		if !whole {
			end = len(data)
		}
		g, sum, err := decode(data[:end], c.sum, n)
		switch {
		case err != nil && whole:
			return c, fmt.Errorf("line %d: %w; restore the file from a copy, or move it away to begin anew", n, err)
		case err != nil:
			c.torn = int64(len(data))
			return c, nil
		}
		c.groups, c.sum = append(c.groups, g), sum
		c.good += int64(end)
		if c.open = !whole; c.open {
			break
		}
		c.good++
		data = data[end+1:]
	}
	return c, nil
}
