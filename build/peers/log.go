package peers

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// Log is what a server wrote to its log.
type Log struct {
	mu    sync.Mutex
	grown *sync.Cond
	text  strings.Builder
	ended bool
}

func newLog() *Log {
	l := &Log{}
	l.grown = sync.NewCond(&l.mu)
	return l
}

// Write appends to the log.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.grown.Broadcast()
	return l.text.Write(p)
}

// end wakes those who wait for words that will not come any more.
func (l *Log) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	l.grown.Broadcast()
}

// String is the whole log so far.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Wait blocks until the log holds the words. It gives up when the server has
// ended or the patience has passed.
func (l *Log) Wait(words string, patience time.Duration) error {
	late := false
	timer := time.AfterFunc(patience, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		late = true
		l.grown.Broadcast()
	})
	defer timer.Stop()
	l.mu.Lock()
	defer l.mu.Unlock()
	for !strings.Contains(l.text.String(), words) {
		if late || l.ended {
			return fmt.Errorf("the server never logged %q; its log:\n%s", words, l.text.String())
		}
		l.grown.Wait()
	}
	return nil
}
