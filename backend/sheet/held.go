package sheet

import (
	"sync"

	"patchbay/backend/event"
)

// Held are the good rows of a file, until they are stored or discarded, or the
// vault is locked. What it lets go of is wiped.
type Held[E Entry] struct {
	codes  Codes
	cancel func() // of the subscription

	mu      sync.Mutex
	entries []E // nil when they are not there
	gone    bool
}

// Hold begins to listen, before the file is read, whether the vault is locked.
// The caller calls [Held.Fill], whatever came of reading, and [Held.Discard]
// when the rows are not wanted any more.
func Hold[E Entry](codes Codes, events *event.Bus) *Held[E] {
	h := &Held[E]{codes: codes}
	h.cancel = events.Subscribe(func(e event.Event) {
		if e.Name == "vault.locked" {
			h.forget()
		}
	})
	return h
}

// Fill keeps the good rows, unless reading them ended with an error or the vault
// has been locked meanwhile. Then there is nothing to discard.
func (h *Held[E]) Fill(entries []E, err error) error {
	if err == nil {
		err = h.keep(entries)
	}
	if err != nil {
		wipe(entries)
		h.Discard()
	}
	return err
}

func (h *Held[E]) keep(entries []E) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.gone {
		return h.codes.FaultGone()
	}
	good := 0
	for _, entry := range entries {
		if !entry.row().Bad {
			good++
		}
	}
	h.entries = make([]E, 0, good)
	for _, entry := range entries {
		if entry.row().Bad {
			entry.Wipe()
			continue
		}
		h.entries = append(h.entries, entry)
	}
	return nil
}

// Store hands out the rows, to be stored all or none. When that fails they are
// held again, and can be stored another time; else they are discarded.
func (h *Held[E]) Store(store func([]E) error) error {
	if err := h.lend(store); err != nil {
		return err
	}
	h.Discard()
	return nil
}

func (h *Held[E]) lend(store func([]E) error) error {
	entries, err := h.take()
	if err != nil {
		return err
	}
	defer h.put(entries)
	return store(entries)
}

func (h *Held[E]) take() ([]E, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.entries == nil {
		return nil, h.codes.FaultGone()
	}
	entries := h.entries
	h.entries = nil
	return entries, nil
}

func (h *Held[E]) put(entries []E) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.gone {
		wipe(entries)
		return
	}
	h.entries = entries
}

// Discard wipes the rows. It may be called again.
func (h *Held[E]) Discard() {
	h.cancel()
	h.forget()
}

func (h *Held[E]) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	wipe(h.entries)
	h.entries, h.gone = nil, true
}

func wipe[E Entry](entries []E) {
	for _, entry := range entries {
		entry.Wipe()
	}
}
