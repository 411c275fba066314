package api_test

import (
	"fmt"
	"sync"
	"testing"
)

// TestOneOfManyWritesWithTheSameTagWins: an update is never lost.
func TestOneOfManyWritesWithTheSameTagWins(t *testing.T) {
	t.Parallel()
	const writers = 16
	s := newScene(t)
	token := s.token(t, "installer")
	made := s.send(t, s.ask("PUT", v1+"/smtp").bearer(token).json(mail))
	statuses := s.atOnce(t, writers, func(i int) asking {
		return s.ask("PUT", v1+"/smtp").bearer(token).with("If-Match", made.header.Get("ETag")).
			json(fmt.Sprintf(`{"host":"127.0.0.1","from":"a@example.com","auth":"password","replyTo":"r%d@example.com"}`, i))
	})
	if statuses[200] != 1 || statuses[412] != writers-1 {
		t.Errorf("%v", statuses)
	}
}

// TestWritesWithoutATagAllHappen: the contract knows none, and the last one wins.
func TestWritesWithoutATagAllHappen(t *testing.T) {
	t.Parallel()
	const writers = 16
	s := newScene(t)
	token := s.token(t, "installer")
	before := s.happened("outgoing.server.saved")
	statuses := s.atOnce(t, writers, func(i int) asking {
		if i%2 == 0 {
			return s.ask("POST", shift).bearer(token).json(sample)
		}
		return s.ask("PUT", v1+"/smtp").bearer(token).json(mail)
	})
	if got := s.happened("outgoing.server.saved") - before; got != writers || statuses[200]+statuses[201] != writers {
		t.Errorf("%d were saved: %v", got, statuses)
	}
}

// TestALockInBetweenEndsCallsInOrder: whoever is in the middle of something is
// told that the vault is locked, and of nothing else.
func TestALockInBetweenEndsCallsInOrder(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token(t, "installer")
	var locking sync.WaitGroup
	statuses := s.atOnce(t, 48, func(i int) asking {
		switch {
		case i == 24:
			locking.Go(func() {
				if err := s.bench.Operators.Lock(); err != nil {
					t.Error(err)
				}
			})
			return s.ask("GET", v1+"/smtp").bearer(token)
		case i%3 == 0:
			return s.ask("POST", "/oauth2/token").form(grant + "&client_id=installer&client_secret=" + s.secrets["installer"])
		default:
			return s.ask("POST", shift).bearer(token).json(sample)
		}
	})
	locking.Wait()
	for status, n := range statuses {
		switch status {
		case 200, 401, 404, 423: // 401: the tokens went before the keys; 404: nothing was saved yet
		default:
			t.Errorf("%d answers of %d", n, status)
		}
	}
	if got := s.send(t, s.ask("GET", "/v1/deployments").bearer(token)); got.status != 423 {
		t.Errorf("afterwards: %d %s", got.status, got.body)
	}
}

// atOnce sends requests side by side, and counts the statuses of their answers.
func (s *scene) atOnce(t *testing.T, n int, ask func(i int) asking) map[int]int {
	t.Helper()
	var mu sync.Mutex
	statuses := map[int]int{}
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			got := s.send(t, ask(i))
			mu.Lock()
			defer mu.Unlock()
			statuses[got.status]++
		})
	}
	group.Wait()
	return statuses
}
