package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// save writes an export beside what eddy remembers, under a name with the
// moment in it, so that none is lost.
func (g *globals) save(name string, data []byte) (string, error) {
	dir := filepath.Join(g.stateDir(), "exports")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("export: %w", err)
	}
	path := filepath.Join(dir, time.Now().UTC().Format("20060102-150405-")+name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return "", fmt.Errorf("export: %w", err)
	}
	return path, nil
}
