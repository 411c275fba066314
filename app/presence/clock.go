package presence

import (
	"context"
	"time"
)

const (
	// tick is how often the clock is looked at.
	tick = 5 * time.Second
	// lag is how much later than expected a look may come before it counts as
	// sleep: a busy machine is late, too.
	lag = 20 * time.Second
)

// watchClock compares the clock on the wall with the time that should have
// passed on it. The monotonic clock does not serve: on Linux it stands still
// while the machine sleeps, on Windows it does not.
func watchClock(ctx context.Context, away func(reason string)) {
	watchClockBy(ctx, time.Now, away)
}

func watchClockBy(ctx context.Context, now func() time.Time, away func(reason string)) {
	wall := func() time.Time { return now().Round(0) } // without the monotonic reading
	look := time.NewTicker(tick)
	defer look.Stop()
	for last := wall(); ; last = wall() {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		if wall().Sub(last) > tick+lag {
			away(Slept)
		}
	}
}
