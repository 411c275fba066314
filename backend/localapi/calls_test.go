package localapi_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/localapi"
)

func bare() (*localapi.API, *event.Bus) {
	bus := &event.Bus{}
	return localapi.New(localapi.Options{Events: bus, Now: time.Now}), bus
}

func TestTheNewestCallsAreKept(t *testing.T) {
	api, _ := bare()
	for total := range 450 {
		calls, n := api.Calls()
		if n != total || len(calls) != min(total, 200) {
			t.Fatalf("after %d: %d of %d", total, len(calls), n)
		}
		for i, call := range calls {
			if want := fmt.Sprintf("/%d", total-1-i); call.Path != want {
				t.Fatalf("after %d, call %d is %s, want %s", total, i, call.Path, want)
			}
		}
		api.Note(localapi.Call{Path: fmt.Sprintf("/%d", total)})
	}
}

// TestACallIsBounded, because a caller chooses most of it.
func TestACallIsBounded(t *testing.T) {
	api, _ := bare()
	long := strings.Repeat("é\x00\n\u202e", 1<<16)
	api.Note(localapi.Call{Method: long, Path: long, Client: long, Detail: long})
	calls, _ := api.Calls()
	call := calls[0]
	if len(call.Method)+len(call.Path)+len(call.Client)+len(call.Detail) > 1024 {
		t.Errorf("%d bytes are kept of a path", len(call.Path))
	}
	if strings.ContainsAny(call.Method+call.Path+call.Client+call.Detail, "\x00\n\u202e") {
		t.Errorf("got %q", call.Path)
	}
	if !strings.HasPrefix(call.Path, "éé") || !strings.HasSuffix(call.Path, "…") {
		t.Errorf("got %q", call.Path)
	}
}

// TestListenersAreToldFourTimesASecond, and of the last call.
func TestListenersAreToldFourTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api, bus := bare()
		var told, seen atomic.Int64
		bus.Subscribe(func(e event.Event) {
			if e.Name != "localapi.called" {
				return
			}
			told.Add(1)
			_, total := api.Calls()
			seen.Store(int64(total))
		})
		api.Note(localapi.Call{})
		if told.Load() != 1 {
			t.Errorf("the first call is told %d times", told.Load())
		}
		for range 1000 {
			api.Note(localapi.Call{})
			time.Sleep(time.Millisecond) // of the bubble's clock
		}
		time.Sleep(time.Second)
		if n := told.Load(); n < 4 || n > 6 || seen.Load() != 1001 {
			t.Errorf("told %d times, the last after %d calls", n, seen.Load())
		}
	})
}
