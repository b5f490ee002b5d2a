package history

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"eddy/model"
)

// note is news of one contract: figures, and the time they cover.
type note struct {
	key        shelfKey
	asset      model.Asset
	multiplier float64

	of       sort
	list     []record
	from, to model.Millis // covered; the same for nothing
}

// roll says which contracts a venue's events are about from now on.
type roll struct {
	place
	symbols map[string]bool
}

// batch is what is written at once.
type batch struct {
	notes  []note
	rolls  []roll
	clocks map[place]clockReading
}

func (b *batch) empty() bool { return len(b.notes) == 0 && len(b.rolls) == 0 }

// written tells what a batch changed.
type written struct {
	bars, corrected int64
	damaged         int
}

// write writes a batch in one transaction: all of it or nothing.
func (s *Store) write(ctx context.Context, b batch) (written, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || !s.Writable() {
		return written{}, errors.New("history: not open for writing")
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return written{}, err
	}
	w := &writer{ctx: ctx, tx: tx, store: s, tally: s.tally, covers: make(map[coverKey]cover)}
	if err := w.all(b); err != nil {
		w.forgetContracts()
		return written{}, errors.Join(err, rollback(tx))
	}
	if err := tx.Commit(); err != nil {
		w.forgetContracts()
		return written{}, err
	}
	w.take(b)
	return w.done, nil
}

// rollback undoes a transaction. SQLite may have undone it already, which is no
// news.
func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) && codeOf(err) == 0 {
		return err
	}
	return nil
}

type coverKey struct {
	c  *contract
	of sort
}

// writer is one transaction under way. The store's own index changes only when
// it has been committed.
type writer struct {
	ctx    context.Context
	tx     *sql.Tx
	store  *Store
	tally  tally
	covers map[coverKey]cover
	fresh  []*contract // new ones
	done   written

	get, put *sql.Stmt
	buf      []byte
	old      []record
}

func (w *writer) all(b batch) (err error) {
	if w.get, err = w.tx.PrepareContext(w.ctx, "SELECT data FROM block WHERE id = ?"); err != nil {
		return err
	}
	if w.put, err = w.tx.PrepareContext(w.ctx, "INSERT INTO block (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data"); err != nil {
		return err
	}
	for _, group := range byContract(b.notes) {
		if err := w.group(group); err != nil {
			return err
		}
	}
	for _, r := range b.rolls {
		if err := w.roll(r); err != nil {
			return err
		}
	}
	for p, c := range b.clocks {
		if err := w.exec("INSERT OR REPLACE INTO clock VALUES (?, ?, ?, ?)", string(p.venue), p.origin, int64(c.market), int64(c.local)); err != nil {
			return err
		}
	}
	return w.counts()
}

func (w *writer) exec(query string, args ...any) error {
	_, err := w.tx.ExecContext(w.ctx, query, args...)
	return err
}

// counts writes the counters.
func (w *writer) counts() error {
	for name, n := range map[string]int64{"corrected": w.tally.corrected, "holes": w.tally.holes} {
		if err := w.exec("INSERT OR REPLACE INTO tally VALUES (?, ?)", name, n); err != nil {
			return err
		}
	}
	return nil
}

// byContract brings notes of one contract and sort together, in the order they
// came.
func byContract(notes []note) [][]note {
	notes = slices.Clone(notes)
	slices.SortStableFunc(notes, func(a, b note) int {
		return cmp.Or(cmp.Compare(a.key.venue, b.key.venue), cmp.Compare(a.key.origin, b.key.origin),
			cmp.Compare(a.key.symbol, b.key.symbol), cmp.Compare(a.of, b.of))
	})
	var groups [][]note
	for len(notes) > 0 {
		n := 1
		for n < len(notes) && notes[n].key == notes[0].key && notes[n].of == notes[0].of {
			n++
		}
		groups = append(groups, notes[:n])
		notes = notes[n:]
	}
	return groups
}

// group writes what is new of one sort of a contract.
func (w *writer) group(notes []note) error {
	c, err := w.contract(notes[0])
	if err != nil {
		return err
	}
	of := notes[0].of
	key := coverKey{c, of}
	var list []record
	for i := range notes {
		list = append(list, notes[i].list...)
	}
	added, err := w.blocks(key, latestWord(list))
	if err != nil {
		return err
	}
	w.cover(key, notes, added)
	return w.saveCover(key)
}

