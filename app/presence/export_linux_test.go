package presence

import (
	"context"
	"log/slog"
)

// WatchBuses is the part of Watch that listens on the buses; wait is called
// before one is tried again.
func WatchBuses(ctx context.Context, log *slog.Logger, away func(reason string), wait func(context.Context)) {
	watchBuses(ctx, log, away, wait)
}

// Where the buses are sought.
var (
	SystemBus  = systemBus
	SessionBus = sessionBus
)
