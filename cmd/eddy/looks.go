package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"eddy/cmd/internal/config"
	"eddy/tui"
)

var errNoConfig = errors.New("there is no configuration yet (eddy config init)")

// keepLook writes a look chosen in the desk into the configuration. The error is
// a few words for the last line of the desk: which file is known.
func (g *globals) keepLook(l tui.Look) error {
	if name, isText := l.Value.(string); isText && strings.ContainsAny(name, `/\.`) {
		full, err := filepath.Abs(name) // the next start may be in another folder
		if err != nil {
			return err
		}
		l.Value = full
	}
	path := g.configPath()
	if !config.Exists(path) {
		return errNoConfig
	}
	return briefly(config.SetLook(path, l.Key, l.Value), path)
}

// briefly says what is wrong with a file without where the file is.
func briefly(err error, path string) error {
	var onPath *fs.PathError
	var onLink *os.LinkError
	dir, name := filepath.Split(path)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &onPath):
		return fmt.Errorf("%s: %w", name, onPath.Err)
	case errors.As(err, &onLink):
		return fmt.Errorf("%s: %w", name, onLink.Err)
	default:
		return errors.New(strings.ReplaceAll(err.Error(), dir, ""))
	}
}
