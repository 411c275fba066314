package conversation_test

import (
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/conversation"
)

// TestNoMoreThanFourAtOnce also gives further items to try, and waits for all.
func TestNoMoreThanFourAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running atomic.Int32
		release := make(chan struct{})
		var done []int
		finished := make(chan struct{})
		go func() {
			defer close(finished)
			conversation.InParallel([]int{1, 2, 3, 4, 5, 6}, func(item int) int {
				running.Add(1)
				defer running.Add(-1)
				<-release
				return item
			}, func(result int) []int {
				done = append(done, result)
				if len(done) == 1 {
					return []int{7}
				}
				return nil
			})
		}()
		for _, want := range []int32{4, 4, 4, 4, 3, 2, 1} {
			synctest.Wait()
			if n := running.Load(); n != want {
				t.Errorf("%d run at once, want %d", n, want)
			}
			release <- struct{}{}
		}
		<-finished
		slices.Sort(done)
		if diff := cmp.Diff([]int{1, 2, 3, 4, 5, 6, 7}, done); diff != "" {
			t.Error(diff)
		}
	})
}
