// Package condition reads the conditions of playbooks and tells whether they
// hold. The text is written in the language of expr-lang/expr, which parses it
// and checks its types against the catalogue of inputs when a playbook is
// loaded. What runs afterwards is our own evaluation of the checked tree, for
// three reasons: an input that is missing makes a comparison unknown, where
// expr's machine would need a zero or an error; each comparison must yield its
// value, threshold and side, not only the whole; and a quote must not cost an
// allocation, where that machine boxes every value.
//
// Logic is that of Kleene: unknown and false is false, unknown or true is true,
// everything else that touches unknown is unknown. A stale value is too old to
// act on and counts as unknown. The language is kept small: names, numbers, + -
// * /, comparisons, and, or, not, abs, min, max. No other call, no loop, no text.
package condition
