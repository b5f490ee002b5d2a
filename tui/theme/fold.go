package theme

// folded are the characters that occur in eddy's own words, and what stands for
// them in ASCII.
var folded = map[rune]rune{
	'−': '-', '–': '-', '—': '-', '·': '.', '…': '.', '×': 'x', '±': '+', '→': '>', '←': '<', '↑': '^', '↓': 'v',
	'≥': '>', '≤': '<', '≈': '~', '“': '"', '”': '"', '‘': '\'', '’': '\'', 'β': 'b', 'σ': 's', 'Δ': 'd', 'µ': 'u', '\u00a0': ' ',
}

// fold returns the ASCII character that stands for one the terminal cannot
// show; "?" where nothing comes close.
func fold(r rune) rune {
	if a, ok := folded[r]; ok {
		return a
	}
	return '?'
}
