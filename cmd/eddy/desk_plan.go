package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"eddy/feeds"
	"eddy/model"
	"eddy/model/portfolio/ledger"
	"eddy/model/universe"
	"eddy/strategy/plan"
)

// deskPlans is what the desk does with plans beside making them: the books and
// the files they go to.
type deskPlans struct {
	planner *plan.Planner
	dir     string     // of exports and decisions, and of a demo's books; "" until something is written in a demo
	ledger  string     // the books; "" = in dir
	byBooks bool       // what is held is what the books say, not a file or a sample
	sink    feeds.Sink // told when the books have changed
	now     func() model.Millis
}

// errHeldElse is returned where the books are no longer what a plan began with:
// writing it would make the same trades twice, or undo what another has written.
var errHeldElse = errors.New("nothing was written: what is held is not what the plan began with; R plans anew from what is held now")

// commit writes the accepted legs as one group, what was skipped into the
// journal, and tells the engine what is held then. Books that hold nothing yet
// begin with what the plan began with.
func (d *deskPlans) commit(p *model.Plan, now *model.Snapshot, taken []model.PlanStep) (string, error) {
	entries, err := plan.Entries(p, now, taken)
	if err != nil {
		return "", err
	}
	if now.Planning == nil || now.Planning.Holdings == nil {
		return "", errors.New("what is held is not known")
	}
	if plan.HoldingsChanged(p, now) {
		return "", errHeldElse
	}
	if err := d.settle(); err != nil {
		return "", err
	}
	b, err := ledger.Open(d.ledger)
	if err != nil {
		return "", err
	}
	said, err := d.write(b, p, now.Planning.Holdings, entries)
	return said, errors.Join(err, b.Close())
}

func (d *deskPlans) write(b *ledger.Book, p *model.Plan, held *model.Holdings, entries []ledger.Entry) (string, error) {
	if b.Busy() != "" {
		return "", fmt.Errorf("%s: %s; close it there, or try again", b.Path(), b.Busy())
	}
	at := d.now()
	anew, err := d.begin(b, held, at)
	if err != nil {
		return "", err
	}
	group, err := b.Commit(at, fmt.Sprintf("plan %s %s", p.Playbook, p.Stage), entries...)
	if err != nil {
		return "", err
	}
	d.byBooks = true
	return fmt.Sprintf("%s written as group %d of %s%s%s%s", legsOf(p.Totals.Accepted), group.Seq, b.Path(), openWords(p), anew, d.afterwards(p, b.State(), at)), nil
}

// openWords says what becomes of the legs nobody decided on.
func openWords(p *model.Plan) string {
	if n := p.Totals.Open(len(p.Legs)); n > 0 {
		return fmt.Sprintf("; %d not decided on, left out", n)
	}
	return ""
}

// legsOf counts legs in words.
func legsOf(n int) string {
	if n == 1 {
		return "1 leg"
	}
	return fmt.Sprintf("%d legs", n)
}

// begin begins the books with what the plan began with where they hold something
// else, and says so where that puts anything aside.
func (d *deskPlans) begin(b *ledger.Book, held *model.Holdings, at model.Millis) (said string, err error) {
	if holdsWhat(b.State(), held) {
		return "", nil
	}
	if d.byBooks {
		return "", errHeldElse
	}
	entries, err := plan.Opening(held)
	if err != nil {
		return "", err
	}
	if len(b.Groups()) > 0 {
		said = "; the books began anew with " + held.Name + ", what they held before is in their history"
	}
	_, err = b.Commit(at, "what the plan began with: "+held.Name, entries...)
	return said, err
}

// afterwards does what follows on a group that is written: nothing that fails
// there makes it unwritten, so it is told beside it.
func (d *deskPlans) afterwards(p *model.Plan, s *ledger.State, at model.Millis) (said string) {
	if err := d.journal(p, at); err != nil {
		said += "; the skipped ones are not in the journal: " + err.Error()
	}
	if err := d.tell(s); err != nil {
		said += "; the desk shows it at the next start: " + err.Error()
	}
	return said
}

