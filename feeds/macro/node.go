package macro

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"eddy/model"
)

// Figures of asking an Ethereum node.
const (
	nowBlocks  = 300 // an hour of them for the newest means
	pastBlocks = 50  // ten minutes of them for one sample of the past
	pastDays   = 40
)

// pastSamples are the hours of a day that are sampled: gas has a daily tide.
var pastSamples = []time.Duration{4 * time.Hour, 12 * time.Hour, 20 * time.Hour}

// nodeJobs are the questions to a node. Over a websocket new blocks come by
// themselves and the newest fees are asked for only to mend what was missed.
func nodeJobs(every time.Duration) []*job {
	return []*job{
		{
			name: "base fee", every: every, series: []model.Series{"gas.base_fee", "gas.base_fee.next"},
			ask: func(ctx context.Context, in question) (answer, error) {
				body, err := in.node.call(ctx, "eth_feeHistory", []any{hex(nowBlocks), "latest", []any{}})
				if err != nil {
					return answer{}, err
				}
				return gasNow(body, in.now())
			},
		},
		{name: "past of gas", every: day, series: []model.Series{"gas.base_fee"}, ask: askGasPast},
	}
}

func hex(n float64) string { return "0x" + strconv.FormatUint(uint64(max(n, 0)), 16) }

// askGasPast samples the weeks the trend of gas needs (ledger S1-IND-4): for
// each day that has no value yet the mean of three moments, stamped with the
// day. What came before a failure is kept.
func askGasPast(ctx context.Context, in question) (answer, error) {
	var a answer
	r := reading{series: "gas.base_fee", unit: gwei}
	h, err := askFees(ctx, in, "latest")
	if err != nil {
		return a, err
	}
	now := in.now()
	r.add(&a, now-now%model.Millis(gasStep.Milliseconds()), now, h.mean())
	for _, want := range planPast(now, h.last(), in.shelf.series["gas.base_fee"]) {
		f, err := askDay(ctx, in, want)
		if err != nil {
			a.keep(r)
			return a, err
		}
		r.add(&a, want.day, now, f)
	}
	a.keep(r)
	return a, nil
}

// askFees asks for the base fees of the blocks up to one.
func askFees(ctx context.Context, in question, newest string) (feeHistory, error) {
	body, err := in.node.call(ctx, "eth_feeHistory", []any{hex(pastBlocks), newest, []any{}})
	if err != nil {
		return feeHistory{}, err
	}
	return readFeeHistory(body)
}

// askDay returns the mean base fee of a day's samples.
func askDay(ctx context.Context, in question, want pastDay) (figure, error) {
	total, n := 0.0, 0
	for _, block := range want.blocks {
		h, err := askFees(ctx, in, hex(block))
		if err != nil {
			return figure{}, fmt.Errorf("block %.0f: %w", block, err)
		}
		if f := h.mean(); f.known {
			total, n = total+f.value, n+1
		}
	}
	if n == 0 {
		return figure{}, nil
	}
	return figure{total / float64(n), true}, nil
}

// pastDay is a day of the past and the blocks that were made at its samples,
// give or take the slots that were missed.
type pastDay struct {
	day    model.Millis
	blocks []float64
}

// planPast lists the whole days that have no value, newest first, as far back
// as there are blocks.
func planPast(now model.Millis, newest float64, held *series) []pastDay {
	var list []pastDay
	for i := 1; i <= pastDays; i++ {
		want := pastDay{day: now.Floor(model.Day1).Add(-time.Duration(i) * day)}
		if held != nil && held.hasOn(want.day) {
			continue
		}
		for _, at := range pastSamples {
			block := newest - float64(now.Sub(want.day.Add(at))/slot)
			if block < pastBlocks {
				return list
			}
			want.blocks = append(want.blocks, block)
		}
		list = append(list, want)
	}
	return list
}

// hasOn tells whether a point stands on a day.
func (h *series) hasOn(midnight model.Millis) bool {
	i := h.find(midnight)
	return i < len(h.Points) && h.Points[i].Time < midnight.Add(day)
}
