package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
)

// ledger keeps who was asked what, in order, so that a test can see that
// nobody was.
type ledger struct {
	mu    sync.Mutex
	lines []entry
}

type entry struct {
	Of   string `json:"of"` // "dns", "proxy" or "web"
	Said string `json:"said"`
}

func (l *ledger) note(of, said string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, entry{of, said})
}

func (l *ledger) all() []entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.lines)
}

// openLedger lets the tests read it.
func (s *stage) openLedger() (string, error) {
	address, err := s.serve(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(append([]entry{}, s.ledger.all()...))
	}), nil)
	return "http://" + address + "/", err
}
