package playbook

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"eddy/model"
	"eddy/model/stricttoml"
	"eddy/model/universe"
	"eddy/strategy/input"
)

//go:embed *.toml ledger.txt
var shipped embed.FS

// names of the playbooks that ship, the default first.
var names = []string{"composite", "s0-matrix", "s1-blueprint", "s2-narrative"}

// baseName is the file of rules the shipped playbooks share. It is no playbook.
const baseName = "rules"

// maxFile is the largest playbook that is read.
const maxFile = 1 << 20

// Names lists the playbooks that ship with eddy.
func Names() []string { return slices.Clone(names) }

// Text returns the file of a shipped playbook, or that of the rules they share,
// for a user to copy and change.
func Text(name string) ([]byte, error) {
	if !isShipped(name) {
		return nil, fmt.Errorf("playbook %q does not ship with eddy: use %s or %s", model.CleanText(name), strings.Join(names, ", "), baseName)
	}
	return shipped.ReadFile(name + ".toml")
}

// Load returns the shipped playbook of that name, or reads the file it names,
// for the embedded universe.
func Load(nameOrPath string) (*Playbook, error) {
	u, err := universe.Default()
	if err != nil {
		return nil, fmt.Errorf("playbook: %w", err)
	}
	return LoadFor(nameOrPath, u)
}

// LoadFor is Load for a universe of the caller's. What is wrong with a file
// comes as Problems.
func LoadFor(nameOrPath string, u *universe.Universe) (*Playbook, error) {
	house, err := universe.Default()
	if err != nil {
		return nil, fmt.Errorf("playbook: %w", err)
	}
	c, err := input.NewOver(u, house)
	if err != nil {
		return nil, fmt.Errorf("playbook: %w", err)
	}
	l := &loader{sectors: sectorNames(u)}
	p, err := l.load(nameOrPath, "")
	if err != nil {
		return nil, fmt.Errorf("playbook: %w", err)
	}
	clean(reflect.ValueOf(p).Elem())
	p.catalogue = c
	k := &checker{p: p, u: u, file: l.file, places: l.places}
	k.check()
	if len(k.problems) > 0 {
		return nil, fmt.Errorf("playbook: %w", k.problems)
	}
	k.sources(reflect.ValueOf(*p), "")
	p.misquoted = k.problems
	return p, nil
}

// loader reads a playbook and those it extends.
type loader struct {
	chain  []string // files being read, outermost first
	file   string   // the outermost
	places map[string]stricttoml.Place

	sectors []string // of the universe
}

// load reads one file over those it extends. dir is where relative names of an
// extending file begin.
func (l *loader) load(nameOrPath, dir string) (*Playbook, error) {
	data, file, err := l.read(nameOrPath, dir)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(l.chain, func(open string) bool { return sameFile(open, file) }) {
		return nil, Problems{l.at("extends", "playbooks extend one another in circles: "+strings.Join(append(l.chain, file), " extends "))}
	}
	l.chain = append(l.chain, file)
	if l.file == "" {
		l.file, l.places = file, stricttoml.Places(data)
	}
	var head Playbook
	if err := stricttoml.Decode(data, &head); err != nil {
		return nil, Problems{misread(file, err)}
	}
	p := &head
	if head.Extends != "" {
		base, err := l.load(head.Extends, filepath.Dir(file))
		if err != nil {
			return nil, l.noBase(head.Extends, err)
		}
		if p, err = over(base, data, file); err != nil {
			return nil, err
		}
	}
	p.named()
	if isShipped(file) {
		p.fit(l.sectors)
	}
	return p, nil
}

// noBase is what is wrong with a file whose base cannot be had.
func (l *loader) noBase(name string, err error) error {
	if ProblemsOf(err) != nil {
		return err
	}
	what := fmt.Sprintf("extends %q: %v", model.CleanText(name), err)
	if near := stricttoml.Nearest(name, append(Names(), baseName)); near != "" {
		what += fmt.Sprintf(", did you mean %q?", near)
	}
	return Problems{l.at("extends", what)}
}

