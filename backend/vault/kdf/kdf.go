// Package kdf turns an operator's password into the key that opens his slot in
// the vault's header: Argon2id (RFC 9106) with costs that have a floor, a
// ceiling above which a person is asked first, and a calibration for the
// machine that creates the vault.
package kdf

import (
	"errors"
	"testing"

	"golang.org/x/crypto/argon2"
)

// Cost is what one guess at a password costs.
type Cost struct {
	// MemoryKiB is the memory in KiB (RFC 9106 parameter m).
	MemoryKiB uint32 `json:"memoryKiB"`
	// Passes over the memory (parameter t).
	Passes uint32 `json:"passes"`
	// Lanes that may be computed in parallel (parameter p).
	Lanes uint8 `json:"lanes"`
}

// SaltSize and KeySize are the lengths in bytes that RFC 9106 §4 recommends.
const (
	SaltSize = 16
	KeySize  = 32
)

// Floor is the lowest cost a vault may have: the second recommended option of
// RFC 9106 §4.
func Floor() Cost { return Cost{MemoryKiB: 64 << 10, Passes: 3, Lanes: 4} }

// ForTests returns a cost that takes well under a millisecond. It panics
// outside of a test binary, so no release can choose it.
func ForTests() Cost {
	if !testing.Testing() {
		panic("kdf: the cost of tests outside of a test")
	}
	return Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}
}

// ErrBelowFloor says that a cost is too low to protect a vault, or that it is
// no cost at all.
var ErrBelowFloor = errors.New("kdf: the cost is below the floor")

// Check refuses a cost below the floor. Within a test binary the cost of tests
// passes as well.
func (c Cost) Check() error {
	if testing.Testing() && c == ForTests() {
		return nil
	}
	floor := Floor()
	if c.MemoryKiB < floor.MemoryKiB || c.Passes < floor.Passes || c.Lanes < floor.Lanes {
		return ErrBelowFloor
	}
	return nil
}

// AboveCeiling reports whether the cost is so high that a person is to be asked
// before it is computed: a forged header could otherwise exhaust the machine
// before any password was checked.
func (c Cost) AboveCeiling() bool {
	ceiling := Ceiling()
	return c.MemoryKiB > ceiling.MemoryKiB || c.Passes > ceiling.Passes || c.Lanes > ceiling.Lanes
}

// Key derives a key of [KeySize] bytes. The caller has checked the cost, owns
// the key and wipes it.
func Key(password, salt []byte, c Cost) []byte {
	return argon2.IDKey(password, salt, c.Passes, c.MemoryKiB, c.Lanes, KeySize)
}
