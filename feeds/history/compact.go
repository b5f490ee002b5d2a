package history

import (
	"context"
	"errors"
	"fmt"
	"time"

	"eddy/model"
)

const (
	// Keep is how long hours, funding and open interest are kept; days stay.
	Keep = 400 * day

	// Limit is the size from which on the store makes itself smaller at the
	// start, and shortens what it keeps if need be.
	Limit = 400 << 20

	// leastKept is what is kept whatever the size: all that is given back at a
	// start.
	leastKept = hoursBack + 7*day

	// goneFor is how long a contract nobody follows any more is kept.
	goneFor = 90 * day
)

// Compact drops what is older than keep, and contracts that are gone, and gives
// the room back to the disk. What was dropped is asked for again only if
// somebody wants it.
func (s *Store) Compact(ctx context.Context, keep time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || !s.Writable() {
		return errors.New("history: another eddy writes it; end that one first")
	}
	end := s.newest(func(place) bool { return true })
	if !end.Known() {
		return nil
	}
	if err := s.drop(ctx, end, max(keep, leastKept)); err != nil {
		return fmt.Errorf("history: compact: %w", plain(err))
	}
	for _, step := range []string{"PRAGMA incremental_vacuum", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if err := s.drain(ctx, step); err != nil {
			return fmt.Errorf("history: compact: %w", plain(err))
		}
	}
	return s.readIndex(ctx)
}

// drain runs a statement to its end, whatever rows it gives.
func (s *Store) drain(ctx context.Context, query string) error {
	rows, err := s.db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	return errors.Join(rows.Err(), rows.Close())
}

// drop deletes in one transaction what is not to be kept.
func (s *Store) drop(ctx context.Context, end model.Millis, keep time.Duration) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	w := &writer{ctx: ctx, tx: tx, store: s, covers: make(map[coverKey]cover)}
	for _, c := range s.shelf {
		if err := w.dropOf(c, end, keep); err != nil {
			return errors.Join(err, rollback(tx))
		}
	}
	return tx.Commit()
}

// dropOf deletes what is not to be kept of one contract.
func (w *writer) dropOf(c *contract, end model.Millis, keep time.Duration) error {
	last := model.Millis(0)
	for _, of := range sorts {
		if n := len(c.covered[of]); n > 0 {
			last = max(last, c.covered[of][n-1].To)
		}
	}
	if !c.followed && end.Sub(last) > goneFor {
		return errors.Join(
			w.exec("DELETE FROM block WHERE id BETWEEN ? AND ?", blockID(c.id, 0, 0), blockID(c.id+1, 0, 0)-1),
			w.exec("DELETE FROM cover WHERE contract = ?", c.id),
			w.exec("DELETE FROM contract WHERE id = ?", c.id),
		)
	}
	for _, of := range sorts {
		if of == days {
			continue
		}
		first := of.blockOf(end.Add(-keep))
		if err := w.exec("DELETE FROM block WHERE id BETWEEN ? AND ?", blockID(c.id, of, 0), blockID(c.id, of, first)-1); err != nil {
			return err
		}
		key := coverKey{c, of}
		w.covers[key] = c.covered[of].forget(of.startOf(first))
		if err := w.saveCover(key); err != nil {
			return err
		}
	}
	return nil
}

// shrink makes the store smaller until it is within a size, or holds no more
// than a start needs. It returns how long is kept then, 0 where nothing had to
// be done.
func (s *Store) shrink(ctx context.Context, limit int64) (time.Duration, error) {
	if s.Bytes() <= limit {
		return 0, nil
	}
	keep := Keep
	for {
		if err := s.Compact(ctx, keep); err != nil {
			return 0, err
		}
		if s.Bytes() <= limit || keep <= leastKept {
			return keep, nil
		}
		keep = max(keep*3/4, leastKept)
	}
}
