package mailbox

import (
	"cmp"
	"context"
	"slices"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// tellEvery bounds how often progress is told.
const tellEvery = 100 * time.Millisecond

// crowd lets the attempts of a run go side by side: so many in all, so many to
// one server, each server at its own pace. Its fields belong to the goroutine of
// run.
type crowd struct {
	ctx     context.Context
	cancel  context.CancelCauseFunc
	attempt func(ctx context.Context, j *job, epoch int, silence *proof.Report) outcome
	tally   *tally
	keep    func(provedOne)

	concurrency, perServer int

	paces   map[string]*pace
	ring    []*pace // those with jobs in their queues
	turn    int     // where in the ring the next look begins
	running int
	results chan outcome
	err     error // that ended the run
}

func newCrowd(ctx context.Context, concurrency, perServer int) *crowd {
	c := &crowd{concurrency: concurrency, perServer: perServer, paces: map[string]*pace{}, results: make(chan outcome, concurrency)}
	c.ctx, c.cancel = context.WithCancelCause(ctx)
	return c
}

// add queues a job at its server.
func (c *crowd) add(j *job) {
	p := c.paces[j.server]
	if p == nil {
		p = newPace(j.server, c.perServer)
		c.paces[j.server] = p
	}
	if p.queued() == 0 {
		c.ring = append(c.ring, p)
	}
	p.add(j)
}

// run returns when every job has ended, or when none is under way any more after
// the context has ended.
func (c *crowd) run() {
	defer c.cancel(nil)
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	ended := c.ctx.Done()
	for {
		pause := c.launch()
		if c.running == 0 && (len(c.ring) == 0 || c.ctx.Err() != nil) {
			return
		}
		select {
		case o := <-c.results:
			c.settle(o)
		case <-tick.C:
			c.tally.tell(c.slowed())
		case <-pause:
		case <-ended:
			ended = nil
		}
	}
}

// launch begins as many attempts as may go, the servers in turn. Where all that
// could go have to pause, it returns what ends the shortest pause.
func (c *crowd) launch() (pause <-chan time.Time) {
	if c.ctx.Err() != nil {
		return nil
	}
	now := time.Now()
	for c.running < c.concurrency {
		at := c.next(now)
		if at < 0 {
			return c.pause(now)
		}
		p := c.ring[at]
		j, epoch := p.begin()
		if p.queued() == 0 {
			c.ring = slices.Delete(c.ring, at, at+1)
		}
		c.running++
		silence := p.silence
		go func() { c.results <- c.attempt(c.ctx, j, epoch, silence) }()
	}
	return nil
}

// next is where in the ring the next server is that a job may begin at, -1 when
// there is none.
func (c *crowd) next(now time.Time) int {
	for i := range c.ring {
		at := (c.turn + i) % len(c.ring)
		if c.ring[at].ready(now) {
			c.turn = at + 1
			return at
		}
	}
	return -1
}

func (c *crowd) pause(now time.Time) <-chan time.Time {
	shortest := time.Duration(-1)
	for _, p := range c.ring {
		if left := p.until.Sub(now); left > 0 && p.running < p.limit && (shortest < 0 || left < shortest) {
			shortest = left
		}
	}
	if shortest < 0 {
		return nil
	}
	return time.After(shortest)
}

// settle takes the end of an attempt.
func (c *crowd) settle(o outcome) {
	c.running--
	p := c.paces[o.job.server]
	if o.err != nil || c.ctx.Err() != nil || len(o.proved) == 0 {
		p.running--
		if o.err != nil && !o.gone && c.err == nil {
			c.err = o.err
			c.cancel(o.err)
		}
		c.release(o.job.twins)
		return
	}
	report := &o.proved[0].Report
	if p.end(o.job, o.epoch, endingOf(report), time.Now()) {
		o.job.late = false
		c.add(o.job)
		return
	}
	for i, r := range o.proved {
		c.tally.add(r)
		c.keep(o.kept[i])
	}
	if !rejects(report) {
		c.release(o.apart)
	}
}

// release queues jobs that nobody speaks for, the first of them for the others.
func (c *crowd) release(jobs []*job) {
	if len(jobs) == 0 {
		return
	}
	jobs[0].twins = append(jobs[0].twins, jobs[1:]...)
	c.add(jobs[0])
}

// slowed lists the servers that refused for too many connections.
func (c *crowd) slowed() []event.Slowed {
	var slowed []event.Slowed
	for _, p := range c.paces {
		if p.slowed {
			slowed = append(slowed, p.slowdown())
		}
	}
	slices.SortFunc(slowed, func(a, b event.Slowed) int { return cmp.Compare(a.Server, b.Server) })
	return slowed
}

// report is the run at its end.
func (c *crowd) report() ManyReport {
	slowed := c.slowed()
	c.tally.tell(slowed)
	report := c.tally.report()
	report.Slowed = slowed
	return report
}

// cause is what ended the run before its time, beside its caller; nil when
// nothing did.
func (c *crowd) cause() error {
	if c.err != nil {
		return c.err
	}
	if f := fault.Of(context.Cause(c.ctx)); f != nil && f.Kind == fault.Locked {
		return f
	}
	return nil
}
