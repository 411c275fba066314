package credential

import (
	"context"
	"testing"
	"testing/synctest"

	"patchbay/backend/secret"
)

const endpoint = "oauth2|https://login.example.com/token|patchbay"

// begun tells of a turn that has begun.
type begun struct {
	end    func()
	waited bool
}

// wait begins a turn of its own.
func wait(ctx context.Context, held *tokens, token, destination string) <-chan begun {
	turn := make(chan begun, 1)
	go func() {
		end, waited := held.turn(ctx, secret.FromString(token), destination)
		turn <- begun{end, waited}
	}()
	return turn
}

// TestWhoWaitsForATurn while a proof uses "old", which the provider replaces.
func TestWhoWaitsForATurn(t *testing.T) {
	for name, c := range map[string]struct {
		token, destination string
		waits              bool
	}{
		"the same token":      {"old", endpoint, true},
		"its successor":       {"new", endpoint, true},
		"another token":       {"other", endpoint, false},
		"of another endpoint": {"old", endpoint + "2", false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				held := &tokens{}
				end, waited := held.turn(t.Context(), secret.FromString("old"), endpoint)
				if waited {
					t.Error("the first one waited")
				}
				held.replace(secret.FromString("old"), secret.FromString("new"), endpoint, held.now())
				next := wait(t.Context(), held, c.token, c.destination)
				synctest.Wait()
				if began := len(next) == 1; began == c.waits {
					t.Errorf("begun beside the other: %v", began)
				}
				end()
				after := <-next
				if after.waited != c.waits {
					t.Errorf("it says that it waited: %v", after.waited)
				}
				after.end()
				if len(held.busy) > 0 {
					t.Errorf("turns are left: %v", held.busy)
				}
			})
		})
	}
}

// TestACancelledWaitTakesNoTurn and ends none.
func TestACancelledWaitTakesNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		held := &tokens{}
		end, _ := held.turn(t.Context(), secret.FromString("old"), endpoint)
		ctx, cancel := context.WithCancel(t.Context())
		cancelled := wait(ctx, held, "old", endpoint)
		synctest.Wait()
		cancel()
		(<-cancelled).end()
		next := wait(t.Context(), held, "old", endpoint)
		synctest.Wait()
		if len(next) == 1 {
			t.Error("the cancelled one ended the turn of another")
		}
		end()
		(<-next).end()
	})
}

// TestWhatIsHeldIsBounded: the oldest goes, and what is held stays right.
func TestWhatIsHeldIsBounded(t *testing.T) {
	held := &tokens{}
	for range maxReplaced + 10 {
		held.replace(secret.FromString("old"), secret.FromString("new"), endpoint, held.now())
	}
	first, _ := held.hold(secret.FromString("first"), endpoint, held.now())
	last := ""
	for range maxObtained {
		last, _ = held.hold(secret.FromString("last"), endpoint, held.now())
	}
	if len(held.replaced) != maxReplaced || len(held.obtained) != maxObtained {
		t.Errorf("%d replaced and %d obtained tokens are held", len(held.replaced), len(held.obtained))
	}
	if _, known, _ := held.take(first, endpoint); known {
		t.Error("the oldest is still held")
	}
	if value, known, bound := held.take(last, endpoint); !known || !bound || string(value.Reveal()) != "last" {
		t.Error("the newest is not held")
	}
	held.wipe()
	if _, known, _ := held.take(last, endpoint); known || len(held.replaced) > 0 {
		t.Error("something outlives the lock")
	}
}
