package event_test

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/event"
)

func TestPublishReachesSubscribersUntilTheyCancel(t *testing.T) {
	var bus event.Bus
	var got []string
	first := bus.Subscribe(func(e event.Event) { got = append(got, "first "+e.Name) })
	second := bus.Subscribe(func(e event.Event) { got = append(got, "second "+e.Name) })
	bus.Publish(event.Event{Name: "a"})
	first()
	bus.Publish(event.Event{Name: "b"})
	second()
	bus.Publish(event.Event{Name: "c"})
	want := []string{"first a", "second a", "second b"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBusIsSafeForConcurrentUse(t *testing.T) {
	var bus event.Bus
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			cancel := bus.Subscribe(func(event.Event) {})
			bus.Publish(event.Event{Name: "a"})
			cancel()
		})
	}
	wg.Wait()
}
