package history

import (
	"context"
	"database/sql"
	"errors"

	"eddy/feeds/backfill"
	"eddy/model"
)

// readIndex reads what the store knows of contracts, without their figures.
func (s *Store) readIndex(ctx context.Context) error {
	s.shelf, s.clocks, s.tally = make(map[shelfKey]*contract), make(map[place]clockReading), tally{}
	byID := make(map[int64]*contract)
	for _, read := range []struct {
		query string
		row   func(*sql.Rows) error
	}{
		{"SELECT id, venue, origin, symbol, asset, multiplier, followed FROM contract", func(r *sql.Rows) error {
			c := &contract{}
			if err := r.Scan(&c.id, &c.key.venue, &c.key.origin, &c.key.symbol, &c.asset, &c.multiplier, &c.followed); err != nil {
				return err
			}
			s.shelf[c.key], byID[c.id] = c, c
			return nil
		}},
		{"SELECT contract, sort, since, until FROM cover ORDER BY contract, sort, since", func(r *sql.Rows) error {
			return readCover(r, byID)
		}},
		{"SELECT venue, origin, market, local FROM clock", func(r *sql.Rows) error {
			var p place
			var c clockReading
			if err := r.Scan(&p.venue, &p.origin, &c.market, &c.local); err != nil {
				return err
			}
			s.clocks[p] = c
			return nil
		}},
		{"SELECT name, n FROM tally", func(r *sql.Rows) error {
			var name string
			var n int64
			if err := r.Scan(&name, &n); err != nil {
				return err
			}
			s.tally.set(name, n)
			return nil
		}},
	} {
		if err := s.each(ctx, read.query, read.row); err != nil {
			return err
		}
	}
	return nil
}

func readCover(r *sql.Rows, byID map[int64]*contract) error {
	var id int64
	var of int
	var run backfill.Stretch
	if err := r.Scan(&id, &of, &run.From, &run.To); err != nil {
		return err
	}
	c := byID[id]
	if c == nil || of <= 0 || of >= len(layouts) || run.From >= run.To {
		return errDamaged
	}
	c.covered[of] = append(c.covered[of], run)
	return nil
}

// each calls row for every row of an answer.
func (s *Store) each(ctx context.Context, query string, row func(*sql.Rows) error) error {
	rows, err := s.db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := row(rows); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// set takes a counter from the file.
func (t *tally) set(name string, n int64) {
	switch name {
	case "corrected":
		t.corrected = n
	case "holes":
		t.holes = n
	}
}

// newest returns the end of the newest hour, else day, that is covered at a
// place, 0 when nothing is.
func (s *Store) newest(at func(place) bool) (end model.Millis) {
	for _, of := range []sort{hours, days} {
		for key, c := range s.shelf {
			if n := len(c.covered[of]); n > 0 && c.followed && at(key.place) {
				end = max(end, c.covered[of][n-1].To)
			}
		}
		if end.Known() {
			return end
		}
	}
	return 0
}
