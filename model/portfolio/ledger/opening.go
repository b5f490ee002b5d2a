package ledger

import (
	"eddy/model"
	"eddy/model/portfolio"
)

// Opening is the state of books that begin with a portfolio and hold nothing
// else yet. It is refused for what Import refuses.
func Opening(p *portfolio.Portfolio, at model.Millis) (*State, error) {
	entries, err := Import(p, AssetOf)
	if err != nil {
		return nil, err
	}
	return foldAll([]Group{{Seq: 1, Time: at, What: "opening", Entries: entries}})
}
