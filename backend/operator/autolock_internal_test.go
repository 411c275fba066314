package operator

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestIdleTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fired atomic.Int32
		timer := newIdleTimer(func() { fired.Add(1) })
		timer.set(time.Minute)
		timer.restart()
		time.Sleep(59 * time.Second)
		timer.restart()
		time.Sleep(59 * time.Second)
		synctest.Wait()
		if fired.Load() != 0 {
			t.Fatal("it fired although it was restarted")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if fired.Load() != 1 {
			t.Fatalf("after a minute it fired %d times", fired.Load())
		}
	})
}

func TestIdleTimerFollowsANewDuration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fired atomic.Int32
		timer := newIdleTimer(func() { fired.Add(1) })
		timer.restart()
		timer.set(5 * time.Minute)
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		if fired.Load() != 1 {
			t.Errorf("it fired %d times", fired.Load())
		}
	})
}

func TestIdleTimerStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fired atomic.Int32
		timer := newIdleTimer(func() { fired.Add(1) })
		timer.restart()
		timer.stop()
		time.Sleep(time.Hour)
		synctest.Wait()
		if fired.Load() != 0 {
			t.Error("a stopped timer fired")
		}
	})
}
