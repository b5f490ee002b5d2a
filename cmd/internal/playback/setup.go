package playback

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
	"eddy/model/universe"
	"eddy/strategy"
	"eddy/strategy/alert"
	"eddy/strategy/cost"
	"eddy/strategy/playbook"
)

// Setup is what a session was set up with: all that an engine is built from.
// Files of the user's own travel with the tape.
type Setup struct {
	Program string // the version that recorded
	Mode    model.Mode
	Source  string
	Venues  []model.Venue

	Playbook     string // a shipped one by name
	PlaybookFile []byte // or the user's own
	Profile      string
	UniverseFile []byte // nil: the embedded one

	RulesFile []byte           // alert rules of the user's own; nil: none
	Alerts    []model.AlertRow // of earlier runs

	Portfolio *portfolio.Portfolio
	Books     *ledger.State
	Fees      cost.Fees
	Seed      *strategy.Seed
}

// WithFiles returns the setup with the contents of the user's own playbook and
// taxonomy, where the names are those of files.
func (s Setup) WithFiles(book, taxonomy string) (Setup, error) {
	var err error
	if _, shipped := playbook.Text(book); shipped == nil {
		s.Playbook = book
	} else if s.PlaybookFile, err = os.ReadFile(book); err != nil {
		return s, fmt.Errorf("tape: the playbook: %w", err)
	}
	if taxonomy == "" {
		return s, nil
	}
	if s.UniverseFile, err = os.ReadFile(taxonomy); err != nil {
		return s, fmt.Errorf("tape: the taxonomy: %w", err)
	}
	return s, nil
}

// Bytes returns the setup as it stands on a tape.
func (s Setup) Bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(s); err != nil {
		return nil, fmt.Errorf("tape: what the session stands on: %w", err)
	}
	return b.Bytes(), nil
}

// ReadSetup reads what Bytes wrote.
func ReadSetup(b []byte) (Setup, error) {
	var s Setup
	if err := gob.NewDecoder(bytes.NewReader(b)).Decode(&s); err != nil {
		return s, fmt.Errorf("tape: what its session stood on cannot be read: %w", err)
	}
	return s, nil
}

// Engine builds an engine that has seen nothing.
func (s Setup) Engine() (engine *strategy.Engine, err error) {
	dir, err := os.MkdirTemp("", "eddy-tape-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	uni, err := s.universe(dir)
	if err != nil {
		return nil, err
	}
	book, err := s.playbook(dir, uni)
	if err != nil {
		return nil, err
	}
	rules, err := alert.Parse(s.RulesFile, "alerts.toml", uni, book.ForProfile(s.Profile))
	if err != nil {
		return nil, err
	}
	return strategy.New(strategy.Config{
		Rules: rules, Alerts: s.Alerts,
		Universe: uni, Playbook: book, Profile: s.Profile,
		Portfolio: s.Portfolio, Books: s.Books, Fees: s.Fees, Seed: s.Seed,
		Venues: s.Venues, Mode: s.Mode, Source: s.Source,
	})
}

func (s Setup) universe(dir string) (*universe.Universe, error) {
	if s.UniverseFile == nil {
		return universe.Default()
	}
	path := filepath.Join(dir, "universe.toml")
	if err := os.WriteFile(path, s.UniverseFile, 0o600); err != nil {
		return nil, err
	}
	return universe.LoadFile(path)
}

func (s Setup) playbook(dir string, uni *universe.Universe) (*playbook.Playbook, error) {
	if s.PlaybookFile == nil {
		return playbook.LoadFor(s.Playbook, uni)
	}
	path := filepath.Join(dir, "playbook.toml")
	if err := os.WriteFile(path, s.PlaybookFile, 0o600); err != nil {
		return nil, err
	}
	return playbook.LoadFor(path, uni)
}
