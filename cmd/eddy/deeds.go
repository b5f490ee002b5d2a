package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"eddy/model"
)

// actWait is how long the engine may take to be told what the user does.
const actWait = time.Second

// act tells the engine what the user does with an alert.
func (s *session) act(a model.AlertAct) error {
	ctx, cancel := context.WithTimeout(context.Background(), actWait)
	defer cancel()
	return s.handover.Put(ctx, []model.Event{{Kind: model.KindAlertAct, Received: model.MillisOf(time.Now()), Detail: &a}})
}

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