// isShipped tells whether a file is one of ours.
func isShipped(file string) bool { return file == baseName || slices.Contains(names, file) }

// sameFile tells whether two names mean one file.
func sameFile(a, b string) bool {
	x, errX := filepath.Abs(a)
	y, errY := filepath.Abs(b)
	return errX == nil && errY == nil && x == y
}

func (l *loader) at(path, what string) Problem {
	place := l.places[path]
	return Problem{File: l.file, Line: max(place.Line, 1), Column: max(place.Column, 1), What: what}
}

// read returns a shipped file by its name or any other by its path.
func (l *loader) read(nameOrPath, dir string) (data []byte, file string, err error) {
	if slices.Contains(names, nameOrPath) || nameOrPath == baseName && len(l.chain) > 0 {
		data, err = shipped.ReadFile(nameOrPath + ".toml")
		return data, nameOrPath, err
	}
	if !strings.ContainsAny(nameOrPath, `/\.`) {
		hint := ""
		if near := stricttoml.Nearest(nameOrPath, names); near != "" && len(l.chain) == 0 {
			hint = fmt.Sprintf("; did you mean %q?", near)
		}
		return nil, "", fmt.Errorf("playbook %q is not known: use %s, or a file%s", model.CleanText(nameOrPath), strings.Join(names, ", "), hint)
	}
	if dir != "" && !filepath.IsAbs(nameOrPath) {
		nameOrPath = filepath.Join(dir, nameOrPath)
	}
	info, err := os.Stat(nameOrPath)
	if err != nil {
		return nil, "", err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, "", fmt.Errorf("%s is no file of at most %d bytes", nameOrPath, maxFile)
	}
	data, err = os.ReadFile(nameOrPath)
	return data, nameOrPath, err
}

// named gives stages without an id the name of their phase.
func (p *Playbook) named() {
	for i := range p.Stages {
		if p.Stages[i].ID == "" {
			p.Stages[i].ID = strings.ToLower(string(p.Stages[i].Phase))
		}
	}
}

// over decodes a file on top of the playbook it extends. Tables are filled key
// by key; lists come first from the file, then what the other has under other
// ids.
func over(base *Playbook, data []byte, file string) (*Playbook, error) {
	p := &Playbook{Limits: base.Limits, Profiles: base.Profiles, Timeframe: base.Timeframe, Sectors: base.Sectors, Benchmark: base.Benchmark}
	p.Limits.Leverage = nil
	if err := stricttoml.Decode(data, p); err != nil {
		return nil, Problems{misread(file, err)}
	}
	if p.Limits.Leverage == nil {
		p.Limits.Leverage = base.Limits.Leverage
	}
	p.named()
	p.Contradictions = merged(p.Contradictions, base.Contradictions, func(s string) string { return s })
	p.Defines = merged(p.Defines, base.Defines, func(d Define) string { return d.Name })
	p.Stages = merged(p.Stages, base.Stages, func(s Stage) string { return s.ID })
	p.Presets = merged(p.Presets, base.Presets, func(s Preset) string { return s.Name })
	p.Hedges = merged(p.Hedges, base.Hedges, func(h Hedge) string { return h.ID })
	p.Moves = merged(p.Moves, base.Moves, func(m Move) string { return m.ID })
	p.Triggers = merged(p.Triggers, base.Triggers, func(t Trigger) string { return t.ID })
	p.Picks = merged(p.Picks, base.Picks, func(k Pick) string { return k.ID })
	p.Risk = merged(p.Risk, base.Risk, func(r SectorRisk) string { return r.Sector })
	p.Notes = merged(p.Notes, base.Notes, func(n Note) string { return n.Text })
	if p.Precedence == nil {
		p.Precedence = base.Precedence
	}
	if p.Ladder == nil {
		p.Ladder = base.Ladder
	}
	return p, nil
}

// merged returns own and then those of base whose key own has not.
func merged[T any](own, base []T, key func(T) string) []T {
	all := slices.Clone(own)
	for _, b := range base {
		if !slices.ContainsFunc(own, func(o T) bool { return key(o) == key(b) }) {
			all = append(all, b)
		}
	}
	return all
}
