package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"syscall"
)

// Chosen is what the guide of the first start asks for.
type Chosen struct {
	Start    string
	Playbook string
	Profile  string
	Venues   []string // those that are on; none: as in the template
}

// Exists tells whether there is anything at a path.
func Exists(path string) bool {
	_, err := os.Lstat(path)
	return !isAbsent(err)
}

// isAbsent tells whether an error says that there is no such file. Below what is
// no folder there is none either, such as in the home of a service.
func isAbsent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// Write keeps a configuration with every key, and the chosen ones as chosen, at
// a path where there is none yet; an existing file is left alone and reported
// with fs.ErrExist.
func Write(path string, c Chosen) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(fill(Template, c))
	return errors.Join(err, f.Close())
}

// fill puts choices into the template.
func fill(text string, c Chosen) string {
	for key, value := range map[string]string{"start": c.Start, "playbook": c.Playbook, "profile": c.Profile} {
		if value != "" {
			line := regexp.MustCompile(`(?m)^(` + key + ` *= )"[^"]*"`)
			text = line.ReplaceAllString(text, fmt.Sprintf("${1}%q", value))
		}
	}
	if len(c.Venues) == 0 {
		return text
	}
	table := regexp.MustCompile(`(?m)^\[venues\.([a-z]+)\]\nenabled( *)= (true|false)`)
	return table.ReplaceAllStringFunc(text, func(head string) string {
		m := table.FindStringSubmatch(head)
		return fmt.Sprintf("[venues.%s]\nenabled%s= %t", m[1], m[2], slices.Contains(c.Venues, m[1]))
	})
}
