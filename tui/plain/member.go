package plain

import "eddy/model"

// members writes what each coin adds to its sector, and how much the sector's
// score hangs on one of them. Sub-sectors are parts of what is there.
func (p *page) members(s *model.Snapshot) {
	for i := range s.Sectors {
		v := &s.Sectors[i]
		if v.Parent != "" || len(v.MemberDetail) == 0 {
			continue
		}
		p.line("\nMembers of %s", v.Sector)
		if r := v.Robustness; r != nil {
			p.line("  momentum %s at the close, %s without %s, members' median %s", Signed(r.Score, 2), Signed(r.WithoutTop, 2), orWords(string(r.TopCoin), "its top coin"), Signed(r.MedianScore, 2))
			p.line("  28 days %s %%, median member %s %%; %s makes %s %% of the score", figure(r.Return28dPct, 1, Signed), figure(r.MedianReturnPct, 1, Signed), orWords(string(r.TopCoin), "its top coin"), figure(hundredfold(r.TopShare), 0, Num))
		}
		rows := [][]string{{"coin", "weight", "1d %", "28d %", "adds 28d", "momentum", "without it", "EMA50", "quadrant", "ratio", "its mom.", "state"}}
		for k := range v.MemberDetail {
			rows = append(rows, memberRow(s, &v.MemberDetail[k]))
		}
		p.table(rows)
	}
}

func memberRow(s *model.Snapshot, m *model.MemberView) []string {
	side := "?"
	if m.AboveEMA != nil {
		side = map[bool]string{true: "above", false: "below"}[*m.AboveEMA]
	}
	state := m.State
	if m.Stale {
		state = "stale"
	}
	quadrant, ratio, pace := "?", model.Num{}, model.Num{}
	for i := range s.Assets {
		if a := &s.Assets[i]; a.Asset == m.Asset {
			quadrant, ratio, pace = orWords(string(a.Quadrant), "?"), a.Ratio, a.RatioMomentum
		}
	}
	return []string{string(m.Asset), Num(m.Weight, 3), Signed(m.Return1dPct, 1), Signed(m.Return28dPct, 1), Signed(m.ContributionPct, 2), Signed(m.Momentum, 2), Signed(m.Without, 2), side, quadrant, Num(ratio, 2), Num(pace, 2), state}
}
