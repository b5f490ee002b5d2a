package mexc

import (
	"strconv"
	"strings"

	"eddy/feeds/figure"
	"eddy/model"
)

// reply turns an answer to a request into its event. A yes names neither
// contract nor request; a no names the contract at best.
func (d *Decoder) reply(h *head) {
	words := model.CleanText(string(h.words))
	asked := model.CleanText(strings.TrimPrefix(string(h.channel), "rs."))
	if asked != "error" && (words == "success" || words == "") {
		d.build.Note(model.KindAck, asked).EventTime = h.stamp
		return
	}
	if words == "" {
		words = "refused"
	}
	c := &nobody
	if symbol := refusedSymbol(words); symbol != "" {
		if known, err := d.contracts.Of([]byte(symbol)); err == nil {
			c, d.refusal = known, symbol
		}
	}
	ev := d.build.Say(&c.Subject, model.KindError, words)
	ev.EventTime = h.stamp
}

// refusedSymbol finds the contract in the words of a refusal, "Contract
// [NOPE_USDT] not exists"; "" when they name none.
func refusedSymbol(words string) string {
	_, rest, found := strings.Cut(words, "Contract [")
	symbol, _, ended := strings.Cut(rest, "]")
	if !found || !ended {
		return ""
	}
	return symbol
}

// refusalText writes a refusal in one line.
func refusalText(message []byte, code figure.Number) string {
	text := model.CleanText(string(message))
	if text == "" {
		text = "refused"
	}
	if code.OK {
		text += " (code " + strconv.FormatFloat(code.V, 'f', -1, 64) + ")"
	}
	return text
}

// states are those of a contract by their numbers (venues/mexc §6).
var states = []string{"enabled", "in delivery", "delivered", "offline", "paused"}

// enabled is the state of a contract that trades.
const enabled = 0

// listed turns news about a contract into an event, and learns the size of it.
func (d *Decoder) listed(b *row, c *contract, stamp model.Millis) error {
	d.enlist(b)
	text := "contract changed"
	if i := int(b.state.V); b.state.OK && b.state.V >= 0 && b.state.V < float64(len(states)) {
		text += ": " + states[i]
	}
	d.build.Say(&c.Subject, model.KindLink, text).EventTime = stamp
	return nil
}

// enlist learns the size of a contract from a row of the venue's list.
func (d *Decoder) enlist(b *row) {
	c, err := d.contracts.Of(b.symbol)
	if err != nil || c.Refusal != "" || !model.ValidPrice(b.size.V) {
		return
	}
	c.size = model.InCoins(b.size.V, c.Multiplier)
}

// listText says what a list of contracts is good for.
func listText(contracts int) string {
	return "list of " + strconv.Itoa(contracts) + " contracts: give it as --instruments"
}
