package plan

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"eddy/model"
	"eddy/model/portfolio"
	"eddy/model/portfolio/ledger"
)

// Decision is a leg that was left out of a plan that was committed.
type Decision = model.Skipped

// DecisionsOf lists the legs of a plan that were skipped. Those nobody decided on
// are none of them: the next plan offers them again.
func DecisionsOf(p *model.Plan, at model.Millis) []Decision {
	var out []Decision
	for i := range p.Legs {
		l := &p.Legs[i]
		if l.Status != model.LegSkipped {
			continue
		}
		out = append(out, Decision{
			Time: at, Plan: p.Playbook + " " + p.Stage, Action: l.Action, Asset: l.Asset, Venue: l.Venue, Symbol: l.Symbol, Side: l.Side,
			Qty: l.Qty, Price: l.Price, Cost: l.Cost.Total(), Title: l.Title,
		})
	}
	return out
}

// AppendDecisions adds decisions to a file of one object a line, in one write.
func AppendDecisions(path string, list []Decision) error {
	if len(list) == 0 {
		return nil
	}
	var text bytes.Buffer
	for i := range list {
		line, err := json.Marshal(&list[i])
		if err != nil {
			return fmt.Errorf("decisions: %w", err)
		}
		text.Write(append(line, '\n'))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("decisions: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("decisions: %w", err)
	}
	_, err = f.Write(text.Bytes())
	return errors.Join(err, f.Close())
}

// ReadDecisions reads what AppendDecisions wrote; a file that is not there holds
// none, and lines that are no decision, such as one a killed program left
// unfinished, are passed over.
func ReadDecisions(path string) ([]Decision, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("decisions: %w", err)
	}
	var out []Decision
	scan := bufio.NewScanner(f)
	for scan.Scan() {
		var d Decision
		if json.Unmarshal(scan.Bytes(), &d) == nil && d.Asset != "" && d.Qty.IsPositive() {
			d.Title = model.CleanText(d.Title)
			out = append(out, d)
		}
	}
	return out, errors.Join(scan.Err(), f.Close())
}

// Opening turns holdings into the entries that begin books with them.
func Opening(h *model.Holdings) ([]ledger.Entry, error) {
	p := &portfolio.Portfolio{Name: h.Name, Cash: h.Cash}
	for _, s := range h.Spot {
		p.Holdings = append(p.Holdings, portfolio.Holding{Asset: s.Asset, Qty: s.Qty, Cost: s.Cost, CostKnown: s.CostKnown, Core: s.Core})
	}
	for _, l := range h.Futures {
		q := portfolio.Position{
			Venue: l.Venue, Symbol: l.Symbol, Side: portfolio.Side(sideWord(l.Short)), Qty: l.Qty, Entry: l.Entry, Leverage: l.Leverage,
			Margin: portfolio.Isolated, Stop: l.Stop,
		}
		if l.Cross {
			q.Margin = portfolio.Cross
		}
		p.Positions = append(p.Positions, q)
	}
	return ledger.Import(p, func(v model.Venue, symbol string) model.Asset {
		for _, l := range h.Futures {
			if l.Venue == v && l.Symbol == symbol && l.Asset != "" {
				return l.Asset
			}
		}
		return ledger.AssetOf(v, symbol)
	})
}
