// Package universe says which coins make up which sector. The embedded
// taxonomy serves unless the user names a file of their own; both are checked
// when they are read.
package universe

import (
	_ "embed" // the default taxonomy
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"eddy/model"
	"eddy/model/stricttoml"
)

//go:embed universe.toml
var embedded []byte

// Universe is a partition of coins into sectors.
type Universe struct {
	Benchmark []model.Asset `toml:"benchmark"` // equal weights, rebalanced daily
	Core      []model.Asset `toml:"core"`      // coins of the anchor bucket, never rotated
	Aliases   []Alias       `toml:"alias"`
	Sectors   []Sector      `toml:"sector"`
}

// Alias says what a venue calls a coin.
type Alias struct {
	Venue model.Venue `toml:"venue"` // "*": every venue
	Name  model.Asset `toml:"name"`  // the venue's name, multiples taken off
	Asset model.Asset `toml:"asset"` // the coin's name here
}

// Sector is one sector. It holds either children or members of its own.
type Sector struct {
	Name     string  `toml:"name"`
	Short    string  `toml:"short"`     // on narrow screens
	RiskTier int     `toml:"risk_tier"` // 1 least, 3 most (S0-SEC-0)
	Label    string  `toml:"label"`
	Children []Child `toml:"child"`

	Pool
}

// Child is a sub-sector with a fixed share of its sector's weight.
type Child struct {
	Name  string  `toml:"name"`
	Share float64 `toml:"share"` // percent of the sector

	Pool
}

// Pool lists coins in the order they are wanted.
type Pool struct {
	Members  []model.Asset `toml:"members"`
	Reserves []model.Asset `toml:"reserves"` // step in for missing members
	Legacy   []model.Asset `toml:"legacy"`   // renamed coins of older data; step in last
}

// Default returns the embedded taxonomy.
func Default() (*Universe, error) { return parse(embedded, "embedded taxonomy") }

// LoadFile reads a user's taxonomy. Errors name the file, the line and what is
// wrong.
func LoadFile(path string) (*Universe, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("universe: %w", err)
	}
	return parse(data, path)
}

func parse(data []byte, name string) (*Universe, error) {
	var u Universe
	if err := stricttoml.Decode(data, &u); err != nil {
		return nil, fmt.Errorf("universe: %s: %w", name, err)
	}
	if err := u.Validate(); err != nil {
		return nil, fmt.Errorf("universe: %s: %w", name, err)
	}
	return &u, nil
}

// Validate checks that the sectors are a partition: every coin once, children's
// shares 100 in all, a benchmark to measure against.
func (u *Universe) Validate() error {
	if len(u.Benchmark) == 0 {
		return errors.New("benchmark is empty: name at least one coin")
	}
	if len(u.Sectors) == 0 {
		return errors.New("no [[sector]]: name at least one")
	}
	if err := u.checkAliases(); err != nil {
		return err
	}
	home := make(map[model.Asset]string)
	names := make(map[string]bool)
	for i := range u.Sectors {
		s := &u.Sectors[i]
		if err := s.validate(); err != nil {
			return err
		}
		for _, p := range s.parts() {
			if names[p.name] {
				return fmt.Errorf("two sectors are called %q", p.name)
			}
			names[p.name] = true
			if err := p.settle(home); err != nil {
				return err
			}
		}
	}
	return nil
}

// settle notes where the coins of a part are at home. A coin that is at home
// elsewhere already is an error.
func (p part) settle(home map[model.Asset]string) error {
	for _, a := range p.pool.All() {
		if a == "" || a != model.Asset(strings.ToUpper(string(a))) {
			return fmt.Errorf("sector %q: coin %q must be written in capitals", p.name, a)
		}
		if other, taken := home[a]; taken {
			return fmt.Errorf("coin %s stands in %q and in %q: one asset, one sector", a, other, p.name)
		}
		home[a] = p.name
	}
	return nil
}

func (u *Universe) checkAliases() error {
	seen := make(map[Alias]bool)
	for _, a := range u.Aliases {
		if a.Venue != "*" && !a.Venue.Valid() {
			return fmt.Errorf("alias %q: venue %q is not known: use one of %v, or *", a.Name, model.CleanText(string(a.Venue)), model.AllVenues)
		}
		if a.Name == "" || a.Asset == "" || a.Name == a.Asset {
			return fmt.Errorf("alias %q for %q names nothing", a.Name, a.Asset)
		}
		key := Alias{Venue: a.Venue, Name: a.Name}
		if seen[key] {
			return fmt.Errorf("alias %q of venue %q stands twice", a.Name, a.Venue)
		}
		seen[key] = true
	}
	return nil
}

