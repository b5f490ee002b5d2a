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

// UnitSide is the unit of figures whose sign says on which side something lies.
const UnitSide = "side"

// Spec describes one figure.
type Spec struct {
	ID      ID
	Name    string // "defi.rsi_1d"
	Label   string // what it is called in a sentence: "RSI of DeFi", "DeFi leads"
	Denial  string // of a flag or a side, what is so when Label is not: "DeFi does not lead"
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
	Label   string `toml:"label"`  // "" = the meaning; {of} is the subject
	Denial  string `toml:"denial"` // "" = "not: " and the label
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
	sectors := sectorSubjects(u)
	if other != nil {
		sectors = append(sectors, missing(sectorSubjects(other), sectors)...)
	}
	for i := range f.Groups {
		if err := c.addGroup(&f.Groups[i], f.Pairs, sectors, u); err != nil {
			return nil, fmt.Errorf("input: %w", err)
		}
	}
	return c, nil
}

// addGroup repeats a group for each of its subjects.
func (c *Catalogue) addGroup(g *group, pairs []pair, sectors []subject, u *universe.Universe) error {
	switch g.Of {
	case "sector":
		return c.addEach("", sectors, g.Inputs)
	case "event":
		return c.addEach("event.", append([]subject{{"market", "the market"}}, sectors...), g.Inputs)
	case "pair":
		return c.addEach("", pairSubjects(pairs, sectors), g.Inputs)
	case "coin":
		return c.addCoins(g.Inputs, u)
	default:
		return c.addEach("", []subject{{slug: g.Of}}, g.Inputs)
	}
}

func (c *Catalogue) addEach(prefix string, subjects []subject, lines []line) error {
	for _, of := range subjects {
		for i := range lines {
			if err := c.add(prefix+of.slug+"."+lines[i].Name, &lines[i], of.name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Catalogue) addCoins(lines []line, u *universe.Universe) error {
	c.perCoin, c.subject = len(lines), ID(len(c.specs))
	if err := c.addEach("coin.", []subject{{Subject, "the coin"}}, lines); err != nil {
		return err
	}
	for _, a := range u.Candidates() {
		c.coins[a] = ID(len(c.specs))
		if err := c.addEach("coin.", []subject{{string(a), string(a)}}, lines); err != nil {
			return err
		}
	}
	return nil
}

func (c *Catalogue) add(name string, l *line, of string) error {
	if _, twice := c.byName[name]; twice {
		return fmt.Errorf("%s stands twice: two names of the universe come out the same", name)
	}
	s := Spec{ID: ID(len(c.specs)), Name: name, Unit: l.Unit, Meaning: l.Meaning, Source: l.Source}
	s.Label, s.Denial = l.label(of)
	if l.Unit == unitFlag {
		s.Kind = Flag
	}
	c.byName[name] = s.ID
	c.specs = append(c.specs, s)
	return nil
}

// missing returns the subjects of a list that another has not.
func missing(list, from []subject) []subject {
	var rest []subject
	for _, s := range list {
		if !slices.ContainsFunc(from, func(f subject) bool { return f.slug == s.slug }) {
			rest = append(rest, s)
		}
	}
	return rest
}

// Slugs returns the name of every sector and sub-sector in conditions, in the
// universe's order.
func Slugs(u *universe.Universe) []string {
	var names []string
	for _, s := range sectorSubjects(u) {
		names = append(names, s.slug)
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
