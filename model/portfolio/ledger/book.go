package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"eddy/model"
	"eddy/model/sole"
)

// maxFile bounds what is read: a hundred thousand groups fit many times.
const maxFile = 256 << 20

// Book is a ledger file opened. It is not safe for concurrent use.
type Book struct {
	path   string
	file   *os.File // nil when read only
	lock   *sole.Lock
	busy   string // why it is read only, "" when it is not
	broken bool   // a write failed half way and could not be taken back

	content
	state *State
}

// ErrReadOnly is wrapped when a book that is open for reading only is asked to
// write.
var ErrReadOnly = errors.New("the ledger is open for reading only")

// ErrDamaged is wrapped when a file holds something a ledger does not.
var ErrDamaged = errors.New("the ledger is damaged")

// Read opens a ledger to look at. A file that is not there is an empty ledger.
func Read(path string) (*Book, error) {
	b := &Book{path: path, busy: "it was opened to look at"}
	return b, b.load()
}

// Open opens a ledger for writing, making the file and its folder when they are
// not there. When another program holds it, the book is read only and Busy says
// who. A line that was being written when a program was killed is cut off; Torn
// tells how many bytes that were.
func Open(path string) (*Book, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	held, owner, err := sole.Take(path + ".lock")
	if err != nil {
		return nil, fmt.Errorf("ledger: lock: %w", err)
	}
	if held == nil {
		b, err := Read(path)
		if err != nil {
			return nil, err
		}
		b.busy = "another eddy has it open"
		if owner != "" {
			b.busy = "another eddy (process " + owner + ") has it open"
		}
		return b, nil
	}
	b := &Book{path: path, lock: held}
	if err := errors.Join(b.load(), b.openFile()); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

func (b *Book) load() error {
	data, err := readBounded(b.path)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	if b.content, err = readAll(data); err != nil {
		return fmt.Errorf("ledger: %s: %w: %w", b.path, ErrDamaged, err)
	}
	if b.state, err = foldAll(b.groups); err != nil {
		return fmt.Errorf("ledger: %s: %w: %w", b.path, ErrDamaged, err)
	}
	return nil
}

func readBounded(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case info.Size() > maxFile:
		return nil, fmt.Errorf("%s: %d bytes is no ledger", path, info.Size())
	}
	return os.ReadFile(path)
}

// openFile opens the file for writing and cuts the torn end off.
func (b *Book) openFile() error {
	f, err := os.OpenFile(b.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	b.file = f
	if b.torn > 0 {
		if err := errors.Join(f.Truncate(b.good), f.Sync()); err != nil {
			return fmt.Errorf("ledger: cut the torn end: %w", err)
		}
	}
	return nil
}

// Path is the file.
func (b *Book) Path() string { return b.path }

// Busy says why the book cannot be written to, "" when it can.
func (b *Book) Busy() string { return b.busy }

// Torn is how many bytes at the end were of a group that was never finished.
func (b *Book) Torn() int64 { return b.torn }

// State returns what the books say, the caller's own to change.
func (b *Book) State() *State { return b.state.clone() }

// Groups returns everything ever written, oldest first.
func (b *Book) Groups() []Group { return slices.Clone(b.groups) }

// Commit writes entries as one group: all of them or none. what says in a few
// words what happened. Errors leave the book as it was.
func (b *Book) Commit(at model.Millis, what string, entries ...Entry) (Group, error) {
	g, after, err := b.prepare(at, what, entries)
	if err != nil {
		return Group{}, err
	}
	return g, b.write(g, after)
}

func (b *Book) prepare(at model.Millis, what string, entries []Entry) (Group, *State, error) {
	g := Group{Seq: len(b.groups) + 1, Time: at, What: model.CleanText(what), Entries: slices.Clone(entries)}
	if len(entries) == 0 || !at.Known() {
		return g, nil, fmt.Errorf("ledger: a group needs entries and a time: %w", ErrEntry)
	}
	for i := range g.Entries {
		e := &g.Entries[i]
		e.Note, e.Symbol = model.CleanText(e.Note), model.CleanText(e.Symbol)
		if e.Kind == Reversal {
			return g, nil, fmt.Errorf("ledger: a reversal is made by Undo: %w", ErrEntry)
		}
	}
	after := b.state.clone()
	if err := after.fold(&g); err != nil {
		return g, nil, fmt.Errorf("ledger: %w", err)
	}
	return g, after, nil
}

// Undo writes the group that reverses group of; 0 means the newest that stands.
// It is refused when what came later rests on the group.
func (b *Book) Undo(at model.Millis, of int) (Group, error) {
	if of == 0 {
		if of = lastStanding(b.groups); of == 0 {
			return Group{}, fmt.Errorf("ledger: there is nothing to undo: %w", ErrEntry)
		}
	}
	g, after, err := reversal(b.groups, b.state, of, at)
	if err != nil {
		return Group{}, fmt.Errorf("ledger: %w", err)
	}
	return g, b.write(g, after)
}

// write appends a group and makes sure that it is on the disk before it counts.
func (b *Book) write(g Group, after *State) error {
	if b.file == nil || b.broken {
		return fmt.Errorf("ledger: %s: %w: %s", b.path, ErrReadOnly, b.why())
	}
	text, sum, err := encode(&g, b.sum)
	if err != nil {
		return err
	}
	if b.open {
		text = append([]byte{'\n'}, text...)
	}
	_, err = b.file.WriteAt(text, b.good)
	if err == nil {
		err = b.file.Sync()
	}
	if err == nil && b.good == 0 {
		err = syncFolder(filepath.Dir(b.path))
	}
	if err != nil {
		b.broken = b.file.Truncate(b.good) != nil
		return fmt.Errorf("ledger: write: %w", err)
	}
	b.groups, b.sum, b.state = append(b.groups, g), sum, after
	b.good, b.open, b.torn = b.good+int64(len(text)), false, 0
	return nil
}

func (b *Book) why() string {
	if b.broken {
		return "an earlier write failed"
	}
	return b.busy
}

// syncFolder makes a new file's name last.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync() // not every file system can; the file itself is on the disk
	return d.Close()
}

// Close closes the file and lets others have it.
func (b *Book) Close() error {
	var err error
	if b.file != nil {
		err = b.file.Close()
		b.file = nil
	}
	if b.lock != nil {
		err = errors.Join(err, b.lock.Release())
		b.lock = nil
	}
	b.busy = "it is closed"
	return err
}