// NamesAt returns what a venue calls coins differently: its name to the coin's.
// A line for the venue itself goes before one for all.
func (u *Universe) NamesAt(venue model.Venue) map[model.Asset]model.Asset {
	names := make(map[model.Asset]model.Asset)
	for _, v := range []model.Venue{"*", venue} {
		for _, a := range u.Aliases {
			if a.Venue == v {
				names[a.Name] = a.Asset
			}
		}
	}
	return names
}

func (s *Sector) validate() error {
	if s.Name == "" {
		return errors.New("a [[sector]] has no name")
	}
	if len(s.Children) == 0 {
		if len(s.Members) == 0 {
			return fmt.Errorf("sector %q has no members", s.Name)
		}
		return nil
	}
	if len(s.All()) > 0 {
		return fmt.Errorf("sector %q has children and members of its own: use one or the other", s.Name)
	}
	sum := 0.0
	for _, c := range s.Children {
		if len(c.Members) == 0 {
			return fmt.Errorf("sector %q: child %q has no members", s.Name, c.Name)
		}
		if !(c.Share > 0) {
			return fmt.Errorf("sector %q: child %q has share %v: it must be above 0", s.Name, c.Name, c.Share)
		}
		sum += c.Share
	}
	if math.Abs(sum-100) > 1e-9 {
		return fmt.Errorf("sector %q: the children's shares add up to %v, not 100", s.Name, sum)
	}
	return nil
}

// Groups returns the sector's children, or where it has none the sector as one
// group without a name.
func (s *Sector) Groups() []Child {
	if len(s.Children) == 0 {
		return []Child{{Share: 100, Pool: s.Pool}}
	}
	return s.Children
}

type part struct {
	name string
	pool Pool
}

// parts returns the sector's children, or itself when it has none.
func (s *Sector) parts() []part {
	if len(s.Children) == 0 {
		return []part{{s.Name, s.Pool}}
	}
	parts := make([]part, 0, len(s.Children))
	for _, c := range s.Children {
		parts = append(parts, part{c.Name, c.Pool})
	}
	return parts
}

// All returns every coin of the pool in the order they are wanted.
func (p Pool) All() []model.Asset {
	all := make([]model.Asset, 0, len(p.Members)+len(p.Reserves)+len(p.Legacy))
	all = append(all, p.Members...)
	all = append(all, p.Reserves...)
	return append(all, p.Legacy...)
}

// Candidates returns every coin the model may need, the benchmark first, then
// the sectors' members, then reserves and legacy names; no coin twice. Feeds
// load history in this order.
func (u *Universe) Candidates() []model.Asset {
	seen := make(map[model.Asset]bool)
	var all []model.Asset
	add := func(coins []model.Asset) {
		for _, a := range coins {
			if !seen[a] {
				seen[a] = true
				all = append(all, a)
			}
		}
	}
	add(u.Benchmark)
	add(u.Core)
	for _, pick := range []func(Pool) []model.Asset{
		func(p Pool) []model.Asset { return p.Members },
		func(p Pool) []model.Asset { return p.Reserves },
		func(p Pool) []model.Asset { return p.Legacy },
	} {
		for i := range u.Sectors {
			for _, part := range u.Sectors[i].parts() {
				add(pick(part.pool))
			}
		}
	}
	return all
}

// Home returns the sector and sub-sector a coin belongs to. Coins outside the
// taxonomy, and benchmark coins that are no member, have none.
func (u *Universe) Home(a model.Asset) (sector, child string, ok bool) {
	for i := range u.Sectors {
		s := &u.Sectors[i]
		for _, part := range s.parts() {
			if !slices.Contains(part.pool.All(), a) {
				continue
			}
			if part.name == s.Name {
				return s.Name, "", true
			}
			return s.Name, part.name, true
		}
	}
	return "", "", false
}

// IsMember tells whether a coin is a regular member of its sector, neither a
// reserve nor a legacy name.
func (u *Universe) IsMember(a model.Asset) bool {
	for i := range u.Sectors {
		for _, part := range u.Sectors[i].parts() {
			if slices.Contains(part.pool.Members, a) {
				return true
			}
		}
	}
	return false
}
