package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"eddy/feeds/tape"
	"eddy/model"
)

// answerLine is what --answers prints of an answer.
type answerLine struct {
	At     model.Millis `json:"at"` // when it came, local clock
	From   string       `json:"from"`
	Asked  string       `json:"asked"`
	Status int          `json:"status"`
	Size   int          `json:"size"` // bytes
	Cut    bool         `json:"cut"`  // the body is longer than what is kept of it
	Body   string       `json:"body,omitempty"`
	Raw    []byte       `json:"body_base64,omitempty"` // instead, where it is no text
}

// printAnswers prints every answer by REST that is on a tape.
func (g *globals) printAnswers(ctx context.Context, file string) (err error) {
	t, err := tape.Open(file)
	if err != nil {
		return badTape(err)
	}
	defer func() {
		g.tellNotes(t.Notes())
		err = errors.Join(err, t.Close())
	}()
	out := json.NewEncoder(g.io.out)
	out.SetEscapeHTML(false)
	var step tape.Step
	for ctx.Err() == nil {
		switch err := t.Next(&step); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return badTape(err)
		case step.Kind != tape.Answered:
			continue
		}
		if err := out.Encode(lineOf(&step)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func lineOf(s *tape.Step) answerLine {
	a := s.Answer
	line := answerLine{At: s.At, From: a.From, Asked: a.Asked, Status: a.Status, Size: a.Size, Cut: len(s.Bytes) < a.Size}
	text := s.Bytes
	if line.Cut {
		text = wholeRunes(text)
	}
	if utf8.Valid(text) {
		line.Body = string(text)
	} else {
		line.Raw = s.Bytes
	}
	return line
}

// wholeRunes leaves out a letter that is cut off at the end.
func wholeRunes(b []byte) []byte {
	for i := 1; i <= min(len(b), utf8.UTFMax); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}
