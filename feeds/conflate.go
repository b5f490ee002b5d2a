package feeds

import "eddy/model"

// conflates tells whether a newer event of the same symbol makes ev worthless.
func conflates(ev *model.Event) bool {
	switch ev.Kind {
	case model.KindQuote, model.KindMark, model.KindFunding, model.KindOpenInterest, model.KindHealth, model.KindBook, model.KindTrade:
		return true
	case model.KindBar:
		return !ev.Bar.Closed
	default:
		return false
	}
}

// Merge lays a newer event over an older one of the same symbol and kind. Figures the newer one does not
// carry stay: a best-bid frame must not wipe the 24-hour volume that came with
// the ticker before it. A bar is all of one piece, and a late preview of the
// bar before does not replace that of the present one.
func Merge(old, newer *model.Event) {
	switch old.Kind {
	case model.KindHealth:
		*old = *newer
		return
	case model.KindBar:
		if newer.Bar.OpenTime >= old.Bar.OpenTime {
			*old = *newer
		}
		return
	}
	kept := old.Has &^ (newer.Has | newer.None)
	none := newer.None | old.None&^newer.Has
	if kept == 0 {
		*old = *newer
		old.None = none
		return
	}
	merged := *newer
	copyFigures(&merged, old, kept)
	merged.Has |= kept
	merged.None = none
	*old = merged
}

// copyFigures copies the figures named in fields from src to dst.
func copyFigures(dst, src *model.Event, fields model.Fields) {
	for _, f := range [...]struct {
		bit      model.Fields
		dst, src *float64
	}{
		{model.FieldLast, &dst.Last, &src.Last},
		{model.FieldBid, &dst.Bid, &src.Bid},
		{model.FieldAsk, &dst.Ask, &src.Ask},
		{model.FieldMark, &dst.Mark, &src.Mark},
		{model.FieldIndex, &dst.Index, &src.Index},
		{model.FieldFundingRate, &dst.FundingRate, &src.FundingRate},
		{model.FieldFundingInterval, &dst.FundingIntervalH, &src.FundingIntervalH},
		{model.FieldOpenInterest, &dst.OpenInterest, &src.OpenInterest},
		{model.FieldOpenInterestUSD, &dst.OpenInterestUSD, &src.OpenInterestUSD},
		{model.FieldVolume24hUSD, &dst.Volume24hUSD, &src.Volume24hUSD},
		{model.FieldChange24hPct, &dst.Change24hPct, &src.Change24hPct},
	} {
		if fields&f.bit != 0 {
			*f.dst = *f.src
		}
	}
	if fields&model.FieldNextFunding != 0 {
		dst.NextFunding = src.NextFunding
	}
	if fields&model.FieldBar != 0 {
		dst.Bar = src.Bar
	}
}
