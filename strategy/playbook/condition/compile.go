package condition

import (
	"errors"
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"eddy/model"
	"eddy/strategy/input"
)

// Limits of one condition. They keep a file from outside from costing time or
// stack; the longest condition that ships has a tenth of them.
const (
	maxLength = 4000
	maxNodes  = 400
	maxDepth  = 40
)

// Definitions gives the text of conditions other conditions may name, as
// define.NAME.
type Definitions map[string]string

// Scope is what a condition's names may mean besides the catalogue's.
type Scope struct {
	Defines Definitions
	This    string // the sector, as conditions call it, that this.rsi_1d speaks of
}

// Names with a meaning of their own.
const (
	definePrefix = "define" // define.NAME is a defined condition
	thisPrefix   = "this"   // this.NAME is a figure of the sector in the scope
)

// resolve puts the scope's sector in the place of this.
func (s Scope) resolve(name string) string {
	if rest, ok := strings.CutPrefix(name, thisPrefix+"."); ok && s.This != "" {
		return s.This + "." + rest
	}
	return name
}

// Compile reads a condition. Errors are of type *Error with their place in the
// text.
func Compile(text string, c *input.Catalogue, scope Scope) (*Condition, error) {
	b := &builder{catalogue: c, scope: scope}
	root, err := b.compile(text)
	if err != nil {
		return nil, err
	}
	b.out.text, b.out.root, b.out.catalogue = text, root, c
	b.out.describe()
	return &b.out, nil
}

// builder turns checked trees into one flat program.
type builder struct {
	catalogue *input.Catalogue
	scope     Scope
	open      []string // definitions being compiled, outermost first
	out       Condition
}

// compile parses, checks and lowers one text.
func (b *builder) compile(text string) (int32, error) {
	if err := limits(text); err != nil {
		return 0, err
	}
	tree, err := parser.Parse(text)
	if err != nil {
		return 0, translate(text, err)
	}
	w := &walker{catalogue: b.catalogue, scope: b.scope, text: text, env: make(env)}
	if err := w.walk(tree.Node, 0); err != nil {
		return 0, err
	}
	program, err := expr.Compile(text, expr.Env(w.env.types()), expr.AsBool(), expr.Optimize(false), expr.MaxNodes(maxNodes))
	if err != nil {
		return 0, translate(text, err)
	}
	return b.logic(text, program.Node(), false)
}

// limits refuses what would cost too much to parse at all.
func limits(text string) error {
	if strings.TrimSpace(text) == "" {
		return &Error{Line: 1, Column: 1, What: "the condition is empty"}
	}
	if len(text) > maxLength {
		return &Error{Line: 1, Column: 1, What: fmt.Sprintf("the condition is %d characters long, at most %d", len(text), maxLength)}
	}
	depth := 0
	for i, r := range []rune(text) {
		switch r {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
		if depth > maxDepth {
			return at(text, i, fmt.Sprintf("nested more than %d deep", maxDepth))
		}
	}
	return nil
}

// translate turns an error of the library into one of ours, without the picture
// it draws.
func translate(text string, err error) error {
	var f *file.Error
	if !errors.As(err, &f) {
		return &Error{Line: 1, Column: 1, What: model.CleanText(err.Error())}
	}
	return at(text, f.From, model.CleanText(f.Message))
}

// logic lowers a node that is true or false. Negation is pushed down to the
// comparisons, which is exact where no number is NaN.
func (b *builder) logic(text string, n ast.Node, negated bool) (int32, error) {
	switch n := n.(type) {
	case *ast.UnaryNode: // the walker let only "not" of a truth through
		return b.logic(text, n.Node, !negated)
	case *ast.BoolNode:
		return b.emit(node{op: opTruth, a: int32(truth(n.Value != negated))}), nil
	case *ast.BinaryNode:
		return b.binary(text, n, negated)
	default:
		return b.named(text, n, negated)
	}
}

func (b *builder) binary(text string, n *ast.BinaryNode, negated bool) (int32, error) {
	if join, ok := joins[n.Operator]; ok {
		return b.join(text, n, join.unless(negated), negated)
	}
	op, ok := comparisons[n.Operator]
	if !ok {
		return 0, at(text, n.Location().From, fmt.Sprintf("%q compares nothing", n.Operator))
	}
	left, err := b.number(text, n.Left)
	if err != nil {
		return 0, err
	}
	right, err := b.number(text, n.Right)
	if err != nil {
		return 0, err
	}
	if b.out.nodes[left].op == opConst && b.out.nodes[right].op != opConst {
		left, right, op = right, left, op.mirrored()
	}
	return b.emitClause(node{op: op.unless(negated), a: left, b: right}), nil
}

func (b *builder) join(text string, n *ast.BinaryNode, op opcode, negated bool) (int32, error) {
	left, err := b.logic(text, n.Left, negated)
	if err != nil {
		return 0, err
	}
	right, err := b.logic(text, n.Right, negated)
	if err != nil {
		return 0, err
	}
	return b.emit(node{op: op, a: left, b: right}), nil
}

// named lowers a flag or a defined condition.
func (b *builder) named(text string, n ast.Node, negated bool) (int32, error) {
	name, ok := dotted(n)
	if !ok {
		return 0, at(text, n.Location().From, "this is neither a comparison nor a flag")
	}
	if def, isDef := strings.CutPrefix(name, definePrefix+"."); isDef {
		return b.defined(text, n, def, negated)
	}
	op := opFlag
	if negated {
		op = opNoFlag
	}
	return b.emitClause(node{op: op, id: b.catalogue.ID(b.scope.resolve(name))}), nil
}

// defined compiles a named condition in place, unless it is being compiled
// already: then the definitions go round in circles.
func (b *builder) defined(text string, n ast.Node, name string, negated bool) (int32, error) {
	for _, open := range b.open {
		if open == name {
			return 0, at(text, n.Location().From, "conditions go round in circles: "+strings.Join(append(b.open, name), " needs "))
		}
	}
	b.open = append(b.open, name)
	defer func() { b.open = b.open[:len(b.open)-1] }()
	body := b.scope.Defines[name]
	root, err := b.compile(body)
	if err != nil {
		return 0, at(text, n.Location().From, fmt.Sprintf("in %s.%s: %s", definePrefix, name, err))
	}
	if negated {
		return b.negate(root), nil
	}
	return root, nil
}

// negate pushes a negation down a program already lowered.
func (b *builder) negate(i int32) int32 {
	n := &b.out.nodes[i]
	switch n.op {
	case opTruth:
		n.a = int32(truth(Truth(n.a) == False))
	case opAnd, opOr:
		n.op = n.op.unless(true)
		b.negate(n.a)
		b.negate(n.b)
	default:
		n.op = n.op.unless(true)
	}
	return i
}
