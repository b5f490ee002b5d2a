package strategy

import (
	"eddy/strategy/hedge"
	"eddy/strategy/sector"
	"eddy/strategy/stream"
)

// hedgeTrack follows the regression of a sector on the coin that hedges it.
type hedgeTrack struct {
	of      *track
	against int // index of the coin
	joint   *stream.Covariance
	fading  *hedge.EWMA
	before  [2]float64 // levels at the last bar
}

func (s *span) addHedges(e *Engine) error {
	for _, h := range e.cfg.Playbook.Hedges {
		at, known := e.index[h.Against]
		of := s.track(h.Of)
		joint, err := stream.NewCovariance(betaBars)
		if err != nil {
			return err
		}
		fading, err := hedge.NewEWMA(hedge.Lambda)
		if err != nil {
			return err
		}
		if !known {
			of = nil
		}
		s.hedges = append(s.hedges, hedgeTrack{of: of, against: at, joint: joint, fading: fading})
	}
	return nil
}

func (h *hedgeTrack) push(coins []sector.Close) {
	if h.of == nil {
		return
	}
	level, ok := h.of.index.Level()
	price := coins[h.against]
	if !ok || !price.OK {
		return
	}
	if h.before[0] > 0 {
		covered, cover := level/h.before[0]-1, price.Price/h.before[1]-1
		h.joint.Push(covered, cover)
		h.fading.Push(covered, cover)
	}
	h.before = [2]float64{level, price.Price}
}
