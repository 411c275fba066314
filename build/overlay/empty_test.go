package main

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEmpty(t *testing.T) {
	const source = `package z

import (
	"os"

	"golang.org/x/sys/unix"
)

// msync is kept.
func msync(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	return unix.Msync(b, 1)
}

func (m mapped) msync(b []byte) error { return os.ErrInvalid }
`
	const want = `package z

import (
	"os"

	_ "golang.org/x/sys/unix"
)

// msync is kept.
func msync(b []byte) error { return nil }

func (m mapped) msync(b []byte) error { return os.ErrInvalid }
`
	got, err := empty([]byte(source), "msync")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if _, err := empty([]byte(source), "syncDir"); !errors.Is(err, errNone) {
		t.Errorf("a function that is not there: %v", err)
	}
}
