package stream_test

import (
	"math"
	"testing"

	"eddy/strategy/stream"
)

func seedOf(convention string) stream.Seed {
	if convention == "first_seed" {
		return stream.SeedFirst
	}
	return stream.SeedSMA
}

// runners feed a case to the estimator of its name.
var runners = map[string]func(*testing.T, vectorCase) map[string]series{
	"sma": func(_ *testing.T, c vectorCase) map[string]series {
		return scalar("sma", must(stream.NewSMA(c.Params.Period)), c.Input.Close)
	},
	"ema": func(_ *testing.T, c vectorCase) map[string]series {
		return scalar("ema", must(stream.NewEMA(c.Params.Period, seedOf(c.Convention))), c.Input.Close)
	},
	"rma": func(_ *testing.T, c vectorCase) map[string]series {
		return scalar("rma", must(stream.NewRMA(c.Params.Period)), c.Input.Close)
	},
	"rsi": func(_ *testing.T, c vectorCase) map[string]series {
		return scalar("rsi", must(stream.NewRSI(c.Params.Period)), c.Input.Close)
	},
	"stddev": func(_ *testing.T, c vectorCase) map[string]series {
		return scalar("stddev", must(stream.NewStdDev(c.Params.Period, c.Params.DDof)), c.Input.Close)
	},
	"rolling_max": func(_ *testing.T, c vectorCase) map[string]series {
		return scalar("max", must(stream.NewMax(c.Params.Period)), c.Input.Close)
	},
	"rolling_min": func(_ *testing.T, c vectorCase) map[string]series {
		return scalar("min", must(stream.NewMin(c.Params.Period)), c.Input.Close)
	},
	"roc":          runROC,
	"realized_vol": runVolatility,
	"macd":         runMACD,
	"atr":          runATR,
	"correlation":  runCorrelation,
	"beta":         runBeta,
	"cross":        runCross,
	"ma_cross":     runMACross,
}

type estimator interface {
	Push(float64)
	Peek(float64) (float64, bool)
	Value() (float64, bool)
}

func scalar(name string, e estimator, xs []float64) map[string]series {
	var s series
	for _, x := range xs {
		e.Push(x)
		s.add(e.Value())
	}
	return map[string]series{name: s}
}

func runROC(_ *testing.T, c vectorCase) map[string]series {
	r := must(stream.NewROC(c.Params.Period))
	var s series
	for _, x := range c.Input.Close {
		r.Push(x)
		v, ok := r.Value()
		s.add(v*c.Params.Scale, ok)
	}
	return map[string]series{"roc": s}
}

// runVolatility composes what the case asks for, simple returns and 252 days;
// the product's Volatility has log returns and 365.
func runVolatility(t *testing.T, c vectorCase) map[string]series {
	if c.Params.Returns != "simple" {
		t.Fatalf("returns %q", c.Params.Returns)
	}
	r := must(stream.NewROC(1))
	sd := must(stream.NewStdDev(c.Params.Period, c.Params.DDof))
	var s series
	for _, x := range c.Input.Close {
		r.Push(x)
		v, ok := r.Value()
		if ok {
			sd.Push(v)
		}
		v, ok = sd.Value()
		s.add(v*math.Sqrt(c.Params.Annualization), ok)
	}
	return map[string]series{"realized_vol": s}
}

func runMACD(_ *testing.T, c vectorCase) map[string]series {
	m := must(stream.NewMACD(stream.MACDParams{
		Fast: c.Params.Fast, Slow: c.Params.Slow, Signal: c.Params.Signal, Seed: seedOf(c.Convention),
	}))
	var line, signal, histogram series
	for _, x := range c.Input.Close {
		m.Push(x)
		v, ok := m.Value()
		line.add(v.Line, ok)
		signal.add(v.Signal, ok && v.HasSignal)
		histogram.add(v.Histogram, ok && v.HasSignal)
	}
	return map[string]series{"macd": line, "signal": signal, "histogram": histogram}
}

func runATR(_ *testing.T, c vectorCase) map[string]series {
	first := stream.SkipFirst
	if c.Convention == "tr0_high_low" {
		first = stream.HighLowFirst
	}
	a := must(stream.NewATR(c.Params.Period, first))
	one := must(stream.NewATR(1, first)) // an average of one bar is the true range itself
	var atr, tr series
	for i := range c.Input.Close {
		a.Push(c.Input.High[i], c.Input.Low[i], c.Input.Close[i])
		atr.add(a.Value())
		one.Push(c.Input.High[i], c.Input.Low[i], c.Input.Close[i])
		tr.add(one.Value())
	}
	return map[string]series{"atr": atr, "tr": tr}
}

func runCorrelation(_ *testing.T, c vectorCase) map[string]series {
	cov := must(stream.NewCovariance(c.Params.Period))
	var s series
	for i := range c.Input.X {
		cov.Push(c.Input.X[i], c.Input.Y[i])
		s.add(cov.Correlation())
	}
	return map[string]series{"correlation": s}
}

func runBeta(_ *testing.T, c vectorCase) map[string]series {
	asset, benchmark := must(stream.NewROC(1)), must(stream.NewROC(1))
	cov := must(stream.NewCovariance(c.Params.Period))
	var s series
	for i := range c.Input.Asset {
		asset.Push(c.Input.Asset[i])
		benchmark.Push(c.Input.Benchmark[i])
		x, ok := asset.Value()
		y, both := benchmark.Value()
		if ok && both {
			cov.Push(x, y)
		}
		s.add(cov.Beta())
	}
	return map[string]series{"beta": s}
}

func runCross(_ *testing.T, c vectorCase) map[string]series {
	x := must(stream.NewCross(1))
	var s series
	for i := range c.Input.Fast {
		x.Push(c.Input.Fast[i], c.Input.Slow[i])
		v, ok := x.Value()
		s.add(float64(v.Event), ok)
	}
	return map[string]series{"event": s}
}

func runMACross(_ *testing.T, c vectorCase) map[string]series {
	fast, slow := must(stream.NewSMA(c.Params.Fast)), must(stream.NewSMA(c.Params.Slow))
	x := must(stream.NewCross(1))
	var state, event series
	for _, price := range c.Input.Close {
		fast.Push(price)
		slow.Push(price)
		f, ok := fast.Value()
		s, both := slow.Value()
		if ok && both {
			x.Push(f, s)
		}
		v, ok := x.Value()
		state.add(float64(v.Side), ok)
		event.add(float64(v.Event), ok)
	}
	return map[string]series{"state": state, "event": event}
}
