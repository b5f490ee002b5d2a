package condition

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"eddy/model"
	"eddy/strategy/input"
)

// voice is a way to write a condition down: for those who write conditions, by the
// names of the figures, or for those who read what follows from them.
type voice struct {
	figure func(input.Spec) string
	flag   func(s input.Spec, yes bool) string
	number func(v float64, of input.Spec) string // a figure that of is measured against
	calls  map[opcode]string
}

var byName = &voice{
	figure: func(s input.Spec) string { return s.Name },
	flag: func(s input.Spec, yes bool) string {
		if yes {
			return s.Name
		}
		return "not " + s.Name
	},
	number: func(v float64, _ input.Spec) string { return strconv.FormatFloat(v, 'f', -1, 64) },
	calls:  map[opcode]string{opNegate: "-%s", opAbs: "abs(%s)", opMin: "min(%s, %s)", opMax: "max(%s, %s)"},
}

var plainly = &voice{
	figure: func(s input.Spec) string { return s.Label },
	flag: func(s input.Spec, yes bool) string {
		if yes {
			return s.Label
		}
		return s.Denial
	},
	number: func(v float64, of input.Spec) string { return of.Amount(v, exact) },
	calls:  map[opcode]string{opNegate: "minus %s", opAbs: "%s, either way,", opMin: "the lesser of %s and %s", opMax: "the greater of %s and %s"},
}

// exact writes a figure of a condition as it was written there: ten digits are more
// than any has, and fewer than what a product with a hundred may add.
func exact(v float64) string {
	text := strconv.FormatFloat(v, 'g', 10, 64)
	if short, err := strconv.ParseFloat(text, 64); err == nil {
		v = short
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// rounded writes a figure that was measured, with fewer digits the larger it is.
func rounded(v float64) string {
	digits := 2
	switch a := math.Abs(v); {
	case a >= 100:
		digits = 0
	case a >= 10:
		digits = 1
	}
	return strconv.FormatFloat(v, 'f', digits, 64)
}

// Words returns the condition by the names of its figures, as those write it who
// write rules.
func (c *Condition) Words() string { return c.words(c.root, c.nodes[c.root].op, byName) }

// Plain returns the condition in plain words, each figure with its unit: what is
// told of it wherever it is not to be edited.
func (c *Condition) Plain() string { return c.plain }

func (c *Condition) words(i int32, outer opcode, v *voice) string {
	n := &c.nodes[i]
	switch n.op {
	case opTruth:
		return map[Truth]string{True: "always", False: "never"}[Truth(n.a)] //nolint:gosec // written from a Truth
	case opAnd, opOr:
		word := " and "
		if n.op == opOr {
			word = " or "
		}
		text := c.words(n.a, n.op, v) + word + c.words(n.b, n.op, v)
		if n.op != outer && (n.op == opOr || v == plainly) {
			return "(" + text + ")"
		}
		return text
	case opFlag, opNoFlag:
		return v.flag(c.leading(n), n.op == opFlag)
	}
	if yes, either := c.either(n); either && v == plainly {
		return v.flag(c.leading(n), yes)
	}
	return c.subject(n, v) + " " + c.threshold(n, v)
}

// either tells whether a clause asks for one of two things that a figure says, and
// for which: a flag, a flag held against 0 or 1, the sign of a side.
func (c *Condition) either(n *node) (yes, either bool) {
	if n.op == opFlag || n.op == opNoFlag {
		return n.op == opFlag, true
	}
	left, right := &c.nodes[n.a], &c.nodes[n.b]
	if left.op != opInput || right.op != opConst {
		return false, false
	}
	switch spec := c.leading(left); {
	case spec.Kind == input.Flag && (n.op == opEqual || n.op == opUnequal):
		return (n.op == opEqual) == (right.value == 1), right.value == 0 || right.value == 1
	case spec.Unit == input.UnitSide && right.value == 0:
		return n.op == opMore, n.op == opMore || n.op == opLess
	default:
		return false, false
	}
}

// subject names what a clause measures.
func (c *Condition) subject(n *node, v *voice) string {
	if n.op == opFlag || n.op == opNoFlag {
		return v.figure(c.leading(n))
	}
	return c.spell(n.a, v, c.leading(n))
}

var comparisonWords = map[opcode]string{
	opLess: "below ", opNotLess: "at least ", opMore: "above ", opNotMore: "at most ", opEqual: "equal to ", opUnequal: "other than ",
}

// threshold says what a clause asks for: "above 80", "yes", "no".
func (c *Condition) threshold(n *node, v *voice) string {
	switch n.op {
	case opFlag:
		return "yes"
	case opNoFlag:
		return "no"
	}
	return comparisonWords[n.op] + c.spell(n.b, v, c.leading(n))
}

var signs = map[opcode]string{opAdd: " + ", opSubtract: " - ", opMultiply: " * ", opDivide: " / "}

// spell writes a number's side of a comparison that measures a figure.
func (c *Condition) spell(i int32, v *voice, of input.Spec) string {
	n := &c.nodes[i]
	switch n.op {
	case opConst:
		return v.number(n.value, of)
	case opInput:
		return v.figure(c.leading(n))
	case opNegate, opAbs:
		return fmt.Sprintf(v.calls[n.op], c.spell(n.a, v, of))
	case opMin, opMax:
		return fmt.Sprintf(v.calls[n.op], c.spell(n.a, v, of), c.spell(n.b, v, of))
	case opMultiply, opDivide:
		of = input.Spec{} // a factor has no unit
	}
	return c.grouped(n.a, n.op, v, of) + signs[n.op] + c.grouped(n.b, n.op, v, of)
}

// grouped puts a sum in brackets where it stands inside a product.
func (c *Condition) grouped(i int32, outer opcode, v *voice, of input.Spec) string {
	text := c.spell(i, v, of)
	inner := c.nodes[i].op
	if (inner == opAdd || inner == opSubtract) && outer != opAdd {
		return "(" + text + ")"
	}
	return text
}

// Lacks says in plain words what of the condition does not speak for it in a frame:
// what is not known or does not apply, with the reason, where unknown is asked for,
// else what is otherwise than it should be.
func (c *Condition) Lacks(f *input.Frame, unknown bool) string {
	want := False
	if unknown {
		want = Unknown
	}
	var parts []string
	for _, i := range c.clauses {
		if n := &c.nodes[i]; c.clause(n, f) == want {
			parts = append(parts, c.lack(n, f))
		}
	}
	return strings.Join(parts, "; ")
}

func (c *Condition) lack(n *node, f *input.Frame) string {
	value, what := c.measured(n, f), c.subject(n, plainly)
	v, _ := value.Value() // where it is not there, the clause is not known
	_, either := c.either(n)
	switch {
	case value.State() == model.NumNotApplicable:
		return what + " does not apply: " + value.Why()
	case c.clause(n, f) == Unknown:
		return what + " is not known: " + value.Why()
	case either:
		return plainly.flag(c.leading(n), v > 0)
	default:
		return fmt.Sprintf("%s is %s, should be %s", what, c.leading(n).Amount(v, rounded), c.threshold(n, plainly))
	}
}
