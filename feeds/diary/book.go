package diary

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"eddy/model"
)

// Book is the file as it was read.
type Book struct {
	Entries []model.Judgement // oldest first, those taken back left out
	Damaged int               // lines that are no events; they are passed over
	Torn    bool              // the last line was cut off and does not count

	length int64 // bytes up to the end of the last whole line
}

// record is a line of the file.
type record struct {
	ID       string  `json:"id"`
	Time     string  `json:"time,omitempty"`
	Kind     string  `json:"kind,omitempty"`
	Subject  string  `json:"subject,omitempty"`
	Score    float64 `json:"score"`
	HalfLife string  `json:"half_life,omitempty"`
	Text     string  `json:"text,omitempty"`
	Source   string  `json:"source,omitempty"`
	Removed  bool    `json:"removed,omitempty"`
}

// longestBook is the longest file that is read.
const longestBook = 16 << 20

// Load reads a file. One that is not there is an empty book.
func Load(path string) (Book, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Book{}, nil
	}
	if err != nil {
		return Book{}, fmt.Errorf("events: %w", err)
	}
	if info.Size() > longestBook {
		return Book{}, fmt.Errorf("events: %s is %d MB long", path, info.Size()>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Book{}, fmt.Errorf("events: %w", err)
	}
	return parse(data), nil
}

// parse reads the lines of a file. Any bytes make a book.
func parse(data []byte) Book {
	var b Book
	end := bytes.LastIndexByte(data, '\n') + 1
	b.length, b.Torn = int64(end), end < len(data)
	at := make(map[string]int)
	for line := range bytes.Lines(data[:end]) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		j, err := readLine(line)
		switch i, twice := at[j.ID]; {
		case err != nil:
			b.Damaged++
		case twice && j.Removed:
			b.Entries[i].Removed = true
		case !twice && !j.Removed:
			at[j.ID] = len(b.Entries)
			b.Entries = append(b.Entries, j)
		}
	}
	b.Entries = slices.DeleteFunc(b.Entries, func(j model.Judgement) bool { return j.Removed })
	slices.SortStableFunc(b.Entries, func(a, c model.Judgement) int { return cmp.Compare(a.Time, c.Time) })
	return b
}

var errNoEvent = errors.New("no event")

// readLine reads a line. What a hand has edited into nonsense is no event.
func readLine(line []byte) (model.Judgement, error) {
	var r record
	if err := json.Unmarshal(line, &r); err != nil || r.ID == "" || len(r.ID) > 40 {
		return model.Judgement{}, errNoEvent
	}
	j := model.Judgement{
		ID: tidy(r.ID), Kind: r.Kind, Subject: tidy(r.Subject), Score: r.Score,
		Text: tidy(r.Text), Source: tidy(r.Source), Removed: r.Removed,
	}
	if j.Removed {
		return j, nil
	}
	t, err := time.Parse(time.RFC3339, r.Time)
	if err != nil {
		return j, errNoEvent
	}
	j.Time = model.MillisOf(t)
	if j.HalfLife, err = halfLife(r.HalfLife); err != nil {
		return j, errNoEvent
	}
	if !slices.Contains(Kinds, j.Kind) || j.Subject == "" || r.Score < -1 || r.Score > 1 {
		return j, errNoEvent
	}
	return j, words(j)
}

// Add gives an event an id of its own and writes it. It returns the event, and
// whether a torn last line had to be cut off before it.
func Add(path string, j model.Judgement, chance *rand.Rand) (model.Judgement, bool, error) {
	b, err := Load(path)
	if err != nil {
		return j, false, err
	}
	j.ID = b.freshID(chance)
	return j, b.Torn, b.write(path, record{
		ID: j.ID, Time: j.Time.String(), Kind: j.Kind, Subject: j.Subject, Score: j.Score,
		HalfLife: j.HalfLife.String(), Text: j.Text, Source: j.Source,
	})
}

// freshID returns a short id that is in no use.
func (b *Book) freshID(chance *rand.Rand) string {
	for {
		id := "e" + strconv.FormatUint(chance.Uint64N(36*36*36*36), 36)
		if b.Find(id) == nil {
			return id
		}
	}
}

// Find returns the event of an id, nil when there is none.
func (b *Book) Find(id string) *model.Judgement {
	for i := range b.Entries {
		if b.Entries[i].ID == id {
			return &b.Entries[i]
		}
	}
	return nil
}

// ErrUnknown is the error of taking back an event that is not there.
var ErrUnknown = errors.New("no such event")

// Remove takes an event back and returns it.
func Remove(path, id string) (model.Judgement, error) {
	b, err := Load(path)
	if err != nil {
		return model.Judgement{}, err
	}
	j := b.Find(id)
	if j == nil {
		return model.Judgement{}, fmt.Errorf("%w: %s", ErrUnknown, tidy(id))
	}
	return *j, b.write(path, record{ID: id, Removed: true})
}

// write adds a line in one piece and sees it onto the disk, after cutting off
// what a kill left of an earlier one.
func (b *Book) write(path string, r record) (err error) {
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("events: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("events: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return fmt.Errorf("events: %w", err)
	}
	defer func() {
		if closed := f.Close(); err == nil && closed != nil {
			err = fmt.Errorf("events: %w", closed)
		}
	}()
	if b.Torn {
		if err := f.Truncate(b.length); err != nil {
			return fmt.Errorf("events: cut a torn line: %w", err)
		}
	}
	if _, err := f.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("events: %w", err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("events: %w", err)
	}
	return nil
}
