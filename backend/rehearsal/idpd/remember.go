package idpd

import "sync"

// memory keeps the newest of what was handed out, by name.
type memory[T any] struct {
	limit int

	mu    sync.Mutex
	kept  map[string]T
	order []string // oldest first
}

func newMemory[T any](limit int) *memory[T] {
	return &memory[T]{limit: limit, kept: make(map[string]T)}
}

// keep forgets the oldest where there are too many.
func (m *memory[T]) keep(name string, value T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.kept[name]; known {
		m.kept[name] = value
		return
	}
	if len(m.order) >= m.limit {
		delete(m.kept, m.order[0])
		m.order = m.order[1:]
	}
	m.kept[name] = value
	m.order = append(m.order, name)
}

func (m *memory[T]) find(name string) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.kept[name]
	return value, ok
}

// take finds once.
func (m *memory[T]) take(name string) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.kept[name]
	delete(m.kept, name) // its place in the order ends with its turn
	return value, ok
}
