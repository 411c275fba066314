package presence_test

import (
	"context"
	"sync/atomic"
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
				var ahead atomic.Int64
				var got []string
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				ended := make(chan struct{})
				go func() {
					defer close(ended)
					presence.WatchClock(ctx, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) },
						func(reason string) { got = append(got, reason) })
				}()
				for _, jump := range test.jumps {
					synctest.Wait()
					ahead.Add(int64(jump))
					time.Sleep(presence.Tick)
				}
				synctest.Wait()
				cancel()
				<-ended
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
		var ahead atomic.Int64
		var calls atomic.Int64
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go presence.WatchClock(ctx, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }, func(string) {
			calls.Add(1)
			time.Sleep(3 * presence.Lag)
		})
		synctest.Wait()
		ahead.Store(int64(time.Hour))
		time.Sleep(10 * presence.Lag)
		synctest.Wait()
		if calls.Load() != 1 {
			t.Errorf("away was called %d times", calls.Load())
		}
	})
}
