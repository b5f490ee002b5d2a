package tui

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"eddy/model/stricttoml"
	"eddy/tui/layout"
)

// CheckKeys tells what is wrong with keys of the reader's own: a command nobody
// knows, a key no terminal sends, one key for two commands.
func CheckKeys(own map[string][]string) error {
	_, err := rebind(newCommands(), own)
	return err
}

// ShadowedKeys tells which keys of the reader's own mean something else where a
// pane or a view has a command of its own on them, in the order of the commands.
func ShadowedKeys(own map[string][]string) []string {
	list, err := rebind(newCommands(), own)
	if err != nil {
		return nil // CheckKeys tells
	}
	var told []string
	for i := range list {
		for k := range list {
			wide, near := &list[i], &list[k]
			if wide.do == nil || near.do == nil || wide.special() || !near.special() || own[wide.name] == nil && own[near.name] == nil {
				continue
			}
			for _, name := range wide.keys.Keys() {
				if slices.Contains(near.keys.Keys(), name) {
					told = append(told, fmt.Sprintf("%q is %s, but %s %s", name, wide.name, near.name, near.where()))
				}
			}
		}
	}
	return told
}

// where says where a command of one pane or view applies.
func (c *command) where() string {
	if c.on != layout.NoPane {
		return "on the pane " + c.on.String()
	}
	return "in the view " + c.in.String()
}

// rebind gives commands keys of the reader's own, by their names. Ctrl+c quits
// whatever the keys are.
func rebind(list []command, own map[string][]string) ([]command, error) {
	names := make([]string, 0, len(own))
	for name := range own {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		c, err := named(list, name)
		if err != nil {
			return nil, err
		}
		keys, err := keyNames(name, own[name])
		if err != nil {
			return nil, err
		}
		if name == "quit" && !slices.Contains(keys, "ctrl+c") {
			keys = append(keys, "ctrl+c")
		}
		c.keys = key.NewBinding(key.WithKeys(keys...), key.WithHelp(shownKeys(own[name]), c.keys.Help().Desc))
	}
	nameAlike(list)
	return list, conflict(list)
}

// nameAlike lets a hint name the keys its command has now.
func nameAlike(list []command) {
	for i := range list {
		k := slices.IndexFunc(list, func(c command) bool { return c.name == list[i].as })
		if list[i].as != "" && k >= 0 {
			list[i].keys.SetHelp(list[k].keys.Help().Key, list[i].keys.Help().Desc)
		}
	}
}

// named finds the command of a name.
func named(list []command, name string) (*command, error) {
	known := make([]string, 0, len(list))
	for i := range list {
		if list[i].do == nil {
			continue
		}
		if list[i].name == name {
			return &list[i], nil
		}
		known = append(known, list[i].name)
	}
	hint := "the palette (:) lists them"
	if near := stricttoml.Nearest(name, known); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return nil, fmt.Errorf("keys.%s: no command has this name, %s", name, hint)
}

// keyNames checks keys and writes them as Bubble Tea does.
func keyNames(command string, keys []string) ([]string, error) {
	list := make([]string, 0, len(keys)+1)
	for _, k := range keys {
		if k == "space" {
			k = " "
		}
		if !isKey(k) {
			return nil, fmt.Errorf("keys.%s: %q is no key: a character, or a name such as ctrl+d, f5, pgup, alt+x, space", command, k)
		}
		list = append(list, k)
	}
	return list, nil
}

// isKey tells whether a terminal can send a key of that name.
func isKey(k string) bool {
	k = strings.TrimPrefix(k, "alt+")
	if r, size := utf8.DecodeRuneInString(k); size == len(k) && size > 0 {
		return r != utf8.RuneError && r >= ' '
	}
	return knownKeys[k]
}

// knownKeys are the names of all keys that are no character.
var knownKeys = func() map[string]bool {
	const first, last = tea.KeyType(-200), tea.KeyType(127) // Bubble Tea's range of types
	known := make(map[string]bool)
	for t := first; t <= last; t++ {
		if s := t.String(); s != "" && t != tea.KeyRunes {
			known[s] = true
		}
	}
	return known
}()

// shownKeys is how the first two keys are written in hints and the help.
func shownKeys(keys []string) string { return strings.Join(keys[:min(len(keys), 2)], " ") }

// conflict names a key that two commands would answer at once. A command of one
// pane or view may take a key from one that applies everywhere.
func conflict(list []command) error {
	for i := range list {
		for k := range i {
			a, b := &list[k], &list[i]
			if a.do == nil || b.do == nil || !a.overlaps(b) || a.special() != b.special() {
				continue
			}
			for _, name := range b.keys.Keys() {
				if slices.Contains(a.keys.Keys(), name) {
					return fmt.Errorf("keys: %q does both %s and %s: give one of them another key", name, a.name, b.name)
				}
			}
		}
	}
	return nil
}
