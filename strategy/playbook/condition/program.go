package condition

import (
	"math"

	"eddy/strategy/input"
)

// opcode is what a node does.
type opcode uint8

const (
	opTruth  opcode = iota // a holds the Truth
	opFlag                 // input id is 1
	opNoFlag               // input id is 0
	opAnd
	opOr
	opLess
	opNotLess
	opMore
	opNotMore
	opEqual
	opUnequal
	opConst
	opInput
	opNegate
	opAbs
	opAdd
	opSubtract
	opMultiply
	opDivide
	opMin
	opMax
)

var (
	joins       = map[string]opcode{"and": opAnd, "&&": opAnd, "or": opOr, "||": opOr}
	comparisons = map[string]opcode{"<": opLess, ">=": opNotLess, ">": opMore, "<=": opNotMore, "==": opEqual, "!=": opUnequal}
	sums        = map[string]opcode{"+": opAdd, "-": opSubtract, "*": opMultiply, "/": opDivide, "min": opMin, "max": opMax}
)

func knownOperator(op string) bool {
	_, isJoin := joins[op]
	_, isComparison := comparisons[op]
	_, isSum := sums[op]
	return isJoin || isComparison || isSum
}

var opposites = map[opcode]opcode{
	opAnd: opOr, opOr: opAnd, opFlag: opNoFlag, opNoFlag: opFlag,
	opLess: opNotLess, opNotLess: opLess, opMore: opNotMore, opNotMore: opMore, opEqual: opUnequal, opUnequal: opEqual,
}

// unless returns the opposite of an operation when negated, itself otherwise.
func (o opcode) unless(negated bool) opcode {
	if negated {
		return opposites[o]
	}
	return o
}

var mirrors = map[opcode]opcode{opLess: opMore, opMore: opLess, opNotLess: opNotMore, opNotMore: opNotLess}

// mirrored returns the comparison with its sides exchanged: 80 < x is x > 80.
func (o opcode) mirrored() opcode {
	if m, ok := mirrors[o]; ok {
		return m
	}
	return o
}

// node is one step of a program; a and b are places of other nodes.
type node struct {
	op    opcode
	a, b  int32
	id    input.ID
	value float64
}

func (b *builder) emit(n node) int32 {
	b.out.nodes = append(b.out.nodes, n)
	return int32(len(b.out.nodes) - 1) //nolint:gosec // at most maxNodes for each of a handful of texts
}

func (b *builder) emitClause(n node) int32 {
	i := b.emit(n)
	b.out.clauses = append(b.out.clauses, i)
	return i
}

// apply computes one step of arithmetic, false where the result is not finite:
// a division by zero is not known.
func apply(op opcode, x, y float64) (float64, bool) {
	var v float64
	switch op {
	case opAdd:
		v = x + y
	case opSubtract:
		v = x - y
	case opMultiply:
		v = x * y
	case opDivide:
		v = x / y
	case opMin:
		v = math.Min(x, y)
	case opMax:
		v = math.Max(x, y)
	}
	return v, v-v == 0
}
