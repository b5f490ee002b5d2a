package alert

import (
	_ "embed" // the rules that ship
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"eddy/model"
	"eddy/model/stricttoml"
	"eddy/model/universe"
	"eddy/strategy/input"
	"eddy/strategy/playbook"
)

//go:embed rules.toml
var shipped []byte

// shippedName is what the embedded file is called in messages.
const shippedName = "rules.toml"

// maxFile and maxRules bound a file of the user's.
const (
	maxFile  = 1 << 20
	maxRules = 500
)

// Text returns the file of the rules that ship, for a user to copy from.
func Text() []byte { return slices.Clone(shipped) }

type ruleFile struct {
	Rules []Rule `toml:"rule"`
}

// Rules is everything that may raise an alert, checked and compiled for one
// playbook and one universe. It does not change and may be shared.
type Rules struct {
	items []*item
	rules []*Rule
}

// Load compiles the rules that ship, the playbook's and those of a user's file
// ("" = none). What is wrong with a file comes as playbook.Problems.
func Load(path string, u *universe.Universe, p *playbook.Playbook) (*Rules, error) {
	var user []byte
	if path != "" {
		var err error
		if user, err = read(path); err != nil {
			return nil, fmt.Errorf("alert rules: %w", err)
		}
	}
	return Parse(user, path, u, p)
}

func read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, fmt.Errorf("%s is no file of at most %d bytes", path, maxFile)
	}
	return os.ReadFile(path)
}

// Parse is Load for a user's file already read; name is what it is called in
// messages.
func Parse(user []byte, name string, u *universe.Universe, p *playbook.Playbook) (*Rules, error) {
	if u == nil {
		return nil, errors.New("alert rules: no universe")
	}
	c := p.Catalogue()
	if c == nil { // a playbook made by hand
		var err error
		if c, err = input.New(u); err != nil {
			return nil, fmt.Errorf("alert rules: %w", err)
		}
	}
	b := &builder{universe: u, catalogue: c, out: &Rules{}}
	own := b.file(user, name)
	ours := b.file(shipped, shippedName)
	ours.ships = true
	for i := range own.rules {
		b.add(&own, i)
	}
	for i := range ours.rules {
		if !own.has(ours.rules[i].ID) {
			b.add(&ours, i)
		}
	}
	b.addPlaybook(p, own.offs())
	if len(b.problems) > 0 {
		return nil, fmt.Errorf("alert rules: %w", b.problems)
	}
	return b.out, nil
}

// source is one file of rules.
type source struct {
	name   string
	rules  []Rule
	places map[string]stricttoml.Place
	ships  bool // it is no file of the user's
}

func (s *source) has(id string) bool {
	return slices.ContainsFunc(s.rules, func(r Rule) bool { return r.ID == id })
}

// offs lists the rules the file switches off.
func (s *source) offs() []string {
	var ids []string
	for i := range s.rules {
		if s.rules[i].Off {
			ids = append(ids, s.rules[i].ID)
		}
	}
	return ids
}

// file reads one file of rules.
func (b *builder) file(data []byte, name string) source {
	s := source{name: name, places: stricttoml.Places(data)}
	var f ruleFile
	if err := stricttoml.Decode(data, &f); err != nil {
		b.problems = append(b.problems, misread(name, err))
		return s
	}
	if len(f.Rules) > maxRules {
		b.problems = append(b.problems, playbook.Problem{File: name, Line: 1, Column: 1, What: fmt.Sprintf("%d rules, at most %d", len(f.Rules), maxRules)})
		return s
	}
	s.rules = f.Rules
	return s
}

// misread turns an error of the decoder, which begins with its place, into a
// problem.
func misread(file string, err error) playbook.Problem {
	p := playbook.Problem{File: file, Line: 1, Column: 1, What: err.Error()}
	var line, column int
	if n, scanErr := fmt.Sscanf(p.What, "line %d column %d:", &line, &column); n == 2 && scanErr == nil {
		_, p.What, _ = strings.Cut(p.What, ": ")
		p.Line, p.Column = line, column
	}
	return p
}

// span reads a hold or a cooldown: a Go duration, or days as "3d".
func span(text string, otherwise time.Duration) (time.Duration, error) {
	if text == "" {
		return otherwise, nil
	}
	d, err := time.ParseDuration(text)
	if days, isDays := strings.CutSuffix(text, "d"); isDays {
		var whole int
		if _, err = fmt.Sscanf(days+" ", "%d ", &whole); err == nil {
			d = time.Duration(min(whole, 1000)) * 24 * time.Hour
		}
	}
	if err != nil || d < 0 || d > maxSpan {
		return 0, fmt.Errorf("%q is no time up to %d days: write 30s, 15m, 4h or 3d", model.CleanText(text), maxSpan/(24*time.Hour))
	}
	return d, nil
}
