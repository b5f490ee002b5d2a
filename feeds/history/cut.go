package history

import (
	"context"
	"errors"
	"slices"
	"time"

	"eddy/model"
)

const (
	// aheadBy is how far what is stored of a venue may lie ahead of its clock.
	aheadBy = 2 * time.Hour

	// aheadFor is how long that must be so before it is taken back: it was a
	// market of another time, or a clock was wrong.
	aheadFor = 5 * time.Second
)

// cut takes back everything of a place from a moment on, in one transaction.
func (s *Store) cut(ctx context.Context, at place, from model.Millis) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	w := &writer{ctx: ctx, tx: tx, store: s, covers: make(map[coverKey]cover)}
	for key, c := range s.shelf {
		if key.place != at {
			continue
		}
		for _, of := range sorts {
			if err := w.cutOf(coverKey{c, of}, from); err != nil {
				return errors.Join(err, rollback(tx))
			}
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for key, c := range w.covers {
		key.c.covered[key.of] = c
	}
	return nil
}

// cutOf takes back one sort of a contract from a moment on.
func (w *writer) cutOf(key coverKey, from model.Millis) error {
	number := key.of.blockOf(from)
	var data []byte
	err := w.tx.QueryRowContext(w.ctx, "SELECT data FROM block WHERE id = ?", blockID(key.c.id, key.of, number)).Scan(&data)
	if err == nil {
		if w.old, err = readBlock(w.old[:0], key.of, number, data); err != nil {
			w.old = w.old[:0]
		}
		w.old = slices.DeleteFunc(w.old, func(r record) bool { return r.at >= from })
	} else {
		w.old = w.old[:0]
	}
	if err := w.exec("DELETE FROM block WHERE id BETWEEN ? AND ?", blockID(key.c.id, key.of, number), blockID(key.c.id, key.of+1, 0)-1); err != nil {
		return err
	}
	if len(w.old) > 0 {
		w.buf = appendBlock(w.buf[:0], key.of, w.old)
		if err := w.exec("INSERT INTO block (id, data) VALUES (?, ?)", blockID(key.c.id, key.of, number), w.buf); err != nil {
			return err
		}
	}
	w.covers[key] = key.c.covered[key.of].cut(from)
	return w.saveCover(key)
}

// ends returns where what is stored of a place ends.
func (s *Store) ends(at place) model.Millis {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.newest(func(p place) bool { return p == at })
}

// takeBackFuture takes back what is stored of venues whose clocks say, for a
// while, that it has not happened yet.
func (k *Keeper) takeBackFuture(ctx context.Context) {
	now := model.MillisOf(k.now())
	for at, clock := range k.clocks() {
		if k.store.ends(at) <= clock.market.Add(aheadBy) {
			delete(k.ahead, at)
			continue
		}
		if since, known := k.ahead[at]; !known {
			k.ahead[at] = now
			k.nudge()
		} else if now.Sub(since) < aheadFor {
			k.nudge()
		} else if err := k.store.cut(ctx, at, clock.market.Floor(model.Hour1)); err != nil {
			k.failed(err)
		}
	}
}

// clocks returns what the venues' clocks show, as far as they were heard.
func (k *Keeper) clocks() map[place]clockReading {
	k.mu.Lock()
	defer k.mu.Unlock()
	clocks := make(map[place]clockReading, len(k.clock))
	for at, c := range k.clock {
		clocks[at] = c.newest
	}
	return clocks
}

// nudge makes Run come round again.
func (k *Keeper) nudge() {
	select {
	case k.wake <- struct{}{}:
	default: // it will anyway
	}
}
