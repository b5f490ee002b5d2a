package main

import (
	"context"

	"eddy/feeds/tape"
	"eddy/model"
	"eddy/strategy"
)

// tapeMarks tells the engine where new alerts stand on the tape that runs. It
// goes the way of what the user does with an alert, so that the tape has it too
// and gives the same alerts when it is played.
type tapeMarks struct {
	box  *strategy.Mailbox
	deck *tape.Deck
	act  func(model.AlertAct) error

	seen map[string]bool // alerts, by id
}

// run marks alerts until ctx ends.
func (m *tapeMarks) run(ctx context.Context) error {
	for reader := m.box.Patient(); ; {
		s, err := reader.Next(ctx)
		if err != nil {
			return err
		}
		m.mark(s.Alerts)
	}
}

// mark tells of alerts that were not there before where the tape is now. One
// that came before the tape began stands nowhere on it.
func (m *tapeMarks) mark(rows []model.AlertRow) {
	place := position(m.deck.Status())
	seen := make(map[string]bool, len(rows))
	for i := range rows {
		id := rows[i].ID
		seen[id] = true
		if place != "" && !m.seen[id] && rows[i].Tape == "" {
			_ = m.act(model.AlertAct{ID: id, Verb: model.Taped, Text: place}) // the alert is on the tape without it
		}
	}
	m.seen = seen
}
