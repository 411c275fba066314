package vault

import (
	"context"
	"iter"
	"runtime"
	"sync"
)

// inParallel hands batches to as many workers as there are processors, and
// returns the first error. newWorker makes a worker with a state of its own. A
// few batches are under way at a time, never all.
func inParallel[B any](ctx context.Context, batches iter.Seq2[B, error], newWorker func() func(B) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	f := &failure{stop: stop}
	queue := make(chan B)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			work := newWorker()
			for batch := range queue {
				f.note(work(batch))
			}
		})
	}
	for batch, err := range batches {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			f.note(err)
			break
		}
		select {
		case queue <- batch:
		case <-ctx.Done():
		}
	}
	close(queue)
	workers.Wait()
	return f.first
}

// together runs all of fns side by side, and returns the first error; then it
// stops the others.
func together(ctx context.Context, fns ...func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	f := &failure{stop: stop}
	var wait sync.WaitGroup
	for _, fn := range fns {
		wait.Go(func() { f.note(fn(ctx)) })
	}
	wait.Wait()
	return f.first
}

// failure keeps the first of several errors and stops the rest.
type failure struct {
	stop  func()
	once  sync.Once
	first error
}

func (f *failure) note(err error) {
	if err != nil {
		f.once.Do(func() { f.first = err; f.stop() })
	}
}

// meter tells how far something is that does every record twice: some 100 times
// altogether.
type meter struct {
	total    int
	halves   int // of records, done
	reported int
	report   func(done, total int)
}

// add notes that so many records were done once more. It is not safe for
// concurrent use.
func (m *meter) add(n int) {
	for range n {
		m.halves++
		done := min(m.halves/2, m.total)
		if done-m.reported >= max(1, m.total/100) || done == m.total && m.reported < done {
			m.reported = done
			m.report(done, m.total)
		}
	}
}
