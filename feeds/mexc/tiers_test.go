package mexc

import (
	"testing"

	"eddy/model"
)

func readLimits(t *testing.T, text string) []model.Tier {
	t.Helper()
	return readTiers([]byte(text))
}

func TestTiers(t *testing.T) {
	custom := readLimits(t, `{"riskLimitMode":"CUSTOM","riskLimitCustom":[
		{"level":1,"maxVol":8000,"mmr":0.004,"imr":0.01,"maxLeverage":100},{"level":2,"maxVol":20000,"mmr":0.01,"imr":0.02,"maxLeverage":50}]}`)
	if len(custom) != 2 || custom[1].Cap.String() != "20000" || custom[1].Rate.String() != "0.01" || !custom[0].ByContracts || custom[0].MaxLeverage.String() != "100" {
		t.Errorf("custom: %+v", custom)
	}
	// Level n holds base + (n-1) steps at a rate of maintenance + (n-1) steps.
	steps := readLimits(t, `{"riskLimitMode":"INCREASE","maintenanceMarginRate":0.004,"initialMarginRate":0.005,
		"riskBaseVol":525000,"riskIncrVol":525000,"riskIncrMmr":0.004,"riskIncrImr":0.004,"riskLevelLimit":3}`)
	if len(steps) != 3 || steps[2].Cap.String() != "1575000" || steps[2].Rate.String() != "0.012" || steps[2].MaxLeverage.String() != "76.92" {
		t.Errorf("steps: %+v", steps)
	}
	for _, text := range []string{
		`{}`, `{"riskLimitMode":"CUSTOM","riskLimitCustom":{}}`, `{"riskLimitMode":"INCREASE","riskLevelLimit":100000000,"riskBaseVol":1}`, `{"riskLimitMode":"INCREASE","riskLevelLimit":1}`,
		`{"riskLimitMode":"CUSTOM","riskLimitCustom":[{"maxVol":1,"mmr":0,"maxLeverage":5}]}`,
		`{"riskLimitMode":"CUSTOM","riskLimitCustom":[{"maxVol":1,"mmr":1e-999,"maxLeverage":5}]}`,
	} {
		if got := readLimits(t, text); len(got) != 0 {
			t.Errorf("%s: %+v", text, got)
		}
	}
}
