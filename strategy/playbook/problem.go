package playbook

import (
	"errors"
	"fmt"
	"strings"
)

// Problem is one thing that is wrong with a playbook's file.
type Problem struct {
	File         string
	Line, Column int // from 1
	What         string
}

// String writes a problem as FILE:LINE:COLUMN: what.
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.What)
}

// Problems is everything that is wrong with a playbook, in the order of the
// file's parts.
type Problems []Problem

// Error names the first problem and counts the others.
func (p Problems) Error() string {
	switch len(p) {
	case 0:
		return "no problem"
	case 1:
		return p[0].String()
	default:
		return fmt.Sprintf("%s (and %d more)", p[0], len(p)-1)
	}
}

// ProblemsOf returns what a loading error says is wrong with the file; none
// when the file could not be read at all.
func ProblemsOf(err error) Problems {
	var p Problems
	errors.As(err, &p)
	return p
}

// misread turns an error of the decoder, which begins with its place, into a
// problem.
func misread(file string, err error) Problem {
	p := Problem{File: file, Line: 1, Column: 1, What: err.Error()}
	var line, column int
	if n, scanErr := fmt.Sscanf(p.What, "line %d column %d:", &line, &column); n == 2 && scanErr == nil {
		_, p.What, _ = strings.Cut(p.What, ": ")
		p.Line, p.Column = line, column
	}
	return p
}
