package macro

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"eddy/model"
)

// daysKept is how much of a long daily history is used: 3 years.
const daysKept = 3 * 366

// decodeTVL reads /v2/historicalChainTvl: one value a day, the day's running
// one last (venues/context §1).
func decodeTVL(series model.Series, body []byte, now model.Millis) (answer, error) {
	var rows []struct {
		Date figure `json:"date"`
		TVL  figure `json:"tvl"`
	}
	if err := json.Unmarshal(body, &rows); err != nil {
		return answer{}, fmt.Errorf("read value locked: %w", err)
	}
	a, r := answer{}, reading{series: series, unit: usd}
	for _, row := range rows {
		r.add(&a, seconds(row.Date), now, row.TVL)
	}
	r.points = newest(r.points, daysKept)
	a.keep(r)
	return a.done()
}

// newest returns the newest n points.
func newest(points []model.ContextPoint, n int) []model.ContextPoint {
	points = inOrder(points)
	return slices.Clone(points[max(len(points)-n, 0):])
}

// decodeChains reads /v2/chains: what is locked on each chain now.
func decodeChains(body []byte, now model.Millis) (answer, error) {
	var rows []struct {
		Name text   `json:"name"`
		TVL  figure `json:"tvl"`
	}
	if err := json.Unmarshal(body, &rows); err != nil {
		return answer{}, fmt.Errorf("read chains: %w", err)
	}
	var a answer
	for _, c := range chains {
		for _, row := range rows {
			if slices.Contains(c.names, string(row.Name)) {
				r := reading{series: c.series(), unit: usd}
				r.addNow(&a, now, row.TVL)
				a.keep(r)
				break
			}
		}
	}
	return a.done()
}

func (c chain) series() model.Series { return model.Series("tvl.chain." + c.slug) }

// protocol is a row of /protocols, as far as it is used. Name, Symbol and the
// like are declared so that encoding/json cannot take TVL or NAME for them.
type protocol struct {
	ID       text   `json:"id"`
	Name     text   `json:"name"`
	Slug     text   `json:"slug"`
	Parent   text   `json:"parentProtocol"`
	Category text   `json:"category"`
	TVL      figure `json:"tvl"`
	Day      figure `json:"change_1d"`
	Week     figure `json:"change_7d"`
}

// coin returns whose protocol a row is, "" for those not followed. Rows of a
// parent repeat what their children hold.
func (p *protocol) coin() model.Asset {
	if strings.HasPrefix(string(p.ID), "parent#") {
		return ""
	}
	for _, key := range []string{strings.TrimPrefix(string(p.Parent), "parent#"), string(p.Slug), slugOf(string(p.Name))} {
		if coin, ok := protocols[key]; ok {
			return coin
		}
	}
	return ""
}

// slugOf writes a name as the source writes its slugs.
func slugOf(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "-")
}

// decodeProtocols reads /protocols, which is long: row by row. It sums what is
// locked by category and by coin. A sum stands only on rows that tell their
// value; the past of a coin is known only where every one of its rows tells the
// change.
func decodeProtocols(body []byte, now model.Millis) (answer, error) {
	var a answer
	sums := make(map[model.Series]*sum)
	err := eachRow(body, "", func(row *protocol) {
		if row.TVL.known && row.TVL.value < 0 {
			a.refused++
			return
		}
		if !row.TVL.known {
			return
		}
		if s, ok := categories[string(row.Category)]; ok {
			sumOf(sums, s).add(row, false)
		}
		if coin := row.coin(); coin != "" {
			sumOf(sums, model.Series("tvl.protocol."+string(coin))).add(row, true)
		}
	})
	if err != nil {
		return answer{}, fmt.Errorf("read protocols: %w", err)
	}
	for _, s := range sortedKeys(sums) {
		a.keep(sums[s].reading(s, now))
	}
	return a.done()
}

// sum adds rows up.
type sum struct {
	total, dayAgo, weekAgo float64
	past                   bool // every row told how it changed
	rows                   int
}

func sumOf(sums map[model.Series]*sum, s model.Series) *sum {
	if sums[s] == nil {
		sums[s] = &sum{past: true}
	}
	return sums[s]
}

// add adds a row; withPast asks for what it implies about the past.
func (s *sum) add(p *protocol, withPast bool) {
	s.rows++
	s.total += p.TVL.value
	if !withPast || !p.Day.known || !p.Week.known || p.Day.value <= -100 || p.Week.value <= -100 {
		s.past = false
		return
	}
	s.dayAgo += p.TVL.value / (1 + p.Day.value/100)
	s.weekAgo += p.TVL.value / (1 + p.Week.value/100)
}

func (s *sum) reading(series model.Series, now model.Millis) reading {
	r := reading{series: series, unit: usd, points: []model.ContextPoint{{Time: now, Value: s.total}}}
	if s.past {
		r.hints = []model.ContextPoint{
			{Time: now.Add(-7 * 24 * time.Hour), Value: s.weekAgo},
			{Time: now.Add(-24 * time.Hour), Value: s.dayAgo},
		}
	}
	return r
}

// decodeFees reads the chart of /overview/fees: what users paid each day. The
// newest day may still be running and is left out.
func decodeFees(body []byte, now model.Millis) (answer, error) {
	var reply struct {
		Chart [][2]figure `json:"totalDataChart"`
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		return answer{}, fmt.Errorf("read fees: %w", err)
	}
	a, r := answer{}, reading{series: "fees.total", unit: usd}
	for _, day := range reply.Chart {
		if at := seconds(day[0]); at.Add(24*time.Hour) <= now {
			r.add(&a, at, now, day[1])
		}
	}
	r.points = newest(r.points, daysKept)
	a.keep(r)
	return a.done()
}

// decodeStablecoins reads /stablecoincharts/all: the supply of all stablecoins
// in dollars. Every peg is a key of its own, and the date is a word
// (venues/context §1).
func decodeStablecoins(body []byte, now model.Millis) (answer, error) {
	var rows []struct {
		Date figure            `json:"date"`
		USD  map[string]figure `json:"totalCirculatingUSD"`
	}
	if err := json.Unmarshal(body, &rows); err != nil {
		return answer{}, fmt.Errorf("read stablecoins: %w", err)
	}
	a, r := answer{}, reading{series: "stablecoins.total", unit: usd}
	for _, row := range rows {
		r.add(&a, seconds(row.Date), now, pegged(row.USD))
	}
	r.points = newest(r.points, daysKept)
	a.keep(r)
	return a.done()
}

// pegged adds the pegs up, in a fixed order.
func pegged(pegs map[string]figure) figure {
	var total figure
	for _, peg := range sortedKeys(pegs) {
		if strings.HasPrefix(peg, "pegged") && pegs[peg].known {
			total.value += pegs[peg].value
			total.known = true
		}
	}
	return total
}
