package condition

import "fmt"

// Error is a fault in the text of a condition.
type Error struct {
	Line, Column int // in the text, from 1
	What         string
}

// Error says where and what.
func (e *Error) Error() string {
	return fmt.Sprintf("line %d column %d: %s", e.Line, e.Column, e.What)
}

// at returns the error for the n-th character of a text, counted from 0.
func at(text string, n int, what string) *Error {
	e := &Error{Line: 1, Column: 1, What: what}
	for i, r := range []rune(text) {
		if i >= n {
			break
		}
		e.Column++
		if r == '\n' {
			e.Line, e.Column = e.Line+1, 1
		}
	}
	return e
}
