package condition

import (
	"fmt"

	"github.com/expr-lang/expr/ast"
)

// number lowers a node that is a number.
func (b *builder) number(text string, n ast.Node) (int32, error) {
	switch n := n.(type) {
	case *ast.IntegerNode:
		return b.emit(node{op: opConst, value: float64(n.Value)}), nil
	case *ast.BoolNode: // a flag compared with true or false
		return b.emit(node{op: opConst, value: map[bool]float64{true: 1}[n.Value]}), nil
	case *ast.FloatNode:
		return b.constant(text, n, n.Value)
	case *ast.UnaryNode:
		return b.signed(text, n)
	case *ast.BinaryNode:
		return b.arithmetic(text, n)
	case *ast.BuiltinNode:
		return b.call(text, n)
	}
	name, ok := dotted(n)
	if !ok {
		return 0, at(text, n.Location().From, "this is no number")
	}
	return b.emit(node{op: opInput, id: b.catalogue.ID(b.scope.resolve(name))}), nil
}

func (b *builder) constant(text string, n ast.Node, v float64) (int32, error) {
	if v-v != 0 {
		return 0, at(text, n.Location().From, "the number is not finite")
	}
	return b.emit(node{op: opConst, value: v}), nil
}

func (b *builder) signed(text string, n *ast.UnaryNode) (int32, error) {
	inner, err := b.number(text, n.Node)
	if err != nil || n.Operator == "+" {
		return inner, err
	}
	if c := &b.out.nodes[inner]; c.op == opConst {
		c.value = -c.value
		return inner, nil
	}
	return b.emit(node{op: opNegate, a: inner}), nil
}

func (b *builder) arithmetic(text string, n *ast.BinaryNode) (int32, error) {
	op, ok := sums[n.Operator]
	if !ok {
		return 0, at(text, n.Location().From, fmt.Sprintf("%q makes no number", n.Operator))
	}
	left, err := b.number(text, n.Left)
	if err != nil {
		return 0, err
	}
	right, err := b.number(text, n.Right)
	if err != nil {
		return 0, err
	}
	if l, r := b.out.nodes[left], b.out.nodes[right]; l.op == opConst && r.op == opConst {
		v, known := apply(op, l.value, r.value)
		if !known {
			return 0, at(text, n.Location().From, "the number is not finite")
		}
		return b.emit(node{op: opConst, value: v}), nil
	}
	return b.emit(node{op: op, a: left, b: right}), nil
}

// call lowers abs of one and min or max of any number of arguments.
func (b *builder) call(text string, n *ast.BuiltinNode) (int32, error) {
	first, err := b.number(text, n.Arguments[0])
	if err != nil {
		return 0, err
	}
	if n.Name == "abs" {
		return b.emit(node{op: opAbs, a: first}), nil
	}
	for _, arg := range n.Arguments[1:] {
		next, err := b.number(text, arg)
		if err != nil {
			return 0, err
		}
		first = b.emit(node{op: sums[n.Name], a: first, b: next})
	}
	return first, nil
}
