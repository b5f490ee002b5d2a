package condition

import (
	"math"

	"eddy/model"
	"eddy/strategy/input"
)

// Condition is a condition ready to be asked. It does not change and may be
// shared; frames are not.
type Condition struct {
	text      string
	catalogue *input.Catalogue
	nodes     []node
	clauses   []int32          // nodes that are comparisons or flags, in reading order
	evidence  []model.Evidence // what each clause always says
	root      int32
	plain     string // the whole in plain words
}

// Text returns the condition as it was written.
func (c *Condition) Text() string { return c.text }

// Len returns how many comparisons and flags the condition has.
func (c *Condition) Len() int { return len(c.clauses) }

// Eval tells whether the condition holds in a frame of its catalogue. It
// allocates nothing.
func (c *Condition) Eval(f *input.Frame) Truth { return c.logic(c.root, f) }

func (c *Condition) logic(i int32, f *input.Frame) Truth {
	n := &c.nodes[i]
	switch n.op {
	case opTruth:
		return Truth(n.a) //nolint:gosec // written from a Truth
	case opAnd:
		return and(c.logic(n.a, f), c.logic(n.b, f))
	case opOr:
		return or(c.logic(n.a, f), c.logic(n.b, f))
	default:
		return c.clause(n, f)
	}
}

func and(a, b Truth) Truth {
	switch {
	case a == False || b == False:
		return False
	case a == Unknown || b == Unknown:
		return Unknown
	default:
		return True
	}
}

func or(a, b Truth) Truth {
	switch {
	case a == True || b == True:
		return True
	case a == Unknown || b == Unknown:
		return Unknown
	default:
		return False
	}
}

// clause tells whether one comparison or flag holds.
func (c *Condition) clause(n *node, f *input.Frame) Truth {
	if n.op == opFlag || n.op == opNoFlag {
		v := f.Get(n.id)
		if !v.Fresh() {
			return Unknown
		}
		x, _ := v.Value() // fresh, so it is there
		return truth((x != 0) == (n.op == opFlag))
	}
	x, known := c.number(n.a, f)
	y, both := c.number(n.b, f)
	if !known || !both {
		return Unknown
	}
	return truth(compare(n.op, x, y))
}

func compare(op opcode, x, y float64) bool {
	switch op {
	case opLess:
		return x < y
	case opNotLess:
		return x >= y
	case opMore:
		return x > y
	case opNotMore:
		return x <= y
	case opEqual:
		return x == y
	default:
		return x != y
	}
}

// number computes a node, false when an input it needs is not known.
func (c *Condition) number(i int32, f *input.Frame) (float64, bool) {
	n := &c.nodes[i]
	switch n.op {
	case opConst:
		return n.value, true
	case opInput:
		v := f.Get(n.id)
		x, _ := v.Value() // not used unless fresh
		return x, v.Fresh()
	case opNegate:
		x, known := c.number(n.a, f)
		return -x, known
	case opAbs:
		x, known := c.number(n.a, f)
		return math.Abs(x), known
	}
	x, known := c.number(n.a, f)
	y, both := c.number(n.b, f)
	if !known || !both {
		return 0, false
	}
	return apply(n.op, x, y)
}
