package cli

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/localapi"
	"patchbay/backend/workbench"
)

// callDocument is what the event "call" tells: neither bodies nor credentials.
type callDocument struct {
	At         time.Time `json:"at"`
	Method     string    `json:"method"`
	Path       string    `json:"path"`
	Status     int       `json:"status"`
	Client     string    `json:"client,omitempty"`
	Detail     string    `json:"detail,omitempty"` // why it was refused
	DurationMs int64     `json:"durationMs"`
}

func (d callDocument) print(p *printer) {
	text := strings.Join(strings.Fields(d.Client+" "+d.Detail), " ")
	p.line("%s %d %s %s %s", d.At.Format(time.RFC3339), d.Status, d.Method, d.Path, text)
}

// tellCalls writes the calls of the local API as they come, until stop is
// called. They are written apart: a terminal that is held up must not hold up
// the API.
func (c *call) tellCalls(bench *workbench.Workbench) (stop func()) {
	ctx, cancel := context.WithCancel(c.ctx)
	more := make(chan struct{}, 1)
	more <- struct{}{} // for calls that came before
	unsubscribe := bench.Events.Subscribe(func(e event.Event) {
		if e.Name != "localapi.called" {
			return
		}
		select {
		case more <- struct{}{}:
		default: // it is told already
		}
	})
	var telling sync.WaitGroup
	telling.Go(func() {
		for told := 0; ; {
			select {
			case <-ctx.Done():
				return
			case <-more:
				told = c.tellNew(bench.LocalAPI, told)
			}
		}
	})
	return func() {
		unsubscribe()
		cancel()
		telling.Wait()
	}
}

// tellNew writes the calls that came after the first ones, oldest first, and
// returns how many there are now.
func (c *call) tellNew(api *localapi.API, told int) int {
	newest, total := api.Calls()
	for _, one := range slices.Backward(newest[:min(total-told, len(newest))]) {
		document := callDocument{
			At: one.At.UTC(), Method: one.Method, Path: one.Path, Status: one.Status, Client: one.Client, Detail: one.Detail,
			DurationMs: one.Duration.Milliseconds(),
		}
		_ = c.out.event("call", document, document.print) // a lost line is no reason to stop
	}
	return total
}
