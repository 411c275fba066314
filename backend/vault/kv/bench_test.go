package kv_test

import (
	"bytes"
	"fmt"
	"testing"

	"patchbay/backend/vault/kv"
)

// BenchmarkOpen6000 opens an encrypted store of 6,000 values of 1 KiB: the
// part of an unlock that is Badger's.
func BenchmarkOpen6000(b *testing.B) {
	s, dir := create(b)
	value := bytes.Repeat([]byte("x"), 1100)
	err := s.Write(func(yield func(name, value []byte) bool) {
		for i := range 6_000 { // what a store takes at once
			if !yield(fmt.Appendf(nil, "%032d", i), value) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := kv.Open(dir, key(), logger(b))
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
