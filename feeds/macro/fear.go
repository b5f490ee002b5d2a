package macro

import (
	"encoding/json"
	"fmt"

	"eddy/model"
)

// decodeFearGreed reads /fng/: one value a day from 0 to 100, the newest first,
// every leaf a word (venues/context §3).
func decodeFearGreed(body []byte, now model.Millis) (answer, error) {
	var reply struct {
		Data []struct {
			Value figure `json:"value"`
			Class text   `json:"value_classification"`
			Time  figure `json:"timestamp"`
		} `json:"data"`
		Metadata struct {
			Error text `json:"error"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		return answer{}, fmt.Errorf("read fear and greed: %w", err)
	}
	if reply.Metadata.Error != "" {
		return answer{}, fmt.Errorf("the source says: %s", reply.Metadata.Error)
	}
	a, r := answer{}, reading{series: "fear_greed", unit: index}
	var latest model.Millis
	for _, row := range reply.Data {
		at := seconds(row.Time)
		if row.Value.atLeast(100.5) {
			a.refused++
			continue
		}
		if r.add(&a, at, now, row.Value); at > latest && at <= now.Add(ahead) {
			latest, r.note = at, model.CleanText(string(row.Class))
		}
	}
	r.points = newest(r.points, daysKept)
	a.keep(r)
	return a.done()
}
