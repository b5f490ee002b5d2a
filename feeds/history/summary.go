package history

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"eddy/model"
)

// Summary tells what a store holds.
type Summary struct {
	Path      string         `json:"path"`
	Bytes     int64          `json:"bytes"`
	Corrected int64          `json:"corrected"` // bars a venue changed after it had closed them
	Holes     int64          `json:"holes"`     // bars a venue does not have where it has others around
	Places    []PlaceSummary `json:"places"`
}

// PlaceSummary tells what is held of one venue at one address.
type PlaceSummary struct {
	Venue        model.Venue  `json:"venue"`
	Origin       string       `json:"origin"`
	Contracts    int          `json:"contracts"`
	Hours        int64        `json:"hours"`
	Days         int64        `json:"days"`
	Funding      int64        `json:"funding"`
	OpenInterest int64        `json:"open_interest"`
	From         model.Millis `json:"from,omitzero"` // of hours
	To           model.Millis `json:"to,omitzero"`
}

// Summary reads what the store holds.
func (s *Store) Summary(ctx context.Context) (Summary, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	places := make(map[place]*PlaceSummary)
	byID := make(map[int64]*PlaceSummary)
	for key, c := range s.shelf {
		p := places[key.place]
		if p == nil {
			p = &PlaceSummary{Venue: key.venue, Origin: model.CleanText(key.origin)}
			places[key.place] = p
		}
		p.Contracts++
		byID[c.id] = p
		if n := len(c.covered[hours]); n > 0 {
			if from := c.covered[hours][0].From; !p.From.Known() || from < p.From {
				p.From = from
			}
			p.To = max(p.To, c.covered[hours][n-1].To)
		}
	}
	err := s.each(ctx, "SELECT id, substr(data, 3, 2) FROM block", func(r *sql.Rows) error {
		var id int64
		var count []byte
		if err := r.Scan(&id, &count); err != nil || len(count) != 2 || byID[id>>24] == nil {
			return err
		}
		byID[id>>24].count(sort(id>>20&0xf), int64(binary.LittleEndian.Uint16(count)))
		return nil
	})
	if err != nil {
		return Summary{}, fmt.Errorf("history: %s: %w", s.path, plain(err))
	}
	sum := Summary{Path: s.path, Bytes: s.Bytes(), Corrected: s.tally.corrected, Holes: s.tally.holes}
	for _, p := range places {
		sum.Places = append(sum.Places, *p)
	}
	slices.SortFunc(sum.Places, func(a, b PlaceSummary) int {
		return cmp.Or(cmp.Compare(a.Venue, b.Venue), cmp.Compare(a.Origin, b.Origin))
	})
	return sum, nil
}

func (p *PlaceSummary) count(of sort, n int64) {
	switch of {
	case hours:
		p.Hours += n
	case days:
		p.Days += n
	case funding:
		p.Funding += n
	case interest:
		p.OpenInterest += n
	}
}

// Remove deletes the store at path. It refuses while a program writes it, and a
// store that is not there is as good as deleted.
func Remove(ctx context.Context, path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	held, err := takeLock(ctx, path)
	if isBusy(err) {
		return fmt.Errorf("history: %s: another eddy is using it; end that one first", path)
	}
	if err != nil {
		return fmt.Errorf("history: %s: %w", path, plain(err))
	}
	var errs []error
	for _, tail := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + tail); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, fmt.Errorf("history: %w", err))
		}
	}
	return errors.Join(append(errs, held.release())...)
}
