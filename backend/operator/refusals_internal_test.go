package operator

import (
	"testing"
	"time"
)

func TestRefusalsAreNotedAgainAfterAMinute(t *testing.T) {
	r := &refusals{}
	start := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	noted := func(now time.Time) (count int) {
		for range 3 * mostRefusals {
			if ok, _ := r.note(now); ok {
				count++
			}
		}
		return count
	}
	for _, now := range []time.Time{start, start.Add(refusalsPeriod), start.Add(-time.Hour)} {
		if got := noted(now); got != mostRefusals {
			t.Errorf("at %v %d are noted", now, got)
		}
		if got := noted(now.Add(refusalsPeriod - 1)); got != 0 {
			t.Errorf("in the same minute %d more are noted", got)
		}
	}
}
