package seal

import (
	"crypto/sha256"
	"encoding"
	"hash"
)

// MAC is HMAC-SHA-256 (RFC 2104) under a key, for data that come in parts. It is
// spelled out because the standard library's keeps the padded key, which no one
// can wipe; what this one keeps are hashes that the key went into.
type MAC struct {
	data, outer            state
	afterInner, afterOuter []byte // the states behind the two pads
	sum                    [sha256.Size]byte
}

// state is a hash that can be put back to an earlier moment.
type state interface {
	hash.Hash
	encoding.BinaryAppender
	encoding.BinaryUnmarshaler
}

// Hash begins a MAC under the key.
func (k *Key) Hash() *MAC {
	m := &MAC{}
	m.data, m.afterInner = k.padded(0x36)
	m.outer, m.afterOuter = k.padded(0x5c)
	return m
}

// padded is a hash that has taken one block: the key under a mask.
func (k *Key) padded(mask byte) (h state, after []byte) {
	pad := make([]byte, sha256.BlockSize)
	defer clear(pad)
	copy(pad, k[:])
	for i := range pad {
		pad[i] ^= mask
	}
	h = sha256.New().(state)
	h.Write(pad) // a whole block is not buffered
	after, err := h.AppendBinary(nil)
	if err != nil {
		panic(err) // the state of SHA-256 can be kept
	}
	return h, after
}

// Write takes data. It never fails.
func (m *MAC) Write(data []byte) (int, error) { return m.data.Write(data) }

// Sum appends the MAC of what was written to dst.
func (m *MAC) Sum(dst []byte) []byte {
	putBack(m.outer, m.afterOuter)
	m.outer.Write(m.data.Sum(m.sum[:0]))
	return m.outer.Sum(dst)
}

// Reset forgets what was written.
func (m *MAC) Reset() { putBack(m.data, m.afterInner) }

func putBack(h state, to []byte) {
	if err := h.UnmarshalBinary(to); err != nil {
		panic(err) // it is a state of SHA-256
	}
}

// MAC authenticates data under the key with HMAC-SHA-256.
func (k *Key) MAC(data ...[]byte) []byte {
	m := k.Hash()
	for _, d := range data {
		_, _ = m.Write(d)
	}
	return m.Sum(nil)
}

// expand fills a key with HKDF-Expand (RFC 5869 §2.3). A key is as long as one
// block of its output.
func (k *Key) expand(to *Key, info string) {
	m := k.Hash()
	_, _ = m.Write(append([]byte(info), 1))
	m.Sum(to[:0]) // in place: no copy stays behind
}