// holdsWhat tells whether the books hold what the plan began with.
func holdsWhat(s *ledger.State, held *model.Holdings) bool {
	books := s.Portfolio("ledger").Snapshot(ledger.AssetOf)
	if !books.Cash.Equal(held.Cash) || len(books.Spot) != len(held.Spot) || len(books.Futures) != len(held.Futures) {
		return false
	}
	for i := range books.Spot {
		if books.Spot[i].Asset != held.Spot[i].Asset || !books.Spot[i].Qty.Equal(held.Spot[i].Qty) {
			return false
		}
	}
	for i := range books.Futures {
		if b, h := &books.Futures[i], &held.Futures[i]; b.Venue != h.Venue || b.Symbol != h.Symbol || b.Short != h.Short || !b.Qty.Equal(h.Qty) {
			return false
		}
	}
	return true
}

// journal keeps what was skipped.
func (d *deskPlans) journal(p *model.Plan, at model.Millis) error {
	return plan.AppendDecisions(filepath.Join(d.dir, "decisions.jsonl"), plan.DecisionsOf(p, at))
}

// skipped reads what was left out of earlier plans.
func (d *deskPlans) skipped() ([]model.Skipped, error) {
	if d.dir == "" {
		return nil, nil // nothing was written yet
	}
	return plan.ReadDecisions(filepath.Join(d.dir, "decisions.jsonl"))
}

// tell lets the engine know what is held now.
func (d *deskPlans) tell(s *ledger.State) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return d.sink.Put(ctx, []model.Event{{Kind: model.KindPortfolio, Received: model.MillisOf(time.Now()), Detail: s}})
}

// export writes the accepted legs as CSV, JSON and a ticket, and says where.
func (d *deskPlans) export(p *model.Plan, now *model.Snapshot, taken []model.PlanStep) (string, error) {
	alone, err := plan.Settled(p, now, taken)
	if err != nil {
		return "", err
	}
	if err := d.settle(); err != nil {
		return "", err
	}
	dir := filepath.Join(d.dir, "plans")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	path := filepath.Join(dir, "plan-"+strings.NewReplacer(":", "", ".", "-").Replace(d.now().String()))
	if err := writeForms(path, plan.Only(alone, plan.Accepted)); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s exported to %s (.csv, .json, .txt)", legsOf(alone.Totals.Accepted), path), nil
}

// writeForms writes a plan's legs in every form there is.
func writeForms(path string, p *model.Plan) error {
	for _, f := range []struct {
		end   string
		write func(io.Writer) error
	}{
		{".csv", func(w io.Writer) error { return plan.WriteCSV(w, p, plan.All) }},
		{".json", func(w io.Writer) error { return plan.WriteJSON(w, p) }},
		{".txt", func(w io.Writer) error { return plan.WriteTicket(w, p, plan.All) }},
	} {
		var text bytes.Buffer
		if err := f.write(&text); err != nil {
			return err
		}
		if err := os.WriteFile(path+f.end, text.Bytes(), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// settle finds a place for what is written: a demo without --state gets a folder
// of its own, so that it never touches the user's books.
func (d *deskPlans) settle() error {
	if d.dir == "" {
		dir, err := os.MkdirTemp("", "eddy-demo-")
		if err != nil {
			return err
		}
		d.dir = dir
	}
	if d.ledger == "" {
		d.ledger = filepath.Join(d.dir, "ledger.jsonl")
	}
	return nil
}

// openPlans makes what the desk needs for plans. It writes nothing yet.
func (g *globals) openPlans(src sources, uni *universe.Universe, sink feeds.Sink) (*deskPlans, error) {
	planner, err := plan.NewPlanner(src.config.Playbook, src.config.Profile, uni, src.config.Fees())
	if err != nil {
		return nil, err
	}
	isFile := src.portfolio != "" || src.config.Portfolio.File != ""
	d := &deskPlans{planner: planner, sink: sink, byBooks: src.mode == model.ModeLive && !isFile, now: func() model.Millis { return model.MillisOf(time.Now()) }}
	switch {
	case src.mode == model.ModeLive:
		d.ledger, d.dir = g.ledgerPath(), filepath.Dir(g.ledgerPath())
	case g.state != "":
		d.dir = filepath.Join(g.state, "demo")
	}
	if src.market != nil {
		d.now = src.market
	}
	return d, nil
}
