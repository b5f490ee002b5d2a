package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"eddy/model"
)

// errByHand says that a file is right but written in a way Change does not
// follow, such as a table in braces.
var errByHand = errors.New("written in a way that is changed by hand only")

// Change writes choices into the configuration at a path and leaves everything
// else in it, comments too; where there is none yet it is written with every key.
// A file that cannot be changed so is left as it was.
func Change(path string, c Chosen) error {
	if !Exists(path) {
		return Write(path, c)
	}
	return rewrite(path, func(text string) (string, error) { return changed(text, c) })
}

// With returns the configuration at a path as choices would make it, whether or
// not it can be written.
func With(path string, c Chosen) (Config, error) {
	if !Exists(path) {
		return Parse([]byte(fill(Template, c)))
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Config{}, err
	}
	text, err := changed(string(data), c)
	if err != nil {
		return Config{}, err
	}
	return Parse([]byte(text))
}

// rewrite changes the text of the file at a path.
func rewrite(path string, change func(text string) (string, error)) error {
	path, err := filepath.EvalSymlinks(path) // a link stays one
	if err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text, err := change(string(data))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return replace(path, text)
}

// changed puts choices into a configuration. What already holds stays as it is
// written.
func changed(text string, c Chosen) (string, error) {
	now, err := Parse([]byte(text))
	if err != nil {
		return "", err
	}
	for _, k := range []struct{ key, was, is string }{
		{"profile", now.Profile, c.Profile}, {"start", now.Start, c.Start}, {"playbook", now.Playbook, c.Playbook},
	} {
		if k.is != "" && k.is != k.was {
			text = setText(text, k.key, k.is)
		}
	}
	for _, v := range model.AllVenues {
		on := slices.Contains(c.Venues, string(v))
		if len(c.Venues) > 0 && on != slices.Contains(now.Enabled(), v) {
			text = setIn(text, "venues."+string(v), "enabled", fmt.Sprint(on))
		}
	}
	if then, err := Parse([]byte(text)); err != nil || !c.holdIn(then) {
		return "", errByHand
	}
	return text, nil
}

// holdIn tells whether a configuration says what was chosen.
func (c Chosen) holdIn(is Config) bool {
	same := func(chosen, is string) bool { return chosen == "" || chosen == is }
	if !same(c.Start, is.Start) || !same(c.Playbook, is.Playbook) || !same(c.Profile, is.Profile) {
		return false
	}
	for _, v := range model.AllVenues {
		if len(c.Venues) > 0 && slices.Contains(c.Venues, string(v)) != slices.Contains(is.Enabled(), v) {
			return false
		}
	}
	return true
}

// setText sets a text before the first table, where it stands or else on top.
func setText(text, key, value string) string {
	head := firstTable.FindStringIndex(text)
	end := len(text)
	if head != nil {
		end = head[0]
	}
	line := regexp.MustCompile(`(?m)^([ \t]*` + key + `[ \t]*=[ \t]*)("[^"\n]*"|'[^'\n]*')`)
	if at := line.FindStringSubmatchIndex(text[:end]); at != nil {
		return text[:at[4]] + fmt.Sprintf("%q", value) + text[at[5]:]
	}
	return fmt.Sprintf("%s = %q\n", key, value) + text
}

var firstTable = regexp.MustCompile(`(?m)^[ \t]*\[`)

// setIn sets a text or a switch, as it is written, in a table, which is added
// where there is none.
func setIn(text, name, key, value string) string {
	head := regexp.MustCompile(`(?m)^[ \t]*\[` + regexp.QuoteMeta(name) + `\][^\n]*(\n|$)`).FindStringIndex(text)
	if head == nil {
		return strings.TrimRight(text, "\n") + fmt.Sprintf("\n\n[%s]\n%s = %s\n", name, key, value)
	}
	end := len(text)
	if next := firstTable.FindStringIndex(text[head[1]:]); next != nil {
		end = head[1] + next[0]
	}
	table := text[head[1]:end]
	line := regexp.MustCompile(`(?m)^([ \t]*` + key + `[ \t]*=[ \t]*)("[^"\n]*"|'[^'\n]*'|true|false)`)
	if at := line.FindStringSubmatchIndex(table); at != nil {
		table = table[:at[4]] + value + table[at[5]:]
	} else {
		table = fmt.Sprintf("%s = %s\n", key, value) + table
	}
	return strings.TrimRight(text[:head[1]], "\n") + "\n" + table + text[end:]
}

// replace puts a text in the place of a file at once: whoever reads it meanwhile
// sees one or the other.
func replace(path, text string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".config-*.toml")
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