// contract returns the contract a note is about, a new one if need be.
func (w *writer) contract(n note) (*contract, error) {
	c := w.store.shelf[n.key]
	if c != nil && c.asset == n.asset && c.multiplier == n.multiplier {
		return c, nil
	}
	if c != nil {
		c.asset, c.multiplier = n.asset, n.multiplier
		return c, w.exec("UPDATE contract SET asset = ?, multiplier = ? WHERE id = ?", string(c.asset), c.multiplier, c.id)
	}
	done, err := w.tx.ExecContext(w.ctx, "INSERT INTO contract (venue, origin, symbol, asset, multiplier, followed) VALUES (?, ?, ?, ?, ?, 1)",
		string(n.key.venue), n.key.origin, n.key.symbol, string(n.asset), n.multiplier)
	if err != nil {
		return nil, err
	}
	id, err := done.LastInsertId()
	if err != nil {
		return nil, err
	}
	c = &contract{id: id, key: n.key, asset: n.asset, multiplier: n.multiplier, followed: true}
	w.store.shelf[n.key] = c
	w.fresh = append(w.fresh, c)
	return c, nil
}

// forgetContracts takes contracts back that were never committed.
func (w *writer) forgetContracts() {
	for _, c := range w.fresh {
		delete(w.store.shelf, c.key)
	}
}

// blockID is the key of a block in the file.
func blockID(contract int64, of sort, number int64) int64 {
	return contract<<24 | int64(of)<<20 | number
}

// blocks lays records, oldest first, into their blocks and returns how many
// were new.
func (w *writer) blocks(key coverKey, list []record) (added int64, err error) {
	for len(list) > 0 {
		number := key.of.blockOf(list[0].at)
		n := 1
		for n < len(list) && key.of.blockOf(list[n].at) == number {
			n++
		}
		fresh, err := w.block(key, number, list[:n])
		if err != nil {
			return added, err
		}
		added += fresh
		list = list[n:]
	}
	return added, nil
}

// block lays records into one block.
func (w *writer) block(key coverKey, number int64, list []record) (added int64, err error) {
	id := blockID(key.c.id, key.of, number)
	w.old = w.old[:0]
	var data []byte
	switch err := w.get.QueryRowContext(w.ctx, id).Scan(&data); {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return 0, err
	default:
		if w.old, err = readBlock(w.old, key.of, number, data); err != nil {
			w.damaged(key, number)
		}
	}
	m := mergeRecords(w.old, list)
	if m.added == 0 && m.corrected == 0 {
		return 0, nil
	}
	w.buf = appendBlock(w.buf[:0], key.of, m.list)
	if _, err := w.put.ExecContext(w.ctx, id, w.buf); err != nil {
		return 0, err
	}
	if layouts[key.of].step > 0 {
		w.done.bars += int64(m.added)
		w.done.corrected += int64(m.corrected)
		w.tally.corrected += int64(m.corrected)
	}
	return int64(m.added), nil
}

// damaged gives a block up: its time counts as never heard of.
func (w *writer) damaged(key coverKey, number int64) {
	w.old = w.old[:0]
	w.done.damaged++
	w.covers[key] = w.coverOf(key).without(key.of.startOf(number), key.of.startOf(number+1))
}

// take makes what was committed known.
func (w *writer) take(b batch) {
	for key, c := range w.covers {
		key.c.covered[key.of] = c
	}
	for _, r := range b.rolls {
		for key, c := range w.store.shelf {
			if key.place == r.place {
				c.followed = r.symbols[key.symbol]
			}
		}
	}
	for p, c := range b.clocks {
		w.store.clocks[p] = c
	}
	w.store.tally = w.tally
}

// roll notes which contracts of a venue are followed.
func (w *writer) roll(r roll) error {
	for key, c := range w.store.shelf {
		if key.place != r.place || c.followed == r.symbols[key.symbol] {
			continue
		}
		if err := w.exec("UPDATE contract SET followed = ? WHERE id = ?", r.symbols[key.symbol], c.id); err != nil {
			return fmt.Errorf("contract %s: %w", key.symbol, err)
		}
	}
	return nil
}
