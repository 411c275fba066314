package presence_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/app/presence"
)

// TestTheClockTellsOfSleep puts the clock on the wall forward by itself, as a
// machine does that has slept.
func TestTheClockTellsOfSleep(t *testing.T) {
	tests := map[string]struct {
		jumps []time.Duration // one before each look
		want  []string
	}{
		"nobody slept":           {[]time.Duration{0, 0, 0}, nil},
		"a busy machine":         {[]time.Duration{presence.Lag - time.Second, 0, presence.Lag}, nil},
		"a short sleep":          {[]time.Duration{0, presence.Lag + time.Second, 0}, []string{presence.Slept}},
		"a night":                {[]time.Duration{8 * time.Hour}, []string{presence.Slept}},
		"two nights":             {[]time.Duration{8 * time.Hour, 0, 9 * time.Hour}, []string{presence.Slept, presence.Slept}},
		"a clock that was ahead": {[]time.Duration{-8 * time.Hour, 0}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var ahead time.Duration
				var got []string
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				go presence.WatchClock(ctx, func() time.Time { return time.Now().Add(ahead) },
					func(reason string) { got = append(got, reason) })
				for _, jump := range test.jumps {
					synctest.Wait()
					ahead += jump
					time.Sleep(presence.Tick)
				}
				synctest.Wait()
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("absences differ (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestTheTimeALockTakesIsNoSleep: the next look is measured from its end.
func TestTheTimeALockTakesIsNoSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ahead time.Duration
		calls := 0
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go presence.WatchClock(ctx, func() time.Time { return time.Now().Add(ahead) }, func(string) {
			calls++
			time.Sleep(3 * presence.Lag)
		})
		synctest.Wait()
		ahead = time.Hour
		time.Sleep(10 * presence.Lag)
		synctest.Wait()
		if calls != 1 {
			t.Errorf("away was called %d times", calls)
		}
	})
}
