package proof

import (
	"slices"
	"testing"
)

// TestWipeLeavesNothing of a value or of one of its forms, nor in the room
// behind them.
func TestWipeLeavesNothing(t *testing.T) {
	for name, values := range map[string][]string{
		"short":      {"abc"},
		"long":       {"correct horse", "\x00ada@example.com\x00correct horse"},
		"of Latin-1": {"hunter2+cänary=/x"},
		"hidden":     {"\x1b[31m\u202ered\xff"},
		"alike":      {"Password", "password", "password"},
	} {
		r := &Redactor{}
		for _, value := range values {
			r.Protect([]byte(value))
		}
		held := slices.Clone(r.values)
		for _, n := range r.needles {
			held = append(held, n.text)
		}
		if len(held) <= len(values) {
			t.Errorf("%s: %d texts are held", name, len(held))
		}
		r.Wipe()
		for _, text := range held {
			if text = text[:cap(text)]; slices.ContainsFunc(text, func(b byte) bool { return b != 0 }) {
				t.Errorf("%s: %q is left", name, text)
			}
		}
		if len(r.values)+len(r.needles) > 0 {
			t.Errorf("%s: %+v is held on to", name, r)
		}
	}
}

// TestAWipedRedactorShowsNothing: it does not know any more what it must hide.
func TestAWipedRedactorShowsNothing(t *testing.T) {
	r := &Redactor{}
	r.Protect([]byte("hunter2"))
	r.Wipe()
	r.Protect([]byte("late"))
	for text, want := range map[string]string{"": "", "535 hunter2": Mask, "250 ok": Mask} {
		if got := r.Redact(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
	if len(r.values)+len(r.needles) > 0 {
		t.Errorf("it has learned %+v", r)
	}
}
