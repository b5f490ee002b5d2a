package input

import (
	_ "embed" // the groups of figures
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"eddy/model"
	"eddy/model/stricttoml"
	"eddy/model/universe"
)

//go:embed catalogue.toml
var groups []byte

// ID is a figure's place in its catalogue and in every frame of it.
type ID int32

// None is the place of no figure. Setting it does nothing.
const None ID = -1

// Kind says what a figure's value is.
type Kind uint8

// The kinds of figures.
const (
	Number Kind = iota
	Flag        // 0 or 1
)

// unitFlag is the unit that makes a figure a flag.
const unitFlag = "flag"

// Spec describes one figure.
type Spec struct {
	ID      ID
	Name    string // "defi.rsi_1d"
	Unit    string // "flag", "fraction", "pct", "bps", "z", "points", "usd", ...
	Meaning string
	Source  string // ledger ids or sections of the analytics reference
	Kind    Kind
}

// Catalogue is every figure of one universe. It does not change once built and
// may be shared.
type Catalogue struct {
	specs  []Spec
	byName map[string]ID

	coins   map[model.Asset]ID // a coin's first figure
	subject ID                 // the first figure of the coin looked at
	perCoin int
}

// Subject is the name under which a condition asks about whatever coin is being
// looked at: coin.self.funding_z.
const Subject = "self"

type file struct {
	Groups []group `toml:"group"`
	Pairs  []pair  `toml:"pair"`
}

type group struct {
	Of     string `toml:"of"`
	Inputs []line `toml:"inputs"`
}

type line struct {
	Name    string `toml:"name"`
	Unit    string `toml:"unit"`
	Meaning string `toml:"meaning"`
	Source  string `toml:"source"`
}

type pair struct {
	Name   string `toml:"name"`
	First  string `toml:"first"`
	Second string `toml:"second"`
}

// New returns the catalogue of a universe. It fails when two of the universe's
// names come out the same.
func New(u *universe.Universe) (*Catalogue, error) { return NewOver(u, nil) }

// NewOver is New with the figures of another universe's sectors as well, where
// the first lacks them. Nobody fills those: they stay absent, so that what a
// playbook says about a sector a user's taxonomy has not is unknown, not wrong.
func NewOver(u, other *universe.Universe) (*Catalogue, error) {
	if u == nil {
		return nil, errors.New("input: no universe")
	}
	var f file
	if err := stricttoml.Decode(groups, &f); err != nil {
		return nil, fmt.Errorf("input: catalogue: %w", err)
	}
	c := &Catalogue{byName: make(map[string]ID), coins: make(map[model.Asset]ID), subject: None}
	sectors := Slugs(u)
	if other != nil {
		sectors = append(sectors, missing(Slugs(other), sectors)...)
	}
	for i := range f.Groups {
		if err := c.addGroup(&f.Groups[i], f.Pairs, sectors, u); err != nil {
			return nil, fmt.Errorf("input: %w", err)
		}
	}
	return c, nil
}

// addGroup repeats a group for each of its subjects.
func (c *Catalogue) addGroup(g *group, pairs []pair, sectors []string, u *universe.Universe) error {
	switch g.Of {
	case "sector":
		return c.addEach("", sectors, g.Inputs)
	case "event":
		return c.addEach("event.", append([]string{"market"}, sectors...), g.Inputs)
	case "pair":
		return c.addEach("", known(pairs, sectors), g.Inputs)
	case "coin":
		return c.addCoins(g.Inputs, u)
	default:
		return c.addEach("", []string{g.Of}, g.Inputs)
	}
}

func (c *Catalogue) addEach(prefix string, subjects []string, lines []line) error {
	for _, subject := range subjects {
		for _, l := range lines {
			if err := c.add(prefix+subject+"."+l.Name, l); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Catalogue) addCoins(lines []line, u *universe.Universe) error {
	c.perCoin, c.subject = len(lines), ID(len(c.specs))
	if err := c.addEach("coin.", []string{Subject}, lines); err != nil {
		return err
	}
	for _, a := range u.Candidates() {
		c.coins[a] = ID(len(c.specs))
		if err := c.addEach("coin.", []string{string(a)}, lines); err != nil {
			return err
		}
	}
	return nil
}

func (c *Catalogue) add(name string, l line) error {
	if _, twice := c.byName[name]; twice {
		return fmt.Errorf("%s stands twice: two names of the universe come out the same", name)
	}
	s := Spec{ID: ID(len(c.specs)), Name: name, Unit: l.Unit, Meaning: l.Meaning, Source: l.Source}
	if l.Unit == unitFlag {
		s.Kind = Flag
	}
	c.byName[name] = s.ID
	c.specs = append(c.specs, s)
	return nil
}

// missing returns the words of a list that another has not.
func missing(list, from []string) []string {
	var rest []string
	for _, w := range list {
		if !slices.Contains(from, w) {
			rest = append(rest, w)
		}
	}
	return rest
}

// known returns the names of the pairs whose sectors both exist.
func known(pairs []pair, sectors []string) []string {
	var names []string
	for _, p := range pairs {
		if slices.Contains(sectors, p.First) && slices.Contains(sectors, p.Second) {
			names = append(names, p.Name)
		}
	}
	return names
}

// Slugs returns the name of every sector and sub-sector in conditions, in the
// universe's order.
func Slugs(u *universe.Universe) []string {
	var names []string
	for i := range u.Sectors {
		names = append(names, Slug(u.Sectors[i].Name))
		for _, child := range u.Sectors[i].Children {
			names = append(names, Slug(child.Name))
		}
	}
	return names
}

// Slug turns a sector's name into what conditions call it: small letters and
// digits, everything else an underscore.
func Slug(sector string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return '_'
	}, sector)
}
