package condition

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/types"

	"eddy/model"
	"eddy/model/stricttoml"
	"eddy/strategy/input"
)

// env is the part of the catalogue one condition uses, for the type check.
type env map[string]map[string]types.Type

// types nests dotted names of two and three parts.
func (e env) types() types.Map {
	all := make(types.Map, len(e))
	for head, figures := range e {
		group := make(types.Map, len(figures))
		for rest, kind := range figures {
			middle, leaf, deep := strings.Cut(rest, ".")
			if !deep {
				group[rest] = kind
				continue
			}
			inner, ok := group[middle].(types.Map)
			if !ok {
				inner = make(types.Map)
				group[middle] = inner
			}
			inner[leaf] = kind
		}
		all[head] = group
	}
	return all
}

func (e env) add(name string, kind types.Type) {
	head, rest, _ := strings.Cut(name, ".")
	if e[head] == nil {
		e[head] = make(map[string]types.Type)
	}
	e[head][rest] = kind
}

// walker refuses what a condition may not hold and collects the names it uses.
type walker struct {
	catalogue *input.Catalogue
	scope     Scope
	text      string
	env       env
	nodes     int
}

func (w *walker) fail(n ast.Node, format string, args ...any) error {
	return at(w.text, n.Location().From, fmt.Sprintf(format, args...))
}

func (w *walker) walk(n ast.Node, depth int) error {
	if w.nodes++; w.nodes > maxNodes || depth > maxDepth {
		return w.fail(n, "the condition is too large: at most %d parts, %d deep", maxNodes, maxDepth)
	}
	switch n := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return nil
	case *ast.UnaryNode:
		return w.walk(n.Node, depth+1)
	case *ast.BinaryNode:
		return w.binary(n, depth)
	case *ast.BuiltinNode:
		return w.call(n, depth)
	case *ast.IdentifierNode, *ast.MemberNode:
		return w.name(n)
	case *ast.CallNode:
		return w.fail(n, "%s may not be called: use abs, min or max", model.CleanText(n.Callee.String()))
	default:
		return w.fail(n, "%q is not part of the language of conditions", short(n.String()))
	}
}

func (w *walker) binary(n *ast.BinaryNode, depth int) error {
	if !knownOperator(n.Operator) {
		return w.fail(n, "%q is not part of the language of conditions", n.Operator)
	}
	if err := w.walk(n.Left, depth+1); err != nil {
		return err
	}
	return w.walk(n.Right, depth+1)
}

func (w *walker) call(n *ast.BuiltinNode, depth int) error {
	if !slices.Contains([]string{"abs", "min", "max"}, n.Name) || len(n.Arguments) == 0 {
		return w.fail(n, "%s may not be called so: use abs, min or max of numbers", model.CleanText(n.Name))
	}
	for _, a := range n.Arguments {
		if err := w.walk(a, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) name(n ast.Node) error {
	name, ok := dotted(n)
	if !ok {
		return w.fail(n, "%q is no name of a figure", short(n.String()))
	}
	if def, isDef := strings.CutPrefix(name, definePrefix+"."); isDef {
		return w.definition(n, name, def)
	}
	meant := w.scope.resolve(name)
	spec, known := w.catalogue.Lookup(meant)
	if !known {
		return w.fail(first(n), "%q is not known%s", short(meant), didYouMean(w.catalogue.Nearest(meant)))
	}
	kind := types.Float64
	if spec.Kind == input.Flag {
		kind = types.Bool
	}
	w.env.add(name, kind)
	return nil
}

func (w *walker) definition(n ast.Node, name, def string) error {
	if _, known := w.scope.Defines[def]; !known {
		names := make([]string, 0, len(w.scope.Defines))
		for d := range w.scope.Defines {
			names = append(names, definePrefix+"."+d)
		}
		slices.Sort(names)
		return w.fail(first(n), "%q is not known%s", short(name), didYouMean(stricttoml.Nearest(name, names)))
	}
	w.env.add(name, types.Bool)
	return nil
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf(", did you mean %q?", name)
}

// first returns the leftmost part of a dotted name, where it begins.
func first(n ast.Node) ast.Node {
	for {
		m, ok := n.(*ast.MemberNode)
		if !ok {
			return n
		}
		n = m.Node
	}
}

// dotted returns the name a node spells: defi.rsi_1d, coin["1INCH"].price.
func dotted(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return n.Value, true
	case *ast.MemberNode:
		property, ok := n.Property.(*ast.StringNode)
		if !ok || n.Optional {
			return "", false
		}
		head, ok := dotted(n.Node)
		return head + "." + property.Value, ok
	default:
		return "", false
	}
}

// short cuts text from outside to what fits in a message.
func short(s string) string {
	r := []rune(model.CleanText(s))
	if len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return string(r)
}
