package tape

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
)

// details are what an event's Detail can be, by the words a reader asks for it
// with. A new one is added here and in parcel.go.
var details = map[string]any{
	"[]model.Instrument":   []model.Instrument{{}, {}},
	"*model.History":       &model.History{},
	"*model.VenueHealth":   &model.VenueHealth{},
	"*model.Progress":      &model.Progress{},
	"*model.Context":       &model.Context{},
	"*model.ContextHealth": &model.ContextHealth{},
	"*model.Judgement":     &model.Judgement{},
	"*model.Archive":       &model.Archive{},
	"*portfolio.Portfolio": &portfolio.Portfolio{},
	"*ledger.State":        &ledger.State{},
	"*model.AlertAct":      &model.AlertAct{},
}

// Whatever the engine, or anybody before it, asks an event's Detail to be can be
// taped: a kind of detail that a tape forgets would end every recording.
func TestEveryDetailAskedForCanBeTaped(t *testing.T) {
	asked := make(map[string]string)
	for _, room := range []string{"feeds", "strategy"} {
		err := filepath.WalkDir(filepath.Join("..", "..", room), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || filepath.Base(filepath.Dir(path)) == "tape" {
				return err
			}
			return askedIn(path, asked)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(asked) < len(details)-2 {
		t.Errorf("only %d kinds are asked for: this test has lost its way", len(asked))
	}
	for kind, where := range asked {
		detail, known := details[kind]
		if !known {
			t.Errorf("%s asks for %s, which cannot be taped: add it to parcel.go and to this test", where, kind)
			continue
		}
		var w parcelWriter
		if _, err := w.write(&model.Event{Detail: detail}); err != nil {
			t.Errorf("%s: %v", where, err)
		}
	}
}

// askedIn notes the types that a file asks details for.
func askedIn(path string, asked map[string]string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	note := func(list ...ast.Expr) {
		for _, kind := range list {
			if name := types.ExprString(kind); name != "nil" {
				asked[name] = path
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.TypeAssertExpr:
			if x.Type != nil && isDetail(x.X) {
				note(x.Type)
			}
		case *ast.TypeSwitchStmt:
			if !slices.ContainsFunc(assertions(x.Assign), isDetail) {
				break
			}
			for _, c := range x.Body.List {
				note(c.(*ast.CaseClause).List...)
			}
		}
		return true
	})
	return nil
}

// assertions returns what a switch asks the type of.
func assertions(n ast.Node) (of []ast.Expr) {
	ast.Inspect(n, func(n ast.Node) bool {
		if x, ok := n.(*ast.TypeAssertExpr); ok {
			of = append(of, x.X)
		}
		return true
	})
	return of
}

// isDetail tells whether an expression names an event's detail.
func isDetail(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.SelectorExpr:
		return x.Sel.Name == "Detail"
	case *ast.Ident:
		return x.Name == "detail"
	default:
		return false
	}
}
