package presence

import (
	"context"
	"time"
)

// WatchClock is the part of Watch that looks at the clock, with one of its own.
func WatchClock(ctx context.Context, now func() time.Time, away func(reason string)) {
	watchClockBy(ctx, now, away)
}

// The times it keeps.
const (
	Tick = tick
	Lag  = lag
)
