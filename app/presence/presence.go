// Package presence notices that the person at the machine has gone: it falls
// asleep, its screen is locked, or somebody else's session is shown.
//
// What the platform tells is heard where it tells anything:
//
//   - Linux: logind on the system bus says that the machine goes to sleep, and
//     waits for us; that a session of this user is locked, or is no longer the
//     one that is shown. Screen savers say on the session bus that they began.
//   - Windows: a window that is never shown hears of locking, disconnecting,
//     suspending and logging off. It is compiled and vetted by this project's
//     tests, and not run by them.
//   - everywhere, and on macOS alone: the clock on the wall has jumped, which
//     is how a machine that slept looks afterwards.
//
// What is not there is no error: on a machine without a bus the clock remains.
package presence

import (
	"context"
	"log/slog"
	"sync"
)

// The reasons that are given for an absence.
const (
	Sleeping = "the machine goes to sleep"
	Slept    = "the machine has slept, or its clock was put forward"
	Locked   = "the session was locked"
	Switched = "another session is shown"
	Idle     = "the screen saver has begun"
	Leaving  = "the session ends"
)

// Watch calls away, never twice at a time, whenever the person has gone, until
// ctx ends; then it returns. Where the platform waits for us before it sleeps,
// it waits until away has returned. A nil log discards.
func Watch(ctx context.Context, log *slog.Logger, away func(reason string)) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	var one sync.Mutex
	told := func(reason string) {
		one.Lock()
		defer one.Unlock()
		away(reason)
	}
	var watching sync.WaitGroup
	watching.Go(func() { watchClock(ctx, told) })
	watchPlatform(ctx, log, told)
	watching.Wait()
}
