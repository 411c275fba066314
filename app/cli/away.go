package cli

import (
	"context"
	"sync"

	"patchbay/app/presence"
	"patchbay/backend/workbench"
)

// lockWhenAway locks the vault whenever the person at the machine has gone,
// until stop is called.
func (c *call) lockWhenAway(bench *workbench.Workbench) (stop func()) {
	ctx, cancel := context.WithCancel(c.ctx)
	var watching sync.WaitGroup
	watching.Go(func() {
		presence.Watch(ctx, c.log, func(reason string) {
			c.lock(bench)
			c.log.Info("the vault was locked: nobody is at the machine", "because", reason)
		})
	})
	return func() {
		cancel()
		watching.Wait()
	}
}

// lock wipes the keys of an unlocked vault.
func (c *call) lock(bench *workbench.Workbench) {
	if err := bench.Operators.Lock(); err != nil {
		c.log.Error("the vault was locked with an error", "error", err)
	}
}
