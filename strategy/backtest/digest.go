package backtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"math"
	"strconv"
)

// Digest is the SHA-256 over every decision and trade in their order. Amounts
// enter rounded to six digits: that is more than decides, and less than the last
// bits in which processors differ, since some multiply and add in one step.
func (r *Result) Digest() string {
	h := sha256.New()
	digestLine(h, "eddy backtest 3", r.Playbook, r.Profile, r.Step.String(), six(r.Rules.Equity))
	for i := range r.Decisions {
		d := &r.Decisions[i]
		digestLine(h, d.At.String(), string(d.Kind), d.ID, string(d.Phase), d.Stage)
		for k := range d.Trades {
			t := &d.Trades[k]
			digestLine(h, t.At.String(), t.Action, string(t.Asset), string(t.Venue), t.Bucket, six(t.Qty), six(t.Price), six(t.Cost()), six(t.Realised))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func digestLine(h hash.Hash, fields ...string) {
	for _, f := range fields {
		fmt.Fprintf(h, "%d:%s ", len(f), f) // the length keeps fields apart; a hash takes everything
	}
}

// six writes a number with six digits; less than a millionth is nothing.
func six(v float64) string {
	if math.Abs(v) < 1e-6 {
		return "0"
	}
	return strconv.FormatFloat(v, 'e', 5, 64)
}
