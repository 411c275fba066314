package apiclient_test

import (
	"sync"
	"testing"
	"time"

	"patchbay/backend/apiclient"
	"patchbay/backend/vault"
)

func TestTheLastUseIsStoredOnceAMinute(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, script("client", apiclient.ScopeMailRead))
	token := f.issue(t, "client")
	used := func() (n int) {
		for _, name := range f.names() {
			if name == "apiclient.used" {
				n++
			}
		}
		return n
	}
	f.clock.advance(59 * time.Second)
	if _, err := f.clients.Authorize(token.Value); err != nil {
		t.Fatal(err)
	}
	if got := f.get(t, saved.ID); used() != 1 || !got.LastUsedAt.Equal(f.clock.Now()) {
		t.Errorf("stored %d times, last used %v", used(), got.LastUsedAt)
	}
	f.bus.Publish(lockedEvent())
	if got := f.get(t, saved.ID); f.clock.Now().Sub(got.LastUsedAt) != 59*time.Second {
		t.Errorf("stored is %v", got.LastUsedAt)
	}
	f.clock.advance(2 * time.Second)
	f.issue(t, "client")
	if got := f.get(t, saved.ID); used() != 2 || !got.LastUsedAt.Equal(f.clock.Now()) || got.Revision != saved.Revision {
		t.Errorf("stored %d times, last used %v", used(), got.LastUsedAt)
	}
}

func TestACallDoesNotWaitForOthersThatWrite(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, script("client", apiclient.ScopeMailRead))
	began, mayEnd := make(chan struct{}), make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() {
		err := f.access.Update(t.Context(), func(*vault.Tx) error {
			close(began)
			<-mayEnd
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-began
	token := f.issue(t, "client")
	if _, err := f.clients.Authorize(token.Value); err != nil {
		t.Error(err)
	}
	if got := f.get(t, saved.ID); got.LastUsedAt.IsZero() {
		t.Error("the use is not shown")
	}
	close(mayEnd)
	writing.Wait()
}
